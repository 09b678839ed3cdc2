"""Jobs: the row is the truth."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django_scopes import scope

from core.domain import jobs
from core.domain.job_run import JobRun, run_job
from core.errors import DomainError
from core.jobs import job_handler
from core.models import Job, JobMessage, Organization, User
from tests import factories

MADE: list[int] = []


@job_handler("tests.items")
def make_items(run: JobRun) -> None:
    wanted = run.params.get("items", 3)
    run.start(wanted, note="Делаем")
    for item in range(wanted):
        if item not in MADE:
            MADE.append(item)
        if item == run.params.get("broken"):
            run.fail_item(f"Дело {item}", "не хватает данных")
        if item == run.params.get("refused_at"):
            raise DomainError("Так нельзя.")
        if item == run.params.get("crash_at"):
            raise RuntimeError("boom")
        run.step(item + 1)
    run.result(url="/itog/")


@pytest.fixture(autouse=True)
def _nothing_made() -> None:
    MADE.clear()


@pytest.fixture
def owner(org: Organization) -> User:
    return factories.user()


def start(org: Organization, owner: User | None = None, key: str = "", **params: int) -> Job:
    with scope(organization=org):
        return jobs.start_job(
            "tests.items", organization=org, owner=owner, title="Дела", params=params, key=key
        )


def fresh(job: Job) -> Job:
    return Job._base_manager.get(pk=job.pk)


def test_a_job_reports_progress_and_ends_with_its_result(org: Organization, owner: User) -> None:
    job = start(org, owner, items=4)
    run_job(job.pk)
    done = fresh(job)
    assert (done.state, done.done, done.total, done.result_url) == ("done", 4, 4, "/itog/")
    assert done.percent == 100
    assert done.finished_at is not None
    assert done.lease == ""


def test_a_doubled_message_does_nothing(org: Organization) -> None:
    job = start(org)
    run_job(job.pk)
    MADE.clear()
    run_job(job.pk)
    assert MADE == []
    assert fresh(job).attempts == 1


def test_a_message_for_a_vanished_job_does_nothing(org: Organization) -> None:
    run_job(10**9)


def test_two_live_jobs_of_one_key_cannot_be(org: Organization) -> None:
    first, second = start(org, key="once"), start(org, key="once")
    assert first.pk == second.pk
    run_job(first.pk)
    assert start(org, key="once").pk != first.pk


def test_a_failed_item_is_told_once_and_the_others_are_made(org: Organization) -> None:
    job = start(org, broken=1)
    run_job(job.pk)
    with scope(organization=org):
        assert [(m.level, m.subject, m.text) for m in JobMessage.objects.all()] == [
            ("error", "Дело 1", "не хватает данных")
        ]
    assert fresh(job).state == "done"


def test_a_refusal_is_shown_in_the_words_of_the_rule(org: Organization) -> None:
    job = start(org, refused_at=0)
    run_job(job.pk)
    assert (fresh(job).state, fresh(job).error) == ("failed", "Так нельзя.")


def test_a_crash_is_told_without_its_insides(org: Organization) -> None:
    job = start(org, crash_at=0)
    run_job(job.pk)
    assert fresh(job).state == "failed"
    assert "boom" not in fresh(job).error


def test_a_failed_job_is_repeated_without_making_anything_twice(org: Organization, owner: User) -> None:
    job = start(org, owner, crash_at=2)
    run_job(job.pk)
    Job._base_manager.filter(pk=job.pk).update(params={"items": 3})
    with scope(organization=org):
        jobs.repeat_job(fresh(job), actor=owner)
    run_job(job.pk)
    assert (fresh(job).state, MADE) == ("done", [0, 1, 2])


def test_a_waiting_job_is_cancelled_at_once(org: Organization, owner: User) -> None:
    job = start(org, owner)
    with scope(organization=org):
        jobs.cancel_job(job, actor=owner)
    run_job(job.pk)
    assert (fresh(job).state, MADE) == ("cancelled", [])


def test_a_running_job_stops_at_its_next_item(org: Organization, owner: User) -> None:
    job = start(org, owner)

    @job_handler("tests.items_cancelled")
    def cancel_in_the_middle(run: JobRun) -> None:
        run.start(3)
        jobs.cancel_job(fresh(run.job), actor=owner)
        run.step(1)
        MADE.append(99)

    Job._base_manager.filter(pk=job.pk).update(kind="tests.items_cancelled")
    run_job(job.pk)
    assert (fresh(job).state, MADE) == ("cancelled", [])


def test_a_finished_job_cannot_be_cancelled(org: Organization, owner: User) -> None:
    job = start(org, owner)
    run_job(job.pk)
    with scope(organization=org), pytest.raises(DomainError, match="уже закончено"):
        jobs.cancel_job(fresh(job), actor=owner)


def test_a_lost_message_is_found_and_sent_again(org: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(jobs, "send_job", sent.append)
    job = start(org)
    assert jobs.find_lost_jobs() == []
    Job._base_manager.filter(pk=job.pk).update(dispatched_at=timezone.now() - timedelta(minutes=2))
    assert jobs.find_lost_jobs() == [job.pk]
    assert jobs.find_lost_jobs() == []
    assert sent == [job.pk]


def test_a_job_of_a_dead_worker_is_taken_over(org: Organization) -> None:
    job = start(org)
    long_ago = timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS + 1)
    Job._base_manager.filter(pk=job.pk).update(
        state="running", lease="dead", heartbeat_at=long_ago, attempts=1
    )
    assert jobs.find_lost_jobs() == [job.pk]
    run_job(job.pk)
    assert (fresh(job).state, fresh(job).attempts) == ("done", 2)


def test_a_worker_that_was_taken_over_writes_nothing_more(org: Organization) -> None:
    job = start(org)

    @job_handler("tests.items_taken")
    def lose_the_lease(run: JobRun) -> None:
        run.start(2)
        Job._base_manager.filter(pk=run.job.pk).update(lease="another")
        run.step(1)
        MADE.append(99)

    Job._base_manager.filter(pk=job.pk).update(kind="tests.items_taken")
    run_job(job.pk)
    assert (fresh(job).lease, fresh(job).state, MADE) == ("another", "running", [])


def test_a_job_that_kills_its_workers_is_stopped(org: Organization) -> None:
    job = start(org)
    long_ago = timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS + 1)
    Job._base_manager.filter(pk=job.pk).update(
        state="running", heartbeat_at=long_ago, attempts=settings.JOB_MAX_ATTEMPTS
    )
    assert jobs.find_lost_jobs() == []
    assert fresh(job).state == "failed"


def test_a_rolled_back_request_sends_nothing(org: Organization, django_capture_on_commit_callbacks) -> None:
    from django.db import transaction

    with django_capture_on_commit_callbacks() as callbacks:
        try:
            with transaction.atomic():
                start(org)
                raise RuntimeError
        except RuntimeError:
            pass
    assert callbacks == []
    assert not Job._base_manager.exists()
