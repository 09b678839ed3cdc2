"""Certificates of a group as one job."""

from __future__ import annotations

import io

from django.urls import reverse
from django.utils import timezone

from core import clock
from core.domain.files import read_file, store_file
from core.domain.job_run import JobRun
from core.errors import DomainError
from core.jobs import job_handler
from core.models import StoredFile
from core.pdf import merge_pdfs, write_zip
from core.russian import date_short
from mentorship.models import TrainingGroup, TrainingPlace
from reports.domain import certificates
from reports.jobs import BATCH_PURPOSE
from reports.models import Document, DocumentBatch
from reports.selectors.certificates import completed_places
from reports.selectors.consents import batch_of

Made = tuple[TrainingPlace, Document]


@job_handler(certificates.JOB_KIND)
def make_certificates(run: JobRun) -> None:
    """A certificate for everybody who was trained, then an archive and one file for the printer.

    Run again after a crash it finds those that are made (one a place, by key) and goes on.
    """
    group = TrainingGroup.objects.select_related("programme", "course").get(pk=run.params["group"])
    waiting = list(completed_places(group))
    if not waiting:
        raise DomainError("Обучение группы вернули: свидетельства выдавать некому.", code="nobody")
    run.start(len(waiting) + 1)
    made: list[Made] = []
    for number, place in enumerate(waiting):
        run.step(number, note=place.entry.person.full_name)
        try:
            made.append((place, certificates.make_certificate(place, actor=run.owner)))
        except DomainError as error:
            run.fail_item(place.entry.person.full_name, error.message)
    if not made:
        raise DomainError(
            "Ни одного свидетельства сделать не удалось: причины названы ниже.", code="nothing_made"
        )
    run.step(len(waiting), note="Собираем архив и файл для печати")
    batch = batch_of(run.job) or _pack(run, group, made, failed=len(waiting) - len(made))
    run.step(len(waiting) + 1)
    run.result(url=reverse("reports:certificates_batch", kwargs={"pk": batch.pk}), file=batch.archive)


def _pack(run: JobRun, group: TrainingGroup, made: list[Made], *, failed: int) -> DocumentBatch:
    sheets = [(place, read_file(document.file)) for place, document in made if document.file]
    name = f"Свидетельства {group.title.replace('/', '-')} {date_short(clock.today(run.organization))}"
    archive, printed = io.BytesIO(), io.BytesIO()
    files = ((f"{place.entry.person.full_name.replace('/', '-')}.pdf", content) for place, content in sheets)
    write_zip(files, archive, moment=clock.local(timezone.now(), run.organization))
    pages = merge_pdfs(
        ((place.entry.person.full_name, content) for place, content in sheets), printed, title=name
    )
    return DocumentBatch.objects.create(
        organization=run.organization,
        job=run.job,
        programme=group.programme,
        kind="certificates",
        archive=_store(run, archive.getvalue(), f"{name}.zip", "application/zip"),
        print_file=_store(run, printed.getvalue(), f"{name}.pdf", "application/pdf"),
        made=len(sheets),
        failed=failed,
        pages=pages,
    )


def _store(run: JobRun, data: bytes, name: str, content_type: str) -> StoredFile:
    return store_file(
        data,
        name=name,
        content_type=content_type,
        purpose=BATCH_PURPOSE,
        organization=run.organization,
        created_by=run.owner,
    )
