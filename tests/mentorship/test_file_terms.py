"""Files with whole lists of people are destroyed after their term; what was applied can still be undone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.domain.files import store_file
from core.domain.list_terms import PURPOSE, purge_list_files
from core.models import AuditEntry, Job, StoredFile
from mentorship.bench_import import workbook
from mentorship.domain.import_terms import purge_everywhere
from mentorship.domain.import_undo import undo_import
from mentorship.domain.imports import apply_import, upload_people
from mentorship.enums import ImportBase, ImportState
from mentorship.models import CheckedRow, MenteeEntry, PeopleImport

pytestmark = pytest.mark.usefixtures("scoped")


def upload(programme, rows=2):
    return upload_people(
        programme, workbook(rows), "list.xlsx", base=ImportBase.MENTEES, actor=None, later=True
    )


def age(one, days):
    type(one)._base_manager.filter(pk=one.pk).update(created_at=timezone.now() - timedelta(days=days))


def test_an_old_file_goes_the_journal_says_so_and_the_list_can_be_undone(programme, settings):
    settings.IMPORT_FILE_DAYS = 30
    applied, waiting, fresh = upload(programme), upload(programme, 3), upload(programme, 4)
    apply_import(applied, only_good=False, actor=None)
    path, storage = applied.file.file.name, applied.file.file.storage
    age(applied, 31)
    age(waiting, 31)
    age(fresh, 29)
    assert purge_everywhere() == 2
    assert purge_everywhere() == 0
    states = dict(PeopleImport.objects.values_list("pk", "state"))
    assert states == {
        applied.pk: ImportState.APPLIED,
        waiting.pk: ImportState.DISCARDED,
        fresh.pk: ImportState.UPLOADED,
    }
    files = {one.pk: bool(one.file.file) for one in PeopleImport.objects.select_related("file")}
    assert files == {applied.pk: False, waiting.pk: False, fresh.pk: True}
    assert set(CheckedRow.objects.values_list("people_import", flat=True)) <= {fresh.pk}
    assert AuditEntry.objects.filter(action="people_import.purged").count() == 2
    assert storage.exists(path)  # until it is committed
    undo_import(PeopleImport.objects.get(pk=applied.pk), actor=None)
    assert not MenteeEntry.objects.exists()


def test_the_bytes_are_gone_after_the_commit(programme, django_capture_on_commit_callbacks):
    one = upload(programme)
    path, storage = one.file.file.name, one.file.file.storage
    age(one, 400)
    with django_capture_on_commit_callbacks(execute=True):
        purge_everywhere()
    assert not storage.exists(path)


@pytest.mark.parametrize("rows", [2, 6])
def test_undoing_costs_the_same_queries_for_any_number_of_rows(programme, rows, queries_of):
    upload(programme, 1)
    made = upload(programme, rows)
    apply_import(made, only_good=False, actor=None)
    counts[rows] = queries_of(lambda: undo_import(made, actor=None))
    assert len(set(counts.values())) == 1


counts: dict[int, int] = {}


def test_files_of_lists_go_after_a_week_and_their_jobs_stay(org, curator):
    def made(days):
        stored = store_file(
            b"x",
            name="x.csv",
            content_type="text/csv",
            purpose=PURPOSE,
            organization=org,
            created_by=curator.user,
        )
        age(stored, days)
        return Job.objects.create(
            organization=org, kind="core.list_export", title="Файл", owner=curator.user, result_file=stored
        )

    old, new = made(8), made(6)
    assert purge_list_files() == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert old.result_file is None
    assert new.result_file is not None
    assert StoredFile.objects.filter(purpose=PURPOSE).count() == 1
