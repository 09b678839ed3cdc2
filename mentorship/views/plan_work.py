"""Forms of the work by an approved plan: steps, goals, mid-points, evidence; its file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from core import audit
from core.access import access
from core.clock import today
from core.errors import DomainError
from core.views.files import send_file
from core.views.pages import ConfirmPage
from mentorship.domain import plan_work as domain
from mentorship.forms.plans import EvidenceForm, GoalResultForm, PointHoldForm, StepDoneForm
from mentorship.models import DevelopmentPlan, PlanEvidence, PlanStep
from mentorship.permissions import OPEN_PLAN, WORK_ON_PLAN
from mentorship.plan_enums import GoalResult
from mentorship.selectors.plans import plans_visible_to
from mentorship.views.plan_access import GoalPage, PlanPage, PointPage, StepPage, part_of, plan_address


class StepDone(StepPage):
    access_rule = WORK_ON_PLAN
    title = "Шаг сделан"
    form_class = StepDoneForm
    submit_label = "Отметить"
    done = "Шаг отмечен."

    def form_options(self) -> dict[str, Any]:
        step = self.step
        return {"initial": {"on": step.done_on or today(self.plan.organization), "note": step.done_note}}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "intro": self.step.title}

    def save(self, form: StepDoneForm) -> str:
        domain.mark_step(self.step, actor=self.request.user, seen=form.seen, **form.cleaned_data)  # type: ignore[arg-type]
        return plan_address(self.plan)


@access(WORK_ON_PLAN)
@require_POST
def step_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the mark of a step back."""
    seen = plans_visible_to(request.membership)  # type: ignore[attr-defined]
    step = get_object_or_404(PlanStep.objects.select_related("goal"), pk=pk, goal__plan__in=seen.values("pk"))
    step.goal.plan = seen.get(pk=step.goal.plan_id)
    plan: DevelopmentPlan = step.goal.plan
    if not part_of(request, plan).works:
        raise PermissionDenied
    try:
        domain.unmark_step(step, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(plan_address(plan))


class GoalJudge(GoalPage):
    access_rule = WORK_ON_PLAN
    title = "Итог цели"
    form_class = GoalResultForm
    needs = "leads"
    done = "Цель оценена."

    def form_options(self) -> dict[str, Any]:
        goal = self.goal
        result = GoalResult.REACHED if goal.result == GoalResult.OPEN else goal.result
        return {
            "initial": {
                "result": result,
                "note": goal.result_note,
                "on": goal.result_on or today(self.plan.organization),
            }
        }

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "intro": f"{self.goal.title}. Показатель: {self.goal.measure}"}

    def save(self, form: GoalResultForm) -> str:
        domain.judge_goal(self.goal, actor=self.request.user, seen=form.seen, **form.cleaned_data)  # type: ignore[arg-type]
        return plan_address(self.plan)


class PointHold(PointPage):
    access_rule = WORK_ON_PLAN
    title = "Контрольная точка проведена"
    form_class = PointHoldForm
    needs = "leads"
    submit_label = "Записать вывод"
    done = "Вывод записан."

    def form_options(self) -> dict[str, Any]:
        point = self.point
        return {"initial": {"on": point.held_on or today(self.plan.organization), "summary": point.summary}}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "intro": self.point.title}

    def save(self, form: PointHoldForm) -> str:
        domain.hold_point(self.point, actor=self.request.user, seen=form.seen, **form.cleaned_data)  # type: ignore[arg-type]
        return plan_address(self.plan)


class EvidenceAdd(PlanPage):
    access_rule = WORK_ON_PLAN
    title = "Что сделано"
    form_class = EvidenceForm
    submit_label = "Добавить"
    done = "Добавлено в план."

    def form_options(self) -> dict[str, Any]:
        goal = self.request.GET.get("goal", "")
        return {"plan": self.plan, "initial": {"goal": goal if goal.isdigit() else ""}}

    def save(self, form: EvidenceForm) -> str:
        given = form.cleaned_data
        name, data = given["file"] or ("", b"")
        domain.add_evidence(
            self.plan,
            goal=given["goal"],
            text=given["text"],
            link=given["link"],
            name=name,
            data=data,
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return plan_address(self.plan)


class EvidenceRemove(PlanPage, ConfirmPage):
    access_rule = WORK_ON_PLAN
    title = "Убрать запись"
    verb = "Убрать"
    danger = True
    done = "Запись убрана."
    evidence: PlanEvidence

    def find(self) -> DevelopmentPlan:
        self.evidence = find_evidence(self.request, self.kwargs["pk"])
        return self.evidence.plan

    def load(self) -> None:
        super().load()
        # Whoever brought it takes it back; the curator may too.
        if not self.part.is_staff and self.evidence.author_id != self.request.user.pk:
            raise PermissionDenied

    def get_text(self) -> str:
        return f"{self.evidence}. Приложенный файл будет удалён."

    def save(self, form: Any) -> str:
        domain.remove_evidence(self.evidence, actor=self.request.user)  # type: ignore[arg-type]
        return plan_address(self.plan)


def find_evidence(request: HttpRequest, pk: int) -> PlanEvidence:
    seen = plans_visible_to(request.membership)  # type: ignore[attr-defined]
    rows = PlanEvidence.objects.filter(plan__in=seen.values("pk")).select_related("file")
    found = get_object_or_404(rows, pk=pk)
    found.plan = seen.get(pk=found.plan_id)
    return found


@access(OPEN_PLAN)
@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file that was brought, for those who see the plan; every reading is in the trail."""
    evidence = find_evidence(request, pk)
    if evidence.file is None or not evidence.file.file:
        raise Http404
    audit.record("file.downloaded", subject=evidence.file, actor=request.user)  # type: ignore[arg-type]
    return send_file(evidence.file)
