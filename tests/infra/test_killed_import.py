"""A worker killed while it writes a list of people: nobody is doubled, nobody is lost. Two presses write it once."""

import threading

import pytest
from django.db import connection
from django_scopes import scope

from config.local_servers import wait_until
from core.domain.jobs import find_lost_jobs, start_job
from core.enums import JobState
from core.errors import DomainError
from core.models import AuditEntry, Job
from mentorship.bench_import import make_programme, workbook
from mentorship.domain.import_undo import undo_import
from mentorship.domain.imports import apply_import, check_rows, upload_people
from mentorship.enums import ImportState
from mentorship.jobs import IMPORT
from mentorship.models import CheckedRow, Guardianship, ImportedRow, MenteeEntry, PeopleImport, Person
from mentorship.selectors.imports import job_key
from tests.servers import StartWorker

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unscoped")]
ROWS = 3_000


def uploaded(code: str, rows: int) -> PeopleImport:
    programme = make_programme(code)
    with scope(organization=programme.organization):
        return check_rows(upload_people(programme, workbook(rows), "list.xlsx", base="mentees", actor=None))


def persons_begun() -> int:
    """How many keys of people were given out, also by a transaction that has not ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM mentorship_person_id_seq")
        return int(cursor.fetchone()[0])


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="tells the middle of a write by its sequence")
def test_killed_in_the_middle_a_list_is_written_once(live_worker: StartWorker, settings) -> None:
    settings.JOB_LEASE_SECONDS = 2
    made = uploaded("killed-import", ROWS)
    shape = {"JOB_LEASE_SECONDS": "2", "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    begun = persons_begun()
    first = live_worker(**shape)
    with scope(organization=made.organization):
        job = start_job(
            IMPORT,
            organization=made.organization,
            owner=None,
            title="Внесение списка",
            params={"people_import": made.pk, "only_good": False},
            key=job_key(made),
        )
        wait_until(lambda: persons_begun() >= begun + 1000, "the first batches are written", step=0.01)
        first.kill()
        made.refresh_from_db()
        assert made.state == ImportState.UPLOADED, "the worker was to be killed in the middle"
        assert not Person.objects.exists()

        live_worker(**shape)
        wait_until(lambda: find_lost_jobs() == [job.pk], "the pass finds the job whose worker died")
        wait_until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE, "the job is done", seconds=90)
        assert_written_once(made, ROWS)


def assert_written_once(made: PeopleImport, rows: int) -> None:
    made.refresh_from_db()
    assert (made.state, made.counts["new"]) == (ImportState.APPLIED, rows)
    assert Person.objects.filter(group__gt="").count() == rows
    assert Person.objects.count() == 2 * rows
    assert Person.objects.values("search_key").distinct().count() == 2 * rows
    for model in (MenteeEntry, Guardianship, ImportedRow):
        assert model.objects.count() == rows
    assert not CheckedRow.objects.exists()
    assert AuditEntry.objects.filter(action="people_import.applied").count() == 1
    assert AuditEntry.objects.filter(action="person.imported").count() == 2 * rows


@pytest.mark.servers
@pytest.mark.usefixtures("committed")
def test_two_who_press_at_once_write_it_once() -> None:
    made = uploaded("at-once", 60)
    results = at_once(lambda: apply_import(made, only_good=False, actor=None), made)
    assert sorted(type(result) for result in results if isinstance(result, DomainError)) == [DomainError]
    with scope(organization=made.organization):
        assert_written_once(made, 60)
    undone = at_once(lambda: undo_import(made, actor=None), made)
    assert sum(isinstance(result, DomainError) for result in undone) == 1
    with scope(organization=made.organization):
        assert not Person.objects.exists()
        assert AuditEntry.objects.filter(action="people_import.undone").count() == 1


def at_once(action, made: PeopleImport) -> list[object]:
    """The same press in two threads that start together; results or DomainErrors."""
    barrier = threading.Barrier(2)
    results: list[object] = []

    def press() -> None:
        barrier.wait(timeout=10)
        try:
            with scope(organization=made.organization):
                results.append(action())
        except DomainError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
