"""People of a region by traits, without persons: cells kept now, or those that institutions reported of a period."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django_scopes import scopes_disabled

from core.models import Organization
from core.russian import grouped
from reports.models import PeriodReport, RegionCell, ReportingPeriod
from reports.region_enums import RegionRole
from reports.selectors.periods import HANDED_IN, institutions_of
from reports.selectors.region import NO_MUNICIPALITY, names_of

#: What cells are told by: the column's key → its heading.
AXES: Mapping[str, str] = {
    "municipality": "Муниципальное образование",
    "institution": "Организация",
    "form": "Форма наставничества",
    "role": "Роль",
    "age": "Возраст, лет",
    "sex": "Пол",
    "course": "Курс, класс",
}
#: Of these a cell itself knows; the others are its institution's.
TRAITS = ("form", "role", "age", "sex", "course")
_COLUMNS = {"municipality": "organization__municipality", "institution": "organization"}
_ROLES = dict(RegionRole.choices)


def told_value(axis: str, value: str) -> str:
    if axis == "municipality":
        return value or NO_MUNICIPALITY
    return _ROLES.get(value, value) if axis == "role" else value


def told_count(count: int) -> str:
    """An empty cell is told as a dash: it may be nobody, or people whose traits are generalised."""
    return grouped(count) if count else "—"


class Cells:
    """Cells of a region: the kept ones, or those frozen in the reports of `period`. `wanted`: values of axes.

    An institution is wanted by its number, «Не указано» is a municipality like others.
    """

    def __init__(
        self, region: Organization, wanted: Mapping[str, str], *, period: ReportingPeriod | None = None
    ) -> None:
        self.region, self.period = region, period
        self.wanted = {axis: value for axis, value in wanted.items() if axis in AXES}
        self.below = {one.pk: one for one in institutions_of(region)}
        self.names = names_of(list(self.below.values()))

    def sums(self, axes: Sequence[str]) -> Counter[tuple[str, ...]]:
        """Told values of the axes → people. One query; the same of all cells is {(): people}."""
        found: Counter[tuple[str, ...]] = Counter()
        for key, people in self._rows(axes, self.wanted):
            found[tuple(self._told(axis, value) for axis, value in zip(axes, key, strict=True))] += people
        return found

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """Values to filter by, for each axis; of the traits those that cells have. One query."""
        towns = sorted({one.municipality for one in self.below.values()}, key=lambda name: (not name, name))
        found: dict[str, list[tuple[str, str]]] = {
            "municipality": [(town or NO_MUNICIPALITY, town or NO_MUNICIPALITY) for town in towns],
            "institution": [(str(pk), name) for pk, name in self.names.items()],
        }
        keys = [key for key, _ in self._rows(TRAITS, {})]
        for place, axis in enumerate(TRAITS):
            values = {str(key[place]) for key in keys}
            found[axis] = [(value, told_value(axis, value)) for value in sorted(values, key=natural)]
        return found

    def wanted_words(self) -> str:
        """«Роль: Наставляемые; Организация: Школа № 1» for the heading of a file."""
        told = []
        for axis, value in self.wanted.items():
            known = value.isascii() and value.isdigit()
            name = self.names.get(int(value), value) if axis == "institution" and known else value
            told.append(f"{AXES[axis]}: {told_value(axis, name)}")
        return "; ".join(told)

    def _told(self, axis: str, value: Any) -> str:
        return self.names[value] if axis == "institution" else told_value(axis, value)

    def _rows(self, axes: Sequence[str], wanted: Mapping[str, str]) -> Iterator[tuple[Sequence[Any], int]]:
        """Plain values of the axes → people, of the cells that have the wanted values."""
        return self._frozen(axes, wanted) if self.period else self._kept(axes, wanted)

    def _kept(self, axes: Sequence[str], wanted: Mapping[str, str]) -> Iterator[tuple[Sequence[Any], int]]:
        columns = [_COLUMNS.get(axis, axis) for axis in axes]
        with scopes_disabled():
            rows: QuerySet = RegionCell.objects.filter(organization__in=self._owners(wanted))
            rows = rows.filter(**{axis: value for axis, value in wanted.items() if axis in TRAITS})
            for *key, people in list(rows.order_by().values_list(*columns).annotate(sum=Sum("people"))):
                yield key, people

    def _frozen(self, axes: Sequence[str], wanted: Mapping[str, str]) -> Iterator[tuple[Sequence[Any], int]]:
        """Cells that institutions handed in: five people at least in each, as they were coarsened then."""
        owners = set(self._owners(wanted))
        with scopes_disabled():
            rows = PeriodReport.objects.filter(period=self.period, state__in=HANDED_IN)
            reports = list(rows.order_by().values_list("organization_id", "figures__cells"))
        for owner, cells in reports:
            for cell in cells or () if owner in owners else ():
                if all(cell[axis] == value for axis, value in wanted.items() if axis in TRAITS):
                    facts = cell | {"institution": owner, "municipality": self.below[owner].municipality}
                    yield [facts[axis] for axis in axes], cell["people"]

    def _owners(self, wanted: Mapping[str, str]) -> list[int]:
        town, chosen = wanted.get("municipality"), wanted.get("institution")
        return [
            pk
            for pk, one in self.below.items()
            if (town is None or (one.municipality or NO_MUNICIPALITY) == town)
            and (chosen is None or str(pk) == chosen)
        ]


@dataclass(frozen=True)
class Pivot:
    """Two axes with their sums. Every figure is a sum of whole cells, so none tells of one to four people."""

    row_head: str
    column_head: str
    columns: list[str]
    rows: list[tuple[str, list[int], int]]
    column_sums: list[int]
    total: int


def pivot_of(cells: Cells, *, rows: str, columns: str) -> Pivot:
    """One query. `rows` and `columns` are keys of `AXES`; the same twice shows the sums alone."""
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for key, people in cells.sums([rows] if rows == columns else [rows, columns]).items():
        table[key[0]]["Человек" if rows == columns else key[1]] = people
    heads = sorted({column for line in table.values() for column in line}, key=natural)
    lines = [
        (name, [table[name].get(column, 0) for column in heads], sum(table[name].values()))
        for name in sorted(table, key=natural)
    ]
    sums = [sum(line[1][place] for line in lines) for place in range(len(heads))]
    return Pivot(AXES[rows], AXES[columns], heads, lines, sums, sum(sums))


def form_rows(cells: Cells, columns: Sequence[str]) -> list[list[Any]]:
    """The regional form: values of the chosen columns and the number of people. One query."""
    chosen = [column for column in AXES if column in columns]
    found = cells.sums(chosen)
    return [[*key, found[key]] for key in sorted(found, key=lambda key: [natural(value) for value in key])]


def natural(text: str) -> tuple[int, int, str]:
    """Numbers by size, «обобщено» and «не указан» last."""
    if text.lower() in {"обобщено", "не указан", "не указано", "не обучается"}:
        return (1, 0, text)
    numbers = [int(found) for found in re.findall(r"[0-9]{1,9}", text)]
    before = text.startswith("до ")
    if numbers and (text[:1] in "0123456789" or before):
        return (0, numbers[0] - before, text)
    return (0, 0, f"{text.rstrip('0123456789')}{numbers[-1]:09}" if numbers else text)
