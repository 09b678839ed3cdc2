"""Counting rules of methodology §4.2: who is in the numerator, what is the denominator, when a share is not known."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.enums import YearBasis
from core.models import Membership
from mentorship.ages import age_on
from mentorship.domain.training import record_outside_training
from mentorship.enums import PairState
from mentorship.models import MenteeCategory, Programme, Project
from reports.indicator_enums import ContingentKind, Formula
from reports.indicator_lines import IndicatorLine, amount_text, share_of
from reports.indicator_years import reporting_year, year_label, years_of
from reports.models import IndicatorFact
from reports.selectors.indicator_sets import YOUNG_CODE, born_by
from reports.selectors.indicators import indicator_lines, planned_lines
from tests import factories
from tests.reports.indicator_worlds import ON, contingent, indicator, pair_by_order, student, teacher

pytestmark = pytest.mark.usefixtures("unscoped")

MENTEES, MENTORS = Formula.STUDENT_MENTEES_10_19, Formula.STUDENT_MENTORS_15_19


@pytest.fixture
def project(curator: Membership) -> Project:
    return factories.project(factories.programme(curator.organization))


def line(project: Project, formula: str = MENTEES, on: date = ON) -> IndicatorLine:
    if not project.programme.indicators.filter(formula=formula).exists():
        indicator(project.programme, formula)
    return next(one for one in indicator_lines(project.programme, on=on) if one.formula == formula)


# --- age ---


@pytest.mark.parametrize(
    ("born", "counted"),
    [
        (date(2007, 2, 18), 1),  # 19 years and 364 days
        (date(2007, 2, 17), 0),  # twenty today
        (date(2017, 2, 17), 1),  # ten today
        (date(2017, 2, 18), 0),  # ten tomorrow
    ],
)
def test_age_is_that_of_the_reporting_date(project: Project, born: date, counted: int) -> None:
    pair_by_order(project, [student(project.organization, born)])
    assert line(project).fact.numerator == counted


@pytest.mark.parametrize(("on", "counted"), [(date(2027, 2, 28), 0), (date(2027, 3, 1), 1)])
def test_born_on_29_february_is_fifteen_on_1_march_of_a_common_year(
    project: Project, on: date, counted: int
) -> None:
    pair_by_order(
        project, [teacher(project.organization)], mentor=student(project.organization, date(2012, 2, 29))
    )
    assert line(project, MENTORS, on=on).fact.numerator == counted


@pytest.mark.parametrize(("on", "counted"), [(date(2028, 2, 28), 1), (date(2028, 2, 29), 0)])
def test_born_on_29_february_is_twenty_on_that_day_of_a_leap_year(
    project: Project, on: date, counted: int
) -> None:
    Programme.objects.filter(pk=project.programme_id).update(period_end=date(2028, 8, 31))
    project.programme.refresh_from_db()
    pair_by_order(project, [student(project.organization, date(2008, 2, 29))], order_date=date(2027, 9, 6))
    assert line(project, on=on).fact.numerator == counted


@given(born=st.dates(date(1960, 1, 1), date(2030, 12, 31)), years=st.integers(0, 90))
def test_the_bound_of_birth_dates_agrees_with_the_age(born: date, years: int) -> None:
    for day in (date(2028, 2, 29), date(2027, 2, 28), date(2027, 3, 1), date(2032, 12, 31)):
        if born <= day and day.year - years > 0:
            assert (born <= born_by(day, years)) is (age_on(born, day) >= years)


def test_age_bands_overlap_and_older_students_stay_outside(project: Project) -> None:
    org = project.organization
    contingent(project.programme, ContingentKind.STUDENTS, 4)
    pair_by_order(
        project,
        [student(org, date(2010, 5, 1)), student(org, date(2004, 5, 1))],
        mentor=student(org, date(2009, 5, 1)),
    )
    assert line(project, MENTEES).fact.numerator == 1
    assert line(project, MENTORS).fact.numerator == 1
    everybody = line(project, Formula.STUDENT_MENTEES)
    assert (everybody.value, everybody.fraction) == ("50,0\u00a0%", "2\u00a0из\u00a04")


def test_a_student_without_a_birth_date_is_told_not_guessed(project: Project) -> None:
    contingent(project.programme, ContingentKind.STUDENTS_10_19, 10)
    org = project.organization
    pair_by_order(project, [student(org, None), student(org, date(2010, 5, 1))])
    told = line(project)
    assert told.fact.numerator == 1
    assert "у 1\u00a0человека нет даты рождения" in told.note


# --- by order, once ---


def test_without_an_order_nobody_has_entered(project: Project) -> None:
    org = project.organization
    factories.mentee(project.programme, person=student(org, date(2010, 5, 1)))
    factories.pair(project, state=PairState.TO_ORDER)
    assert line(project).fact.numerator == 0


def test_a_person_counts_once_whatever_the_number_of_pairs(project: Project) -> None:
    org = project.organization
    mentee, mentor = student(org, date(2010, 5, 1)), student(org, date(2009, 5, 1))
    other = factories.project(project.programme)
    pair_by_order(project, [mentee], mentor=mentor)
    pair_by_order(other, [mentee], mentor=teacher(org))
    pair_by_order(other, [student(org, date(2011, 5, 1))], mentor=mentor)
    assert line(project, MENTEES).fact.numerator == 2
    assert line(project, MENTORS).fact.numerator == 1


def test_a_group_is_twelve_mentees_and_one_mentor(project: Project) -> None:
    org = project.organization
    mentor = factories.mentor(project.programme, person=student(org, date(2009, 5, 1)), capacity=12)
    members = [student(org, date(2010, 5, 1)) for _ in range(12)]
    pair_by_order(project, members, mentor=mentor.person)
    assert (line(project, MENTEES).fact.numerator, line(project, MENTORS).fact.numerator) == (12, 1)


def test_a_replaced_mentor_has_taken_part(project: Project) -> None:
    org = project.organization
    mentee = student(org, date(2010, 5, 1))
    first = pair_by_order(
        project, [mentee], mentor=student(org, date(2009, 5, 1)), state=PairState.TERMINATED
    )
    first.places.update(is_live=False, left_on=date(2026, 12, 1))
    pair_by_order(project, [mentee], mentor=student(org, date(2009, 6, 1)), order_date=date(2026, 12, 2))
    assert (line(project, MENTEES).fact.numerator, line(project, MENTORS).fact.numerator) == (1, 2)


def test_teachers_are_no_students(project: Project) -> None:
    org = project.organization
    pair_by_order(project, [teacher(org)], mentor=teacher(org))
    assert line(project, Formula.STUDENT_MENTEES).fact.numerator == 0


def test_an_order_counts_in_the_year_of_account_it_belongs_to(project: Project) -> None:
    programme = project.programme
    Programme.objects.filter(pk=programme.pk).update(period_end=date(2028, 8, 31))
    programme.refresh_from_db()
    org = project.organization
    pair_by_order(project, [student(org, date(2012, 5, 1))], order_date=date(2026, 8, 25))  # before the start
    pair_by_order(project, [student(org, date(2012, 5, 1))], order_date=date(2027, 2, 18))  # tomorrow
    pair_by_order(project, [student(org, date(2012, 5, 1))], order_date=date(2027, 9, 1))  # next year
    assert line(project, on=ON).fact.numerator == 1
    assert line(project, on=date(2027, 8, 31)).fact.numerator == 2
    assert line(project, on=date(2027, 9, 1)).fact.numerator == 1


def test_a_finished_programme_keeps_its_figures(project: Project) -> None:
    pair_by_order(project, [student(project.organization, date(2007, 9, 30))])
    assert (
        line(project, on=date(2035, 1, 1)).fact.numerator
        == line(project, on=date(2027, 8, 31)).fact.numerator
        == 1
    )


def test_another_programme_is_not_counted(project: Project) -> None:
    other = factories.project(factories.programme(project.organization))
    pair_by_order(other, [student(project.organization, date(2010, 5, 1))])
    assert line(project).fact.numerator == 0


# --- denominators ---


def test_without_a_denominator_the_share_is_not_known(project: Project) -> None:
    pair_by_order(project, [student(project.organization, date(2010, 5, 1))])
    told = line(project)
    assert (told.value, told.fraction, told.share) == ("н/д", "", None)
    assert told.note == "вошли 1; не внесён контингент: обучающиеся 10–19 лет"


def test_a_denominator_of_nought_is_not_known_either(project: Project) -> None:
    contingent(project.programme, ContingentKind.STUDENTS_10_19, 0)
    assert line(project).value == "н/д"


def test_nobody_of_many_is_nought_and_known(project: Project) -> None:
    contingent(project.programme, ContingentKind.STUDENTS_10_19, 474)
    assert (line(project).value, line(project).fraction) == ("0,0\u00a0%", "0\u00a0из\u00a0474")


def test_the_newest_figure_not_later_than_the_day_is_taken(project: Project) -> None:
    for day, count in ((date(2026, 10, 1), 400), (date(2027, 1, 15), 474), (date(2027, 3, 1), 480)):
        contingent(project.programme, ContingentKind.STUDENTS_10_19, count, as_of=day)
    told = line(project)
    assert told.fact.denominator == 474
    assert told.note == "контингент на 15.01.2027, приказ о контингенте"


def test_a_fact_of_last_year_is_not_this_years(project: Project) -> None:
    programme = project.programme
    Programme.objects.filter(pk=programme.pk).update(period_end=date(2028, 8, 31))
    programme.refresh_from_db()
    row = indicator(programme, Formula.MENTEE_SATISFACTION)
    told = line(project, Formula.MENTEE_SATISFACTION)
    assert (told.value, told.note) == ("н/д", "ещё не измерялась")
    IndicatorFact.objects.create(
        indicator=row, as_of=date(2027, 2, 1), numerator=8, denominator=12, source="анкета выхода"
    )
    told = line(project, Formula.MENTEE_SATISFACTION)
    assert (told.value, told.note) == ("66,7\u00a0%", "на 01.02.2027, анкета выхода")
    assert line(project, Formula.MENTEE_SATISFACTION, on=date(2027, 9, 2)).value == "н/д"


def test_a_fact_whose_whole_is_not_known(project: Project) -> None:
    row = indicator(project.programme, Formula.YOUNG_SPECIALISTS)
    IndicatorFact.objects.create(indicator=row, as_of=date(2027, 2, 1), numerator=8, source="кадры")
    told = line(project, Formula.YOUNG_SPECIALISTS)
    assert (told.value, told.note) == ("н/д", "8 на 01.02.2027, кадры; общее число не внесено")


def test_young_specialists_are_counted_by_their_mark_once_all_of_them_are_known(project: Project) -> None:
    """A mark without the contingent is no share yet: what the curator has entered whole stands until then."""
    row = indicator(project.programme, Formula.YOUNG_SPECIALISTS)
    IndicatorFact.objects.create(
        indicator=row, as_of=date(2027, 2, 1), numerator=6, denominator=11, source="кадры"
    )
    people = [teacher(project.organization) for _ in range(2)]
    pair = pair_by_order(project, people)
    assert line(project, Formula.YOUNG_SPECIALISTS).fraction == "6\u00a0из\u00a011"
    mark = MenteeCategory.objects.get(organization=None, code=YOUNG_CODE)
    pair.mentees.get(person=people[0]).categories.add(mark)
    assert line(project, Formula.YOUNG_SPECIALISTS).fraction == "6\u00a0из\u00a011"
    contingent(project.programme, ContingentKind.YOUNG_SPECIALISTS, 4)
    told = line(project, Formula.YOUNG_SPECIALISTS)
    assert (told.fraction, told.fact.is_counted) == ("1\u00a0из\u00a04", True)


# --- exact arithmetic ---


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(1, 8, "12.5"), (1, 16, "6.3"), (1, 2000, "0.1"), (2, 3, "66.7"), (148, 474, "31.2"), (29, 474, "6.1")],
)
def test_one_decimal_half_up(part: int, whole: int, share: str) -> None:
    assert share_of(part, whole) == Decimal(share)


@given(part=st.integers(0, 2_000_000_000), whole=st.integers(1, 2_000_000_000))
def test_a_share_is_within_half_a_tenth_and_never_below_a_tie(part: int, whole: int) -> None:
    exact, share = Fraction(100 * part, whole), share_of(part, whole)
    assert share is not None
    distance = Fraction(share) - exact
    assert -Fraction(1, 20) < distance <= Fraction(1, 20)


@pytest.mark.parametrize(
    ("percent", "text"), [("35", "35"), ("100.00", "100"), ("12.50", "12,5"), ("0", "0"), ("10", "10")]
)
def test_a_plan_is_told_as_it_was_set(percent: str, text: str) -> None:
    assert amount_text(Decimal(percent)) == f"{text}\u00a0%"


# --- years ---


def test_years_of_account_follow_the_basis() -> None:
    school, calendar = YearBasis.SCHOOL, YearBasis.CALENDAR
    assert list(years_of(date(2026, 9, 1), date(2027, 8, 31), school)) == [2026]
    assert list(years_of(date(2026, 8, 20), date(2027, 6, 30), school)) == [2026]
    assert list(years_of(date(2021, 9, 1), date(2025, 12, 31), calendar)) == [2021, 2022, 2023, 2024, 2025]
    assert (year_label(2099, school), year_label(2026, calendar)) == ("2099/00", "2026")


@given(
    start=st.dates(date(2010, 1, 1), date(2040, 1, 1)),
    days=st.integers(0, 3000),
    on=st.dates(date(2005, 1, 1), date(2060, 1, 1)),
    basis=st.sampled_from(YearBasis.values),
)
def test_a_day_has_one_year_of_account(start: date, days: int, on: date, basis: str) -> None:
    end = start + timedelta(days=days)
    year = reporting_year(start, end, basis, on)
    assert year.number in years_of(start, end, basis)
    assert year.start is None or year.start <= year.end
    if start <= on <= end:
        assert (year.start is None or year.start <= on) and on <= year.end  # noqa: PT018


# --- cost ---


def test_the_cost_does_not_grow_with_indicators(project: Project, queries_of) -> None:
    programme = project.programme
    programme.organization  # noqa: B018 - fetched beforehand, as by the page
    for formula in (MENTEES, MENTORS, Formula.MANUAL):
        indicator(programme, formula).plans.create(year=2026, amount=35)
    one = (
        queries_of(lambda: indicator_lines(programme, on=ON)),
        queries_of(lambda: planned_lines(programme, on=ON)),
    )
    for number in range(6):
        for formula in (MENTEES, MENTORS, Formula.MANUAL):
            indicator(programme, formula, code=f"{formula}-{number}").plans.create(year=2026, amount=35)
            contingent(
                programme, ContingentKind.TEACHERS, 5, as_of=date(2026, 1, 1) + timedelta(days=number)
            ) if (formula == MENTEES) else None
    assert len(indicator_lines(programme, on=ON)) == 21
    three = (
        queries_of(lambda: indicator_lines(programme, on=ON)),
        queries_of(lambda: planned_lines(programme, on=ON)),
    )
    assert one == three


def test_trained_mentors_are_counted_by_the_portal(project: Project) -> None:
    assert "нет подтверждённых" in line(project, Formula.TRAINED_MENTORS).fact.note
    entries = [factories.mentor(project.programme) for _ in range(4)]
    factories.mentor(project.programme, state="candidate")
    record_outside_training(
        entries[0].person,
        title="Курсы",
        provider="Институт",
        hours=36,
        issued_on=date(2026, 9, 2),
        actor=None,
    )
    fact = line(project, Formula.TRAINED_MENTORS).fact
    assert (fact.numerator, fact.denominator) == (1, 4)
