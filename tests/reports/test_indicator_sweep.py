"""Indicators of many programmes together are those of each by itself, in as many queries for three as for one."""

from datetime import date, timedelta

import pytest
from django_scopes import scope, scopes_disabled

from core.enums import YearBasis
from mentorship.models import Person, Programme, Project
from reports.indicator_enums import Formula
from reports.models import IndicatorFact
from reports.selectors.indicator_sweep import lines_of_many
from reports.selectors.indicators import indicator_lines
from reports.selectors.region_counts import judged_programmes, programme_of
from tests import factories
from tests.reports.indicator_worlds import ON, contingent, indicator, pair_by_order, student
from tests.reports.recounted_world import nasty_world
from tests.reports.test_indicator_satisfaction import ask
from tests.surveys import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def small_year(zone: str = "Europe/Moscow", **given: object) -> Programme:
    """Two students in a pair, plans, contingents of several days, a fact by hand."""
    org = factories.organization(time_zone=zone)
    programme = factories.programme(org, **given)
    project: Project = factories.project(programme)
    pair_by_order(
        project, [student(org, date(2010, 5, 1)), student(org, None)], mentor=student(org, date(2008, 1, 1))
    )
    twin, kept = student(org, date(2010, 5, 1)), student(org, date(2009, 5, 1))
    pair_by_order(project, [twin, kept])
    Person.everything.filter(pk=twin.pk).update(merged_into=kept)  # a card that is nobody's any more
    for formula in Formula:
        indicator(programme, formula).plans.create(year=2026, amount=7)
    contingent(programme, "students_10_19", 40)
    contingent(programme, "students_10_19", 50, as_of=date(2026, 12, 1))
    contingent(programme, "students_10_19", 60, as_of=date(2027, 6, 1))
    row = programme.indicators.get(formula=Formula.PARTNERS)
    for day in (date(2025, 10, 1), date(2026, 10, 1), date(2027, 5, 1)):
        IndicatorFact.objects.create(
            indicator=row, as_of=day, numerator=day.month, denominator=20, source="отчёт"
        )
    last_year = programme.indicators.get(formula=Formula.ALUMNI_AT_WORK)
    IndicatorFact.objects.create(
        indicator=last_year, as_of=date(2025, 10, 1), numerator=1, denominator=9, source="прошлый год"
    )
    return programme


def alone(programme: Programme, on: date) -> list:
    with scope(organization=programme.organization):
        return indicator_lines(programme, on=on)


@pytest.mark.slow  # the whole nasty year
def test_lines_of_many_are_the_lines_of_each(org) -> None:
    world = nasty_world(org)
    for formula in Formula:
        indicator(world.programme, formula)
    days = {
        world.programme: date(2027, 2, 28),
        small_year(): ON,
        small_year("Asia/Kamchatka", period_start=date(2025, 9, 1)): ON,
        small_year(period_start=date(2026, 1, 1), period_end=date(2026, 12, 31)): date(2027, 3, 1),
        factories.programme(factories.organization()): ON,
    }
    found = lines_of_many(days)
    assert found == {one.pk: alone(one, on) for one, on in days.items()}
    assert sum(line.amount is not None for line in found[world.programme.pk]) == len(Formula) - 1


def test_satisfaction_of_many_is_told_under_the_rule_of_each_campaign() -> None:
    day = makers.today()
    days: dict[Programme, date] = {}
    for answers in ([(9, "yes")] * 6 + [(3, "no")] * 8, [(9, "yes")] * 12 + [(3, "no")] * 2, []):
        programme = factories.programme(
            factories.organization(),
            period_start=day - timedelta(days=100),
            period_end=day + timedelta(days=200),
        )
        indicator(programme, Formula.MENTEE_SATISFACTION)
        if answers:
            ask(programme, answers)
        days[programme] = day
    found = lines_of_many(days)
    assert found == {one.pk: alone(one, on) for one, on in days.items()}
    assert [lines[0].value for lines in found.values()] == ["42,9\u00a0%", "н/д", "н/д"]


def test_queries_do_not_grow_with_programmes(queries_of) -> None:
    def swept(programme: Programme) -> Programme:
        programme.indicators.exclude(
            formula__in=[
                Formula.STUDENT_MENTEES,
                Formula.STUDENT_MENTORS_15_19,
                Formula.PARTNERS,
                Formula.PAIRS_MADE,
            ]
        ).delete()
        return programme

    programmes = [swept(small_year()) for _ in range(3)]
    single = queries_of(lambda: lines_of_many({programmes[0]: ON}))
    assert queries_of(lambda: lines_of_many(dict.fromkeys(programmes, ON))) == single


def test_the_programme_that_an_institution_is_judged_by_is_the_same_among_many() -> None:
    orgs = [factories.organization(year_basis=YearBasis.SCHOOL) for _ in range(4)]
    for org, states in zip(
        orgs,
        (["closed", "active", "draft"], ["active", "closed"], ["closed", "closed"], ["draft"]),
        strict=True,
    ):
        for place, state in enumerate(states):
            start = date(2023 + place, 9, 1)
            factories.programme(org, state=state, period_start=start, period_end=date(2024 + place, 8, 31))
    with scopes_disabled():
        chosen = {one.organization_id: one for one in judged_programmes(orgs)}
        assert [chosen.get(org.pk) for org in orgs] == [programme_of(org) for org in orgs]
    assert sorted(one.state for one in chosen.values()) == ["active", "active", "closed"]
