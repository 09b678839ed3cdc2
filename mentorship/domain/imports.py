"""Import of people: the file is kept, checked as often as asked, and applied once, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit
from core.clock import today
from core.domain.files import empty_file, read_file, store_file
from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import User
from core.sheets import SheetError, Table, cell_text, read_workbook
from core.uploads import KIND_NAMES, SPREADSHEETS, inspect
from core.workflow import move
from mentorship.domain.entries import announce_bases
from mentorship.domain.import_writing import Writer
from mentorship.domain.signers import follow_corrected
from mentorship.enums import IMPORT_TRANSITIONS, ImportState
from mentorship.imports.checking import Checker, check_tables
from mentorship.imports.columns import signature
from mentorship.imports.reading import at_rest, require_names, tables_of, warnings_of
from mentorship.imports.results import CHANGED, ERROR, NEW, STATUS_LABELS, Check, ImportRow
from mentorship.models import CheckedRow, ImportMapping, PeopleImport, Programme
from mentorship.permissions import IMPORT_PEOPLE

PURPOSE = "people_import"
#: Longer lists are checked and written by a job with progress.
JOB_FROM = 300
#: A file larger than this is read by the job, too: about two thousand rows of fifteen columns.
READ_LATER_FROM = 200_000
#: `progress(done, total)`, in rows.
Progress = Callable[[int, int], None]
OnBatch = Callable[[list[ImportRow]], None]


def upload_people(
    programme: Programme, data: bytes, filename: str, *, base: str, actor: User | None, later: bool = False
) -> PeopleImport:
    """Keep a list that can be read and check it; raises DomainError and keeps nothing when it cannot.

    Columns are read as they were mapped by hand in the institution's last list with the same headers. With `later`
    a long file is only looked at from outside (no bomb, no password, no macros): `check_later` reads it.
    """
    kind = inspect(data, filename, allowed=SPREADSHEETS)
    postponed = later and len(data) > READ_LATER_FROM
    tables, mapping = ([], {}) if postponed else _read(programme, data, filename, base)
    with transaction.atomic():
        made = PeopleImport.objects.create(
            organization=programme.organization,
            programme=programme,
            base=base,
            file=store_file(
                data,
                name=filename,
                content_type=KIND_NAMES[kind][:100],
                purpose=PURPOSE,
                organization=programme.organization,
                created_by=actor,
            ),
            mapping=mapping,
            uploaded_by=actor,
        )
        audit.record(
            "people_import.uploaded", subject=made, actor=actor, after={"file": filename, "base": base}
        )
        if later and not postponed and sum(len(table.rows) for table in tables) <= JOB_FROM:
            _keep_check(made, tables)
    return made


def _read(programme: Programme, data: bytes, filename: str, base: str) -> tuple[list[Table], dict[str, str]]:
    """The tables of a new file with the columns that were mapped by hand before, and that mapping."""
    book = read_workbook(data, filename)
    tables = tables_of(book, base=base)
    known = ImportMapping.objects.filter(
        organization=programme.organization, base=base, headers=signature(tables)
    ).first()
    if known is None:
        return tables, {}
    return tables_of(book, base=base, mapping=known.columns), dict(known.columns)


def _tables(people_import: PeopleImport) -> list[Table]:
    book = read_workbook(read_file(people_import.file), people_import.file.name)
    return tables_of(book, base=people_import.base, mapping=people_import.mapping)


def check_import(people_import: PeopleImport) -> Check:
    """Read the kept file and compare it with what is known now. Nothing is written. Raises DomainError.

    Everything is held in memory: for the command line and for short lists. Pages show what `check_rows` kept.
    """
    return check_tables(
        _tables(people_import),
        people_import.programme,
        base=people_import.base,
        today=today(people_import.organization),
    )


def check_rows(people_import: PeopleImport, *, progress: Progress | None = None) -> PeopleImport:
    """Check the list anew and keep what every row would do for the pages. Raises DomainError for an unreadable file.

    Run again after a crash it begins anew: rows are complete only together with `checked_at`.
    """
    try:
        if people_import.checked_at is None and not people_import.mapping:
            tables, mapping = _read(
                people_import.programme,
                read_file(people_import.file),
                people_import.file.name,
                people_import.base,
            )
            people_import.mapping = mapping
        else:
            tables = _tables(people_import)
    except SheetError as error:
        if error.code == "sensitive":
            empty_file(people_import.file)
        raise
    return _keep_check(people_import, tables, progress=progress)


def _keep_check(
    people_import: PeopleImport, tables: list[Table], *, progress: Progress | None = None
) -> PeopleImport:
    """The rows of a batch are written as they come; the list counts as checked when the last one is."""
    _open_again(people_import)
    checker = Checker(
        people_import.programme, base=people_import.base, today=today(people_import.organization)
    )
    counts = dict.fromkeys(STATUS_LABELS, 0)
    problem = ""
    try:
        require_names(tables)
        done, total = 0, sum(len(table.rows) for table in tables)
        for rows in checker.batches(tables):
            CheckedRow.objects.bulk_create(
                [_checked(people_import, done + place, row) for place, row in enumerate(rows)]
            )
            for row in rows:
                counts[row.status] += 1
            done += len(rows)
            if progress is not None:
                progress(done, total)
    except SheetError as error:
        problem = error.message
    values: dict[str, Any] = {
        "mapping": people_import.mapping,
        "counts": {} if problem else counts,
        "columns": _columns(tables),
        "warnings": warnings_of(tables)[:50],
        "problem": problem,
        "fingerprint": "" if problem else checker.fingerprint,
        "checked_at": timezone.now(),
    }
    PeopleImport.objects.filter(pk=people_import.pk, state=ImportState.UPLOADED).update(**values)
    for name, value in values.items():
        setattr(people_import, name, value)
    return people_import


def _open_again(people_import: PeopleImport) -> None:
    with transaction.atomic():
        locked = _locked(people_import)
        CheckedRow.objects.filter(people_import=locked).delete()
        PeopleImport.objects.filter(pk=locked.pk).update(checked_at=None, fingerprint="", problem="")


def _locked(people_import: PeopleImport) -> PeopleImport:
    locked = (
        PeopleImport.objects.select_for_update(of=("self",))
        .select_related("programme", "file", "organization")
        .get(pk=people_import.pk)
    )
    if locked.state != ImportState.UPLOADED:
        raise DomainError("Этот список уже внесён или отменён.", code="state")
    return locked


def _checked(people_import: PeopleImport, place: int, row: ImportRow) -> CheckedRow:
    shown = {
        "detail": row.detail,
        "summary": row.summary,
        "changes": [[change.label, change.before, change.after] for change in row.changes],
        "issues": [[issue.cell, issue.text] for issue in row.issues],
        "notes": row.notes,
    }
    return CheckedRow(
        people_import=people_import,
        place=place,
        sheet=row.sheet[:100],
        number=row.number,
        status=row.status,
        name=row.name[:260],
        shown={name: value for name, value in shown.items() if value},
        cells=[cell_text(cell) for cell in row.cells] if row.status == ERROR else [],
    )


def _columns(tables: Sequence[Table]) -> dict[str, Any]:
    """Every column once by its header over all sheets with an example of what stands in it; headers by sheet."""
    found: dict[str, dict[str, str]] = {}
    for table in tables:
        for column in table.columns:
            if column.header and column.header not in found:
                example = next((value for row in table.rows[:50] if (value := row.value(column.index))), "")
                found[column.header] = {
                    "header": column.header,
                    "field": column.field,
                    "example": cell_text(example)[:60],
                }
    sheets = {table.sheet[:100]: [column.header for column in table.columns] for table in tables}
    return {"known": list(found.values()), "sheets": sheets}


def map_columns(people_import: PeopleImport, mapping: dict[str, str], *, actor: User | None) -> PeopleImport:
    """Set by hand what a column means: header → field, «» leaves it out. One field may stand only once.

    The institution's next list with the same headers is read the same way.
    """
    chosen = [field for field in mapping.values() if field]
    if len(chosen) != len(set(chosen)):
        raise DomainError("Одно поле выбрано для двух колонок. Оставьте одну.", code="mapping")
    with transaction.atomic():
        locked = _locked(people_import)
        tables = _tables(locked)
        before = dict(locked.mapping)
        locked.mapping = mapping
        locked.save(update_fields=["mapping", "updated_at"])
        audit.record("people_import.mapped", subject=locked, actor=actor, before=before, after=dict(mapping))
        ImportMapping.objects.update_or_create(
            organization=locked.organization,
            base=locked.base,
            headers=signature(tables),
            defaults={"columns": mapping},
        )
    people_import.mapping = mapping
    return locked


def apply_import(
    people_import: PeopleImport,
    *,
    only_good: bool,
    actor: User | None,
    progress: Progress | None = None,
    on_batch: OnBatch | None = None,
) -> dict[str, int]:
    """Write the list: everything, or only the rows without errors. All of it happens, or none.

    One transaction: killed half-way it leaves nothing, and applied twice, the second finds nothing to do. The file is
    checked anew under the lock, so what is written is what is true now; it raises DomainError if that differs from
    what the last check showed. `progress` and `on_batch(rows)` are called for every batch. Returns counts.
    """
    with transaction.atomic():
        locked = _locked(people_import)
        # Two imports into one programme follow each other: each sees whom the other has written.
        Programme.objects.select_for_update().get(pk=locked.programme_id)
        if not only_good and locked.counts.get(ERROR):
            raise _errors(locked.counts[ERROR])
        counts = _write_all(locked, only_good=only_good, actor=actor, progress=progress, on_batch=on_batch)
        # Rows with errors stay to be downloaded and mended; the others have become people.
        CheckedRow.objects.filter(people_import=locked).exclude(status=ERROR).delete()
        columns = {"sheets": locked.columns.get("sheets", {})} if counts[ERROR] else {}
        move(
            locked,
            to=ImportState.APPLIED,
            transitions=IMPORT_TRANSITIONS,
            actor=actor,
            rule=IMPORT_PEOPLE,
            action="people_import.applied",
            set_fields={
                "counts": counts,
                "applied_at": timezone.now(),
                "columns": columns,
                "warnings": locked.warnings,
            },
        )
        announce_bases(locked.programme, actor=actor)
        if counts[NEW] or counts[CHANGED]:
            start_job(
                "people.duplicates",
                organization=locked.organization,
                owner=actor,
                title=f"Поиск дублей в списке № {locked.pk}",
                params={"people_import": locked.pk},
                key=f"import {locked.pk}",
            )
    people_import.state, people_import.counts = locked.state, counts
    people_import.warnings, people_import.applied_at = locked.warnings, locked.applied_at
    return counts


def _write_all(
    locked: PeopleImport,
    *,
    only_good: bool,
    actor: User | None,
    progress: Progress | None,
    on_batch: OnBatch | None,
) -> dict[str, int]:
    tables = _tables(locked)
    require_names(tables)
    locked.warnings = warnings_of(tables)[:50]
    day = today(locked.organization)
    writer = Writer(locked, actor=actor, today=day)
    checker = Checker(locked.programme, base=locked.base, today=day, written=writer.written)
    counts = dict.fromkeys(STATUS_LABELS, 0)
    done, total = 0, sum(len(table.rows) for table in tables)
    with at_rest():
        for rows in checker.batches(tables):
            for row in rows:
                counts[row.status] += 1
            if only_good or not counts[ERROR]:
                writer.write(rows)
            done += len(rows)
            if on_batch is not None:
                on_batch(rows)
            if progress is not None:
                progress(done, total)
    if counts[ERROR] and not only_good:
        raise _errors(counts[ERROR])
    if locked.fingerprint and locked.fingerprint != checker.fingerprint:
        raise DomainError(
            "С тех пор как список проверен, на портале что-то изменилось. Посмотрите строки ещё раз.",
            code="stale",
        )
    corrected = {pk: was["birth_date"] for pk, was in writer.written.former.items() if "birth_date" in was}
    follow_corrected(corrected, actor=actor)
    return counts


def _errors(count: int) -> DomainError:
    return DomainError(
        f"Строк с ошибками: {count}. Исправьте их или внесите только строки без ошибок.", code="rows"
    )


def discard_import(people_import: PeopleImport, *, actor: User | None) -> PeopleImport:
    """The list is not wanted; nothing was written, and what the check kept goes."""
    with transaction.atomic():
        move(
            people_import,
            to=ImportState.DISCARDED,
            transitions=IMPORT_TRANSITIONS,
            actor=actor,
            rule=IMPORT_PEOPLE,
            action="people_import.discarded",
            set_fields={"columns": {}},
        )
        CheckedRow.objects.filter(people_import=people_import).delete()
    return people_import


def refuse_upload(people_import: PeopleImport) -> None:
    """Forget a list that turned out to be unreadable, with its file: nothing of a refused file is kept."""
    with transaction.atomic():
        locked = _locked(people_import)
        stored = locked.file
        path, storage = str(stored.file.name), stored.file.storage
        locked.delete()
        stored.delete()
        transaction.on_commit(lambda: storage.delete(path))
