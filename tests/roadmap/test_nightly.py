"""The pass of a new day: the right day in each zone, the same number of queries for any number of institutions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from mentorship.enums import ConsentKind, ConsentMethod, ConsentSigner, ConsentState
from mentorship.models import Consent
from roadmap.domain.activities import complete
from roadmap.domain.editing import edit_activity
from roadmap.domain.nightly import judge_everywhere
from roadmap.domain.rescheduling import move_occurrence
from roadmap.domain.settling import open_again
from roadmap.enums import Status
from roadmap.models import Activity, Occurrence
from tests import factories
from tests.roadmap import makers

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 12, 10, 20, 0, tzinfo=UTC)


@pytest.fixture
def plan(unscoped):
    def make(count: int = 1, **org):
        programme = factories.programme(factories.organization(**org))
        makers.roadmap(programme, *(makers.row() for _ in range(count)))
        return programme

    return make


def judged(programme) -> list[tuple[str, date | None]]:
    rows = Occurrence.objects.filter(activity__stage__roadmap__programme=programme)
    return list(rows.values_list("judged", "judged_on"))


def test_day_is_that_of_the_institution(plan):
    west, east = plan(time_zone="Europe/Kaliningrad"), plan(time_zone="Asia/Novokuznetsk")
    done = judge_everywhere(EVENING)
    assert done.days == {date(2026, 12, 10), date(2026, 12, 11)}
    assert judged(west) == [(Status.IN_WORK, date(2026, 12, 10))]
    assert judged(east) == [(Status.OVERDUE, date(2026, 12, 11))]
    assert (done.looked_at, done.changed, done.became_overdue) == (2, 2, 1)


def test_second_pass_on_a_day_finds_nothing_and_the_next_day_what_changed(plan):
    plan(3, time_zone="Europe/Moscow")
    judge_everywhere(EVENING)
    assert judge_everywhere(EVENING).looked_at == 0
    later = judge_everywhere(EVENING + timedelta(days=1))
    assert (later.looked_at, later.changed, later.became_overdue) == (3, 3, 3)


def test_what_changes_in_the_day_is_judged_again_by_the_next_pass(plan):
    """Between the two nobody is told this morning's state for that of now: it has no day."""
    programme = plan(time_zone="Europe/Moscow")
    judge_everywhere(EVENING)
    activity = Activity.objects.get()
    row = activity.occurrences.get()
    changes = (
        (lambda: complete(row, activity, on=EVENING.date(), actor=None), Status.DONE),
        (lambda: open_again(row, activity, actor=None, reason="Ошибка"), Status.IN_WORK),
        (lambda: move_occurrence(row, start=None, due=date(2027, 3, 1), actor=None), Status.NOT_DUE),
        (lambda: edit_activity(activity, actor=None, deadline="до 1 декабря 2026"), Status.OVERDUE),
    )
    for change, status in changes:
        change()
        row.refresh_from_db()
        assert row.judged_on is None
        assert judge_everywhere(EVENING).looked_at == 1
        assert judged(programme) == [(status, EVENING.date())]


def test_archive_and_old_plans_are_not_judged(plan):
    programme = plan(2)
    roadmap = programme.roadmaps.get()
    activity = roadmap.stages.get().activities.first()
    activity.archived_at = timezone.now()
    activity.save()
    assert judge_everywhere(EVENING).looked_at == 1
    roadmap.state = "archived"
    roadmap.save()
    assert judge_everywhere(EVENING + timedelta(days=1)).looked_at == 0


def test_batch_costs_the_same_for_any_number_of_institutions_and_rows(plan, queries_of):
    costs = []
    for count in (1, 3, 9):
        for _ in range(count):
            plan(count)
        day = EVENING + timedelta(days=count)
        judge_everywhere(day)
        costs.append(queries_of(lambda day=day: judge_everywhere(day + timedelta(days=1))))
    assert costs[0] == costs[1] == costs[2]


def test_consent_that_has_run_out_overnight_opens_the_activity(unscoped):
    programme = factories.programme(factories.organization())
    entry = factories.mentee(programme)
    Consent.objects.create(
        organization=programme.organization,
        programme=programme,
        person=entry.person,
        kind=ConsentKind.PROCESSING,
        signer=ConsentSigner.SELF,
        state=ConsentState.SIGNED,
        signed_on=date(2026, 9, 10),
        method=ConsentMethod.PAPER,
    )
    makers.activity(programme, result="Согласия на обработку персональных данных")
    makers.happened(programme, "consents_complete", "processing", moment=timezone.now() - timedelta(days=1))
    assert judge_everywhere().consents_taken_back == 0
    Consent.objects.update(valid_until=timezone.now().date() - timedelta(days=3))
    assert judge_everywhere().consents_taken_back == 1
    assert Occurrence.objects.get().done_on is None
    assert judge_everywhere().consents_taken_back == 0
