"""Where development plans keep what about a person (152-ФЗ ст. 14, 21), and what merging cards does with them."""

from __future__ import annotations

from typing import Any

from django.db import models

from core import audit
from core.models import StoredFile
from core.registries import MergeLine, OnErase, OnMerge, PersonalDataSource, PersonLink, PersonMover
from mentorship.domain.plan_work import forget_evidence
from mentorship.models import (
    DevelopmentPlan,
    PlanAgreement,
    PlanChange,
    PlanEvidence,
    PlanGoal,
    PlanPoint,
    PlanSection,
)
from mentorship.plan_enums import PlanState

ERASED = "Удалено"


def _own(person: Any) -> models.QuerySet[DevelopmentPlan]:
    return DevelopmentPlan.objects.filter(mentee__person=person)


def export_plans(person: Any) -> list[dict[str, Any]]:
    """The person's own plans whole, and when they agreed to somebody's."""
    plans = _own(person).prefetch_related("sections", "goals__steps", "points")
    rows = [_told(plan) for plan in plans]
    agreed = PlanAgreement.objects.filter(person=person)
    return rows + [audit.plain(one, ["side", "revision", "on", "on_paper"]) for one in agreed]


def _told(plan: DevelopmentPlan) -> dict[str, Any]:
    return audit.plain(plan, ["kind", "state", "period_start", "period_end", "outcome", "advice"]) | {
        "разделы": {section.title: section.text for section in plan.sections.all()},
        "цели": [
            audit.plain(goal, ["title", "measure", "due_on", "result", "result_note"])
            | {"шаги": [audit.plain(step, ["title", "due_on", "done_on"]) for step in goal.steps.all()]}
            for goal in plan.goals.all()
        ],
        "контрольные точки": [
            audit.plain(point, ["title", "on", "held_on", "summary"]) for point in plan.points.all()
        ],
    }


def erase_plans(person: Any) -> int:
    """Own words and files go; that there was a plan and how it ended stays as an impersonal fact."""
    count = 0
    plans = list(_own(person).values_list("pk", flat=True))
    for evidence in PlanEvidence.objects.filter(plan__in=plans).select_related("file"):
        forget_evidence(evidence)
        count += 1
    for model in (PlanSection, PlanGoal, PlanPoint, PlanChange):
        count += model._base_manager.filter(plan__in=plans).delete()[0]
    completed = DevelopmentPlan.objects.filter(pk__in=plans, state=PlanState.COMPLETED)
    count += completed.update(outcome=ERASED)
    count += DevelopmentPlan.objects.filter(pk__in=plans).update(
        advice="", state_reason="", revision_reason=""
    )
    name = getattr(person, "full_name", "")
    if name:
        changes = PlanChange.objects.filter(what="Наставник")
        count += changes.filter(before=name).update(before=ERASED)
        count += changes.filter(after=name).update(after="")
    return count


def plan_files(person: Any) -> list[StoredFile]:
    rows = PlanEvidence.objects.filter(plan__mentee__person=person, file__isnull=False).select_related("file")
    return [row.file for row in rows if row.file]


def _merge_lines(kept: Any, merged: Any) -> list[MergeLine]:
    """Two living plans of one form cannot become one by themselves."""
    living = DevelopmentPlan.objects.exclude(state=PlanState.CANCELLED)
    forms = living.filter(mentee__person=kept).values("project")
    if living.filter(mentee__person=merged, project__in=forms).exists():
        text = "у каждой карточки свой план этой формы: сначала отмените один из них"
        return [MergeLine("Планы развития", text, refused=True)]
    return []


SOURCE = PersonalDataSource(
    "Планы развития", (DevelopmentPlan, PlanAgreement), export_plans, erase_plans, files=plan_files
)
LINK = PersonLink(PlanAgreement, "person", "Согласование планов", OnMerge.MOVE, OnErase.SOURCE)
MOVER = PersonMover("Планы развития", _merge_lines, lambda kept, merged, journal: None)
