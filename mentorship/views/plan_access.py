"""Whose plan a view may touch: 404 outside one's sight, 403 inside without the part."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy

from core.views.pages import FormPage
from mentorship.models import DevelopmentPlan, PlanGoal, PlanPoint, PlanStep
from mentorship.permissions import APPROVE_PLANS, VIEW_PLANS
from mentorship.plan_enums import PlanSide, PlanState
from mentorship.selectors.participants import person_of
from mentorship.selectors.plans import agreement_lines, plans_visible_to, sides_of

LIST = ("Планы развития", reverse_lazy("mentorship:plans"))
MINE = ("Моё наставничество", reverse_lazy("mentorship:mine"))


@dataclass(frozen=True)
class PlanPart:
    """What this person may do with this plan."""

    plan: DevelopmentPlan
    is_staff: bool = False
    sides: list[PlanSide] = field(default_factory=list)

    @property
    def in_pair(self) -> bool:
        return PlanSide.MENTOR in self.sides or PlanSide.MENTEE in self.sides

    @property
    def works(self) -> bool:
        """Prepares the plan and marks the work by it."""
        return self.is_staff or self.in_pair

    @property
    def leads(self) -> bool:
        """Judges goals and finishes the plan."""
        return self.is_staff or PlanSide.MENTOR in self.sides

    @property
    def may_edit(self) -> bool:
        return self.works and self.plan.state == PlanState.DRAFT

    @property
    def may_mark(self) -> bool:
        return self.works and self.plan.state == PlanState.APPROVED

    @property
    def may_lead(self) -> bool:
        return self.leads and self.plan.state == PlanState.APPROVED


def find_plan(request: HttpRequest, pk: int) -> DevelopmentPlan:
    return get_object_or_404(plans_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


def part_of(request: HttpRequest, plan: DevelopmentPlan) -> PlanPart:
    membership = request.membership  # type: ignore[attr-defined]
    if VIEW_PLANS.allows(membership):
        return PlanPart(plan, is_staff=APPROVE_PLANS.allows(membership))
    return PlanPart(plan, sides=sides_of(plan, person_of(membership)))


def sides_to_speak(part: PlanPart) -> list[PlanSide]:
    """Sides of this person whose word is still wanted."""
    if part.plan.state != PlanState.AGREEING:
        return []
    wanted = {line.side for line in agreement_lines(part.plan) if line.agreed is None}
    return [side for side in part.sides if side in wanted]


def plan_address(plan: DevelopmentPlan) -> str:
    return reverse("mentorship:plan", kwargs={"pk": plan.pk})


class PlanPage(FormPage):
    """Base of forms on a plan; `needs` names what of `PlanPart` the person must have."""

    plan: DevelopmentPlan
    part: PlanPart
    needs = "works"

    def load(self) -> None:
        self.plan = self.find()
        self.part = part_of(self.request, self.plan)
        if not getattr(self.part, self.needs):
            raise PermissionDenied

    def find(self) -> DevelopmentPlan:
        return find_plan(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        first = LIST if self.part.is_staff else MINE
        name = self.plan.mentee.person.short_name
        return ((first[0], str(first[1])), (name, plan_address(self.plan)), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return plan_address(self.plan)

    def get_context(self) -> dict[str, object]:
        return {"without_year": True}


class GoalPage(PlanPage):
    """Base of forms on a goal."""

    goal: PlanGoal

    def find(self) -> DevelopmentPlan:
        seen = plans_visible_to(self.request.membership)  # type: ignore[attr-defined]
        found = PlanGoal.objects.filter(plan__in=seen.values("pk"))
        self.goal = get_object_or_404(found, pk=self.kwargs["pk"])
        self.goal.plan = seen.get(pk=self.goal.plan_id)
        return self.goal.plan


class StepPage(PlanPage):
    """Base of forms on a step."""

    step: PlanStep

    def find(self) -> DevelopmentPlan:
        seen = plans_visible_to(self.request.membership)  # type: ignore[attr-defined]
        found = PlanStep.objects.filter(goal__plan__in=seen.values("pk")).select_related("goal")
        self.step = get_object_or_404(found, pk=self.kwargs["pk"])
        self.step.goal.plan = seen.get(pk=self.step.goal.plan_id)
        return self.step.goal.plan


class PointPage(PlanPage):
    """Base of forms on a mid-point."""

    point: PlanPoint

    def find(self) -> DevelopmentPlan:
        seen = plans_visible_to(self.request.membership)  # type: ignore[attr-defined]
        found = PlanPoint.objects.filter(plan__in=seen.values("pk"))
        self.point = get_object_or_404(found, pk=self.kwargs["pk"])
        self.point.plan = seen.get(pk=self.point.plan_id)
        return self.point.plan
