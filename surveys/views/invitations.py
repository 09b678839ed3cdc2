"""Pages of one invitation: its link and QR code, the answers, answers from paper; printed cards."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import audit
from core.access import access
from core.errors import DomainError
from surveys.domain.answering import IncompleteAnswers, enter_paper, enter_sheet
from surveys.domain.class_links import code_of
from surveys.domain.invitations import renew_link, revoke_invitation
from surveys.domain.links import link_of, qr_png, qr_svg
from surveys.enums import CampaignState, InvitationState
from surveys.forms.section import paper_sections
from surveys.models import Campaign, Invitation
from surveys.permissions import MANAGE_CAMPAIGNS, VIEW_ANSWERS
from surveys.selectors.campaigns import (
    campaigns_visible_to,
    consents_of,
    invitations_of,
    invitations_visible_to,
    pending_invitations,
    sheets_to_enter,
    state_of,
)
from surveys.selectors.candidates import people_of
from surveys.selectors.questionnaires import load_version
from surveys.selectors.responses import response_of, shown_answers
from surveys.tables import INVITATION_TONES
from surveys.views.campaigns import LIST, address_of

CARDS_LIMIT = 1_000


@never_cache
@access(MANAGE_CAMPAIGNS)
def invitation_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The link of one person, to hand over or to replace."""
    invitation = _invitation(request, pk)
    state = state_of(
        invitations_of(invitation.campaign).get(pk=pk), consents=consents_of(invitation.campaign)
    )
    live = state not in (InvitationState.DONE, InvitationState.REVOKED)
    context = _context(invitation, str(invitation.person)) | {
        "state": state,
        "state_tone": INVITATION_TONES[state],
        "live": live,
        "link": link_of(invitation) if live else "",
        "code": code_of(invitation) if live else "",
        "qr": mark_safe(qr_svg(invitation)) if live else "",  # noqa: S308 - drawn by segno from our own link
        "may_read": invitation.campaign.is_named and VIEW_ANSWERS.allows(request.membership),  # type: ignore[attr-defined]
        "may_enter": not invitation.campaign.is_anonymous
        and state not in (InvitationState.DONE, InvitationState.REVOKED, InvitationState.WAITS_CONSENT)
        and invitation.campaign.state == CampaignState.OPEN,
    }
    return render(request, "surveys/invitations/detail.html", context)


@never_cache
@access(MANAGE_CAMPAIGNS)
def invitation_qr(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The QR code as a file to put into a document of one's own."""
    invitation = _invitation(request, pk)
    if invitation.revoked_on or invitation.done_on:
        raise Http404
    data: str | bytes = qr_png(invitation) if kind == "png" else qr_svg(invitation)
    if isinstance(data, str):
        data = data.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    response = HttpResponse(data, content_type="image/png" if kind == "png" else "image/svg+xml")
    name = f"{invitation.person.last_name} {invitation.person.first_name}.{kind}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_POST
@access(MANAGE_CAMPAIGNS)
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the invitation back."""
    return _act(request, pk, revoke_invitation, "Приглашение отозвано: ссылка больше не действует.")


@require_POST
@access(MANAGE_CAMPAIGNS)
def invitation_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a new link."""
    return _act(request, pk, renew_link, "Ссылка новая, прежняя больше не действует.")


@never_cache
@access(VIEW_ANSWERS)
def invitation_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person answered; reading is recorded."""
    invitation = _invitation(request, pk)
    response = response_of(invitation)
    if response is None:
        raise Http404
    audit.record("response.read", subject=invitation.campaign, after={"person": invitation.person.short_name})
    membership = request.membership  # type: ignore[attr-defined]
    context = _context(invitation, "Ответы") | {
        "response": response,
        "sections": shown_answers(response, membership=membership),
        "may_manage": MANAGE_CAMPAIGNS.allows(membership),
    }
    return render(request, "surveys/invitations/answers.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@access(MANAGE_CAMPAIGNS)
def invitation_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers copied from paper: all screens on one page, the same checks."""
    invitation = _invitation(request, pk)
    loaded = load_version(invitation.campaign.version)
    raw, errors, refused = None, {}, ""
    if request.method == "POST":
        raw = dict(request.POST.lists())
        try:
            enter_paper(invitation, raw, actor=request.user)  # type: ignore[arg-type]
        except IncompleteAnswers as incomplete:
            errors = incomplete.errors
        except DomainError as error:
            refused = error.message
        else:
            messages.success(request, f"Ответы внесены: {invitation.person}.")
            return redirect(address_of(invitation.campaign))
    people = people_of(invitation, loaded.instrument)
    sections = paper_sections(loaded.instrument, raw=raw, errors=errors, people=people)
    context = _context(invitation, "Ответы с бумаги") | {
        "sections": sections,
        "errors": [line for section in sections for line in section.errors],
        "refused": refused,
    }
    status = 422 if errors or refused else 200
    return render(request, "surveys/invitations/paper.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@access(MANAGE_CAMPAIGNS)
def campaign_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """An anonymous sheet copied from paper: whose it is nobody asks."""
    campaign: Campaign = get_object_or_404(campaigns_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    raw, errors, refused = None, {}, ""
    if request.method == "POST":
        raw = dict(request.POST.lists())
        try:
            enter_sheet(campaign, raw, actor=request.user)  # type: ignore[arg-type]
        except IncompleteAnswers as incomplete:
            errors = incomplete.errors
        except DomainError as error:
            refused = error.message
        else:
            campaign.refresh_from_db()
            left = sheets_to_enter(campaign)
            messages.success(request, f"Лист внесён. Осталось внести: {left}.")
            return redirect("surveys:campaign_sheet", pk=pk) if left else redirect(address_of(campaign))
    sections = paper_sections(load_version(campaign.version).instrument, raw=raw, errors=errors)
    context = {
        "campaign": campaign,
        "page_title": "Лист без имени",
        "breadcrumbs": (LIST, (campaign.title, address_of(campaign)), ("Лист без имени", "")),
        "sections": sections,
        "errors": [line for section in sections for line in section.errors],
        "refused": refused,
        "left": sheets_to_enter(campaign),
    }
    return render(
        request, "surveys/invitations/paper.html", context, status=422 if errors or refused else 200
    )


@never_cache
@access(MANAGE_CAMPAIGNS)
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    """Cards with links and QR codes to print and cut, for those who have not answered."""
    visible = campaigns_visible_to(request.membership)  # type: ignore[attr-defined]
    campaign: Campaign = get_object_or_404(visible, pk=pk)
    rows = pending_invitations(campaign).select_related("person")
    wanted = [value for value in request.GET.getlist("pk") if value.isascii() and value.isdecimal()]
    if wanted:
        rows = rows.filter(pk__in=[int(value) for value in wanted[:CARDS_LIMIT] if len(value) < 19])
    shown = [
        {"invitation": row, "link": link_of(row), "code": code_of(row), "qr": mark_safe(qr_svg(row))}  # noqa: S308 - our own link
        for row in rows[:CARDS_LIMIT]
    ]
    audit.record("survey_cards.printed", subject=campaign, after={"people": len(shown)})
    context = {
        "campaign": campaign,
        "cards": shown,
        "page_title": f"Карточки: {campaign.title}",
        "back_url": address_of(campaign),
        "organization": request.organization,  # type: ignore[attr-defined]
    }
    return render(request, "surveys/invitations/cards.html", context)


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    found: Invitation = get_object_or_404(invitations_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    return found


def _act(request: HttpRequest, pk: int, action: Any, told: str) -> HttpResponse:
    invitation = _invitation(request, pk)
    try:
        action(invitation, actor=request.user)
        messages.success(request, told)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(reverse("surveys:invitation", kwargs={"pk": pk}))


def _context(invitation: Invitation, title: str) -> dict[str, Any]:
    campaign, person = invitation.campaign, str(invitation.person)
    crumbs: list[tuple[str, Any]] = [LIST, (campaign.title, address_of(campaign))]
    if title != person:
        crumbs.append((person, reverse("surveys:invitation", kwargs={"pk": invitation.pk})))
    return {
        "invitation": invitation,
        "campaign": campaign,
        "person": invitation.person,
        "page_title": title,
        "breadcrumbs": (*crumbs, (title, "")),
    }
