"""Papers of one job packed for the curator: an archive with a file for each, and one file for the printer."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, TypeVar

from django.utils import timezone

from core import clock
from core.domain.files import read_file, store_handle
from core.domain.job_run import JobRun
from core.errors import DomainError
from core.models import StoredFile
from core.pdf import merge_pdfs, write_zip
from core.russian import date_short
from mentorship.models import Programme
from reports.models import Document, DocumentBatch
from reports.selectors.consents import batch_of

BATCH_PURPOSE = "document_batch"
Subject = TypeVar("Subject")


def make_all(
    run: JobRun,
    subjects: Sequence[Subject],
    *,
    name: Callable[[Subject], str],
    make: Callable[[Subject], Document],
) -> list[tuple[Subject, Document]]:
    """A document for each, with progress; what cannot be made is told by name. Raises DomainError if nothing was.

    Run again after a crash it finds what is made already: `make` gives the document of the subject, old or new.
    """
    run.start(len(subjects) + 1)
    made: list[tuple[Subject, Document]] = []
    for number, subject in enumerate(subjects):
        run.step(number, note=name(subject))
        try:
            made.append((subject, make(subject)))
        except DomainError as error:
            run.fail_item(name(subject), error.message)
    if not made:
        raise DomainError("Ничего сделать не удалось: причины названы ниже.", code="nothing_made")
    run.step(len(subjects), note="Собираем архив и файл для печати")
    return made


def pack(
    run: JobRun,
    made: Sequence[tuple[Subject, Document]],
    *,
    path: Callable[[Subject], str],
    label: Callable[[Subject], str],
    programme: Programme,
    kind: str,
    title: str,
    failed: int,
    both_sides: bool = False,
) -> DocumentBatch:
    """The batch of a job, once: run again it finds what it has packed.

    `path` is the file's in the archive (folders by «/»), `label` its bookmark in the file for the printer. With
    `both_sides` every paper begins on a sheet of its own. One paper is held in memory at a time.
    """
    known = batch_of(run.job)
    if known is not None:
        return known
    ready = [(subject, document) for subject, document in made if document.file]
    title = f"{title.replace('/', '-')} {date_short(clock.today(run.organization))}"

    def files(name: Callable[[Subject], str]) -> Iterator[tuple[str, bytes]]:
        return ((name(subject), read_file(document.file)) for subject, document in ready)  # type: ignore[arg-type]

    with tempfile.TemporaryFile() as archive, tempfile.TemporaryFile() as printed:
        write_zip(files(path), archive, moment=clock.local(timezone.now(), run.organization))
        pages = merge_pdfs(files(label), printed, title=title, whole_sheets=both_sides)
        return DocumentBatch.objects.create(
            organization=run.organization,
            job=run.job,
            programme=programme,
            kind=kind,
            archive=_store(run, archive, f"{title}.zip", "application/zip"),
            print_file=_store(run, printed, f"{title}, для печати.pdf", "application/pdf"),
            made=len(ready),
            documents=[document.pk for _, document in ready],
            failed=failed,
            pages=pages,
        )


def file_name(name: str) -> str:
    """A name that is one file: «/» in it parts no folders."""
    return f"{name.replace('/', '-')}.pdf"


def _store(run: JobRun, handle: BinaryIO, name: str, content_type: str) -> StoredFile:
    return store_handle(
        handle,
        name=name,
        content_type=content_type,
        purpose=BATCH_PURPOSE,
        organization=run.organization,
        created_by=run.owner,
    )
