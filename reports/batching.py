"""Papers of one job packed for the curator: an archive with a file for each, and one file for the printer."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.utils import timezone

from core import clock
from core.domain.files import read_file, store_file
from core.domain.job_run import JobRun
from core.errors import DomainError
from core.models import StoredFile
from core.pdf import merge_pdfs, write_zip
from core.russian import date_short
from mentorship.models import Programme
from reports.jobs import BATCH_PURPOSE
from reports.models import Document, DocumentBatch
from reports.selectors.consents import batch_of

Subject = TypeVar("Subject")


def make_all(
    run: JobRun,
    subjects: Sequence[Subject],
    *,
    name: Callable[[Subject], str],
    make: Callable[[Subject], Document],
) -> list[tuple[str, Document]]:
    """A document for each, with progress; what cannot be made is told by name. Raises DomainError if nothing was."""
    run.start(len(subjects) + 1)
    made: list[tuple[str, Document]] = []
    for number, subject in enumerate(subjects):
        run.step(number, note=name(subject))
        try:
            made.append((name(subject), make(subject)))
        except DomainError as error:
            run.fail_item(name(subject), error.message)
    if not made:
        raise DomainError("Ничего сделать не удалось: причины названы ниже.", code="nothing_made")
    run.step(len(subjects), note="Собираем архив и файл для печати")
    return made


def pack(
    run: JobRun,
    made: Iterable[tuple[str, Document]],
    *,
    programme: Programme,
    kind: str,
    title: str,
    failed: int,
) -> DocumentBatch:
    """The batch of a job, once: run again it finds what it has packed."""
    known = batch_of(run.job)
    if known is not None:
        return known
    sheets = [(name, read_file(document.file)) for name, document in made if document.file]
    title = f"{title.replace('/', '-')} {date_short(clock.today(run.organization))}"
    archive, printed = io.BytesIO(), io.BytesIO()
    files = ((f"{name.replace('/', '-')}.pdf", content) for name, content in sheets)
    write_zip(files, archive, moment=clock.local(timezone.now(), run.organization))
    pages = merge_pdfs(iter(sheets), printed, title=title)
    return DocumentBatch.objects.create(
        organization=run.organization,
        job=run.job,
        programme=programme,
        kind=kind,
        archive=_store(run, archive.getvalue(), f"{title}.zip", "application/zip"),
        print_file=_store(run, printed.getvalue(), f"{title}.pdf", "application/pdf"),
        made=len(sheets),
        failed=failed,
        pages=pages,
    )


def _store(run: JobRun, data: bytes, name: str, content_type: str) -> StoredFile:
    given: dict[str, Any] = {"organization": run.organization, "created_by": run.owner}
    return store_file(data, name=name, content_type=content_type, purpose=BATCH_PURPOSE, **given)
