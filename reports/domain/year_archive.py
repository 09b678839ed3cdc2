"""The archive of a year as one ZIP: the signed files, their scans and signatures, the inventory in two forms."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.utils import timezone

from core import audit, clock
from core.domain.files import read_file, store_handle
from core.domain.job_run import JobRun
from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, Organization, StoredFile, User
from core.pdf import safe_file_name, write_zip
from reports.domain.own_papers import PDF, paper_now
from reports.domain.rights import require
from reports.kinds import kind_of
from reports.models import Document
from reports.permissions import VIEW_JOURNAL
from reports.selectors.register_tables import inventory_workbook
from reports.selectors.year_archive import PURPOSE, files_beside, inventory_of, signed_documents, signed_in

JOB_KIND = "documents.year_archive"
AT_ONCE = 50  # documents read from the database together


def start_archive(organization: Organization, year: int, *, actor: User) -> Job:
    """Ask for the archive of a year; pressed twice it is one job. DomainError when nothing was signed that year."""
    require(VIEW_JOURNAL)
    if not signed_documents(organization).filter(date__year=year).exists():
        raise DomainError(f"За {year} год нет подписанных документов.", code="empty")
    return start_job(
        JOB_KIND,
        organization=organization,
        owner=actor,
        title=f"Архив документов за {year} год",
        params={"year": year},
        key=f"year:{year}",
    )


def make_archive(run: JobRun, year: int) -> StoredFile:
    """Write the ZIP piece by piece into a file on the disk: one document is in memory at a time."""
    organization = run.organization
    lines = inventory_of(organization, year)
    run.start(len(lines) + 1, note="Составляем опись")
    pdf = paper_now(
        "archive_inventory",
        organization,
        organization=organization,
        what=PDF,
        actor=run.owner,
        year=year,
    )
    sheet = inventory_workbook(organization, year, lines)

    def files() -> Iterator[tuple[str, bytes]]:
        yield f"Опись за {year} год.pdf", pdf
        yield f"Опись за {year} год.xlsx", sheet
        for done, document in enumerate(_documents(organization, year), start=1):
            run.step(done, note=document.title)
            try:
                yield from _files_of(document)
            except (OSError, ValueError):
                run.fail_item(str(document), "файл документа повреждён или потерян; в архив он не вошёл")

    with tempfile.TemporaryFile() as handle:
        write_zip(files(), handle, moment=clock.local(timezone.now(), organization))
        stored = store_handle(
            handle,
            name=f"Архив документов за {year} год.zip",
            content_type="application/zip",
            purpose=PURPOSE,
            organization=organization,
            created_by=run.owner,
        )
    audit.record("documents.archived", subject=stored, organization=organization, actor=run.owner)
    run.step(len(lines) + 1)
    return stored


def _documents(organization: Organization, year: int) -> Iterator[Document]:
    """The year's documents in batches, so that a long year is never in memory as a whole."""
    ids = list(signed_in(organization, year).values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        some = {
            one.pk: one for one in signed_in(organization, year).filter(pk__in=ids[start : start + AT_ONCE])
        }
        for pk in ids[start : start + AT_ONCE]:
            if pk in some:
                yield some[pk]


def _files_of(document: Document) -> Iterator[tuple[str, bytes]]:
    """«Приказ/2026-11-09 № 7-ОД О закреплении….pdf» and what proves its signature, under the same name."""
    family = kind_of(document.kind).family
    day = f"{document.date:%Y-%m-%d} " if document.date else ""
    stem = safe_file_name(f"{day}№ {document.number} {document.title}"[:110], "").replace("/", "-")
    if document.file is not None:
        yield f"{family}/{stem}.pdf", read_file(document.file)
    for word, stored in files_beside(document):
        suffix = PurePosixPath(stored.name).suffix or ".sig"
        yield f"{family}/{stem} – {word}{suffix}", read_file(stored)
