"""Moving a roadmap to the next school year."""

from datetime import date

import pytest
from django.urls import reverse

from core.errors import DomainError
from core.models import AuditEntry
from roadmap.domain.evidence import add_evidence
from roadmap.domain.rollover import plan_rollover, programmes_for, roll_over
from roadmap.enums import OccurrenceState, RoadmapState
from roadmap.models import Activity, Occurrence, Roadmap, Rollover
from tests import factories
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def programme(org):
    return factories.programme(org)


@pytest.fixture
def following(org):
    return factories.programme(
        org, title="Программа 2027/28", period_start=date(2027, 9, 1), period_end=date(2028, 8, 31)
    )


def two_rows(programme, user):
    roadmap = makers.roadmap(
        programme,
        makers.row(number="1.", text="Собраться в 2026 году", deadline="До 10 декабря 2026"),
        makers.row(number="2.", text="Отчитаться", deadline="май"),
        makers.row(number="3.", text="Вести журнал", deadline="весь период"),
    )
    done = Activity.objects.get(stage__roadmap=roadmap, number="2.")
    add_evidence(done, actor=user, note="Отчёт сдан", completes=True, on=date(2026, 11, 1))
    return roadmap


def test_preview_tells_every_change_and_writes_nothing(programme, following, curator):
    plan = plan_rollover(two_rows(programme, curator.user), following)
    first, second, third = plan.rows
    assert (first.moved.form.deadline, first.moved.form.text) == (
        "До 10 декабря 2027",
        "Собраться в 2027 году",
    )
    assert first.moved.changes == (("2026", "2027"),)
    assert (first.moved.after.end, second.moved.after.start) == (date(2027, 12, 10), date(2028, 5, 1))
    assert (first.carried, second.carried, third.carried) == ("2026/2027", "", "")
    assert plan.plan.form.title == "Дорожная карта на 2027-2028 учебный год"
    assert Roadmap.objects.count() == 1


def test_moved_roadmap_has_open_activities_in_the_new_year_and_marks_the_unfinished(
    programme, following, curator
):
    source = two_rows(programme, curator.user)
    made = roll_over(source, following, actor=curator.user)
    assert (made.programme, made.state, made.period_start) == (
        following,
        RoadmapState.DRAFT,
        date(2027, 9, 1),
    )
    rows = {row.number: row for row in Activity.objects.filter(stage__roadmap=made)}
    assert [rows[number].carried_from for number in ("1.", "2.", "3.")] == ["2026/2027", "", ""]
    dues = Occurrence.objects.filter(activity__stage__roadmap=made)
    assert {row.state for row in dues} == {OccurrenceState.OPEN}
    assert [row.due for row in dues] == [date(2027, 12, 10), date(2028, 5, 31), None]
    source.refresh_from_db()
    assert source.state == RoadmapState.DRAFT
    assert AuditEntry.objects.get(action="roadmap.rolled_over").after == {"rows": 3, "carried": 1}


def test_moved_twice_is_the_same_roadmap(programme, following, curator):
    source = two_rows(programme, curator.user)
    first = roll_over(source, following, actor=curator.user)
    assert roll_over(source, following, actor=curator.user) == first
    assert (Roadmap.objects.count(), Rollover.objects.count()) == (2, 1)


def test_rows_are_chosen_or_only_the_unfinished_are_taken(programme, following, curator):
    source = two_rows(programme, curator.user)
    made = roll_over(source, following, actor=curator.user, only_unfinished=True)
    assert [row.number for row in Activity.objects.filter(stage__roadmap=made)] == ["1."]
    again = factories.programme(
        programme.organization, period_start=date(2027, 9, 1), period_end=date(2028, 8, 31)
    )
    made = roll_over(source, again, actor=curator.user, places={2, 3})
    assert [row.number for row in Activity.objects.filter(stage__roadmap=made)] == ["2.", "3."]
    empty = factories.programme(
        programme.organization, period_start=date(2027, 9, 1), period_end=date(2028, 8, 31)
    )
    with pytest.raises(DomainError, match="ни одной строки"):
        roll_over(source, empty, actor=curator.user, places=set())
    assert Rollover.objects.count() == 2


def test_in_a_programme_of_several_years_the_old_one_is_archived_and_old_records_prove_nothing(org, curator):
    programme = factories.programme(org, period_start=date(2025, 9, 1), period_end=date(2028, 8, 31))
    source = makers.roadmap(programme, makers.row(result="Приказ о закреплении пар"))
    makers.happened(programme, "order_signed", "order_pairs")
    assert Occurrence.objects.get().state == OccurrenceState.DONE
    made = roll_over(source, programme, actor=curator.user)
    source.refresh_from_db()
    assert source.state == RoadmapState.ARCHIVED
    row = Occurrence.objects.get(activity__stage__roadmap=made)
    assert (row.state, row.due) == (OccurrenceState.OPEN, date(2027, 12, 10))
    assert roll_over(source, programme, actor=curator.user) == made


def test_another_roadmap_of_the_next_programme_is_not_replaced_without_a_word(programme, following, curator):
    source = two_rows(programme, curator.user)
    other = makers.roadmap(following)
    with pytest.raises(DomainError, match="уже есть"):
        roll_over(source, following, actor=curator.user)
    made = roll_over(source, following, actor=curator.user, replace=True)
    other.refresh_from_db()
    assert other.state == RoadmapState.ARCHIVED
    assert made.state == RoadmapState.DRAFT


def test_programmes_that_last_into_the_next_year_are_offered(programme, following, org):
    factories.programme(org, period_start=date(2020, 9, 1), period_end=date(2021, 8, 31))
    assert programmes_for(makers.roadmap(programme)) == [following]


def test_preview_costs_the_same_for_one_row_and_for_three(org, following, queries_of):
    costs = []
    for count in (1, 3):
        programme = factories.programme(org)
        source = makers.roadmap(programme, *[makers.row(stage=f"Этап {n}.") for n in range(1, count + 1)])
        source = Roadmap.objects.select_related("organization", "programme").get(pk=source.pk)
        costs.append(queries_of(lambda source=source: plan_rollover(source, following)))
    assert costs[0] == costs[1]


def test_page_of_the_move_shows_the_rows_and_makes_the_draft(programme, following, curator, signed_in):
    source = two_rows(programme, curator.user)
    browser = signed_in(curator)
    address = reverse("roadmap:rollover", args=[source.pk])
    page = browser.get(address).content.decode()
    assert "До 10 декабря 2027" in page
    assert "перенесено из 2026/2027" in page
    answer = browser.post(address, {"programme": following.pk, "rows": ["1", "3"]})
    assert answer.status_code == 302
    made = Roadmap.objects.get(programme=following)
    assert answer.url.endswith(f"?map={made.pk}")
    opened = browser.get(answer.url)  # the working programme is then that of the next year
    assert (opened.status_code, opened.context["roadmap"]) == (200, made)
    assert browser.get(reverse("roadmap:roadmap")).context["roadmap"] == made
    assert browser.get(reverse("roadmap:roadmap"), {"map": source.pk}).context["roadmap"] == source
    assert [row.number for row in Activity.objects.filter(stage__roadmap=made)] == ["1.", "3."]
    assert browser.post(address, {"programme": following.pk, "rows": ["1"]}).status_code == 302
    assert Roadmap.objects.count() == 2


def test_page_without_a_next_programme_says_what_to_do(programme, curator, signed_in):
    source = two_rows(programme, curator.user)
    page = signed_in(curator).get(reverse("roadmap:rollover", args=[source.pk])).content.decode()
    assert "Сначала создайте программу следующего года" in page
