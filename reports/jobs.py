"""Long work of `reports`."""

from __future__ import annotations

from django.urls import reverse

from core import clock
from core.domain.files import read_file
from core.domain.job_run import JobRun
from core.errors import DomainError
from core.jobs import job_handler
from core.pdf.scans import scan_pages
from mentorship.domain.consents import ensure_needed
from mentorship.enums import ConsentKind
from mentorship.models import Consent, Programme, Project
from reports.batching import pack
from reports.domain import consents, reports, roadmap_files, stacks
from reports.models import Document, ScanStack
from reports.selectors.consents import sheets_to_print
from reports.selectors.spans import span_of
from roadmap.models import Roadmap
from surveys.models import Campaign

AT_ONCE = 10  # sheets between two reports of progress: about a second
# What tells the sheets of one person apart in the archive.
_SHORT = {
    ConsentKind.PROCESSING: "обработка данных",
    ConsentKind.DISTRIBUTION: "распространение данных",
    ConsentKind.PARTICIPATION: "участие",
    ConsentKind.PSYCHOLOGICAL: "психологическая помощь",
    ConsentKind.EMPLOYEE_MENTORING: "наставничество работника",
    ConsentKind.SPECIAL: "особые сведения",
}
Sheet = tuple[Consent, Document]


@job_handler(consents.JOB_KIND)
def make_consents(run: JobRun) -> None:
    """Sheets for all who lack a signed consent, then one archive and one file for the printer.

    Run again after a crash it finds the sheets that are made (one a consent, by key) and goes on.
    """
    programme = Programme.objects.select_related("organization").get(pk=run.params["programme"])
    needed = ensure_needed(programme, actor=run.owner)
    for person, why in needed.problems:
        run.warn(person.full_name, f"Проверьте карточку: {why}.")
    waiting = list(sheets_to_print(programme))
    if not waiting:
        raise DomainError("Все согласия подписаны: печатать нечего.", code="nothing")
    run.start(len(waiting) + 1)
    made: list[Sheet] = []
    for start in range(0, len(waiting), AT_ONCE):
        few = waiting[start : start + AT_ONCE]
        run.step(start, note=few[0].person.full_name)
        sheets = consents.make_sheets(few, organization=run.organization, actor=run.owner)
        for consent, sheet in zip(few, sheets, strict=True):
            if isinstance(sheet, DomainError):
                run.fail_item(
                    f"{consent.person.full_name}, {consent.get_kind_display().lower()}", sheet.message
                )
            else:
                made.append((consent, sheet))
    if not made:
        raise DomainError(
            "Ни одного согласия подготовить не удалось: причины названы ниже.", code="nothing_made"
        )
    run.step(len(waiting), note="Собираем архив и файл для печати")
    batch = pack(
        run,
        made,
        path=_path,
        label=_label,
        programme=programme,
        kind="consents",
        title="Согласия",
        failed=len(waiting) - len(made),
        # Once a consent takes two pages, the file is for both sides: nobody's text on the back of another's sheet.
        both_sides=any(document.pages > 1 for _, document in made),
    )
    run.step(len(waiting) + 1)
    run.result(url=reverse("reports:consents_batch", kwargs={"pk": batch.pk}), file=batch.archive)


def _path(consent: Consent) -> str:
    person = consent.person
    folder = (person.group or person.get_category_display()).replace("/", "-")
    return f"{folder}/{person.full_name.replace('/', '-')} – {_SHORT[ConsentKind(consent.kind)]}.pdf"


def _label(consent: Consent) -> str:
    person = consent.person
    return ", ".join(
        part for part in (person.group, person.full_name, _SHORT[ConsentKind(consent.kind)]) if part
    )


@job_handler(roadmap_files.JOB_KIND)
def make_roadmap_file(run: JobRun) -> None:
    """The paper of a long plan, as it is when the worker takes it."""
    params = run.params
    roadmap = Roadmap.objects.select_related("organization", "programme", "project").get(pk=params["roadmap"])
    run.start(1, note="Рисуем страницы")
    made = roadmap_files.make_file(
        roadmap,
        params["what"],
        params["form"],
        options=params["options"],
        owner=run.owner,  # type: ignore[arg-type]
    )
    run.step(1)
    run.result(file=made, url=reverse("reports:roadmap_print", args=[roadmap.pk]))


@job_handler(reports.REPORT_JOB)
def make_report(run: JobRun) -> None:
    """A report of a year: counted and drawn."""
    params = run.params
    programme = Programme.objects.select_related("organization", "curator").get(pk=params["programme"])
    found = Project.objects.select_related("form", "programme")
    project = found.get(pk=params["project"]) if params.get("project") else None
    span = span_of(programme, clock.today(run.organization), year=params["year"], project=project)
    run.start(1, note="Считаем показатели и рисуем страницы")
    document = reports.make_report(params["kind"], span, actor=run.owner)
    run.step(1)
    run.result(url=reverse("reports:document", kwargs={"pk": document.pk}), file=document.file)


@job_handler(reports.SURVEY_JOB)
def make_survey_report(run: JobRun) -> None:
    """The report on a closed campaign."""
    campaign = Campaign.objects.select_related("organization", "programme").get(pk=run.params["campaign"])
    run.start(1, note="Считаем ответы")
    document = reports.make_survey_report(campaign, actor=run.owner)
    run.step(1)
    run.result(url=reverse("reports:document", kwargs={"pk": document.pk}), file=document.file)


@job_handler(stacks.STACK_JOB)
def read_stack(run: JobRun) -> None:
    """Look at every page of a scanned stack; run again after a crash it finds the pages already written."""
    stack = ScanStack.objects.select_related("organization", "file").get(pk=run.params["stack"])
    for scanned in scan_pages(read_file(stack.file)):
        if scanned.number == 1:
            run.start(scanned.total, note="Ищем коды на листах")
        stacks.keep_page(stack, scanned, actor=run.owner)
        run.step(scanned.number)
    stacks.finish_reading(stack)
    run.result(url=reverse("reports:stack", kwargs={"pk": stack.pk}))
