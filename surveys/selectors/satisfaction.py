"""Who is satisfied: «доволен совместной работой» at 7 and more, and «рад, что участвовал» (methodology §2.4, 3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, FilteredRelation, Q

from surveys.enums import LEAST_GROUP, ItemKind
from surveys.instruments import Item, ScaleOptions
from surveys.models import Campaign, Response
from surveys.models import Item as ItemRow
from surveys.selectors.questionnaires import load_version
from surveys.selectors.results import bands_of, results_obstacle, shown_of
from surveys.selectors.tallies import marks
from surveys.statistics.disclosure import Candidate, safe_counts, showable
from surveys.statistics.guessing import safe_figures

SATISFIED_FROM = 7
MARK_TOPIC, GLAD_TOPIC = "quality-satisfaction", "glad"


@dataclass(frozen=True)
class Satisfaction:
    """`answered` and `satisfied` are None where `note` says why: nothing is told of few people."""

    answered: int | None
    satisfied: int | None
    note: str = ""


#: Fingerprint of a frozen version → its two questions: institutions ask the same questionnaire by the hundred.
_known: dict[str, tuple[Item, Item] | None] = {}
_KEPT = 500


def satisfaction_items(campaign: Campaign) -> tuple[Item, Item] | None:
    """The two questions of a campaign that satisfaction is counted from; None where it asks only one of them."""
    version = campaign.version
    if version.frozen_at is None:
        return _read_items(campaign)
    if version.fingerprint not in _known:
        if len(_known) >= _KEPT:
            _known.pop(next(iter(_known)))
        _known[version.fingerprint] = _read_items(campaign)
    return _known[version.fingerprint]


def _read_items(campaign: Campaign) -> tuple[Item, Item] | None:
    found: dict[str, Item] = {}
    for item in load_version(campaign.version).instrument.questions():
        is_mark = item.topic == MARK_TOPIC and isinstance(item.options, ScaleOptions)
        if (is_mark or (item.topic == GLAD_TOPIC and item.kind == ItemKind.YES_NO)) and (
            not item.psychologist_only
        ):
            found.setdefault(item.topic, item)
    return (found[MARK_TOPIC], found[GLAD_TOPIC]) if len(found) == 2 else None


def satisfaction_of(campaign: Campaign) -> Satisfaction | None:
    """Return who of those who answered both questions is satisfied, as a document may hold it; two queries.

    None where the campaign does not ask. What the page of results tells of the two questions counts as published.
    """
    items = satisfaction_items(campaign)
    if items is None:
        return None
    least = max(campaign.minimum_group, LEAST_GROUP)
    obstacle = results_obstacle(campaign, least)
    if obstacle:
        return Satisfaction(None, None, obstacle)
    mark, glad = items
    first = {response: int(number or 0) for response, _, number in marks(campaign, mark.key)}
    second = {response: code for response, code, _ in marks(campaign, glad.key)}
    people = Counter((first.get(one), second.get(one)) for one in first.keys() | second.keys())
    return satisfaction_from(people, mark, least=least)


def satisfaction_of_many(campaigns: Sequence[Campaign]) -> dict[int, Satisfaction | None]:
    """The same of many campaigns, of any institutions: two queries for those that ask by the same keys.

    The campaigns come with their versions and questionnaires. Runs without a scope or in the one of all of them.
    """
    found: dict[int, Satisfaction | None] = {}
    alike: dict[tuple[str, str], list[Campaign]] = defaultdict(list)
    for campaign in campaigns:
        items = satisfaction_items(campaign)
        least = max(campaign.minimum_group, LEAST_GROUP)
        if items is None:
            found[campaign.pk] = None
        elif obstacle := results_obstacle(campaign, least):
            found[campaign.pk] = Satisfaction(None, None, obstacle)
        else:
            alike[items[0].key, items[1].key].append(campaign)
    for (mark_key, glad_key), own in alike.items():
        told = _told_together(own, mark_key, glad_key)
        for campaign in own:
            mark, _ = satisfaction_items(campaign) or (None, None)
            if mark is not None:
                least = max(campaign.minimum_group, LEAST_GROUP)
                found[campaign.pk] = satisfaction_from(told[campaign.pk], mark, least=least)
    return found


def _told_together(
    campaigns: Sequence[Campaign], mark_key: str, glad_key: str
) -> dict[int, Counter[tuple[int | None, str | None]]]:
    """Campaign → (mark, «yes» or «no») → people who answered at least one of the two."""
    versions = {campaign.version_id for campaign in campaigns}
    keys: dict[str, list[int]] = {mark_key: [], glad_key: []}
    for pk, key in ItemRow.objects.filter(version__in=versions, key__in=keys).values_list("pk", "key"):
        keys[key].append(pk)
    rows = (
        Response.objects.filter(campaign__in=campaigns)
        .annotate(
            mark=FilteredRelation("answers", condition=Q(answers__item__in=keys[mark_key], answers__part="")),
            glad=FilteredRelation("answers", condition=Q(answers__item__in=keys[glad_key], answers__part="")),
        )
        .filter(Q(mark__isnull=False) | Q(glad__isnull=False))
        .order_by()
        .values_list("campaign", "mark__number", "glad__code")
        .annotate(people=Count("pk"))
    )
    found: dict[int, Counter[tuple[int | None, str | None]]] = defaultdict(Counter)
    for campaign, number, code, people in rows:
        found[campaign][None if number is None else int(number), code] += people
    return found


def satisfaction_from(
    people: Counter[tuple[int | None, str | None]], mark: Item, *, least: int
) -> Satisfaction:
    """The same of (mark, «yes» or «no») → people; None stands for a question left without an answer."""
    both = frozenset(cell for cell in people if None not in cell)
    happy = frozenset(cell for cell in both if cell[0] >= SATISFIED_FROM and cell[1] == "yes")  # type: ignore[operator]
    wanted = [Candidate("answered", both), Candidate("satisfied", happy)]
    shown = showable(people, wanted, least=least, published=_published(people, mark, least))
    few = f"Ответивших на оба вопроса меньше {least} или их можно вычислить."
    if "answered" not in shown or sum(people[cell] for cell in both) < least:
        return Satisfaction(None, None, few)
    answered = sum(people[cell] for cell in both)
    if "satisfied" not in shown or not _leaves_the_mean(people, mark, least):
        return Satisfaction(answered, None, "Число довольных не показано: по нему узнали бы ответы немногих.")
    return Satisfaction(answered, sum(people[cell] for cell in happy))


def _published(people: Counter[tuple[int | None, str | None]], mark: Item, least: int) -> list[Candidate]:
    """What the results of everybody tell of either question."""
    found: list[Candidate] = []
    gave: Counter[int] = Counter()
    for (value, _), size in people.items():
        if value is not None:
            gave[value] += size
    if sum(gave.values()) >= least:
        known, _ = shown_of(mark, gave, least=least)
        groups = [frozenset([value]) for value in known.values] + [frozenset(band) for band in known.shown]
        groups.append(frozenset(gave))
        found += [
            Candidate(("mark", tuple(sorted(map(int, group)))), frozenset(c for c in people if c[0] in group))
            for group in groups
        ]
    said: Counter[str] = Counter({"yes": 0, "no": 0})
    for (_, code), size in people.items():
        if code is not None:
            said[code] += size
    if sum(said.values()) >= least:
        found.append(Candidate(("glad",), frozenset(cell for cell in people if cell[1] is not None)))
        found += [
            Candidate(("glad", code), frozenset(cell for cell in people if cell[1] == code))
            for code in safe_counts(said, least=least)
        ]
    return found


def _leaves_the_mean(people: Counter[tuple[int | None, str | None]], mark: Item, least: int) -> bool:
    """Whether the mean that the results show stays as closed with «7 and more» known beside it."""
    gave: Counter[int] = Counter()
    for (value, _), size in people.items():
        if value is not None:
            gave[value] += size
    known, figures = shown_of(mark, gave, least=least)
    options = mark.options
    if not figures.mean or not isinstance(options, ScaleOptions) or not bands_of(mark):
        return not figures.mean or not bands_of(mark)
    content = frozenset(range(SATISFIED_FROM, options.high + 1))
    full = dict.fromkeys(range(options.low, options.high + 1), 0) | dict(gave)
    return safe_figures(full, replace(known, shown=(*known.shown, content)), least=least).mean
