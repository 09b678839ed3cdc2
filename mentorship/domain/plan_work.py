"""Work by an approved plan: steps done, goals judged, mid-points held, evidence brought. No new revision is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from core import audit
from core.clock import today
from core.domain.files import destroy_file, store_file
from core.errors import DomainError
from core.models import StoredFile, User
from core.seen import settle
from core.uploads import SCANS, FileKind, inspect
from mentorship.models import DevelopmentPlan, PlanEvidence, PlanGoal, PlanPoint, PlanStep
from mentorship.plan_enums import GoalResult, PlanState

PURPOSE = "plan_evidence"
ALLOWED = SCANS | {FileKind.DOCX, FileKind.XLSX, FileKind.ODS}
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
_web = URLValidator(schemes=["http", "https"])


def mark_step(
    step: PlanStep,
    *,
    on: dt.date,
    note: str = "",
    actor: User | None,
    seen: Mapping[str, str] | None = None,
) -> PlanStep:
    """The step is done. Raises DomainError for a day to come, or when the plan is not at work.

    `seen`: what the writer had before them, as with a goal's and a mid-point's words (`core.seen`).
    """
    with _working(step.goal.plan) as plan:
        _past(plan, on, "on")
        note = _word(step, "done_note", "note", "что получилось", note, seen)
        step.done_on, step.done_note, step.done_by = on, " ".join(note.split())[:500], actor
        step.save(update_fields=["done_on", "done_note", "done_by"])
        audit.record("plan.step_done", subject=plan, actor=actor, after={"what": step.title})
    return step


def unmark_step(step: PlanStep, *, actor: User | None) -> PlanStep:
    """The step was marked by mistake."""
    with _working(step.goal.plan) as plan:
        step.done_on, step.done_note, step.done_by = None, "", None
        step.save(update_fields=["done_on", "done_note", "done_by"])
        audit.record("plan.step_open", subject=plan, actor=actor, after={"what": step.title})
    return step


def judge_goal(
    goal: PlanGoal,
    *,
    result: str,
    note: str,
    on: dt.date,
    actor: User | None,
    seen: Mapping[str, str] | None = None,
) -> PlanGoal:
    """What came of a goal by its measure; «в работе» takes an earlier judgement back."""
    with _working(goal.plan) as plan:
        _past(plan, on, "on")
        words = _word(goal, "result_note", "note", "что получилось", note.strip(), seen)
        if result not in {GoalResult.OPEN, GoalResult.REACHED} and not words:
            raise DomainError("Напишите, что помешало.", field="note", code="required")
        goal.result = GoalResult(result)
        goal.result_note = words
        goal.result_on = None if result == GoalResult.OPEN else on
        goal.save(update_fields=["result", "result_note", "result_on"])
        audit.record(
            "plan.goal_judged",
            subject=plan,
            actor=actor,
            after={"what": goal.title, "result": goal.get_result_display()},
        )
    return goal


def hold_point(
    point: PlanPoint,
    *,
    on: dt.date,
    summary: str,
    actor: User | None,
    seen: Mapping[str, str] | None = None,
) -> PlanPoint:
    """The pair has looked back: what they saw."""
    words = summary.strip()
    if not words:
        raise DomainError("Напишите вывод.", field="summary", code="required")
    with _working(point.plan) as plan:
        _past(plan, on, "on")
        words = _word(point, "summary", "summary", "вывод", words, seen)
        point.held_on, point.summary, point.held_by = on, words, actor
        point.save(update_fields=["held_on", "summary", "held_by"])
        audit.record("plan.point_held", subject=plan, actor=actor, after={"what": point.title})
    return point


def add_evidence(
    plan: DevelopmentPlan,
    *,
    goal: PlanGoal | None = None,
    text: str = "",
    link: str = "",
    name: str = "",
    data: bytes = b"",
    actor: User | None,
) -> PlanEvidence:
    """Bring what shows that it was done: a word, a link, a file. Raises DomainError for nothing or a wrong file."""
    words, address = " ".join(text.split())[:1000], link.strip()
    if not (words or address or data):
        raise DomainError("Напишите, что сделано, приложите файл или ссылку.", field="text", code="required")
    if goal is not None and goal.plan_id != plan.pk:
        raise DomainError("Цель из другого плана.", field="goal", code="goal")
    if address:
        try:
            _web(address)
        except ValidationError:
            raise DomainError(
                "Ссылка должна начинаться с http:// или https://.", field="link", code="link"
            ) from None
    with _working(plan) as locked:
        made = PlanEvidence.objects.create(
            organization=plan.organization,
            plan=locked,
            goal=goal,
            text=words,
            link=address,
            file=_keep(locked, name, data, actor) if data else None,
            author=actor,
        )
        audit.record("plan.evidence_added", subject=locked, actor=actor, after={"file": name} if data else {})
    return made


def remove_evidence(evidence: PlanEvidence, *, actor: User | None) -> None:
    """Take back what was brought by mistake; its file is destroyed."""
    with _working(evidence.plan) as plan:
        audit.record("plan.evidence_removed", subject=plan, actor=actor, before={"text": evidence.text[:200]})
        forget_evidence(evidence)


def forget_evidence(evidence: PlanEvidence) -> None:
    """Destroy a piece of evidence with its file, whatever the state of the plan."""
    if evidence.file is not None and not (evidence.text or evidence.link):
        PlanEvidence.objects.filter(pk=evidence.pk).update(text="файл удалён")
    destroy_file(evidence, "file")
    evidence.delete()


def _keep(plan: DevelopmentPlan, name: str, data: bytes, actor: User | None) -> StoredFile:
    kind = inspect(data, name, allowed=ALLOWED)
    return store_file(
        data,
        name=name,
        content_type=CONTENT_TYPES[kind],
        purpose=PURPOSE,
        organization=plan.organization,
        created_by=actor,
    )


@contextmanager
def _working(plan: DevelopmentPlan) -> Iterator[DevelopmentPlan]:
    with transaction.atomic():
        locked = (
            DevelopmentPlan.objects.select_for_update(of=("self",))
            .select_related("organization")
            .get(pk=plan.pk)
        )
        if locked.state != PlanState.APPROVED:
            raise DomainError("Отметки ставят в утверждённом плане.", code="not_working")
        yield locked


def _word(
    row: PlanStep | PlanGoal | PlanPoint,
    column: str,
    name: str,
    label: str,
    given: str,
    seen: Mapping[str, str] | None,
) -> str:
    """The words to keep, read under the plan's lock. Raises DomainError where another has written others meanwhile."""
    now = type(row)._default_manager.filter(pk=row.pk).values_list(column, flat=True).first()
    return str(settle({name: now or ""}, {name: given}, seen, {name: label})[name])


def _past(plan: DevelopmentPlan, day: dt.date, field: str) -> None:
    if day > today(plan.organization):
        raise DomainError("Этот день ещё не наступил.", field=field, code="future")
