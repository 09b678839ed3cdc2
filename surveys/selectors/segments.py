"""One question by group or form of mentoring: what may stand beside the figures of everybody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mentorship.models import MenteeEntry, MentorEntry, Person
from surveys.codes import people_by_code
from surveys.enums import Anonymity, ItemKind
from surveys.instruments import Item
from surveys.models import Answer, Campaign
from surveys.selectors.results import bands_of, shown_of
from surveys.statistics.disclosure import Candidate, safe_counts, showable
from surveys.statistics.guessing import Shown, safe_segments
from surveys.statistics.summary import summarize

NO_GROUP, NO_FORM = "без группы", "без формы"
DIMENSIONS = {"group": "Группа", "project": "Форма наставничества"}

Labels = tuple[str, ...]
Cell = tuple[Hashable, Labels, Labels]


@dataclass(frozen=True)
class SegmentLine:
    """One group. `n` is None where the group may not be shown; shares are None where they may not."""

    label: str
    n: int | None
    mean: float | None = None
    median: float | None = None
    high: float | None = None
    low: float | None = None
    yes: float | None = None


def dimensions_of(campaign: Campaign) -> dict[str, str]:
    """Return by what the answers may be split: nothing where the portal does not know whose they are."""
    if campaign.anonymity == Anonymity.ANONYMOUS:
        return {}
    return {"group": DIMENSIONS["group"]} if campaign.project_id else dict(DIMENSIONS)


def can_split(item: Item) -> bool:
    """Whether a question has figures to compare between groups."""
    return item.kind in (ItemKind.SCALE, ItemKind.NUMBER, ItemKind.YES_NO)


def segments_of(campaign: Campaign, item: Item, *, least: int) -> dict[str, list[SegmentLine]]:
    """Return the lines of every dimension, so that what one shows the other does not give away; five queries."""
    rows = _rows(campaign, item)
    sizes: Counter[Cell] = Counter((value, groups, forms) for value, _, groups, forms in rows)
    dimensions = dimensions_of(campaign)
    places = {"group": 1, "project": 2}
    labels = {
        dimension: sorted({label for cell in sizes for label in _labels(cell, places[dimension])})
        for dimension in dimensions
    }
    wanted = [
        Candidate((dimension, label, "n"), _cells(sizes, places[dimension], label))
        for dimension in dimensions
        for label in labels[dimension]
    ]
    bands = _bands(item)
    wanted += [
        Candidate((dimension, label, band), _cells(sizes, places[dimension], label, values))
        for dimension in dimensions
        for label in labels[dimension]
        for band, values in bands.items()
    ]
    shown = showable(sizes, wanted, least=least, published=_published(item, sizes, least))
    figures = _safe_figures(item, rows, shown, places, least=least)
    found: dict[str, list[SegmentLine]] = {}
    for dimension in dimensions:
        by_label: dict[str, list[tuple[Hashable, Decimal]]] = defaultdict(list)
        for value, number, *sides in rows:
            for label in sides[places[dimension] - 1]:
                by_label[label].append((value, number))
        found[dimension] = [
            _line(
                label,
                by_label[label],
                {band for band in ("n", *bands) if (dimension, label, band) in shown},
                figures,
                item,
            )
            for label in labels[dimension]
        ]
    return found


def _safe_figures(
    item: Item,
    rows: Iterable[tuple[Hashable, Decimal, Labels, Labels]],
    shown: Collection[tuple[str, str, str]],
    places: Mapping[str, int],
    *,
    least: int,
) -> Shown:
    """Whether the means and medians of the segments may stand."""
    if item.kind == ItemKind.YES_NO:
        return Shown(mean=False, median=False)
    people: dict[tuple[Labels, Labels], Counter[Decimal]] = defaultdict(Counter)
    for _, number, *sides in rows:
        people[sides[0], sides[1]][number] += 1
    everybody = Counter(int(number) for _, number, *_ in rows)
    inside = {
        (dimension, label): [sides for sides in people if label in sides[places[dimension] - 1]]
        for dimension, label, figure in shown
        if figure == "n"
    }
    told = {
        (dimension, label): [
            band for name, band in bands_of(item).items() if (dimension, label, name) in shown
        ]
        for dimension, label in inside
    }
    known, _ = shown_of(item, everybody, least=least)
    return safe_segments(people, inside, known, least=least, bands=told)


def _line(
    label: str, given: list[tuple[Hashable, Decimal]], shown: set[str], figures_shown: Shown, item: Item
) -> SegmentLine:
    if "n" not in shown:
        return SegmentLine(label, None)
    figures = summarize(Counter(number for _, number in given))
    if item.kind == ItemKind.YES_NO:
        yes = sum(value == "yes" for value, _ in given)
        return SegmentLine(label, figures.n, yes=100 * yes / figures.n if "yes" in shown else None)
    return SegmentLine(
        label,
        figures.n,
        mean=figures.mean if figures_shown.mean else None,
        median=figures.median if figures_shown.median else None,
        high=100 * figures.high / figures.n if "high" in shown else None,
        low=100 * figures.low / figures.n if "low" in shown else None,
    )


def _bands(item: Item) -> dict[str, frozenset[Hashable]]:
    if item.kind == ItemKind.YES_NO:
        return {"yes": frozenset(["yes"])}
    return dict(bands_of(item))


def _published(item: Item, sizes: Mapping[Cell, int], least: int) -> list[Candidate]:
    """What the page of results shows of this question for everybody."""
    everybody = [Candidate(("total",), frozenset(sizes))]
    if item.kind == ItemKind.NUMBER or sum(sizes.values()) < least:
        return everybody if sum(sizes.values()) >= least else []
    counts: Counter[Hashable] = Counter()
    for (value, _, _), size in sizes.items():
        counts[value] += size
    bands: dict[str, frozenset[Hashable]] = {}
    if item.kind == ItemKind.YES_NO:
        shown = safe_counts(counts, least=least)
    else:
        known, _ = shown_of(item, {int(str(value)): size for value, size in counts.items()}, least=least)
        bands = {name: frozenset(band) for name, band in bands_of(item).items() if band in known.shown}
        shown = {*known.values, *bands}
    cells = {
        name: frozenset(cell for cell in sizes if cell[0] in bands.get(str(name), frozenset([name])))
        for name in shown
    }
    return everybody + [Candidate(name, inside) for name, inside in cells.items()]


def _cells(
    sizes: Iterable[Cell], place: int, label: str, values: frozenset[Hashable] | None = None
) -> frozenset[Cell]:
    return frozenset(
        cell for cell in sizes if label in _labels(cell, place) and (values is None or cell[0] in values)
    )


def _labels(cell: Cell, place: int) -> Labels:
    return cell[1] if place == 1 else cell[2]


def _rows(campaign: Campaign, item: Item) -> list[tuple[Hashable, Decimal, Labels, Labels]]:
    """Return (value, number, groups, forms) of every answer to the question."""
    answers = list(
        Answer.objects.filter(response__campaign=campaign, item__key=item.key)
        .order_by()
        .values_list("code", "number", "response__person_id", "response__code")
    )
    kept = dict(campaign.invitations.order_by().values_list("person_id", "split_by"))
    by_code = {} if campaign.is_named else people_by_code(kept, programme_id=campaign.programme_id)
    sides = sides_of(campaign) if None in kept.values() else {}
    sides |= {person: Sides(split["group"], tuple(split["forms"])) for person, split in kept.items() if split}
    nowhere = Sides(NO_GROUP, (NO_FORM,))
    found: list[tuple[Hashable, Decimal, Labels, Labels]] = []
    for code, number, person, mark in answers:
        who = person if person is not None else by_code.get(mark)
        value: Hashable = code or int(number or 0)
        found.append(
            (
                value,
                Decimal(number or 0),
                (sides.get(who, nowhere).group,),
                sides.get(who, nowhere).forms,
            )
        )
    return found


@dataclass(frozen=True)
class Sides:
    """The group of a person and the forms of mentoring in which they take part in the programme."""

    group: str
    forms: Labels


def sides_of(campaign: Campaign) -> dict[Any, Sides]:
    """Return group and forms of every invited person as they are today; three queries."""
    people = campaign.invitations.order_by().values("person_id")
    forms = _forms(campaign, people)
    groups = Person.objects.filter(pk__in=people).values_list("pk", "group")
    return {person: Sides(group or NO_GROUP, forms.get(person) or (NO_FORM,)) for person, group in groups}


def _forms(campaign: Campaign, people: Any) -> dict[Any, Labels]:
    found: dict[Any, set[str]] = defaultdict(set)
    programme = campaign.programme_id
    mentees = MenteeEntry.objects.filter(programme_id=programme, person_id__in=people, project__isnull=False)
    for person, title in mentees.order_by().values_list("person_id", "project__form__title"):
        found[person].add(title)
    mentors = MentorEntry.objects.filter(programme_id=programme, person_id__in=people, projects__isnull=False)
    for person, title in mentors.order_by().values_list("person_id", "projects__form__title"):
        found[person].add(title)
    return {person: tuple(sorted(titles)) for person, titles in found.items()}
