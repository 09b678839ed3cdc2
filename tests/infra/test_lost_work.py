"""Jobs survive what happens to workers and messages: each test runs real workers on each kind of broker."""

import os
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scopes_disabled

from config.celery import app
from config.local_servers import children_of, wait_until
from core.domain.jobs import find_lost_jobs, send_job, start_job
from core.enums import JobState
from core.models import Job
from tests import factories
from tests.infra.item_job import KIND
from tests.servers import StartWorker

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unscoped")]
LEASE = {"JOB_LEASE_SECONDS": "2", "include": "tests.infra.item_job"}
TOTAL = 12


@pytest.fixture
def items(committed: None) -> Iterator[None]:
    """The table whose primary key says that an item is made once."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tests_item (number integer PRIMARY KEY)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE tests_item")


def made() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM tests_item ORDER BY number")
        return [row[0] for row in cursor.fetchall()]


def trace(folder: Path) -> list[int]:
    return [int(line) for line in (folder / "trace").read_text().split()]


def begin(folder: Path, *, stop_at: int = -1) -> Job:
    with scopes_disabled():
        return start_job(
            KIND,
            organization=factories.organization(),
            owner=factories.user(),
            title="Двенадцать примеров",
            params={"total": TOTAL, "folder": str(folder), "stop_at": stop_at},
        )


def state_of(job: Job) -> str:
    with scopes_disabled():
        return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def wait_until_done(job: Job) -> None:
    wait_until(lambda: state_of(job) == JobState.DONE, "the job is done")


def test_killed_worker_leaves_nothing_undone_and_nothing_done_twice(
    live_worker: StartWorker, items: None, tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    settings.JOB_LEASE_SECONDS = 2
    first = live_worker(**LEASE)
    job = begin(tmp_path, stop_at=5)
    wait_until((tmp_path / "hangs").exists, "the job is in the middle of item 5")
    first.kill()
    assert made() == [0, 1, 2, 3, 4]
    assert state_of(job) == JobState.RUNNING

    live_worker(**LEASE)
    wait_until(lambda: find_lost_jobs() == [job.pk], "the pass finds the job whose worker died")
    wait_until_done(job)

    assert made() == list(range(TOTAL))
    # Only the item in hand was begun again; nothing that was ready was made anew.
    assert trace(tmp_path) == [*range(6), *range(5, TOTAL)]
    job.refresh_from_db()
    assert (job.attempts, job.done, job.total) == (2, TOTAL, TOTAL)


def test_doubled_message_does_nothing(live_worker: StartWorker, items: None, tmp_path: Path) -> None:
    job = begin(tmp_path)
    send_job(job.pk)
    send_job(job.pk)
    live_worker(**LEASE)
    wait_until_done(job)
    send_job(job.pk)
    last = begin(
        tmp_path
    )  # one worker takes messages in turn: when this is done, the doubled ones are behind
    wait_until_done(last)

    assert made() == list(range(TOTAL))
    assert trace(tmp_path) == list(range(TOTAL))
    job.refresh_from_db()
    assert job.attempts == 1


def test_lost_message_is_found_and_sent_again(live_worker: StartWorker, items: None, tmp_path: Path) -> None:
    job = begin(tmp_path)
    assert app.control.purge() == 1
    assert find_lost_jobs() == []  # it has not waited long enough to be called lost
    Job.objects.filter(pk=job.pk).update(dispatched_at=timezone.now() - timedelta(minutes=2))
    live_worker(**LEASE)

    assert find_lost_jobs() == [job.pk]
    assert find_lost_jobs() == []
    wait_until_done(job)
    assert made() == list(range(TOTAL))


def test_children_of_a_killed_worker_die_with_it(live_worker: StartWorker) -> None:
    worker = live_worker()
    children = children_of(worker.pid)
    assert children
    os.kill(worker.pid, signal.SIGKILL)
    worker.process.wait()
    wait_until(
        lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in children), "the children are gone"
    )
