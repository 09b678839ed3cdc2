"""Ending an agreement to sign by code, from the page where a consent is signed."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from core.forms import ReasonForm
from core.views.pages import ConfirmPage, Crumbs
from mentorship.domain.code_signing import end_agreement
from mentorship.permissions import MANAGE_CONSENTS
from mentorship.selectors.code_signing import readiness_of
from reports.selectors.consent_signing import roles_of
from reports.views.consent_signing import crumbs, visible_consent


class ConsentSignerDisagree(ConfirmPage):
    """The person has asked to sign on paper again: from this moment no code is sent to them."""

    access_rule = MANAGE_CONSENTS
    title = "Прекратить соглашение о подписи по коду"
    verb = "Прекратить"
    danger = True
    form_class = ReasonForm
    done = "Соглашение прекращено: согласия этот человек подписывает на бумаге."
    consequence = (
        "Коды этому человеку больше не отправляются, ни по одному согласию. То, что уже подписано, остаётся "
        "подписанным. Чтобы подписывать по коду снова, понадобится новое соглашение."
    )

    def load(self) -> None:
        self.consent = visible_consent(self.request, self.kwargs["pk"])
        roles = {str(role): person for role, person in roles_of(self.consent).items()}
        person = roles.get(self.kwargs["role"])
        found = readiness_of([person], self.consent.organization)[person.pk] if person else None
        if found is None or found.agreement is None:
            raise Http404
        self.person, self.agreement = found.person, found.agreement

    def get_text(self) -> str:
        told = f"{self.agreement.accepted_on:%d.%m.%Y}, {self.agreement.get_way_display().lower()}"
        return f"{self.person.full_name}: соглашение от {told}."

    def get_breadcrumbs(self) -> Crumbs:
        return crumbs(self.consent, ("Электронная подпись", self.get_cancel_url()), ("Соглашение", ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:consent_signing", args=[self.consent.pk])

    def save(self, form: ReasonForm) -> str:
        end_agreement(self.agreement, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return self.get_cancel_url()
