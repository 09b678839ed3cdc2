"""Reading indicators: plan, fact and denominators of a programme on a day, in a constant number of queries.

What is counted is said in `indicator_sets`, how it becomes a fact in `indicator_facts`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from core.models import Membership
from mentorship.models import Programme
from mentorship.selectors.programmes import programmes_visible_to
from reports.contradictions import Contradiction, contradictions
from reports.indicator_enums import ContingentKind, Formula
from reports.indicator_formulas import FORMULAS
from reports.indicator_lines import Denominator, Fact, IndicatorLine, PlanCell
from reports.indicator_years import ReportingYear, reporting_year, year_label, years_of
from reports.models import ContingentFigure, Indicator, IndicatorFact, IndicatorPlan
from reports.selectors.indicator_facts import count_formulas, fact_of
from reports.selectors.indicator_sets import span_of

# --- what a member sees ---


def indicators_visible_to(membership: Membership) -> QuerySet[Indicator]:
    return Indicator.objects.filter(programme__in=programmes_visible_to(membership)).select_related(
        "programme__organization"
    )


def contingent_visible_to(membership: Membership) -> QuerySet[ContingentFigure]:
    return ContingentFigure.objects.filter(programme__in=programmes_visible_to(membership))


def facts_visible_to(membership: Membership) -> QuerySet[IndicatorFact]:
    return IndicatorFact.objects.filter(
        indicator__programme__in=programmes_visible_to(membership)
    ).select_related("indicator")


# --- years ---


def programme_years(programme: Programme) -> list[tuple[int, str]]:
    """Years of account of the programme as (number, «2026/27»)."""
    basis = programme.organization.year_basis
    numbers = years_of(programme.period_start, programme.period_end, basis)
    return [(number, year_label(number, basis)) for number in numbers]


def current_year(programme: Programme, on: dt.date) -> ReportingYear:
    return reporting_year(programme.period_start, programme.period_end, programme.organization.year_basis, on)


def group_titles(programme: Programme) -> list[str]:
    """Headings in use, in the order of the table."""
    titles = Indicator.objects.filter(programme=programme).exclude(group="").values_list("group", flat=True)
    return list(dict.fromkeys(titles))


def known_whole(indicator: Indicator, *, on: dt.date) -> int | None:
    """The denominator that the contingent knows for the indicator's formula."""
    kind = FORMULAS[Formula(indicator.formula)].contingent
    figures = {figure.kind: figure.count for figure in latest_contingent(indicator.programme, on=on)}
    return figures.get(kind) if kind else None


# --- lines ---


def indicator_lines(programme: Programme, *, on: dt.date) -> list[IndicatorLine]:
    """Every indicator of the programme as of `on`, in the order of the passport."""
    return lines_of(programme, Indicator.objects.filter(programme=programme), on=on)


def planned_lines(programme: Programme, *, on: dt.date) -> list[IndicatorLine]:
    """Only those with a plan for the year of account that `on` lies in."""
    year = current_year(programme, on).number
    planned = Indicator.objects.filter(programme=programme, plans__year=year)
    return lines_of(programme, planned, on=on)


def lines_of(programme: Programme, indicators: QuerySet[Indicator], *, on: dt.date) -> list[IndicatorLine]:
    rows = list(indicators)
    if not rows:
        return []
    year = current_year(programme, on)
    figures = {figure.kind: figure for figure in latest_contingent(programme, on=on)}
    counted = count_formulas((row.formula for row in rows), span_of(programme, year, on), figures)
    return assemble(programme, rows, year, _plans(rows), _facts(rows, year, on), counted, figures)


def assemble(
    programme: Programme,
    rows: list[Indicator],
    year: ReportingYear,
    plans: dict[int, dict[int, Decimal]],
    entered: dict[int, IndicatorFact],
    counted: Mapping[Formula, Fact | None],
    figures: dict[str, Denominator],
) -> list[IndicatorLine]:
    """Lines of a programme from what was read of it: `plans` and `entered` by indicator, `figures` by kind."""
    years = dict(programme_years(programme))
    basis = programme.organization.year_basis
    for number in sorted({number for row in rows for number in plans[row.pk]} - set(years)):
        years[number] = year_label(number, basis)  # planned before the programme was cut shorter
    return [
        _line(row, years, plans[row.pk], year.number, fact_of(row, counted, entered.get(row.pk)), figures)
        for row in rows
    ]


def _line(
    row: Indicator,
    years: dict[int, str],
    plan: dict[int, Decimal],
    current: int,
    fact: Fact,
    figures: dict[str, Denominator],
) -> IndicatorLine:
    spec = FORMULAS[Formula(row.formula)]
    return IndicatorLine(
        pk=row.pk,
        code=row.code,
        title=row.title,
        short_title=row.short_title,
        group=row.group,
        definition=row.definition,
        formula=row.formula,
        direction=row.direction,
        is_computed=spec.is_computed,
        plan=tuple(
            PlanCell(number, years[number], plan.get(number), number == current, row.unit)
            for number in sorted(years)
        ),
        fact=fact,
        whole=figures.get(spec.contingent) if spec.is_computed and spec.contingent else None,
        unit=row.unit,
        takes_facts=spec.takes_facts,
    )


def _plans(rows: list[Indicator]) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for plan in IndicatorPlan.objects.filter(indicator__in=[row.pk for row in rows]):
        found[plan.indicator_id][plan.year] = plan.amount
    return found


def latest_contingent(programme: Programme, *, on: dt.date) -> list[Denominator]:
    """The newest figure of each kind that is not later than `on`, in the order of the kinds."""
    newest: dict[str, ContingentFigure] = {}
    for figure in ContingentFigure.objects.filter(programme=programme, as_of__lte=on).order_by("as_of"):
        newest[figure.kind] = figure
    return denominators(newest)


def denominators(newest: Mapping[str, ContingentFigure]) -> list[Denominator]:
    """Figures by kind as denominators, in the order of the kinds."""
    return [
        Denominator(kind.value, kind.label, own.count, own.as_of, own.source)
        for kind in ContingentKind
        if (own := newest.get(kind))
    ]


def _facts(rows: list[Indicator], year: ReportingYear, on: dt.date) -> dict[int, IndicatorFact]:
    """The newest fact of each indicator within the year of account; last year's is not this year's."""
    found = IndicatorFact.objects.filter(indicator__in=[row.pk for row in rows], as_of__lte=on)
    if year.start is not None:
        found = found.filter(as_of__gte=year.start)
    return {fact.indicator_id: fact for fact in found.order_by("as_of")}


# --- what a page shows ---


@dataclass(frozen=True)
class IndicatorGroup:
    title: str
    lines: list[IndicatorLine]


@dataclass(frozen=True)
class IndicatorBoard:
    """The page «Показатели»: groups in the order of the passport, denominators, contradictions."""

    year: ReportingYear
    years: list[PlanCell]
    groups: list[IndicatorGroup]
    contingent: list[Denominator]
    contradictions: list[Contradiction]

    @property
    def columns(self) -> int:
        """Of the table: the name, the years, the fact, its source."""
        return len(self.years) + 3


def indicator_board(programme: Programme, *, on: dt.date) -> IndicatorBoard:
    lines = indicator_lines(programme, on=on)
    contingent = latest_contingent(programme, on=on)
    year = current_year(programme, on)
    heads = lines[0].plan if lines else ()
    return IndicatorBoard(
        year=year,
        years=[PlanCell(cell.year, cell.label, None, cell.is_current) for cell in heads],
        groups=grouped_lines(lines),
        contingent=contingent,
        contradictions=contradictions(lines, contingent),
    )


def grouped_lines(lines: Iterable[IndicatorLine]) -> list[IndicatorGroup]:
    """Lines under their headings; a heading stands where its first line stands."""
    groups: dict[str, list[IndicatorLine]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    return [IndicatorGroup(title, own) for title, own in groups.items()]


def contradictions_about(
    programme: Programme, *, on: dt.date, indicators: Iterable[int] = (), contingent: Iterable[str] = ()
) -> list[Contradiction]:
    """Those that what was just entered takes part in."""
    rows, kinds = set(indicators), set(contingent)
    return [
        one
        for one in indicator_board(programme, on=on).contradictions
        if rows & set(one.indicators) or kinds & set(one.contingent)
    ]
