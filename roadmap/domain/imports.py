"""The way of a plan from an uploaded document to a roadmap: read, shown, changed, applied once."""

from dataclasses import replace as changed
from datetime import date
from typing import Any

from django.db import transaction

from core import audit
from core.domain.files import store_file
from core.errors import DomainError
from core.models import User
from core.uploads import FileKind, inspect
from core.workflow import move
from mentorship.models import Programme, Project
from mentorship.selectors.programmes import forms_for
from roadmap.domain.roadmaps import create_roadmap
from roadmap.drafts import PlanForm, edited_row, plan_form
from roadmap.enums import IMPORT_TRANSITIONS, ImportState
from roadmap.models import PlanImport, Roadmap
from roadmap.permissions import MANAGE_ROADMAP
from roadmap.reading import PlanDraft, read_pasted, read_plan
from roadmap.reading.plans import ALLOWED
from roadmap.selectors.people import members_of
from roadmap.targets import proposed_targets

PURPOSE = "roadmap_plan"
CONTENT_TYPES = {
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.CSV: "text/csv",
    FileKind.TXT: "text/plain",
}
PASTED_NAME = "Вставленный текст.txt"


def upload_plan(programme: Programme, data: bytes, filename: str, *, actor: User | None) -> PlanImport:
    """Read a document and keep it with what was understood; the roadmap stays as it is.

    Raises DomainError, and keeps nothing, for a file that holds no readable plan.
    """
    kind = inspect(data, filename, allowed=ALLOWED)
    return _keep_read(programme, read_plan(data, filename), data, filename, kind, actor)


def paste_plan(programme: Programme, text: str, *, actor: User | None) -> PlanImport:
    """Read a text copied from a document; it is kept as a file, as an uploaded one would be."""
    drafts = read_pasted(text)
    return _keep_read(programme, drafts, text.encode(), PASTED_NAME, FileKind.TXT, actor)


def _keep_read(
    programme: Programme,
    drafts: list[PlanDraft],
    data: bytes,
    filename: str,
    kind: FileKind,
    actor: User | None,
) -> PlanImport:
    members = members_of(programme.organization)
    plans = [_with_period(plan_form(draft, members), programme) for draft in drafts]
    if len(plans) > 1:
        targets = proposed_targets(
            [plan.title for plan in plans],
            programme.projects.select_related("form"),
            forms_for(programme.organization),
        )
        plans = [changed(plan, target=target) for plan, target in zip(plans, targets, strict=True)]
    with transaction.atomic():
        stored = store_file(
            data,
            name=filename,
            content_type=CONTENT_TYPES[kind],
            purpose=PURPOSE,
            organization=programme.organization,
            created_by=actor,
        )
        return PlanImport.objects.create(
            organization=programme.organization,
            programme=programme,
            file=stored,
            plans=[plan.to_json() for plan in plans],
            uploaded_by=actor,
        )


def start_from_plan(programme: Programme, plan: PlanForm, *, origin: str, actor: User | None) -> PlanImport:
    """Put a plan that was made and not read (of a template) on the same way: shown, changed, applied once."""
    made = PlanImport.objects.create(
        organization=programme.organization,
        programme=programme,
        origin=origin[:300],
        plans=[plan.to_json()],
        uploaded_by=actor,
    )
    audit.record("roadmap.plan_started", subject=made, actor=actor, after={"origin": origin[:300]})
    return made


def _with_period(plan: PlanForm, programme: Programme) -> PlanForm:
    """A plan that does not say its term is taken to last as long as the programme."""
    if plan.period.known:
        return plan
    return changed(plan, period_start=programme.period_start, period_end=programme.period_end)


def chosen_plan(plan_import: PlanImport) -> PlanForm:
    return PlanForm.from_json(plan_import.plans[plan_import.chosen])


def choose_plan(plan_import: PlanImport, index: int) -> PlanImport:
    """Take another of the document's plans."""
    require_open(plan_import)
    if not 0 <= index < len(plan_import.plans):
        raise DomainError("Такого плана в документе нет.", code="no_plan")
    plan_import.chosen = index
    plan_import.save(update_fields=["chosen", "updated_at"])
    return plan_import


def edit_plan(plan_import: PlanImport, *, title: str, period_start: date, period_end: date) -> PlanForm:
    """Change the plan's name and term; its deadlines are read by the new term."""
    if period_end < period_start:
        raise DomainError("Окончание раньше начала.", field="period_end")
    plan = chosen_plan(plan_import)
    doubts = tuple(doubt for doubt in plan.doubts if not doubt.startswith("Срок действия плана"))
    return _keep(
        plan_import,
        changed(plan, title=title, period_start=period_start, period_end=period_end, doubts=doubts),
    )


def edit_row(plan_import: PlanImport, index: int, **values: Any) -> PlanForm:
    """Change a row of the preview (from 0)."""
    plan = chosen_plan(plan_import)
    return _keep(plan_import, plan.with_row(index, edited_row(plan.rows[index], **values)))


def include_row(plan_import: PlanImport, index: int, *, included: bool) -> PlanForm:
    """Leave a row out, or take it back."""
    plan = chosen_plan(plan_import)
    if not 0 <= index < len(plan.rows):
        raise DomainError("Такой строки в плане нет.", code="no_row")
    return _keep(plan_import, plan.with_row(index, changed(plan.rows[index], included=included)))


def _keep(plan_import: PlanImport, plan: PlanForm) -> PlanForm:
    require_open(plan_import)
    plan_import.plans[plan_import.chosen] = plan.to_json()
    plan_import.save(update_fields=["plans", "updated_at"])
    return plan


def apply_import(
    plan_import: PlanImport,
    *,
    actor: User | None,
    project: Project | None = None,
    adopted_on: date | None = None,
    replace: bool = False,
) -> Roadmap:
    """Write the plan as the roadmap of its programme (or of a project), once. Raises DomainError as create_roadmap."""
    with transaction.atomic():
        locked = PlanImport.objects.select_for_update().get(pk=plan_import.pk)
        require_open(locked)
        roadmap = create_roadmap(
            locked.programme,
            chosen_plan(locked),
            actor=actor,
            project=project,
            source=locked.file,
            adopted_on=adopted_on,
            replace=replace,
        )
        move(
            plan_import,
            to=ImportState.APPLIED,
            transitions=IMPORT_TRANSITIONS,
            actor=actor,
            rule=MANAGE_ROADMAP,
            set_fields={"roadmap": roadmap},
        )
    return roadmap


def drop_import(plan_import: PlanImport, *, actor: User | None) -> PlanImport:
    return move(
        plan_import, to=ImportState.DROPPED, transitions=IMPORT_TRANSITIONS, actor=actor, rule=MANAGE_ROADMAP
    )


def require_open(plan_import: PlanImport) -> None:
    """Raises DomainError for an import that is applied or dropped."""
    if plan_import.state != ImportState.UPLOADED:
        raise DomainError("Этот план уже загружен или отменён. Выберите файл снова.", code="closed")
