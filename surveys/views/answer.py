"""Answering by a personal link: no account, no cookie, one screen at a time, with or without scripts."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from core.access import access
from core.clock import local, today
from core.context import acting, inside
from surveys.domain.answering import (
    GateClosed,
    IncompleteAnswers,
    Saved,
    save_draft,
    save_section,
    send_sheet,
    submit_last,
    submit_response,
)
from surveys.domain.feeds import contradictions
from surveys.domain.invitations import note_opening
from surveys.domain.tokens import find_invitation, find_to_save
from surveys.enums import Gate
from surveys.forms.section import paper_sections, section_pages, section_view
from surveys.instruments import Errors, Section, complete_answers
from surveys.instruments.fields import RawAnswers
from surveys.models import Invitation
from surveys.permissions import ANSWER_BY_LINK
from surveys.selectors.candidates import allowed, people_of
from surveys.selectors.gate import gate_of
from surveys.selectors.questionnaires import LoadedVersion, load_version
from surveys.selectors.responses import Draft, read_draft

View = Callable[..., HttpResponse]
# What a closed link answers with: 410 tells robots and caches that it will not come back.
STATUS = {
    Gate.NOT_YET: 403,
    Gate.NO_CONSENT: 403,
    Gate.OVER: 410,
    Gate.EXPIRED: 410,
    Gate.REVOKED: 410,
    Gate.DONE: 200,
}
TOO_LARGE = "Ответ слишком большой: в одном ответе помещается 2000 знаков. Вернитесь назад и сократите его."


def by_personal_link(view: View, *, find: Callable[[str], Invitation | None] = find_invitation) -> View:
    """Find the invitation of the token, open the scope and the clock of its institution, keep the link private.

    The token is the whole right and is unknown to other sites, so that a CSRF token would protect nothing and
    would cost a cookie: the views are exempt.
    """

    @csrf_exempt
    @access(ANSWER_BY_LINK)
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        invitation = find(token)
        if invitation is None:
            return private(render(request, "surveys/answer/unknown.html", status=404))
        organization = invitation.organization
        with inside(organization), acting(None):
            try:
                return private(view(request, invitation, token=token, **kwargs))
            except GateClosed as closed:
                return private(_gate_page(request, invitation, closed.gate))
            except UnreadablePostError:
                # The connection broke while the answers were on their way: nobody reads this, nothing is kept.
                return private(HttpResponse(status=400))
            except (RequestDataTooBig, TooManyFieldsSent):
                context = _frame(invitation) | {"text": TOO_LARGE}
                return private(render(request, "surveys/answer/too_large.html", context, status=413))

    return wrapped


@require_http_methods(["GET", "HEAD"])
@by_personal_link
def answer(request: HttpRequest, invitation: Invitation, *, token: str) -> HttpResponse:
    """Open the link: the first screen, or the place where the answering stopped."""
    gate = gate_of(invitation)
    if gate == Gate.DONE:
        return redirect("surveys:answer_done", token=token)
    if gate != Gate.OPEN:
        raise GateClosed(gate)
    note_opening(invitation, day=today(invitation.organization))
    if invitation.campaign.is_anonymous:
        return redirect("surveys:answer_sheet", token=token)
    loaded = load_version(invitation.campaign.version)
    draft = read_draft(invitation, loaded)
    pages = section_pages(loaded.instrument, draft.answers)
    kept = [
        place for place, page in enumerate(pages) if any(item.key in draft.answers for item in page.items)
    ]
    if kept:
        return redirect("surveys:answer_page", token=token, page=kept[-1] + 1)
    return _section_page(request, invitation, loaded, draft, 0, token=token)


@require_http_methods(["GET", "HEAD", "POST"])
@by_personal_link
def answer_page(request: HttpRequest, invitation: Invitation, *, token: str, page: int) -> HttpResponse:
    """One screen: shown, or kept and left for the next one."""
    if request.method == "POST" and _sent_at_once(request, invitation, page):
        return redirect("surveys:answer_done", token=token)
    gate = gate_of(invitation)
    if gate == Gate.DONE:
        return redirect("surveys:answer_done", token=token)
    if gate != Gate.OPEN:
        raise GateClosed(gate)
    if invitation.campaign.is_anonymous:
        return redirect("surveys:answer_sheet", token=token)
    loaded = load_version(invitation.campaign.version)
    draft = read_draft(invitation, loaded)
    pages = section_pages(loaded.instrument, draft.answers)
    if not 1 <= page <= len(pages):
        return redirect("surveys:answer", token=token)
    if request.method == "POST":
        return _keep(request, invitation, loaded, pages[page - 1], token=token)
    errors: Errors = {}
    if "check" in request.GET:
        people = allowed(people_of(invitation, loaded.instrument))
        answers, errors = complete_answers(loaded.instrument, draft.answers, people=people)
        errors |= contradictions(loaded.instrument, answers)
    return _section_page(request, invitation, loaded, draft, page - 1, token=token, errors=errors)


@require_http_methods(["GET", "HEAD", "POST"])
@by_personal_link
def answer_sheet(request: HttpRequest, invitation: Invitation, *, token: str) -> HttpResponse:
    """The whole anonymous questionnaire on one page: nothing is kept of it before it is sent."""
    if not invitation.campaign.is_anonymous:
        return redirect("surveys:answer", token=token)
    gate = gate_of(invitation)
    if gate == Gate.DONE:
        return redirect("surveys:answer_done", token=token)
    if gate != Gate.OPEN:
        raise GateClosed(gate)
    raw: RawAnswers | None = None
    errors: Errors = {}
    if request.method == "POST":
        raw = dict(request.POST.lists())
        try:
            send_sheet(invitation, raw)
        except IncompleteAnswers as incomplete:
            errors = incomplete.errors
        else:
            return redirect("surveys:answer_done", token=token)
    instrument = load_version(invitation.campaign.version).instrument
    sections = paper_sections(instrument, raw=raw, errors=errors)
    context = _frame(invitation) | {
        "sections": sections,
        "errors": [line for section in sections for line in section.errors],
        "instrument": instrument,
        "form_url": reverse("surveys:answer_sheet", kwargs={"token": token}),
        "has_psychologist": any(item.psychologist_only for item in instrument.items),
    }
    return render(request, "surveys/answer/sheet.html", context, status=422 if errors else 200)


@require_POST
@partial(by_personal_link, find=find_to_save)
def answer_save(request: HttpRequest, invitation: Invitation, *, token: str) -> HttpResponse:
    """Keep the answers of the items named in `item`, in the background of the page."""
    if invitation.campaign.is_anonymous:
        return JsonResponse({"closed": "В анонимном опросе черновик на портале не хранится."}, status=409)
    loaded = load_version(invitation.campaign.version)
    keys = {key for key in request.POST.getlist("item") if key in loaded.item_ids}
    try:
        saved = save_draft(invitation, dict(request.POST.lists()), keys=keys)
    except GateClosed as closed:
        return JsonResponse({"closed": closed.gate.label}, status=409)
    return JsonResponse({"saved": _clock(invitation, saved), "errors": saved.errors})


@require_http_methods(["GET", "HEAD"])
@by_personal_link
def answer_done(request: HttpRequest, invitation: Invitation, *, token: str) -> HttpResponse:
    """Thanks, and what happens next."""
    if invitation.done_on is None:
        return redirect("surveys:answer", token=token)
    context = _frame(invitation) | {"thanks": load_version(invitation.campaign.version).instrument.thanks}
    return render(request, "surveys/answer/done.html", context)


def _keep(
    request: HttpRequest, invitation: Invitation, loaded: LoadedVersion, section: Section, *, token: str
) -> HttpResponse:
    raw: RawAnswers = dict(request.POST.lists())
    go = request.POST.get("go", "next")
    keep = save_draft if go == "back" else save_section
    saved = keep(invitation, raw, keys={item.key for item in section.items})
    draft = read_draft(invitation, loaded)
    pages = section_pages(loaded.instrument, draft.answers)
    place = next(number for number, page in enumerate(pages) if page.key == section.key)
    if saved.errors:
        return _section_page(
            request, invitation, loaded, draft, place, token=token, errors=saved.errors, raw=raw
        )
    if go == "back":
        return redirect("surveys:answer_page", token=token, page=max(place, 1))
    if place + 1 < len(pages):
        return redirect("surveys:answer_page", token=token, page=place + 2)
    return _send(invitation, pages, token=token)


def _sent_at_once(request: HttpRequest, invitation: Invitation, page: int) -> bool:
    """Send the last screen of a questionnaire without conditions, when nothing is missing or wrong in it."""
    if invitation.campaign.is_anonymous or request.POST.get("go", "next") == "back":
        return False
    instrument = load_version(invitation.campaign.version).instrument
    if page != len(instrument.sections) or any(item.show_if for item in instrument.items):
        return False
    keys = {item.key for item in instrument.sections[-1].items}
    return submit_last(invitation, dict(request.POST.lists()), keys=keys) is not None


def _send(invitation: Invitation, pages: list[Section], *, token: str) -> HttpResponse:
    try:
        submit_response(invitation)
    except IncompleteAnswers as incomplete:
        for number, page in enumerate(pages, start=1):
            if any(item.key in incomplete.errors for item in page.items):
                address = reverse("surveys:answer_page", kwargs={"token": token, "page": number})
                return redirect(f"{address}?check=1")
    return redirect("surveys:answer_done", token=token)


def _section_page(
    request: HttpRequest,
    invitation: Invitation,
    loaded: LoadedVersion,
    draft: Draft,
    place: int,
    *,
    token: str,
    errors: Errors | None = None,
    raw: RawAnswers | None = None,
) -> HttpResponse:
    pages = section_pages(loaded.instrument, draft.answers)
    context = _frame(invitation) | {
        "view": section_view(
            loaded.instrument,
            pages[place],
            answers=draft.answers,
            raw=raw,
            errors=errors,
            people=people_of(invitation, loaded.instrument),
        ),
        "instrument": loaded.instrument,
        "form_url": reverse("surveys:answer_page", kwargs={"token": token, "page": place + 1}),
        "save_url": reverse("surveys:answer_save", kwargs={"token": token}),
        "progress_done": place + 1,
        "progress_total": len(pages),
        "is_first": place == 0,
        "is_last": place + 1 == len(pages),
        "saved": draft.saved_at,
        "has_psychologist": any(item.psychologist_only for item in loaded.instrument.items),
    }
    return render(request, "surveys/answer/section.html", context, status=422 if errors and raw else 200)


def _gate_page(request: HttpRequest, invitation: Invitation, gate: Gate) -> HttpResponse:
    if gate == Gate.DONE:
        return redirect("surveys:answer", token=request.resolver_match.kwargs["token"])  # type: ignore[union-attr]
    context = _frame(invitation) | {"gate": gate.value, "heading": gate.label}
    return render(request, "surveys/answer/gate.html", context, status=STATUS[gate])


def _frame(invitation: Invitation) -> dict[str, Any]:
    campaign = invitation.campaign
    return {
        "invitation": invitation,
        "campaign": campaign,
        "organization": invitation.organization,
        "over_title": f"{invitation.organization.short_name} · {campaign.title}",
        "for_whom": f"{invitation.person.first_name} {invitation.person.last_name[:1]}.",
    }


def _clock(invitation: Invitation, saved: Saved) -> str:
    return f"{local(saved.moment, invitation.organization):%H:%M}"


def private(response: HttpResponse) -> HttpResponse:
    """Nothing of a personal link goes to other sites or stays on a shared computer."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
