"""Steps of an agreement with a partner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import access
from core.clock import today
from core.errors import DomainError
from core.selectors.viewer import current_programme
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import agreements as domain
from mentorship.forms.partners import AgreementForm, CopyForm, SignedForm, TerminateForm
from mentorship.models import Agreement
from mentorship.permissions import MANAGE_PARTNERS
from mentorship.selectors.partners import partners_visible_to
from mentorship.views.partners import CRUMB, PartnerForms, partner_address

_STEPS = {
    "sent": (domain.mark_sent, "Отмечено: соглашение отправлено партнёру."),
    "draft": (domain.take_back, "Соглашение снова готовится."),
}
SUBJECT = (
    "Сотрудничество в реализации программы наставничества: партнёр безвозмездно выделяет специалистов для работы "
    "наставниками, организация готовит и сопровождает их."
)


def find_agreement(request: HttpRequest, pk: int) -> Agreement:
    """An agreement of a partner that the member may see, or 404."""
    visible = partners_visible_to(request.membership)  # type: ignore[attr-defined]
    rows = Agreement.objects.filter(partner__in=visible).select_related("partner", "organization", "file")
    return get_object_or_404(rows, pk=pk)


class AgreementCreate(PartnerForms):
    form_class = AgreementForm
    title = "Новое соглашение"
    submit_label = "Сохранить"
    done = "Проект соглашения сохранён. Подготовьте его документ или отметьте, что оно уже подписано."

    def form_options(self) -> dict[str, Any]:
        programme = current_programme(self.request)
        initial = {"subject": SUBJECT, "starts_on": today(self.partner.organization)}
        if programme is not None:
            initial["ends_on"] = programme.period_end
        return {"programme": programme, "initial": initial}

    def save(self, form: AgreementForm) -> str:
        domain.create_agreement(self.partner, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return partner_address(self.partner)


class AgreementForms(FormPage):
    """Base of steps of one agreement."""

    access_rule = MANAGE_PARTNERS
    agreement: Agreement

    def load(self) -> None:
        self.agreement = find_agreement(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        partner = self.agreement.partner
        return (
            (CRUMB[0], reverse(CRUMB[1])),
            (partner.short_name, partner_address(partner)),
            (self.get_title(), ""),
        )

    def get_cancel_url(self) -> str:
        return partner_address(self.agreement.partner)


class AgreementEdit(AgreementForms):
    form_class = AgreementForm
    title = "Соглашение"

    def form_options(self) -> dict[str, Any]:
        return {"programme": current_programme(self.request), "instance": self.agreement}

    def save(self, form: AgreementForm) -> str:
        domain.edit_agreement(self.agreement, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return partner_address(self.agreement.partner)


class AgreementSigned(AgreementForms):
    form_class = SignedForm
    title = "Соглашение подписано"
    submit_label = "Соглашение действует"
    done = "Соглашение действует."

    def form_options(self) -> dict[str, Any]:
        initial = {"number": self.agreement.number, "signed_on": today(self.agreement.organization)}
        return {"initial": initial}

    def save(self, form: SignedForm) -> str:
        domain.put_in_force(self.agreement, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return partner_address(self.agreement.partner)


class AgreementCopy(AgreementForms):
    form_class = CopyForm
    title = "Подписанный экземпляр"
    submit_label = "Приложить"
    done = "Экземпляр приложен."

    def save(self, form: CopyForm) -> str:
        name, data = form.cleaned_data["copy"]
        domain.attach_copy(self.agreement, name=name, data=data, actor=self.request.user)  # type: ignore[arg-type]
        return partner_address(self.agreement.partner)


class AgreementTerminate(AgreementForms, ConfirmPage):
    title = "Расторгнуть соглашение"
    verb = "Расторгнуть"
    danger = True
    form_class = TerminateForm
    done = "Соглашение расторгнуто."
    consequence = "Пары наставников этого партнёра не прекращаются сами: решите их судьбу приказом."

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"on": today(self.agreement.organization)}}

    def get_text(self) -> str:
        return f"{self.agreement.partner}: соглашение {self.agreement}."

    def save(self, form: TerminateForm) -> str:
        domain.terminate(self.agreement, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return partner_address(self.agreement.partner)


@access(MANAGE_PARTNERS)
@require_POST
def agreement_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """«Отправлено» and «вернуть в работу»."""
    if step not in _STEPS:
        raise Http404
    act, done = _STEPS[step]
    agreement = find_agreement(request, pk)
    try:
        act(agreement, actor=request.user)  # type: ignore[operator]
        messages.success(request, done)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(partner_address(agreement.partner))
