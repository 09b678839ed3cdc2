"""Who is satisfied: «доволен совместной работой» at 7 and more, and «рад, что участвовал» (methodology §2.4, 3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from surveys.enums import LEAST_GROUP, ItemKind
from surveys.instruments import Item, ScaleOptions
from surveys.models import Campaign
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


def satisfaction_items(campaign: Campaign) -> tuple[Item, Item] | None:
    """The two questions of a campaign that satisfaction is counted from; None where it asks only one of them."""
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
