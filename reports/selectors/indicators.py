"""Reading indicators: plan, fact and denominators of a programme on a day, in a constant number of queries.

Counting rules are those of methodology §4.2: age on the reporting date; a person once for an indicator; «вошёл» means
named in a pair by an order of the year of account, whatever became of the pair since; «н/д» for the unknown.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from core.models import Membership
from core.russian import counted, date_short
from mentorship.enums import PersonCategory
from mentorship.models import Pair, PairMentee, Programme
from mentorship.selectors.programmes import programmes_visible_to
from mentorship.selectors.training import TrainedShare, trained_share
from reports.contradictions import Contradiction, contradictions
from reports.indicator_enums import ContingentKind, Formula
from reports.indicator_formulas import FORMULAS, FormulaSpec, Side
from reports.indicator_lines import Denominator, Fact, IndicatorLine, PlanCell
from reports.indicator_years import ReportingYear, reporting_year, year_label, years_of
from reports.models import ContingentFigure, Indicator, IndicatorFact, IndicatorPlan
from reports.selectors.annual import BY_ORDER

_WITHOUT_BIRTH_DATE = "without_birth_date"


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
    """Every indicator of the programme as of `on`, in the order of the passport; at most seven queries."""
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
    years = dict(programme_years(programme))
    plans = _plans(rows)
    basis = programme.organization.year_basis
    for number in sorted({number for own in plans.values() for number in own} - set(years)):
        years[number] = year_label(number, basis)  # planned before the programme was cut shorter
    figures = {figure.kind: figure for figure in latest_contingent(programme, on=on)}
    facts = _facts(rows, year, on)
    numerators = _counted({Formula(row.formula) for row in rows}, programme, year, on)
    return [
        _line(row, years, plans[row.pk], year.number, _fact_of(row, figures, facts, numerators), figures)
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
            PlanCell(number, years[number], plan.get(number), number == current) for number in sorted(years)
        ),
        fact=fact,
        whole=figures.get(spec.contingent) if spec.is_computed and spec.contingent else None,
    )


def _plans(rows: list[Indicator]) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for plan in IndicatorPlan.objects.filter(indicator__in=[row.pk for row in rows]):
        found[plan.indicator_id][plan.year] = plan.percent
    return found


def latest_contingent(programme: Programme, *, on: dt.date) -> list[Denominator]:
    """The newest figure of each kind that is not later than `on`, in the order of the kinds."""
    newest: dict[str, ContingentFigure] = {}
    for figure in ContingentFigure.objects.filter(programme=programme, as_of__lte=on).order_by("as_of"):
        newest[figure.kind] = figure
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


# --- a fact ---


@dataclass(frozen=True)
class Numerators:
    """People counted for each computed formula, and students in pairs whose age is not known, by side."""

    people: dict[Formula, int]
    ageless: dict[Side, int]
    trained: TrainedShare | None = None


def _fact_of(
    row: Indicator,
    figures: dict[str, Denominator],
    facts: dict[int, IndicatorFact],
    numerators: Numerators,
) -> Fact:
    formula = Formula(row.formula)
    spec = FORMULAS[formula]
    if formula is Formula.TRAINED_MENTORS:
        return _trained(numerators.trained)
    if spec.is_computed:
        return _computed(formula, spec, figures, numerators)
    fact = facts.get(row.pk)
    if fact is None:
        return Fact(note=spec.missing)
    told = f"на {date_short(fact.as_of)}, {fact.source}"
    if fact.denominator is None:
        return Fact(fact.numerator, None, f"{fact.numerator} {told}; общее число не внесено")
    if not fact.denominator:
        return Fact(fact.numerator, 0, f"{told}; общее число – 0")
    return Fact(fact.numerator, fact.denominator, told)


def _trained(share: TrainedShare | None) -> Fact:
    if share is None or not share.denominator:
        return Fact(note="в базе нет подтверждённых наставников")
    return Fact(share.numerator, share.denominator, "по записям об обучении, из подтверждённых наставников")


def _computed(
    formula: Formula, spec: FormulaSpec, figures: dict[str, Denominator], numerators: Numerators
) -> Fact:
    part = numerators.people[formula]
    kind = spec.contingent
    if kind is None:
        raise ValueError(f"{formula} is counted but has no denominator")
    whole = figures.get(kind)
    notes = []
    if whole is None:
        notes.append(f"вошли {part}; не внесён контингент: {kind.label[:1].lower()}{kind.label[1:]}")
    elif not whole.count:
        notes.append(f"вошли {part}; контингент на {date_short(whole.as_of)} – 0")
    else:
        notes.append(f"контингент на {date_short(whole.as_of)}, {whole.source}")
    ageless = numerators.ageless[spec.side] if spec.ages and spec.side else 0
    if ageless:
        notes.append(f"у {counted(ageless, 'человека', 'человек', 'человек')} нет даты рождения – не учтены")
    return Fact(part, whole.count if whole else None, "; ".join(notes))


# --- counting people ---


def born_by(day: dt.date, years: int) -> dt.date:
    """The latest birth date of those who are at least `years` old on `day`.

    Somebody born on 29 February comes of age on 1 March of a common year, as `mentorship.ages.age_on` has it.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # `day` is 29 February, the year of birth was a common one
        return dt.date(day.year - years, 2, 28)


def _counted(
    formulas: Iterable[Formula], programme: Programme, year: ReportingYear, on: dt.date
) -> Numerators:
    """One query for mentees, one for mentors, whatever the number of formulas; none for a side nobody asks for."""
    asked = [formula for formula in Formula if formula in formulas and FORMULAS[formula].is_computed]
    day = min(on, year.end)
    people: dict[Formula, int] = {}
    ageless: dict[Side, int] = {}
    for side, person, rows in (
        (
            Side.MENTEES,
            "mentee__person",
            PairMentee.objects.filter(_by_order("pair__", programme, year, day)),
        ),
        (Side.MENTORS, "mentor__person", Pair.objects.filter(_by_order("", programme, year, day))),
    ):
        own = [formula for formula in asked if FORMULAS[formula].side is side]
        if not own:
            continue
        student = Q(**{f"{person}__category": PersonCategory.STUDENT})
        totals = rows.order_by().aggregate(
            **{
                formula.value: Count(
                    person, distinct=True, filter=student & _of_age(person, FORMULAS[formula], day)
                )
                for formula in own
            },
            **{
                _WITHOUT_BIRTH_DATE: Count(
                    person, distinct=True, filter=student & Q(**{f"{person}__birth_date__isnull": True})
                )
            },
        )
        ageless[side] = totals[_WITHOUT_BIRTH_DATE]
        people |= {formula: totals[formula.value] for formula in own}
    trained = trained_share(programme, on=day) if Formula.TRAINED_MENTORS in formulas else None
    return Numerators(people, ageless, trained)


def _by_order(prefix: str, programme: Programme, year: ReportingYear, day: dt.date) -> Q:
    """Pairs that an order of the year made, up to the day; completed and ended ones took part as well."""
    rule = Q(
        **{
            f"{prefix}programme": programme,
            f"{prefix}state__in": BY_ORDER,
            f"{prefix}order_date__lte": day,
        }
    )
    return rule if year.start is None else rule & Q(**{f"{prefix}order_date__gte": year.start})


def _of_age(person: str, spec: FormulaSpec, day: dt.date) -> Q:
    if spec.ages is None:
        return Q()
    youngest, oldest = spec.ages
    return Q(
        **{
            f"{person}__birth_date__lte": born_by(day, youngest),
            f"{person}__birth_date__gt": born_by(day, oldest + 1),
        }
    )


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
