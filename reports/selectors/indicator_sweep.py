"""Indicators of many programmes at once, of one institution or of a whole region: a constant number of queries.

What a row is and what counts is said in `indicator_sets`, here it is only asked of all programmes together. Formulas
that are rarely in the table (`SWEPT` has the others) are asked programme by programme, as its own page does.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet
from django_scopes import scopes_disabled

from core.context import inside
from mentorship.enums import PersonCategory
from mentorship.models import Pair, PairMentee, PartnerOrganization, Programme
from reports.indicator_enums import Formula
from reports.indicator_formulas import FORMULAS, FormulaSpec, Side
from reports.indicator_lines import Denominator, Fact, IndicatorLine
from reports.indicator_years import ReportingYear
from reports.models import ContingentFigure, Indicator, IndicatorFact, IndicatorPlan
from reports.selectors.indicator_facts import (
    ASKED,
    ageless_words,
    asked_within,
    count_formulas,
    told_fact,
    told_satisfaction,
)
from reports.selectors.indicator_sets import Span, made_rule, marked_young, of_age, span_of, taken_rule
from reports.selectors.indicators import assemble, current_year, denominators
from surveys.selectors.satisfaction import satisfaction_of_many

_BY_SIDE = (
    Formula.STUDENT_MENTEES_10_19,
    Formula.STUDENT_MENTEES,
    Formula.STUDENT_MENTORS_15_19,
    Formula.STUDENT_MENTORS,
)
#: Counted for all programmes together.
SWEPT = frozenset({*_BY_SIDE, Formula.PAIRS_MADE, *ASKED})
_STUDENT = PersonCategory.STUDENT


@dataclass(frozen=True)
class _Asked:
    """A programme with the days that its figures are of."""

    programme: Programme
    year: ReportingYear
    span: Span
    on: dt.date


def lines_of_many(days: Mapping[Programme, dt.date]) -> dict[int, list[IndicatorLine]]:
    """Programme → its lines as of its day, the same as `indicators.indicator_lines` gives one by one.

    The programmes come with their organizations. Opens its own scope.
    """
    asked = [
        _Asked(one, year := current_year(one, on), span_of(one, year, on), on) for one, on in days.items()
    ]
    with scopes_disabled():
        rows = _by_programme(Indicator.objects.filter(programme__in=days), lambda row: row.programme_id)
        plans, entered = _plans(days), _facts(asked)
        figures = _contingent(asked)
        counted = _counted(asked, rows, figures)
    _count_others(asked, rows, figures, counted)
    return {
        one.programme.pk: assemble(
            one.programme,
            rows[one.programme.pk],
            one.year,
            plans,
            entered,
            counted[one.programme.pk],
            figures[one.programme.pk],
        )
        for one in asked
    }


# --- what was entered ---


def _by_programme(rows: Iterable[Any], owner: Callable[[Any], int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[owner(row)].append(row)
    return found


def _plans(programmes: Iterable[Programme]) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = IndicatorPlan.objects.filter(indicator__programme__in=programmes).order_by()
    for indicator, year, amount in rows.values_list("indicator_id", "year", "amount"):
        found[indicator][year] = amount
    return found


def _facts(asked: Sequence[_Asked]) -> dict[int, IndicatorFact]:
    """Indicator → the newest fact of the programme's year of account."""
    known = {one.programme.pk: one for one in asked}
    rows = IndicatorFact.objects.filter(indicator__programme__in=known).select_related("indicator")
    found = {}
    for fact in rows.order_by("as_of"):
        one = known[fact.indicator.programme_id]
        if fact.as_of <= one.on and (one.year.start is None or fact.as_of >= one.year.start):
            found[fact.indicator_id] = fact
    return found


def _contingent(asked: Sequence[_Asked]) -> dict[int, dict[str, Denominator]]:
    """Programme → kind → the newest figure that is not later than the day."""
    days = {one.programme.pk: one.on for one in asked}
    newest: dict[int, dict[str, ContingentFigure]] = defaultdict(dict)
    for figure in ContingentFigure.objects.filter(programme__in=days).order_by("as_of"):
        if figure.as_of <= days[figure.programme_id]:
            newest[figure.programme_id][figure.kind] = figure
    return {pk: {figure.kind: figure for figure in denominators(newest[pk])} for pk in days}


# --- what is counted ---


def _counted(
    asked: Sequence[_Asked],
    rows: Mapping[int, list[Indicator]],
    figures: Mapping[int, dict[str, Denominator]],
) -> dict[int, dict[Formula, Fact | None]]:
    wanted = {Formula(row.formula) for own in rows.values() for row in own} & SWEPT
    groups = _groups(asked)
    counts = {Side.MENTEES: _places(groups, wanted), Side.MENTORS: _pairs(groups, wanted)}
    answers = {formula: _answers(formula, groups) for formula in wanted & set(ASKED)}
    found: dict[int, dict[Formula, Fact | None]] = {}
    for one in asked:
        pk = one.programme.pk
        own: dict[Formula, Fact | None] = {formula: answers[formula].get(pk) for formula in answers}
        for formula in wanted - set(ASKED):
            spec = FORMULAS[formula]
            side = counts[spec.side or Side.MENTORS].get(pk, {})
            notes = ageless_words(side.get("ageless", 0)) if spec.ages else []
            own[formula] = told_fact(formula, side.get(formula.value, 0), lambda: None, figures[pk], notes)
        found[pk] = own
    return found


def _groups(asked: Sequence[_Asked]) -> list[tuple[Span, list[int]]]:
    """Programmes of the same days together, with the span of one of them for all."""
    alike: dict[tuple[dt.date | None, dt.date, str], list[_Asked]] = defaultdict(list)
    for one in asked:
        zone = one.programme.organization.time_zone
        alike[one.span.start, one.span.day, zone].append(one)
    return [(own[0].span, [one.programme.pk for one in own]) for own in alike.values()]


def _either(groups: Sequence[tuple[Span, list[int]]], owner: str, rule: Callable[[Span], Q]) -> Q:
    """Rows of each group's programmes by the group's own rule; one rule alone needs no words about programmes."""
    if len(groups) == 1:
        return rule(groups[0][0])
    return reduce(or_, (Q(**{f"{owner}__in": keys}) & rule(span) for span, keys in groups))


def _sides(
    rows: QuerySet,
    groups: Sequence[tuple[Span, list[int]]],
    owner: str,
    person: str,
    wanted: Iterable[Formula],
) -> dict[int, dict[str, int]]:
    """Programme → formula → students of one side, each once; «ageless» those without a birth date."""
    student = Q(**{f"{person}__category": _STUDENT, f"{person}__merged_into": None})
    sums = {formula.value: student for formula in wanted if FORMULAS[formula].side is not None}
    for formula in wanted:
        spec = FORMULAS[formula]
        if spec.ages:
            sums[formula.value] &= _either(groups, owner, partial(_aged, spec, f"{person}__"))
    if not sums:
        return {}
    sums["ageless"] = student & Q(**{f"{person}__birth_date": None})
    names = list(sums)
    counts = {name: Count(person, distinct=True, filter=rule) for name, rule in sums.items()}
    found = rows.order_by().values_list(owner).annotate(**counts)
    return {pk: dict(zip(names, numbers, strict=True)) for pk, *numbers in found}


def _aged(spec: FormulaSpec, prefix: str, span: Span) -> Q:
    return of_age(spec, span.day, prefix)


def _places(groups: Sequence[tuple[Span, list[int]]], wanted: set[Formula]) -> dict[int, dict[str, int]]:
    keys = [pk for _, own in groups for pk in own]
    rows = PairMentee.objects.filter(_either(groups, "pair__programme", taken_rule), pair__programme__in=keys)
    own = [formula for formula in wanted if FORMULAS[formula].side is Side.MENTEES and formula not in ASKED]
    return _sides(rows, groups, "pair__programme", "mentee__person", own)


def _pairs(groups: Sequence[tuple[Span, list[int]]], wanted: set[Formula]) -> dict[int, dict[str, int]]:
    keys = [pk for _, own in groups for pk in own]
    rows = Pair.objects.filter(_either(groups, "programme", made_rule), programme__in=keys)
    own = [formula for formula in wanted if FORMULAS[formula].side is Side.MENTORS and formula not in ASKED]
    found = _sides(rows, groups, "programme", "mentor__person", own)
    if Formula.PAIRS_MADE in wanted:
        for pk, pairs in rows.order_by().values_list("programme").annotate(pairs=Count("pk")):
            found.setdefault(pk, {})[Formula.PAIRS_MADE.value] = pairs
    return found


def _answers(formula: Formula, groups: Sequence[tuple[Span, list[int]]]) -> dict[int, Fact | None]:
    """Programme → satisfaction of one side by its exit questionnaires; programmes that asked nobody are left out."""
    rounds = [
        campaign
        for span, keys in groups
        for campaign in asked_within(formula, span).filter(programme__in=keys).order_by("pk")
    ]
    told = satisfaction_of_many(rounds)
    by_programme = _by_programme(rounds, lambda campaign: campaign.programme_id)
    return {
        pk: told_satisfaction([found for one in own if (found := told[one.pk]) is not None])
        for pk, own in by_programme.items()
    }


def _count_others(
    asked: Sequence[_Asked],
    rows: Mapping[int, list[Indicator]],
    figures: Mapping[int, dict[str, Denominator]],
    counted: dict[int, dict[Formula, Fact | None]],
) -> None:
    """Add what is not swept; where the portal has nothing to count, as nearly everywhere, it is known beforehand."""
    with scopes_disabled():
        known = [one.programme.pk for one in asked]
        marked = set(marked_young().filter(programme__in=known).values_list("programme", flat=True))
        owners = [one.programme.organization_id for one in asked]
        partnered = set(
            PartnerOrganization.objects.filter(organization__in=owners).values_list("organization", flat=True)
        )
    for one in asked:
        pk = one.programme.pk
        others = {Formula(row.formula) for row in rows[pk]} - SWEPT - {Formula.MANUAL}
        if pk not in marked:
            others.discard(Formula.YOUNG_SPECIALISTS)
        if one.programme.organization_id not in partnered:
            others.discard(Formula.PARTNERS)
        if others:
            with inside(one.programme.organization):
                counted[pk] |= count_formulas(others, one.span, figures[pk])
