"""The curator's side of electronic signing: who is how far, links given, sent and taken back, the signed copy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from core import audit
from core.access import access
from core.clock import today
from core.errors import DomainError
from core.forms import PortalForm
from core.selectors.viewer import current_programme
from core.signatures.der import MAX_BYTES as MAX_SIGNATURE
from core.views.files import send_file
from core.views.pages import Crumbs, FormPage
from mentorship.domain.code_signing import accept_on_paper, send_proof
from mentorship.models import Consent
from mentorship.permissions import MANAGE_CONSENTS, VIEW_CONSENTS
from mentorship.selectors.code_signing import act_in_force
from mentorship.selectors.consents import UNSIGNED, consents_visible_to
from reports.domain import consent_codes as domain
from reports.domain.consent_files import sign_with_file
from reports.domain.consent_signatures import void_signatures
from reports.domain.signed_copy import signed_copy
from reports.forms import SignatureFileForm
from reports.models import SigningLink
from reports.selectors.consent_signing import (
    Signer,
    roles_of,
    sheet_of,
    signers_of,
    version_of,
    why_no_links,
)
from reports.views.consent_by_link import pdf_response


def visible_consent(request: HttpRequest, pk: int) -> Consent:
    visible = consents_visible_to(request.membership, current_programme(request))  # type: ignore[attr-defined]
    consent = visible.select_related(
        "organization", "programme", "person__organization", "representative__organization"
    ).filter(pk=pk)
    found = consent.first()
    if found is None:
        raise Http404
    return found


def crumbs(consent: Consent, *rest: tuple[str, str]) -> Crumbs:
    return (
        ("Согласия", reverse("mentorship:consents")),
        (consent.person.short_name, reverse("mentorship:consent", args=[consent.pk])),
        *rest,
    )


@access(VIEW_CONSENTS)
@require_GET
def consent_signing(request: HttpRequest, pk: int) -> HttpResponse:
    consent = visible_consent(request, pk)
    signers = signers_of(consent)
    context = {
        "page_title": "Электронная подпись",
        "breadcrumbs": crumbs(consent, ("Электронная подпись", "")),
        "consent": consent,
        "act": act_in_force(consent.organization),
        "refusal": why_no_links(consent),
        "signers": signers,
        "has_links": any(signer.link for signer in signers),
        "half_signed": any(signer.signature for signer in signers) and consent.state in UNSIGNED,
        "is_open": consent.state in UNSIGNED,
        "version": version_of(sheet_of(consent)),
        "may_manage": MANAGE_CONSENTS.allows(request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "reports/signing_consents/curator.html", context)


@access(MANAGE_CONSENTS)
@require_POST
def consent_signing_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """`links` gives links, `void` takes the first of two signatures back."""
    consent = visible_consent(request, pk)
    try:
        if step == "links":
            domain.give_links(consent, actor=request.user)  # type: ignore[arg-type]
            messages.success(request, "Ссылки готовы. Отправьте их письмом или передайте сами.")
        elif consent.state in UNSIGNED:
            void_signatures(consent, actor=request.user, reason="снял куратор")  # type: ignore[arg-type]
            messages.success(request, "Подписи сняты: согласие подписывают заново.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("reports:consent_signing", pk=pk)


def _signer(consent: Consent, role: str) -> Signer:
    found = next((one for one in signers_of(consent) if one.role == role), None)
    if found is None or found.person is None:
        raise Http404
    return found


@access(MANAGE_CONSENTS)
@require_POST
def consent_signer_step(request: HttpRequest, pk: int, role: str, step: str) -> HttpResponse:
    """A step for one signer: `proof` asks to confirm the address, `send` mails the link, `revoke` takes it back."""
    consent = visible_consent(request, pk)
    signer = _signer(consent, role)
    try:
        _take(signer, step, request)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("reports:consent_signing", pk=pk)


def _take(signer: Signer, step: str, request: HttpRequest) -> None:
    user: Any = request.user
    if step == "proof" and signer.person is not None:
        send_proof(signer.person, actor=user)
        messages.success(request, "Письмо для подтверждения адреса отправлено.")
        return
    if signer.link is None:
        raise DomainError("Ссылки нет: сначала подготовьте её.")
    if step == "revoke":
        domain.revoke_link(signer.link, actor=user)
        messages.success(request, "Ссылка отозвана.")
    elif domain.send_link(SigningLink.objects.get(pk=signer.link.pk), actor=user):
        messages.success(request, "Письмо со ссылкой отправлено.")
    else:
        messages.error(request, "Письмо не ушло: почта портала не отвечает. Ссылку можно передать самому.")


class PaperForm(PortalForm):
    on = forms.DateField(label="Дата соглашения", widget=forms.DateInput())
    place = forms.CharField(
        label="Где хранится оригинал", max_length=200, help_text="Например: кабинет 214, папка «Соглашения»."
    )


class ConsentSignerAgreement(FormPage):
    """An agreement signed on paper."""

    access_rule = MANAGE_CONSENTS
    title = "Соглашение подписано на бумаге"
    form_class = PaperForm
    submit_label = "Записать соглашение"
    done = "Соглашение записано."

    def load(self) -> None:
        self.consent = visible_consent(self.request, self.kwargs["pk"])
        person = next(
            (who for role, who in roles_of(self.consent).items() if role == self.kwargs["role"]), None
        )
        if person is None:
            raise Http404
        self.person = person

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"{self.person.full_name} подписывает согласия кодом из письма."

    def get_breadcrumbs(self) -> Crumbs:
        return crumbs(self.consent, ("Электронная подпись", self.get_cancel_url()), ("Соглашение", ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:consent_signing", args=[self.consent.pk])

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"on": today(self.consent.organization)}}

    def save(self, form: PaperForm) -> str:
        accept_on_paper(
            self.person,
            on=form.cleaned_data["on"],
            place=form.cleaned_data["place"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()


class ConsentSignFile(FormPage):
    """A detached signature made in another program is uploaded and verified."""

    access_rule = MANAGE_CONSENTS
    title = "Загрузить файл подписи"
    form_class = SignatureFileForm
    submit_label = "Проверить и принять"
    done = "Подпись проверена и принята."
    intro = (
        "Файл согласия, который выдал портал, подписан в другой программе усиленной электронной подписью. "
        "Портал проверит подпись, сертификат и имя владельца."
    )

    def load(self) -> None:
        self.consent = visible_consent(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> Crumbs:
        return crumbs(self.consent, ("Электронная подпись", self.get_cancel_url()), ("Файл подписи", ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:consent_signing", args=[self.consent.pk])

    def save(self, form: SignatureFileForm) -> str:
        upload, signed = form.cleaned_data["signature"], form.cleaned_data["signed"]
        sign_with_file(
            self.consent,
            signature=upload.read(MAX_SIGNATURE + 1),
            presented=signed.read(settings.MAX_UPLOAD_BYTES + 1) if signed else None,
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()


@access(VIEW_CONSENTS)
@require_safe
def consent_issued_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The exact file that is signed, for signing in another program."""
    version = version_of(sheet_of(visible_consent(request, pk)))
    if version is None or not version.file.file:
        raise Http404
    audit.record("document.downloaded", subject=version.document, actor=request.user)  # type: ignore[arg-type]
    return send_file(version.file)


@access(VIEW_CONSENTS)
@require_safe
def consent_signed_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed text with the marks of its signatures."""
    consent = visible_consent(request, pk)
    try:
        data = signed_copy(consent)
    except DomainError as error:
        raise Http404 from error
    audit.record("document.downloaded", subject=consent, actor=request.user)  # type: ignore[arg-type]
    return pdf_response(data, f"{consent.person.full_name} {consent.get_kind_display()} (подписано).pdf")
