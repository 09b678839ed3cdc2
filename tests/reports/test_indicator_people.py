"""Lists behind figures: as many rows as the figure says, for those who may read them, exports in the trail."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from core.models import AuditEntry, Membership
from mentorship.enums import PairState, PersonCategory
from mentorship.meeting_enums import MeetingKind, MeetingState
from mentorship.models import Meeting, PartnerEmployee, PartnerOrganization, Project
from reports.indicator_enums import Formula
from reports.indicator_formulas import Noun
from reports.models import Indicator
from reports.selectors.indicator_people import people_behind
from reports.selectors.indicators import indicator_lines
from tests import factories
from tests.reports.indicator_worlds import ON, contingent, indicator, pair_by_order, student


@pytest.fixture
def project(curator: Membership) -> Project:
    return factories.project(factories.programme(curator.organization))


def make_year(project: Project) -> None:
    """A year in which every formula has somebody to count and somebody to leave out."""
    org, programme = project.organization, project.programme
    contingent(programme, "students", 40)
    contingent(programme, "students_10_19", 30)
    contingent(programme, "students_15_19", 20)
    contingent(programme, "teachers", 10)
    contingent(programme, "young_specialists", 3)
    mentor = student(org, date(2009, 5, 1))
    first = pair_by_order(
        project, [student(org, date(2010, 5, 1)), student(org, date(2004, 5, 1))], mentor=mentor
    )
    pair_by_order(project, [student(org, None)])
    grown = student(org, date(2008, 2, 2))
    done = {"state": PairState.COMPLETED, "ended_on": date(2027, 1, 20)}
    pair_by_order(project, [grown], **done)
    pair_by_order(project, [student(org, date(2010, 1, 1))], mentor=grown, order_date=date(2027, 1, 25))
    pair_by_order(project, [student(org, date(2010, 2, 1))], **done | {"state": PairState.TERMINATED})
    works = factories.person(org, category=PersonCategory.EMPLOYER, group="", employer="ООО «Опора»")
    pair_by_order(project, [student(org, date(2009, 7, 7))], mentor=works)
    partner = PartnerOrganization.objects.create(
        organization=org, full_name="ООО «Опора»", short_name="Опора", search_key="опора", name_key="опора"
    )
    PartnerOrganization.objects.create(
        organization=org, full_name="АО «Маяк»", short_name="Маяк", search_key="маяк", name_key="маяк"
    )
    PartnerEmployee.objects.create(organization=org, partner=partner, person=works, employer=works.employer)
    for number, (day, minutes) in enumerate(((date(2027, 2, 10), 45), (date(2027, 2, 1), 60))):
        Meeting.objects.create(
            organization=org, programme=programme, pair=first, kind=MeetingKind.REGULAR, side="mentor",
            state=MeetingState.HELD, on=day, minutes=minutes, form_key=f"m{number}",
        )  # fmt: skip


@pytest.mark.usefixtures("unscoped")
def test_as_many_rows_stand_behind_each_half_as_the_figure_says(project: Project) -> None:
    make_year(project)
    rows = {formula: indicator(project.programme, formula) for formula in Formula}
    lines = {line.formula: line for line in indicator_lines(project.programme, on=ON)}
    opened = 0
    for formula, row in rows.items():
        fact = lines[formula].fact
        part = people_behind(row, on=ON, side="numerator")
        whole = people_behind(row, on=ON, side="denominator")
        if part is None:
            assert not fact.is_counted
            continue
        opened += 1
        counted = (
            sum(part.rows.values_list("minutes", flat=True))
            if part.noun is Noun.MEETINGS
            else part.rows.count()
        )
        assert counted == (fact.numerator or 0), formula
        if whole is not None and fact.denominator is not None:
            assert whole.rows.count() == fact.denominator, formula
            assert set(part.rows.values_list("pk")) <= set(whole.rows.values_list("pk")), formula
    assert opened == 15
    told = {formula: (line.fact.numerator, line.fact.denominator) for formula, line in lines.items()}
    assert told[Formula.STUDENT_MENTEES] == (7, 40)
    assert told[Formula.STUDENT_MENTEES_10_19] == (5, 30)
    assert told[Formula.STUDENTS_INVOLVED] == (8, 40)
    assert told[Formula.TEACHERS_INVOLVED] == (3, 10)
    assert told[Formula.PARTNERS] == (1, 2)
    assert told[Formula.PAIRS_MADE] == (6, None)
    assert told[Formula.PAIRS_FINISHED] == (1, 2)
    assert told[Formula.GREW_TO_MENTORS] == (1, 1)
    assert lines[Formula.MEETING_HOURS].value == "1,8\u00a0ч"
    assert lines[Formula.PAIRS_MADE].value == "6"


@pytest.mark.usefixtures("unscoped")
def test_who_joined_a_group_later_entered_on_that_day(project: Project) -> None:
    org = project.organization
    group = pair_by_order(project, [student(org, date(2010, 5, 1)), student(org, date(2010, 6, 1))])
    late = group.places.order_by("pk").last()
    late.joined_on = date(2027, 2, 18)
    late.save()
    row = indicator(project.programme, Formula.STUDENT_MENTEES)
    counts = [people_behind(row, on=day, side="numerator").people.count() for day in (ON, date(2027, 2, 18))]
    assert counts == [1, 2]


@pytest.mark.usefixtures("unscoped")
def test_a_pair_continued_with_a_new_mentor_has_not_ended(project: Project) -> None:
    org = project.organization
    mentee = student(org, date(2010, 5, 1))
    ended = {"state": PairState.TERMINATED, "ended_on": date(2027, 1, 10)}
    first = pair_by_order(project, [mentee], **ended)
    first.places.update(is_live=False)
    pair_by_order(project, [mentee], replaces=first, order_date=date(2027, 1, 11))
    pair_by_order(project, [student(org, date(2010, 5, 2))], **ended)
    line = [indicator(project.programme, Formula.PAIRS_FINISHED)] and indicator_lines(
        project.programme, on=ON
    )[0]
    assert (line.fact.numerator, line.fact.denominator) == (0, 1)


@pytest.mark.usefixtures("unscoped")
def test_pairs_keep_pace_on_a_past_day_too(project: Project) -> None:
    org = project.organization
    met = pair_by_order(project, [student(org, date(2010, 5, 1))], period_start=date(2026, 11, 2))
    pair_by_order(project, [student(org, date(2010, 5, 2))], period_start=date(2026, 11, 2))
    Meeting.objects.create(
        organization=org, programme=project.programme, pair=met, kind=MeetingKind.REGULAR, side="mentor",
        state=MeetingState.HELD, on=date(2027, 2, 10), form_key="one",
    )  # fmt: skip
    row = indicator(project.programme, Formula.PAIRS_MEETING)
    for day, kept in ((date(2026, 11, 6), 2), (ON, 1), (date(2027, 6, 1), 0)):
        part = people_behind(row, on=day, side="numerator")
        assert part is not None
        assert part.rows.count() == kept, day


def address(row: Indicator, side: str = "numerator", on: str = "2027-02-17") -> str:
    return reverse("reports:indicator_behind", args=[row.pk, side, on])


@pytest.fixture
def row(project: Project) -> Indicator:
    org = project.organization
    pair_by_order(project, [student(org, date(2010, 5, 1), last_name="Образцова")])
    return indicator(project.programme, Formula.STUDENT_MENTEES)


def test_the_list_names_its_people_and_its_export_is_in_the_trail(
    row: Indicator, curator: Membership, signed_in
) -> None:
    web = signed_in(curator)
    page = web.get(address(row)).content.decode()
    assert "Образцова" in page
    assert "№ 45-ОД от 02.11.2026" in page
    file = web.get(address(row) + "?_export=csv")
    assert "Образцова" in b"".join(file).decode() if file.streaming else "Образцова" in file.content.decode()
    with scopes_disabled():
        assert AuditEntry.objects.filter(action__contains="export").exists()


def test_a_role_without_the_right_sees_the_figure_alone(
    project: Project, director: Membership, signed_in
) -> None:
    with scopes_disabled():
        hours = indicator(project.programme, Formula.MEETING_HOURS)
        people = indicator(project.programme, Formula.STUDENT_MENTEES)
    web = signed_in(director)
    assert web.get(address(hours)).status_code == 403
    assert web.get(address(people)).status_code == 200


@pytest.mark.parametrize(
    ("side", "on"), [("denominator", "2027-02-17"), ("middle", "2027-02-17"), ("numerator", "yesterday")]
)
def test_what_is_no_list_is_not_found(
    row: Indicator, curator: Membership, signed_in, side: str, on: str
) -> None:
    assert signed_in(curator).get(address(row, side, on)).status_code == 404


def test_the_list_costs_the_same_for_one_and_three(
    row: Indicator, project: Project, curator: Membership, signed_in, queries_of
) -> None:
    web = signed_in(curator)
    web.get(address(row))
    one = queries_of(lambda: web.get(address(row)))
    with scopes_disabled():
        for born in (date(2010, 6, 1), date(2010, 7, 1)):
            pair_by_order(project, [student(project.organization, born)])
    assert queries_of(lambda: web.get(address(row))) == one
