"""The SWOT session: the curator's wall with the code and moderation, the page of a phone."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import access
from core.errors import DomainError
from core.selectors.viewer import viewer_of
from core.views.personal import by_personal_link
from mentorship.selectors.group_meetings import qr_svg
from reports.domain import swot_sessions as domain
from reports.forms_swot import ProposalForm, SessionForm
from reports.models import SwotProposal, SwotSession
from reports.permissions import LEAD_SWOT, PROPOSE_BY_LINK, VIEW_SWOT
from reports.selectors.swot import sessions_visible_to
from reports.selectors.swot_sessions import (
    find_session,
    link_of,
    own_proposals,
    proposals_of,
    voices_of,
    wall_of,
)
from reports.swot_enums import ProposalState
from reports.views.swot import LIST, OfAnalysis

COOKIE, SALT = "swot-device", "reports.swot_device"
COOKIE_AGE = 12 * 60 * 60
NO_COOKIE = (
    "Телефон не сохранил отметку страницы. Разрешите файлы cookie для этого сайта и откройте код снова."
)


class SessionCreate(OfAnalysis):
    access_rule = LEAD_SWOT
    title = "Новая SWOT-сессия"
    form_class = SessionForm
    submit_label = "Открыть сессию"
    intro = (
        "Участники откроют страницу по коду на стене, предложат утверждения и проголосуют. Имён никто не спрашивает; "
        "на экране предложение появится, когда вы его покажете."
    )
    done = "Сессия открыта. Покажите код на стене."

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"held_on": viewer_of(self.request).today}}

    def save(self, form: Any) -> str:
        made = domain.open_session(self.analysis, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return reverse("reports:swot_session", args=[made.pk])


def _find(request: HttpRequest, pk: int) -> SwotSession:
    return get_object_or_404(sessions_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


def _live(request: HttpRequest, session: SwotSession) -> dict[str, Any]:
    on_wall = request.GET.get("wall") == "1"  # shown to the hall: what waits to be shown is not here
    may_manage = LEAD_SWOT.allows(request.membership) and not on_wall  # type: ignore[attr-defined]
    waiting = proposals_of(session).exclude(state=ProposalState.SHOWN) if may_manage else []
    return {
        "session": session,
        "wall": wall_of(session),
        "waiting": waiting,
        "may_manage": may_manage,
        "on_wall": on_wall,
    }


@access(VIEW_SWOT)
@require_GET
def session_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The curator's screen: what waits to be shown stands here only; `?wall=1` is the screen for the hall."""
    session = _find(request, pk)
    address = link_of(session)
    context = _live(request, session) | {
        "page_title": session.title,
        "breadcrumbs": (LIST, (session.title, "")),
        "link": address,
        "qr": mark_safe(qr_svg(address, "Код страницы SWOT-сессии")),  # noqa: S308 - drawn by segno from our own link
    }
    return render(request, "reports/swot/session.html", context)


@access(VIEW_SWOT)
@require_GET
def session_live(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the screen that renews itself."""
    return render(request, "reports/swot/session_live.html", _live(request, _find(request, pk)))


@access(LEAD_SWOT)
@require_POST
def session_close(request: HttpRequest, pk: int) -> HttpResponse:
    closed = request.POST.get("closed") == "1"
    try:
        domain.close_session(_find(request, pk), closed=closed, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("reports:swot_session", pk=pk)


@access(LEAD_SWOT)
@require_POST
def session_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what is shown into the draft."""
    session = _find(request, pk)
    try:
        made = domain.merge_session(session, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:swot_session", pk=pk)
    messages.success(request, f"В черновик SWOT перенесено предложений: {len(made)}.")
    return redirect(f"{reverse('reports:swot')}?year={session.analysis.year}")


@access(LEAD_SWOT)
@require_POST
def proposal_moderate(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Show a proposal on the wall, or keep it off."""
    rows = SwotProposal.objects.filter(session__in=sessions_visible_to(request.membership))  # type: ignore[attr-defined]
    proposal = get_object_or_404(rows.select_related("session"), pk=pk)
    act = domain.show_proposal if step == "show" else domain.decline_proposal
    try:
        act(proposal, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("reports:swot_session", pk=proposal.session_id)


# --- the phone ---


def _device(request: HttpRequest) -> str:
    """The random mark of a phone that this portal has given out; «» for none, and for one made elsewhere."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_AGE))
    except signing.BadSignature:
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
@by_personal_link(find_session, rule=PROPOSE_BY_LINK)
def session_vote(request: HttpRequest, session: SwotSession, *, token: str) -> HttpResponse:
    """Propose and vote; plain forms, no script needed."""
    device, form, error, status = _device(request), ProposalForm(), "", 200
    if request.method == "POST":
        try:
            if not device:
                raise DomainError(NO_COOKIE, code="cookie")
            if "vote" in request.POST:
                domain.vote(session, device=device, proposals=_chosen(request))
                return redirect(f"{request.path}?done=vote")
            form = ProposalForm(request.POST)
            if form.is_valid():
                domain.propose(session, device=device, **form.cleaned_data)
                return redirect(f"{request.path}?done=proposal")
        except DomainError as refused:
            error = refused.message
        status = 422
    whose = domain.device_hash(session, device) if device else ""
    context = {
        "page_title": "SWOT-сессия",
        "over_title": f"{session.organization.short_name} · {session.title}",
        "organization": session.organization,
        "session": session,
        "form": form,
        "error": error,
        "done": request.GET.get("done", ""),
        "wall": wall_of(session),
        "voices": voices_of(session, whose) if whose else set(),
        "own": own_proposals(session, whose) if whose else [],
    }
    response = render(request, "reports/swot/vote.html", context, status=status)
    if not device:
        response.set_cookie(
            COOKIE,
            signing.dumps(secrets.token_urlsafe(16), salt=SALT),
            max_age=COOKIE_AGE,
            path=reverse("reports:swot_vote", kwargs={"token": token}),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _chosen(request: HttpRequest) -> set[int]:
    return {int(one) for one in request.POST.getlist("for") if one.isdecimal() and len(one) < 19}
