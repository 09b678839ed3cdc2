"""Forms that change what stands in a plan while it is being prepared."""

from __future__ import annotations

from typing import Any

from core.views.pages import ConfirmPage
from mentorship.domain import plan_contents as domain
from mentorship.forms.plans import GoalForm, PlanEditForm, PointForm, StepForm
from mentorship.permissions import WORK_ON_PLAN
from mentorship.plan_enums import StepOwner
from mentorship.views.plan_access import GoalPage, PlanPage, PointPage, StepPage, plan_address


class PlanEdit(PlanPage):
    access_rule = WORK_ON_PLAN
    title = "Период и разделы плана"
    form_class = PlanEditForm

    def form_options(self) -> dict[str, Any]:
        return {"plan": self.plan}

    def save(self, form: PlanEditForm) -> str:
        given = form.cleaned_data
        domain.edit_plan(
            self.plan,
            period_start=given["period_start"],
            period_end=given["period_end"],
            sections=form.texts(),
            actor=self.request.user,  # type: ignore[arg-type]
            seen=form.seen,
        )
        return plan_address(self.plan)


class GoalAdd(PlanPage):
    access_rule = WORK_ON_PLAN
    title = "Новая цель"
    form_class = GoalForm
    submit_label = "Добавить цель"
    done = "Цель добавлена."

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"due_on": self.plan.period_end}}

    def save(self, form: GoalForm) -> str:
        domain.add_goal(self.plan, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return plan_address(self.plan)


class GoalEdit(GoalPage):
    access_rule = WORK_ON_PLAN
    title = "Цель плана"
    form_class = GoalForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.goal, name) for name in GoalForm.base_fields}}

    def save(self, form: GoalForm) -> str:
        domain.edit_goal(self.goal, actor=self.request.user, seen=form.seen, **form.cleaned_data)  # type: ignore[arg-type]
        return plan_address(self.plan)


class GoalRemove(GoalPage, ConfirmPage):
    access_rule = WORK_ON_PLAN
    title = "Убрать цель"
    verb = "Убрать цель"
    danger = True
    done = "Цель убрана."

    def get_text(self) -> str:
        return f"Цель «{self.goal.title}» уйдёт из плана вместе с шагами. Свидетельства выполнения останутся."

    def save(self, form: Any) -> str:
        domain.remove_goal(self.goal, actor=self.request.user)  # type: ignore[arg-type]
        return plan_address(self.plan)


class StepAdd(GoalPage):
    access_rule = WORK_ON_PLAN
    title = "Новый шаг"
    form_class = StepForm
    submit_label = "Добавить шаг"
    done = "Шаг добавлен."

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"owner": StepOwner.BOTH, "due_on": self.goal.due_on}}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "intro": f"Цель: {self.goal.title}"}

    def save(self, form: StepForm) -> str:
        domain.add_step(self.goal, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return plan_address(self.plan)


class StepEdit(StepPage):
    access_rule = WORK_ON_PLAN
    title = "Шаг плана"
    form_class = StepForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.step, name) for name in StepForm.base_fields}}

    def save(self, form: StepForm) -> str:
        domain.edit_step(self.step, actor=self.request.user, seen=form.seen, **form.cleaned_data)  # type: ignore[arg-type]
        return plan_address(self.plan)


class StepRemove(StepPage, ConfirmPage):
    access_rule = WORK_ON_PLAN
    title = "Убрать шаг"
    verb = "Убрать шаг"
    danger = True
    done = "Шаг убран."

    def get_text(self) -> str:
        return f"Шаг «{self.step.title}» уйдёт из плана."

    def save(self, form: Any) -> str:
        domain.remove_step(self.step, actor=self.request.user)  # type: ignore[arg-type]
        return plan_address(self.plan)


class PointAdd(PlanPage):
    access_rule = WORK_ON_PLAN
    title = "Новая контрольная точка"
    form_class = PointForm
    submit_label = "Добавить"
    done = "Контрольная точка добавлена."

    def save(self, form: PointForm) -> str:
        domain.add_point(self.plan, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return plan_address(self.plan)


class PointEdit(PointPage):
    access_rule = WORK_ON_PLAN
    title = "Контрольная точка"
    form_class = PointForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"title": self.point.title, "on": self.point.on}}

    def save(self, form: PointForm) -> str:
        domain.edit_point(self.point, actor=self.request.user, seen=form.seen, **form.cleaned_data)  # type: ignore[arg-type]
        return plan_address(self.plan)


class PointRemove(PointPage, ConfirmPage):
    access_rule = WORK_ON_PLAN
    title = "Убрать контрольную точку"
    verb = "Убрать"
    danger = True
    done = "Контрольная точка убрана."

    def get_text(self) -> str:
        return f"«{self.point.title}», {self.point.on:%d.%m.%Y}."

    def save(self, form: Any) -> str:
        domain.remove_point(self.point, actor=self.request.user)  # type: ignore[arg-type]
        return plan_address(self.plan)
