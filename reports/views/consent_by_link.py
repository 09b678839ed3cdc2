"""A signer's own page: the document itself, the agreement, the code from the letter, on one page of a personal link."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import DomainError
from core.personal_tokens import masked_email
from core.views.files import send_file
from core.views.personal import by_personal_link
from mentorship.distribution_places import Place, compose, read
from mentorship.domain.code_signing import accept_on_page, send_proof
from mentorship.domain.distribution import Choice
from mentorship.enums import ConsentKind, ConsentMethod, ConsentState, DistributionCategory
from mentorship.models import Consent
from mentorship.selectors.code_signing import act_in_force, agreement_text, readiness_of
from reports.domain import consent_codes as domain
from reports.domain.signed_copy import signed_copy
from reports.models import DocumentVersion, SigningLink
from reports.permissions import SIGN_BY_LINK
from reports.selectors.consent_signing import (
    find_link,
    link_token,
    live_signatures,
    sheet_of,
    version_of,
    why_closed,
)


@require_http_methods(["GET", "HEAD", "POST"])
@by_personal_link(find_link, rule=SIGN_BY_LINK)
def consent_by_link(request: HttpRequest, link: SigningLink, *, token: str) -> HttpResponseBase:
    """Every step is a button of this one page; a step taken twice changes nothing."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        step = STEPS.get(request.POST.get("step", ""))
        if step is None:
            raise Http404
        try:
            told = step(request, link)
        except DomainError as error:
            errors[error.field or "page"] = error.message
        else:
            if told:
                messages.success(request, told)
        link = find_link(token) or link
    signature = live_signatures(link.consent).get(link.role)
    if signature is not None:
        return render(request, "reports/signing_consents/done.html", _frame(link) | {"signature": signature})
    closed = why_closed(link)
    if closed:
        context = _frame(link) | {"text": closed}
        return render(request, "reports/signing_consents/closed.html", context, status=410)
    domain.note_opening(link)
    context = _frame(link) | _steps(request, link) | {"errors": errors}
    return render(request, "reports/signing_consents/page.html", context, status=422 if errors else 200)


def _confirm(request: HttpRequest, link: SigningLink) -> str:
    _require_open(link)
    send_proof(link.person, actor=None)
    return "Письмо отправлено. Откройте ссылку из него, потом обновите эту страницу."


def _agree(request: HttpRequest, link: SigningLink) -> str:
    _require_open(link)
    if request.POST.get("agree") != "yes":
        raise DomainError("Отметьте, что вы принимаете соглашение.", field="agree")
    accept_on_page(link.person)
    return "Соглашение принято."


def _code(request: HttpRequest, link: SigningLink) -> str:
    domain.request_code(link, choices=_choices(request))
    return "Код отправлен. Он действует десять минут."


def _sign(request: HttpRequest, link: SigningLink) -> str:
    domain.sign_with_code(link, request.POST.get("code", "")[:40])
    return ""


STEPS: dict[str, Callable[[HttpRequest, SigningLink], str]] = {
    "confirm": _confirm,
    "agree": _agree,
    "code": _code,
    "sign": _sign,
}


def _require_open(link: SigningLink) -> None:
    refusal = why_closed(link)
    if refusal:
        raise DomainError(refusal, code="closed")


def _choices(request: HttpRequest) -> dict[str, Choice]:
    """Only «разрешаю» allows; anything else, and nothing, forbids."""
    return {
        category.value: Choice(
            request.POST.get(f"item-{category.value}") == "yes",
            compose(
                request.POST.getlist(f"places-{category.value}"),
                request.POST.get(f"conditions-{category.value}", ""),
            ),
        )
        for category in DistributionCategory
    }


def _frame(link: SigningLink) -> dict[str, Any]:
    consent = link.consent
    return {
        "link_token": link_token(link),
        "link": link,
        "consent": consent,
        "over_title": link.organization.short_name,
        "page_title": consent.get_kind_display(),
        "organization": link.organization,
        "version": _version(link),
        "is_whole": consent.state == ConsentState.SIGNED,
        "by_code": ConsentMethod.CODE,
    }


def _steps(request: HttpRequest, link: SigningLink) -> dict[str, Any]:
    """What the signer sees: first what is lacking, then the document and the code."""
    ready = readiness_of([link.person], link.organization)[link.person_id]
    act = act_in_force(link.organization)
    return {
        "ready": ready,
        "masked": masked_email(link.person.email) if link.person.email else "",
        "agreement": agreement_text(act).split("\n\n") if act and not ready.agreement else [],
        "code_asked": bool(link.code_hash),
        "items": _items(request, link.consent),
        "items_fixed": bool(live_signatures(link.consent)),
        "minutes": domain.CODE_MINUTES,
    }


def _items(request: HttpRequest, consent: Consent) -> list[dict[str, Any]]:
    """The lines of the consent to distribution as they stand: what was just posted, else what was chosen before."""
    if consent.kind != ConsentKind.DISTRIBUTION:
        return []
    kept = {item.category: item for item in consent.distribution_items.all()}
    posted = _choices(request) if request.POST.get("step") == "code" else {}
    rows = []
    for category in DistributionCategory:
        item, chosen = kept.get(category), posted.get(category)
        kept_words = chosen.conditions if chosen else (item.conditions if item else "")
        where = read(kept_words)
        rows.append(
            {
                "code": category.value,
                "label": category.label,
                "allowed": chosen.allowed if chosen else bool(item and item.is_allowed),
                "conditions": kept_words,
                "words": where.words,
                "places": [(place.value, place.label, place in (where.places or ())) for place in Place],
            }
        )
    return rows


def _version(link: SigningLink) -> DocumentVersion | None:
    """What is read: what the code was sent for, else the current text."""
    signature = live_signatures(link.consent).get(link.role)
    if signature is not None:
        return signature.version
    return link.code_version if link.code_hash and link.code_version else version_of(sheet_of(link.consent))


@require_safe
@by_personal_link(find_link, rule=SIGN_BY_LINK)
def consent_by_link_file(request: HttpRequest, link: SigningLink, *, token: str) -> HttpResponseBase:
    """The exact file that is signed."""
    signed = live_signatures(link.consent).get(link.role)
    if signed is None and why_closed(link):
        raise Http404
    version = _version(link)
    if version is None or not version.file.file:
        raise Http404
    return send_file(version.file, inline=True)


@require_safe
@by_personal_link(find_link, rule=SIGN_BY_LINK)
def consent_by_link_copy(request: HttpRequest, link: SigningLink, *, token: str) -> HttpResponseBase:
    """The signed copy with its marks, for a signer whose consent is signed by all."""
    if link.consent.state != ConsentState.SIGNED or link.role not in live_signatures(link.consent):
        raise Http404
    try:
        return pdf_response(signed_copy(link.consent), f"{link.consent.get_kind_display()} (подписано).pdf")
    except DomainError as error:
        raise Http404 from error


def pdf_response(data: bytes, name: str) -> HttpResponseBase:
    response: HttpResponse | FileResponse = FileResponse(io.BytesIO(data), content_type="application/pdf")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response["Cache-Control"] = "private, no-store"
    return response
