"""Cuts of indicators stay as they were taken; years and forms beside them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django_scopes import scopes_disabled

from core.errors import DomainError
from core.models import Membership
from mentorship.enums import ProgrammeState
from mentorship.models import Programme, Project
from reports.domain.indicator_snapshots import take_snapshot
from reports.indicator_enums import Formula
from reports.models import IndicatorSnapshot
from reports.selectors.indicator_snapshots import cut_lines, frozen_lines
from reports.selectors.indicator_split import by_forms, over_years
from reports.selectors.indicators import indicator_lines
from tests import factories
from tests.reports.indicator_worlds import ON, contingent, indicator, pair_by_order, student

PURPOSE = "Отчёт за полугодие"


@pytest.fixture
def project(curator: Membership) -> Project:
    made = factories.project(
        factories.programme(curator.organization, period_start=date(2025, 9, 1), period_end=date(2027, 8, 31))
    )
    row = indicator(made.programme, Formula.STUDENT_MENTEES, title="Наставляемые")
    row.plans.create(year=2025, amount=10)
    row.plans.create(year=2026, amount=30)
    contingent(made.programme, "students", 10, as_of=date(2025, 10, 1))
    pair_by_order(made, [student(made.organization, date(2010, 5, 1))], order_date=date(2025, 11, 2))
    for born in (date(2010, 5, 2), date(2010, 5, 3)):
        pair_by_order(made, [student(made.organization, born)])
    return made


@pytest.fixture(autouse=True)
def _later(time_machine_on) -> None:
    """The day of the tests is after the days they cut."""


@pytest.fixture
def time_machine_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.domain.indicator_snapshots.today", lambda organization: date(2027, 6, 1))


@pytest.mark.usefixtures("unscoped")
def test_a_cut_keeps_what_was_known_and_tells_what_moved(project: Project, curator: Membership) -> None:
    made = take_snapshot(project.programme, on=ON, purpose=f"  {PURPOSE} ", actor=curator.user)
    assert (made.purpose, made.taken_by, made.on, made.year) == (PURPOSE, curator.user, ON, 2026)
    [row] = made.rows.all()
    assert (row.numerator, row.denominator, row.planned) == (2, 10, Decimal(30))
    assert [(one["numerator"], one["denominator"]) for one in row.forms] == [(2, 10)]
    pair_by_order(project, [student(project.organization, date(2010, 6, 1))])
    [line] = cut_lines(made)
    assert (line.value, line.fraction, line.has_moved) == ("20,0\u00a0%", "2\u00a0из\u00a010", True)
    assert line.now is not None
    assert line.now.fraction == "3\u00a0из\u00a010"
    assert [one.value for one in frozen_lines(made)] == ["20,0\u00a0%"]
    again = take_snapshot(project.programme, on=ON, purpose=PURPOSE, actor=None)
    assert IndicatorSnapshot.objects.count() == 2
    assert not cut_lines(again)[0].has_moved


@pytest.mark.usefixtures("unscoped")
def test_the_database_refuses_to_change_a_cut(project: Project) -> None:
    made = take_snapshot(project.programme, on=ON, purpose=PURPOSE, actor=None)
    for rows, change in (
        (IndicatorSnapshot.objects.filter(pk=made.pk), {"on": date(2027, 1, 1)}),
        (made.rows.all(), {"numerator": 9}),
        (made.rows.all(), {"note": "иначе"}),
    ):
        with pytest.raises(DatabaseError, match="cut of indicators"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


@pytest.mark.usefixtures("unscoped")
def test_what_cannot_be_cut_off(project: Project) -> None:
    empty = factories.programme(project.organization)
    for programme, on, purpose, told in (
        (project.programme, date(2027, 6, 2), PURPOSE, "ещё не наступила"),
        (project.programme, ON, "  ", "для какого отчёта"),
        (empty, ON, PURPOSE, "снимать нечего"),
    ):
        with pytest.raises(DomainError, match=told):
            take_snapshot(programme, on=on, purpose=purpose, actor=None)
    Programme.objects.filter(pk=project.programme_id).update(state=ProgrammeState.CLOSED)
    assert take_snapshot(project.programme, on=ON, purpose=PURPOSE, actor=None).pk


@pytest.mark.usefixtures("unscoped")
def test_forms_are_told_apart_and_may_overlap(project: Project) -> None:
    other = factories.project(project.programme)
    both = project.programme.mentees.order_by("pk").last().person
    pair_by_order(other, [both, student(project.organization, date(2010, 7, 1))])
    lines = indicator_lines(project.programme, on=ON)
    [forms] = by_forms(project.programme, lines, on=ON).values()
    assert lines[0].fact.numerator == 3
    assert sorted(one.fact.numerator for one in forms) == [2, 2]


@pytest.mark.usefixtures("unscoped")
def test_years_stand_side_by_side_with_an_earlier_programme(project: Project) -> None:
    before = factories.programme(
        project.organization, period_start=date(2024, 9, 1), period_end=date(2025, 8, 31)
    )
    indicator(before, Formula.STUDENT_MENTEES)
    [row] = over_years(project.programme, on=ON)
    assert [(cell.label, cell.value) for cell in row.cells] == [
        ("2024/25", "н/д"),
        ("2025/26", "10,0\u00a0%"),
        ("2026/27", "20,0\u00a0%"),
    ]
    assert (row.change_text, row.is_better) == ("+10\u00a0п.\u00a0п.", True)
    # A loss is told when the year is over; of one that goes on it may yet be made good.
    early = replace(row, cells=[*row.cells, replace(row.cells[1], label="2027/28", goes_on=True)])
    assert (early.change_text, early.is_better, early.is_early) == ("−10\u00a0п.\u00a0п.", None, True)
    over = replace(row, cells=[*row.cells, replace(row.cells[1], label="2027/28")])
    assert (over.is_better, over.is_early) == (False, False)
    [planned] = [cell.line.planned for cell in row.cells if cell.line and cell.label == "2025/26"]
    assert planned == 10


def test_a_cut_is_taken_and_read_on_its_pages(project: Project, curator: Membership, signed_in) -> None:
    web = signed_in(curator)
    assert "Срезов пока нет" in web.get(reverse("reports:indicator_snapshots")).content.decode()
    answer = web.post(
        reverse("reports:indicator_snapshot_take"), {"on": "01.11.2026", "purpose": PURPOSE}, follow=True
    )
    page = answer.content.decode()
    assert PURPOSE in page
    assert "то же" in page
    assert PURPOSE in web.get(reverse("reports:indicator_snapshots")).content.decode()
    wrong = web.post(reverse("reports:indicator_snapshot_take"), {"on": "01.11.2030", "purpose": PURPOSE})
    assert wrong.status_code == 422


def test_the_chart_is_text_and_stands_beside_its_table(
    project: Project, curator: Membership, signed_in
) -> None:
    with scopes_disabled():
        row = project.programme.indicators.get()
    web = signed_in(curator)
    page = web.get(reverse("reports:indicator", args=[row.pk])).content.decode()
    assert reverse("reports:indicator_chart", args=[row.pk]) in page
    picture = web.get(reverse("reports:indicator_chart", args=[row.pk]))
    assert picture["Content-Type"].startswith("image/svg+xml")
    drawn = picture.content.decode()
    assert "факт" in drawn
    assert "план" in drawn
    assert "2025/26" in drawn


def test_pages_cost_the_same_for_one_and_three(
    project: Project, curator: Membership, signed_in, queries_of
) -> None:
    web = signed_in(curator)

    def costs() -> list[int]:
        names = ("reports:indicator_years", "reports:indicator_snapshots", "reports:indicators")
        return [queries_of(lambda name=name: web.get(reverse(name))) for name in names]

    with scopes_disabled():
        cut = take_snapshot(project.programme, on=ON, purpose=PURPOSE, actor=None)
    address = reverse("reports:indicator_snapshot", args=[cut.pk])
    web.get(address)
    costs()
    one = [*costs(), queries_of(lambda: web.get(address))]
    with scopes_disabled():
        for number in range(2):
            indicator(project.programme, Formula.STUDENT_MENTEES, code=f"more-{number}")
            take_snapshot(project.programme, on=ON, purpose=PURPOSE, actor=None)
            pair_by_order(project, [student(project.organization, date(2010, 8, number + 1))])
    assert [*costs(), queries_of(lambda: web.get(address))] == one
