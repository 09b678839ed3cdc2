"""Development plans of a programme as one job: an archive with a file a mentee and one file for the printer."""

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
from mentorship.models import DevelopmentPlan, Programme
from reports.domain import plans
from reports.jobs import BATCH_PURPOSE
from reports.models import Document, DocumentBatch
from reports.selectors.consents import batch_of
from reports.selectors.plans import plans_to_print

Made = tuple[DevelopmentPlan, Document]


@job_handler(plans.JOB_KIND)
def make_plans(run: JobRun) -> None:
    """The sheets of all plans; run again after a crash it finds those that are made (one a plan, by key)."""
    programme = Programme.objects.select_related("organization").get(pk=run.params["programme"])
    waiting = list(plans_to_print(programme))
    if not waiting:
        raise DomainError("Готовых планов нет: печатать нечего.", code="nothing")
    run.start(len(waiting) + 1)
    made: list[Made] = []
    for number, plan in enumerate(waiting):
        run.step(number, note=plan.mentee.person.full_name)
        try:
            made.append((plan, plans.make_plan(plan, actor=run.owner)))
        except DomainError as error:
            run.fail_item(plan.mentee.person.full_name, error.message)
    if not made:
        raise DomainError("Ни одного плана напечатать не удалось: причины названы ниже.", code="nothing_made")
    run.step(len(waiting), note="Собираем архив и файл для печати")
    batch = batch_of(run.job) or _pack(run, programme, made, failed=len(waiting) - len(made))
    run.step(len(waiting) + 1)
    run.result(url=reverse("reports:plans_batch", kwargs={"pk": batch.pk}), file=batch.archive)


def _pack(run: JobRun, programme: Programme, made: list[Made], *, failed: int) -> DocumentBatch:
    sheets = [(plan, read_file(document.file)) for plan, document in made if document.file]
    name = f"Планы развития {date_short(clock.today(run.organization))}"
    archive, printed = io.BytesIO(), io.BytesIO()
    files = ((_path(plan), content) for plan, content in sheets)
    write_zip(files, archive, moment=clock.local(timezone.now(), run.organization))
    labels = ((plan.mentee.person.full_name, content) for plan, content in sheets)
    # A plan takes two pages and more: nobody's text on the back of another's sheet.
    pages = merge_pdfs(labels, printed, title=name, whole_sheets=True)
    return DocumentBatch.objects.create(
        organization=run.organization,
        job=run.job,
        programme=programme,
        kind=plans.BATCH,
        archive=_store(run, archive.getvalue(), f"{name}.zip", "application/zip"),
        print_file=_store(run, printed.getvalue(), f"{name}.pdf", "application/pdf"),
        made=len(sheets),
        failed=failed,
        pages=pages,
    )


def _path(plan: DevelopmentPlan) -> str:
    mentor, mentee = plan.pair.mentor.person, plan.mentee.person
    return f"{mentor.full_name.replace('/', '-')}/{mentee.full_name.replace('/', '-')} {plan.pk}.pdf"


def _store(run: JobRun, data: bytes, name: str, content_type: str) -> StoredFile:
    return store_file(
        data,
        name=name,
        content_type=content_type,
        purpose=BATCH_PURPOSE,
        organization=run.organization,
        created_by=run.owner,
    )
