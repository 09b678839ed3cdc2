"""What one closed campaign says for SWOT: means, shares, coded themes with impersonal words, satisfaction."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse

from mentorship.models import Programme
from reports.swot.facts import CodedTheme, Mean, Part, Share
from reports.swot.rules import LACKING, OFFERED, VALUED
from surveys.enums import ItemKind, Phase, Polarity, Role
from surveys.instruments import ScaleOptions
from surveys.models import Campaign
from surveys.selectors.results import ItemResult, results_for_paper
from surveys.selectors.satisfaction import satisfaction_of
from surveys.selectors.themes import theme_bars, themes_of, words_told, written_answers
from surveys.selectors.years import WHO

QUOTES = 2
QUOTE_LENGTH = 240
TOP = 10


@dataclass
class AnswerFacts:
    """Facts of the campaigns of one scope, gathered one after another."""

    means: list[Mean] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    themes: list[CodedTheme] = field(default_factory=list)
    satisfaction: list[Part] = field(default_factory=list)
    rates: list[Part] = field(default_factory=list)


def answer_facts(campaign: Campaign, *, into: AnswerFacts) -> None:
    """Add what a campaign's results may tell anybody. The entry says what was hoped, not what is: it adds nothing."""
    if campaign.phase == Phase.ENTRY:
        return
    results = results_for_paper(campaign)
    if results.closed:
        return
    url = reverse("surveys:results", args=[campaign.pk])
    role = Role(campaign.version.questionnaire.role)
    who, key = WHO[role], f"{role}:{campaign.category}" if campaign.category else str(role)
    for one in results.items:
        _mean(one, who, key, url, into)
        _share(one, who, key, url, into)
        _themes(one, campaign, who, key, into, least=results.least)
    happy = satisfaction_of(campaign)
    if happy and happy.answered and happy.satisfied is not None:
        into.satisfaction.append(Part(key, who, happy.satisfied, happy.answered, url))


def _mean(one: ItemResult, who: str, key: str, url: str, into: AnswerFacts) -> None:
    item, options = one.item, one.item.options
    if not item.topic or one.mean is None or one.n is None or item.polarity != Polarity.HIGHER:
        return
    if isinstance(options, ScaleOptions) and (options.low, options.high) == (1, TOP):
        into.means.append(Mean(f"{item.topic}:{key}", item.label, who, one.mean, one.n, url))


def _share(one: ItemResult, who: str, key: str, url: str, into: AnswerFacts) -> None:
    if one.item.kind != ItemKind.YES_NO or not one.item.topic or not one.n or len(one.bars) != 2:
        return
    yes, no = one.bars
    if yes.count is None or no.count is None:
        return
    subject = f"{one.item.topic}:{key}"
    into.shares.append(Share(subject, one.item.topic, one.item.label, who, yes.count, one.n, url))


def _themes(
    one: ItemResult, campaign: Campaign, who: str, key: str, into: AnswerFacts, *, least: int
) -> None:
    """Themes of a question whose words may be shown at all; a theme's own words only where its count is told."""
    if one.item.topic not in (VALUED, LACKING, OFFERED) or not one.texts:
        return
    themes = themes_of(campaign, one.item.key)
    written = written_answers(campaign, one.item.key) if themes else []
    by_title = {theme.title: theme.pk for theme in themes}
    for bar in theme_bars(themes, written, least=least):
        if not bar.count:
            continue
        own = [answer.text for answer in written if by_title[bar.label] in answer.themes and answer.text]
        quotes = tuple(dict.fromkeys(text for text in (_shortened(text) for text in own) if text))[:QUOTES]
        into.themes.append(
            CodedTheme(
                f"{one.item.topic}:{key}:{bar.label.casefold()}"[:200],
                one.item.topic,
                bar.label,
                who,
                bar.count,
                len(written),
                quotes,
                reverse("surveys:results_themes", args=[campaign.pk, one.item.key]),
            )
        )


def quotes_told(programme: Programme) -> frozenset[str]:
    """Words that may be quoted today: a quotation drafted earlier is shown only while it is among them."""
    return frozenset(_shortened(text) for text in words_told(programme, (VALUED, LACKING, OFFERED)) if text)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= QUOTE_LENGTH else f"{text[: QUOTE_LENGTH - 1].rstrip()}…"
