"""What follows a consent: the checklist of a withdrawal, the supplementary agreement of an employee."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from core.forms import ReasonForm
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain.supplements import add_supplement
from mentorship.domain.withdrawals import extend_answer, finish_step
from mentorship.enums import ConsentKind
from mentorship.forms.consents import StepForm, SupplementForm
from mentorship.models import WithdrawalStep
from mentorship.permissions import MANAGE_CONSENTS
from mentorship.selectors.withdrawals import steps_of
from mentorship.views.consents import ConsentBase


class StepDone(ConsentBase, FormPage):
    """One step of the checklist is done."""

    access_rule = MANAGE_CONSENTS
    form_class = StepForm
    submit_label = "Отметить сделанным"
    done = "Шаг отмечен."
    step: WithdrawalStep

    def load(self) -> None:
        super().load()
        found = steps_of(self.consent).filter(pk=self.kwargs["step"]).first()
        if found is None:
            raise Http404
        self.step = found

    def get_title(self) -> str:
        return self.step.get_code_display()

    def form_options(self) -> dict[str, Any]:
        return {"organization": self.consent.organization}

    def save(self, form: StepForm) -> str:
        finish_step(
            self.step,
            note=form.cleaned_data["note"],
            on=form.cleaned_data["on"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()


class AnswerExtend(ConsentBase, ConfirmPage):
    """The answer to the subject is put off by five working days."""

    access_rule = MANAGE_CONSENTS
    form_class = ReasonForm
    title = "Продлить срок ответа"
    verb = "Продлить на 5 рабочих дней"
    done = "Срок ответа продлён. Сообщите заявителю причину."
    consequence = "Продлить можно один раз; заявителю направляют уведомление с причиной (152-ФЗ, ст. 20–21)."

    def get_text(self) -> str:
        return f"{self.consent.person.full_name}: ответ на отзыв согласия."

    def save(self, form: Any) -> str:
        withdrawal = getattr(self.consent, "withdrawal", None)
        if withdrawal is None:
            raise Http404
        extend_answer(withdrawal, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()


class SupplementAdd(ConsentBase, FormPage):
    """The agreement that an employee signed beside the consent (ТК РФ ст. 351.8)."""

    access_rule = MANAGE_CONSENTS
    form_class = SupplementForm
    title = "Дополнительное соглашение"
    submit_label = "Записать соглашение"
    done = "Соглашение записано: пару с работником можно закреплять."

    def load(self) -> None:
        super().load()
        if self.consent.kind != ConsentKind.EMPLOYEE_MENTORING:
            raise Http404

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"{self.consent.person.full_name}: соглашение к трудовому договору о работе наставника."

    def form_options(self) -> dict[str, Any]:
        programme = self.consent.programme
        return {"initial": {"starts_on": programme.period_start, "ends_on": programme.period_end}}

    def save(self, form: SupplementForm) -> str:
        add_supplement(
            self.consent.person,
            programme=self.consent.programme,
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
        return reverse("mentorship:consent", kwargs={"pk": self.consent.pk})
