"""An indicator by forms of mentoring and by projects, and over the years of account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core import russian
from mentorship.models import Programme, Project
from reports.indicator_enums import Formula
from reports.indicator_lines import Fact, IndicatorLine, amount_text, fact_text
from reports.indicator_years import reporting_year
from reports.models import Indicator
from reports.selectors.indicator_facts import count_formulas
from reports.selectors.indicator_sets import span_of
from reports.selectors.indicators import current_year, latest_contingent, lines_of, programme_years


@dataclass(frozen=True)
class FormFact:
    """What one project of the programme (a form of mentoring) adds to a figure.

    Forms may overlap: a person of two forms is in both and once in the whole. Where the denominator is a figure of the
    contingent, it is the same for all forms, so that shares tell how much of it a form reaches.
    """

    project: int
    title: str
    form: str
    fact: Fact
    unit: str

    @property
    def amount(self) -> Decimal | None:
        return self.fact.amount(self.unit)

    @property
    def value(self) -> str:
        return fact_text(self.fact, self.unit)

    @property
    def fraction(self) -> str:
        """«12 из 40»; the part alone where there is no whole."""
        if self.fact.numerator is None or self.fact.denominator is None:
            return "" if self.fact.numerator is None else russian.grouped(self.fact.numerator)
        return russian.fraction(self.fact.numerator, self.fact.denominator)


def by_forms(
    programme: Programme, lines: Iterable[IndicatorLine], *, on: dt.date
) -> dict[int, list[FormFact]]:
    """Indicator → its figure in each project, in the order of the forms; only what the portal counts by rows.

    Queries grow with formulas and projects, never with people.
    """
    counted = [line for line in lines if line.fact.is_counted]
    found: dict[int, list[FormFact]] = {line.pk: [] for line in counted}
    if not counted:
        return found
    span = span_of(programme, current_year(programme, on), on)
    figures = {figure.kind: figure for figure in latest_contingent(programme, on=on)}
    for project in _projects(programme):
        facts = count_formulas({line.formula for line in counted}, span.of(project), figures)
        for line in counted:
            fact = facts.get(Formula(line.formula))
            if fact is not None:
                found[line.pk].append(
                    FormFact(project.pk, project.title, project.form.title, fact, line.unit)
                )
    return found


def _projects(programme: Programme) -> list[Project]:
    return list(programme.projects.select_related("form").order_by("form__order", "pk"))


# --- over the years ---


@dataclass(frozen=True)
class YearCell:
    """Plan and fact of one year of account; `line` None: the indicator was not kept then."""

    year: int
    label: str
    on: dt.date
    line: IndicatorLine | None = None
    goes_on: bool = False
    """The year is not over: what grows through a year is not comparable with a whole one yet."""

    @property
    def value(self) -> str:
        return self.line.value if self.line else russian.NO_DATA

    @property
    def amount(self) -> Decimal | None:
        return self.line.amount if self.line else None


@dataclass(frozen=True)
class YearsRow:
    """One indicator over the years, the oldest first."""

    line: IndicatorLine
    cells: list[YearCell] = field(default_factory=list)

    @property
    def change(self) -> Decimal | None:
        """The last known figure less the one before it; of shares in percentage points."""
        known = [cell.amount for cell in self.cells if cell.amount is not None]
        return known[-1] - known[-2] if len(known) > 1 else None

    @property
    def change_text(self) -> str:
        """«+3,2 п. п.»; empty with fewer than two known years."""
        if self.change is None:
            return ""
        sign = "+" if self.change > 0 else "−" if self.change < 0 else ""
        told = amount_text(abs(self.change), "count" if self.line.is_share else self.line.unit)
        return f"{sign}{told}" + ("\N{NO-BREAK SPACE}п.\N{NO-BREAK SPACE}п." if self.line.is_share else "")

    @property
    def is_better(self) -> bool | None:
        if not self.change or self.is_early:
            return None
        return (self.change > 0) is (self.line.direction != "less")

    @property
    def is_early(self) -> bool:
        """The figure is lower in a year that goes on: of hours and plans carried out that says nothing yet."""
        last = [cell for cell in self.cells if cell.amount is not None][-1:]
        return bool(last and last[0].goes_on and self.change and self.change < 0)


def over_years(programme: Programme, *, on: dt.date, code: str = "") -> list[YearsRow]:
    """Every indicator of the programme on the last day of each year of account so far, counted anew.

    Before them stand the last days of the institution's earlier programmes, matched by code.
    `code` leaves one indicator.
    """
    points = _points(programme, on=on)
    tables = [(point, {line.code: line for line in _lines_at(point, code)}) for point in points]
    current = tables[-1][1] if tables else {}
    return [
        YearsRow(line, [YearCell(p.year, p.label, p.on, own.get(code), p.goes_on) for p, own in tables])
        for code, line in current.items()
    ]


@dataclass(frozen=True)
class _Point:
    programme: Programme
    year: int
    label: str
    on: dt.date
    goes_on: bool


def _points(programme: Programme, *, on: dt.date) -> list[_Point]:
    found: dict[int, _Point] = {}
    before = (
        Programme.objects.filter(organization=programme.organization_id, period_end__lt=programme.period_end)
        .exclude(pk=programme.pk)
        .select_related("organization")
        .order_by("period_end", "pk")
    )
    for one in [*before, programme]:
        basis = one.organization.year_basis
        for number, label in programme_years(one):
            inside = reporting_year(one.period_start, one.period_end, basis, dt.date(number, 12, 31))
            starts = inside.start or one.period_start
            if starts > on:
                continue
            found[number] = _Point(one, number, label, min(inside.end, on), goes_on=on < inside.end)
    if not any(point.programme.pk == programme.pk for point in found.values()):
        # Planned before it begins: nothing is counted yet, the plan is there to be seen.
        year = current_year(programme, on)
        found[year.number] = _Point(programme, year.number, year.label, on, goes_on=True)
    return [found[number] for number in sorted(found)][-_MOST_YEARS:]


_MOST_YEARS = 6


def _lines_at(point: _Point, code: str) -> Sequence[IndicatorLine]:
    rows = Indicator.objects.filter(programme=point.programme)
    rows = rows.filter(code=code) if code else rows
    return lines_of(point.programme, rows, on=point.on)
