"""Written answers with their themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from mentorship.models import Programme
from surveys.enums import CampaignState
from surveys.models import Answer, Campaign, ShownWords, Theme, ThemeMark
from surveys.selectors.names import NameHider
from surveys.selectors.results import Bar, chosen_bar
from surveys.selectors.tallies import answers_in_words


@dataclass(frozen=True)
class Written:
    """A written answer as it is shown; `edited` when a person took something out of it."""

    pk: int
    text: str
    edited: bool
    themes: frozenset[int] = field(default_factory=frozenset)


def themes_of(campaign: Campaign, item_key: str) -> list[Theme]:
    """Return the themes of a question, by name."""
    return list(Theme.objects.filter(questionnaire=campaign.version.questionnaire, item_key=item_key))


def written_answers(campaign: Campaign, item_key: str) -> list[Written]:
    """Return all written answers to a question, nobody's turn shown; four queries."""
    answers = list(answers_in_words(campaign, [item_key]))
    marks: dict[int, set[int]] = {}
    for answer, theme in ThemeMark.objects.filter(answer__in=answers).values_list("answer_id", "theme_id"):
        marks.setdefault(answer, set()).add(theme)
    edited = dict(ShownWords.objects.filter(answer__in=answers).values_list("answer_id", "text"))
    hider = NameHider(campaign.organization_id)
    return [
        Written(
            answer.pk,
            edited.get(answer.pk, hider.hide(answer.text)),
            answer.pk in edited,
            frozenset(marks.get(answer.pk, ())),
        )
        for answer in answers
    ]


def words_told(programme: Programme, topics: Collection[str]) -> Iterator[str]:
    """Yield every written answer to questions of the topics as it is shown today; three queries.

    What somebody has since taken a name out of, or taken away whole, is not among them in its old words.
    """
    rows = list(
        Answer.objects.filter(
            response__campaign__programme=programme,
            response__campaign__state=CampaignState.CLOSED,
            item__topic__in=topics,
        )
        .exclude(text="")
        .order_by()
        .values_list("text", "shown_words__text")
    )
    if rows:
        hider = NameHider(programme.organization_id)
        for text, edited in rows:
            yield hider.hide(text) if edited is None else edited


def theme_bars(themes: Iterable[Theme], answers: Iterable[Written], *, least: int) -> list[Bar]:
    """Return how many answers are about each theme, the most frequent first; small figures are hidden."""
    given = list(answers)
    counts = Counter(theme for answer in given for theme in answer.themes)
    bars = [chosen_bar(theme.title, counts[theme.pk], len(given), least) for theme in themes]
    return sorted(bars, key=lambda bar: (-(bar.count or 0), bar.label))


def theme_counts(campaign: Campaign, keys: Iterable[str], *, least: int) -> dict[str, list[Bar]]:
    """Return the bars of themes by question for those that have any mark; three queries."""
    wanted = list(keys)
    totals: Counter[str] = Counter(
        Answer.objects.filter(response__campaign=campaign, item__key__in=wanted)
        .exclude(text="")
        .order_by()
        .values_list("item__key", flat=True)
    )
    counts: Counter[int] = Counter(
        ThemeMark.objects.filter(answer__response__campaign=campaign)
        .order_by()
        .values_list("theme_id", flat=True)
    )
    found: dict[str, list[Bar]] = {}
    for theme in Theme.objects.filter(questionnaire=campaign.version.questionnaire, item_key__in=wanted):
        if counts[theme.pk]:
            bar = chosen_bar(theme.title, counts[theme.pk], totals[theme.item_key], least)
            found.setdefault(theme.item_key, []).append(bar)
    return {key: sorted(bars, key=lambda bar: (-(bar.count or 0), bar.label)) for key, bars in found.items()}
