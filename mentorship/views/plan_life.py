"""Steps of a plan's life that ask for words: returned, changed, signed on paper, finished, cancelled."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

from core.clock import today
from core.errors import DomainError
from core.forms import ReasonForm
from core.selectors.viewer import current_programme
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import plans as domain
from mentorship.forms.plans import CompleteForm, PaperForm, PlanRuleForm
from mentorship.models import Person
from mentorship.permissions import APPROVE_PLANS, WORK_ON_PLAN
from mentorship.plan_enums import PlanSide
from mentorship.selectors.plans import agreement_lines, guardians, rule_of
from mentorship.views.plan_access import LIST, PlanPage, plan_address, sides_to_speak


class PlanReturn(PlanPage):
    """A side that is asked, or the curator, gives the plan back with a remark."""

    access_rule = WORK_ON_PLAN
    title = "Вернуть план на доработку"
    form_class = ReasonForm
    submit_label = "Вернуть"
    done = "План возвращён на доработку."
    needs = "plan"

    def load(self) -> None:
        super().load()
        if not (self.part.is_staff or sides_to_speak(self.part)):
            raise PermissionDenied

    def save(self, form: ReasonForm) -> str:
        domain.return_plan(self.plan, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return plan_address(self.plan)


class PlanRevise(PlanPage):
    access_rule = WORK_ON_PLAN
    title = "Изменить утверждённый план"
    form_class = ReasonForm
    submit_label = "Начать новую редакцию"
    done = "Новая редакция открыта. Внесите изменения и отправьте на согласование."

    def get_context(self) -> dict[str, object]:
        intro = "Каждое изменение попадёт в лист изменений с этой причиной. План снова согласуют обе стороны."
        return {**super().get_context(), "intro": intro}

    def save(self, form: ReasonForm) -> str:
        domain.revise_plan(self.plan, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return plan_address(self.plan)


class PlanPaper(PlanPage):
    """The curator records that a side has signed the printed plan."""

    access_rule = APPROVE_PLANS
    title = "План подписан на бумаге"
    form_class = PaperForm
    needs = "is_staff"
    submit_label = "Записать"
    done = "Согласование записано."

    def load(self) -> None:
        super().load()
        wanted = [line for line in agreement_lines(self.plan) if line.agreed is None]
        self.sides = [PlanSide(line.side) for line in wanted]

    def form_options(self) -> dict[str, Any]:
        day = today(self.plan.organization)
        return {"sides": self.sides, "initial": {"on": day, "side": self.sides[0] if self.sides else ""}}

    def save(self, form: PaperForm) -> str:
        side = form.cleaned_data["side"]
        domain.agree_plan(
            self.plan,
            side=side,
            person=self._signer(side),
            actor=self.request.user,  # type: ignore[arg-type]
            on=form.cleaned_data["on"],
            on_paper=True,
        )
        return plan_address(self.plan)

    def _signer(self, side: str) -> Person:
        if side == PlanSide.MENTOR:
            return self.plan.pair.mentor.person
        if side == PlanSide.MENTEE:
            return self.plan.mentee.person
        link = guardians(self.plan.mentee.person).first()
        if link is None:
            raise DomainError("В карточке наставляемого не указан законный представитель.", field="side")
        return link.guardian


class PlanComplete(PlanPage):
    access_rule = WORK_ON_PLAN
    title = "Завершить план"
    form_class = CompleteForm
    needs = "leads"
    submit_label = "Завершить план"
    done = "План завершён."

    def form_options(self) -> dict[str, Any]:
        plan = self.plan
        initial = {"outcome": plan.outcome, "advice": plan.advice, "on": today(plan.organization)}
        return {"initial": initial}

    def save(self, form: CompleteForm) -> str:
        domain.complete_plan(self.plan, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return plan_address(self.plan)


class PlanReopen(PlanPage):
    access_rule = APPROVE_PLANS
    title = "Вернуть план в работу"
    form_class = ReasonForm
    needs = "is_staff"
    submit_label = "Вернуть в работу"
    done = "План снова в работе."

    def save(self, form: ReasonForm) -> str:
        domain.reopen_plan(self.plan, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return plan_address(self.plan)


class PlanCancel(PlanPage, ConfirmPage):
    access_rule = APPROVE_PLANS
    title = "Отменить план"
    form_class = ReasonForm
    needs = "is_staff"
    verb = "Отменить план"
    danger = True
    done = "План отменён."

    def get_text(self) -> str:
        return f"{self.plan}. Участники больше не увидят его; отмену можно вернуть."

    def save(self, form: ReasonForm) -> str:
        domain.cancel_plan(self.plan, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return plan_address(self.plan)


class PlanRules(FormPage):
    """How plans of the programme go."""

    access_rule = APPROVE_PLANS
    title = "Правила планов"
    form_class = PlanRuleForm
    done = "Правила сохранены."

    def get(self, request: Any, **kwargs: Any) -> Any:
        return (
            super().get(request, **kwargs)
            if current_programme(request)
            else redirect("mentorship:programmes")
        )

    def form_options(self) -> dict[str, Any]:
        programme = current_programme(self.request)
        asks, days = rule_of(programme) if programme else (False, 30)
        return {"initial": {"asks_parent": asks, "days": days}}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((LIST[0], str(LIST[1])), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:plans")

    def save(self, form: PlanRuleForm) -> str:
        programme = current_programme(self.request)
        if programme is None:
            raise DomainError("Сначала создайте программу.", code="programme")
        domain.set_rule(programme, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()
