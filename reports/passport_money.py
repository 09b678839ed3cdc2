"""Money of a programme: sources by years, the projects' sums and estimates, what does not add up. Pure functions.

A passport is the institution's own paper: sums that contradict each other are kept and told at their row, not refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from core.names import NBSP
from core.russian import NO_DATA, grouped
from reports.passport_enums import WHOLE_TERM, FundingSource

NOUGHT = Decimal(0)


class Sum(Enum):
    """Which sums disagree."""

    YEARS = "years"
    TOTAL = "total"
    PROJECTS = "projects"
    COSTS = "costs"


@dataclass(frozen=True)
class Disagreement:
    """`source` and `project` name the row it is told at; both empty: the total of the passport."""

    kind: Sum
    text: str
    source: str = ""
    project: int = 0


@dataclass(frozen=True)
class ProjectMoney:
    """A project's sums by source (its card and its estimate)."""

    pk: int
    title: str
    card: Mapping[str, Decimal]
    costs: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.card.values(), NOUGHT)


@dataclass(frozen=True)
class SourceRow:
    """One source: the sum stated for the whole term (None: none is) and the sums of its years."""

    source: str
    label: str
    stated: Decimal | None
    years: tuple[Decimal | None, ...]

    @property
    def of_years(self) -> Decimal | None:
        known = [amount for amount in self.years if amount is not None]
        return sum(known, NOUGHT) if known else None

    @property
    def total(self) -> Decimal | None:
        """What the passport says of the source: the stated sum, else the sum of the years."""
        return self.stated if self.stated is not None else self.of_years

    @property
    def cells(self) -> list[str]:
        return [self.label, *(money(amount, "–") for amount in self.years), money(self.total, "–")]


@dataclass(frozen=True)
class FundingTable:
    """`years` are labels of the years of account; `stated` the total that the passport names."""

    years: tuple[str, ...]
    rows: tuple[SourceRow, ...]
    stated: Decimal | None

    @property
    def is_empty(self) -> bool:
        return self.stated is None and all(row.total is None for row in self.rows)

    @property
    def added(self) -> Decimal:
        return sum((row.total or NOUGHT for row in self.rows), NOUGHT)

    @property
    def total(self) -> Decimal:
        return self.stated if self.stated is not None else self.added

    @property
    def by_year(self) -> list[Decimal | None]:
        found: list[Decimal | None] = []
        for place in range(len(self.years)):
            known = [row.years[place] for row in self.rows if row.years[place] is not None]
            found.append(sum((amount or NOUGHT for amount in known), NOUGHT) if known else None)
        return found

    @property
    def total_cells(self) -> list[str]:
        return ["Всего", *(money(amount, "–") for amount in self.by_year), money(self.total, "–")]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Rows of known sources and the total, each cell with the head of its column."""
        heads = ("Источник", *self.years, "Всего, ₽")
        rows = [*(row.cells for row in self.filled), self.total_cells]
        return [list(zip(heads, row, strict=True)) for row in rows]

    @property
    def filled(self) -> list[SourceRow]:
        return [row for row in self.rows if row.total is not None]


def money(amount: Decimal | None, missing: str = NO_DATA) -> str:
    """«150 000», «1 250,50»: roubles without the word."""
    if amount is None:
        return missing
    whole, kopecks = divmod(int((amount * 100).to_integral_value()), 100)
    return f"{grouped(whole)},{kopecks:02}" if kopecks else grouped(whole)


def roubles(amount: Decimal | None) -> str:
    return f"{money(amount)}{NBSP}₽" if amount is not None else NO_DATA


def funding_table(
    years: Sequence[tuple[int, str]],
    amounts: Mapping[tuple[str, int], Decimal],
    stated: Decimal | None,
) -> FundingTable:
    """Every source in the order of the choices; `amounts` by source and year, year 0 for the whole term."""
    rows = tuple(
        SourceRow(
            source=source.value,
            label=str(source.label),
            stated=amounts.get((source.value, WHOLE_TERM)),
            years=tuple(amounts.get((source.value, number)) for number, _ in years),
        )
        for source in FundingSource
    )
    return FundingTable(tuple(label for _, label in years), rows, stated)


def disagreements(table: FundingTable, projects: Iterable[ProjectMoney]) -> list[Disagreement]:
    """What does not add up: years against the source, sources against the total, projects against the passport,
    estimates against the projects' cards."""
    known = list(projects)
    return [*_years(table), *_total(table), *_projects(table, known), *_costs(known)]


def _years(table: FundingTable) -> list[Disagreement]:
    return [
        Disagreement(
            Sum.YEARS,
            f"{row.label}: по годам вместе {roubles(row.of_years)}, а на весь срок указано {roubles(row.stated)}.",
            source=row.source,
        )
        for row in table.rows
        if row.stated is not None and row.of_years is not None and row.stated != row.of_years
    ]


def _total(table: FundingTable) -> list[Disagreement]:
    if table.stated is None or not table.filled or table.stated == table.added:
        return []
    text = f"Общий объём – {roubles(table.stated)}, а источники вместе дают {roubles(table.added)}."
    return [Disagreement(Sum.TOTAL, text)]


def _projects(table: FundingTable, projects: list[ProjectMoney]) -> list[Disagreement]:
    """Only of sources that projects name at all: employers' money often stands in the passport alone."""
    found = []
    for row in table.rows:
        of_projects = sum((project.card.get(row.source, NOUGHT) for project in projects), NOUGHT)
        if row.total is None or not of_projects or row.total == of_projects:
            continue
        text = f"{row.label}: в паспорте {roubles(row.total)}, а в карточках проектов вместе {roubles(of_projects)}."
        found.append(Disagreement(Sum.PROJECTS, text, source=row.source))
    return found


def _costs(projects: list[ProjectMoney]) -> list[Disagreement]:
    found = []
    for project in projects:
        for source in FundingSource:
            planned, costs = project.card.get(source.value), project.costs.get(source.value)
            if costs is None or planned is None or planned == costs:
                continue
            text = (
                f"{project.title}: {str(source.label).lower()} по смете {roubles(costs)}, "
                f"а в карточке проекта {roubles(planned)}."
            )
            found.append(Disagreement(Sum.COSTS, text, source=source.value, project=project.pk))
    return found
