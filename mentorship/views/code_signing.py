"""Simple electronic signature by code: the institution's act, the text of the agreement, confirming an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from core.access import access
from core.clock import today
from core.errors import DomainError
from core.forms import PortalForm, ReasonForm
from core.history import told
from core.personal_tokens import masked_email
from core.selectors.audit import history_of
from core.views.pages import ConfirmPage, Crumbs, FormPage
from core.views.personal import by_personal_link
from mentorship.domain import code_signing as domain
from mentorship.models import CodeAgreement, CodeSigningAct, EmailProof
from mentorship.permissions import CONFIRM_EMAIL, SET_CODE_SIGNING, VIEW_CODE_SIGNING
from mentorship.selectors.code_signing import agreement_text, find_proof

TITLE = "Подпись по коду"


@access(VIEW_CODE_SIGNING)
@require_GET
def code_signing(request: HttpRequest) -> HttpResponse:
    """Whether the institution takes signatures by code, by which act, and since when."""
    acts = list(CodeSigningAct.objects.select_related("recorded_by", "organization")[:20])
    act = next((one for one in acts if one.ended_on is None), None)
    context = {
        "page_title": TITLE,
        "without_year": True,
        "act": act,
        "is_in_force": act is not None and act.in_force_from <= today(request.organization),  # type: ignore[attr-defined]
        "former": [one for one in acts if one.ended_on is not None],
        "agreements": CodeAgreement.objects.filter(act=act, ended_on=None).count() if act else 0,
        "may_set": SET_CODE_SIGNING.allows(request.membership),  # type: ignore[attr-defined]
        "text": agreement_text(act).split("\n\n") if act else [],
        "history": told(history_of(act)[:20]) if act else [],
    }
    return render(request, "mentorship/code_signing/page.html", context)


class ActForm(PortalForm):
    number = forms.CharField(label="Номер акта", max_length=60, help_text="Например: 112-ОД.")
    signed_on = forms.DateField(label="Дата акта", widget=forms.DateInput())
    in_force_from = forms.DateField(label="Действует с", widget=forms.DateInput())


class CodeSigningOn(FormPage):
    access_rule = SET_CODE_SIGNING
    title = "Включить подпись по коду"
    form_class = ActForm
    submit_label = "Записать акт и включить"
    done = "Акт записан. Подпись по коду включена."
    intro = (
        "Простая электронная подпись равна собственноручной только по соглашению с подписантом и по правилам, "
        "которые приняла организация (63-ФЗ, ст. 6 и 9). Запишите локальный акт, которым они утверждены."
    )

    def get_breadcrumbs(self) -> Crumbs:
        return ((TITLE, reverse("mentorship:code_signing")), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:code_signing")

    def get_context(self) -> dict[str, Any]:
        return {"without_year": True}

    def save(self, form: ActForm) -> str:
        domain.record_act(
            self.request.organization,  # type: ignore[attr-defined]
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
        return reverse("mentorship:code_signing")


class CodeSigningOff(ConfirmPage):
    access_rule = SET_CODE_SIGNING
    title = "Отключить подпись по коду"
    verb = "Отключить"
    danger = True
    form_class = ReasonForm
    done = "Подпись по коду отключена."
    consequence = (
        "Ссылки для подписания перестанут принимать коды. То, что уже подписано, остаётся подписанным. "
        "Чтобы включить снова, понадобится новый акт и новые соглашения."
    )

    def load(self) -> None:
        self.act = get_object_or_404(CodeSigningAct, pk=self.kwargs["pk"])

    def get_text(self) -> str:
        return f"Акт {self.act} больше не применяется."

    def get_breadcrumbs(self) -> Crumbs:
        return ((TITLE, reverse("mentorship:code_signing")), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:code_signing")

    def get_context(self) -> dict[str, Any]:
        return {"without_year": True}

    def save(self, form: ReasonForm) -> str:
        domain.end_act(self.act, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return reverse("mentorship:code_signing")


@access(VIEW_CODE_SIGNING)
@require_GET
def code_agreement_print(request: HttpRequest) -> HttpResponse:
    """The agreement as a sheet to sign by hand."""
    act = get_object_or_404(CodeSigningAct.objects.select_related("organization"), ended_on=None)
    title, *parts = agreement_text(act).split("\n\n")
    context = {"page_title": title, "parts": parts, "back_url": reverse("mentorship:code_signing")}
    return render(request, "mentorship/code_signing/print.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_personal_link(find_proof, rule=CONFIRM_EMAIL)
def email_confirm(request: HttpRequest, proof: EmailProof, *, token: str) -> HttpResponseBase:
    """Opening shows, pressing confirms: programs that look into letters open links by themselves."""
    refusal = ""
    if request.method == "POST":
        try:
            proof = domain.confirm_email(proof)
        except DomainError as error:
            refusal = error.message
    context = {
        "page_title": "Адрес подтверждён" if proof.confirmed_at else "Подтверждение адреса",
        "over_title": proof.organization.short_name,
        "proof": proof,
        "masked": masked_email(proof.email),
        "refusal": refusal,
    }
    return render(request, "mentorship/code_signing/email.html", context, status=410 if refusal else 200)
