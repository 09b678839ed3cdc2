"""One function assigns states."""

import pytest
from django_scopes import scope

from core.access import Audience, Rule
from core.context import acting
from core.enums import JOB_TRANSITIONS, JobState, Role
from core.models import Job, Membership
from core.selectors.audit import history_of
from core.workflow import NotAllowed, TransitionRefused, move, move_all, state_moved

DIRECTOR_ONLY = Rule(Audience.ROLES, frozenset({Role.DIRECTOR}))


@pytest.fixture
def job(curator: Membership) -> Job:
    return Job.objects.create(organization=curator.organization, kind="tests.none", title="Проверка")


def test_a_move_writes_audits_and_signals(job: Job, curator: Membership) -> None:
    heard: list[tuple[str, str]] = []

    def listen(sender: type, before: str, after: str, **rest: object) -> None:
        heard.append((before, after))

    state_moved.connect(listen)
    try:
        with scope(organization=job.organization):
            move(
                job,
                to=JobState.RUNNING,
                transitions=JOB_TRANSITIONS,
                actor=curator.user,
                set_fields={"attempts": 1},
            )
            entry = history_of(job).get()
            assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
    finally:
        state_moved.disconnect(listen)
    assert (job.state, job.attempts) == (JobState.RUNNING, 1)
    assert (entry.action, entry.actor) == ("job.running", curator.user)
    assert entry.before == {"state": "queued", "attempts": 0}
    assert entry.after == {"state": "running", "attempts": 1}
    assert heard == [("queued", "running")]


def test_many_move_together_each_with_its_line_or_none_does(job: Job, curator: Membership) -> None:
    other = Job.objects.create(organization=job.organization, kind="tests.none", title="Вторая")
    heard: list[tuple[int, str, str]] = []

    def listen(sender: type, subject: Job, before: str, after: str, **rest: object) -> None:
        heard.append((subject.pk, before, after))

    state_moved.connect(listen)
    try:
        with scope(organization=job.organization):
            touched = Job.objects.get(pk=job.pk).updated_at
            table = JOB_TRANSITIONS
            given = {"transitions": table, "actor": curator.user, "set_fields": {"attempts": 1}}
            move_all([other, job], to=JobState.RUNNING, **given)
            assert Job.objects.get(pk=job.pk).updated_at > touched
            assert set(Job.objects.values_list("state", "attempts")) == {(JobState.RUNNING, 1)}
            for one in (job, other):
                entry = history_of(one).get()
                assert (one.state, entry.action, entry.actor) == ("running", "job.running", curator.user)
                assert entry.before == {"state": "queued", "attempts": 0}
                assert entry.after == {"state": "running", "attempts": 1}
            Job.objects.filter(pk=other.pk).update(state=JobState.DONE)
            with pytest.raises(TransitionRefused):
                move_all([job, other], to=JobState.FAILED, transitions=table, actor=None)
            assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
            assert move_all([], to=JobState.DONE, transitions=table, actor=None) == []
    finally:
        state_moved.disconnect(listen)
    assert heard == [(other.pk, "queued", "running"), (job.pk, "queued", "running")]


def test_a_move_outside_the_table_is_refused_in_russian(job: Job) -> None:
    with (
        scope(organization=job.organization),
        pytest.raises(TransitionRefused, match="Нельзя перейти из состояния «Ждёт очереди» в «Готово»"),
    ):
        move(job, to=JobState.DONE, transitions=JOB_TRANSITIONS, actor=None)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_a_stale_object_does_not_decide(job: Job) -> None:
    """The row's state counts, not the copy in hand."""
    stale = Job._base_manager.get(pk=job.pk)
    with scope(organization=job.organization):
        move(job, to=JobState.CANCELLED, transitions=JOB_TRANSITIONS, actor=None)
        with pytest.raises(TransitionRefused):
            move(stale, to=JobState.RUNNING, transitions=JOB_TRANSITIONS, actor=None)


def test_a_move_asks_the_right_of_the_acting_membership(job: Job, curator: Membership) -> None:
    with (
        scope(organization=job.organization),
        acting(curator.user, membership=curator),
        pytest.raises(NotAllowed),
    ):
        move(job, to=JobState.RUNNING, transitions=JOB_TRANSITIONS, actor=curator.user, rule=DIRECTOR_ONLY)
