"""The group meeting: the curator's screen with the QR code, cards with codes, answers by phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import access
from core.clock import today
from core.errors import DomainError
from core.models import Job
from core.selectors.viewer import current_programme
from core.views.pages import FormPage
from core.views.personal import by_personal_link
from mentorship.domain import group_meetings as domain
from mentorship.forms.matching import GroupMeetingForm, VoteForm
from mentorship.models import GroupMeeting
from mentorship.permissions import MANAGE_PAIRS, VIEW_PAIRS, VOTE_BY_LINK
from mentorship.selectors.group_meetings import (
    find_meeting,
    link_of,
    meetings_visible_to,
    others_for,
    participants,
    qr_svg,
)
from mentorship.views.matching import HOME, PAIRS, projects_of


class GroupMeetingCreate(FormPage):
    access_rule = MANAGE_PAIRS
    title = "Новая общая встреча"
    form_class = GroupMeetingForm
    submit_label = "Открыть голосование"
    intro = (
        "Участники откроют страницу по коду на стене, назовут себя кодом со своей карточки и выберут, с кем хотят "
        "работать."
    )
    done = "Голосование открыто. Раздайте карточки с кодами и покажите код на стене."

    def load(self) -> None:
        self.programme = current_programme(self.request)

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((PAIRS[0], reverse(PAIRS[1])), (HOME[0], reverse(HOME[1])), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse(HOME[1])

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"held_on": today(self.request.organization)}}  # type: ignore[attr-defined]

    def save(self, form: GroupMeetingForm) -> str:
        if self.programme is None:
            raise DomainError("Сначала создайте программу.")
        meeting = domain.open_meeting(self.programme, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return reverse("mentorship:group_meeting", args=[meeting.pk])


def _find(request: HttpRequest, pk: int) -> GroupMeeting:
    visible = meetings_visible_to(request.membership, current_programme(request))  # type: ignore[attr-defined]
    found = next((one for one in visible if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _live(request: HttpRequest, meeting: GroupMeeting) -> dict[str, Any]:
    people = participants(meeting)
    sides = []
    for title, is_mentee in (("Наставляемые", True), ("Наставники", False)):
        side = [one for one in people if one.is_mentee == is_mentee]
        silent = [one.entry.person.short_name for one in side if not one.answered]
        sides.append(
            {"title": title, "all": len(side), "answered": len(side) - len(silent), "silent": silent[:60]}
        )
    return {
        "meeting": meeting,
        "sides": sides,
        "may_manage": MANAGE_PAIRS.allows(request.membership),  # type: ignore[attr-defined]
    }


@access(VIEW_PAIRS)
@require_GET
def group_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen for the wall: the code to open, and how many have answered so far."""
    meeting = _find(request, pk)
    address = link_of(meeting)
    context = _live(request, meeting) | {
        "page_title": meeting.title,
        "breadcrumbs": ((PAIRS[0], reverse(PAIRS[1])), (HOME[0], reverse(HOME[1])), (meeting.title, "")),
        "link": address,
        "qr": mark_safe(qr_svg(address, "Код страницы голосования")),  # noqa: S308 - drawn by segno from our own link
    }
    return render(request, "mentorship/matching/meeting.html", context)


@access(VIEW_PAIRS)
@require_GET
def group_meeting_live(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the screen that renews itself."""
    return render(request, "mentorship/matching/meeting_live.html", _live(request, _find(request, pk)))


@access(MANAGE_PAIRS)
@require_GET
def group_meeting_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Cards to cut and hand out: a name, a code, a QR code of one's own page."""
    meeting = _find(request, pk)
    cards = [
        (one, mark_safe(qr_svg(link_of(meeting, one.code), f"Код: {one.entry.person.short_name}")))  # noqa: S308 - drawn by segno from our own link
        for one in participants(meeting)
    ]
    context = {
        "page_title": "Карточки с кодами",
        "breadcrumbs": (
            (HOME[0], reverse(HOME[1])),
            (meeting.title, reverse("mentorship:group_meeting", args=[pk])),
            ("Карточки", ""),
        ),
        "meeting": meeting,
        "cards": cards,
    }
    return render(request, "mentorship/matching/meeting_codes.html", context)


@access(MANAGE_PAIRS)
@require_POST
def group_meeting_close(request: HttpRequest, pk: int) -> HttpResponse:
    closed = request.POST.get("closed") == "1"
    domain.close_meeting(_find(request, pk), closed=closed, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Голосование закрыто." if closed else "Голосование снова открыто.")
    return redirect("mentorship:group_meeting", pk=pk)


@access(MANAGE_PAIRS)
@require_POST
def group_meeting_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the voting and compute the draft of all one's own forms."""
    meeting = _find(request, pk)
    try:
        made = domain.match_meeting(
            meeting,
            projects=projects_of(request, meeting.programme),
            actor=request.user,  # type: ignore[arg-type]
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:group_meeting", pk=pk)
    if isinstance(made, Job):
        return redirect("core:job", pk=made.pk)
    return redirect("mentorship:match_draft", pk=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@by_personal_link(find_meeting, rule=VOTE_BY_LINK)
def meeting_entry(request: HttpRequest, meeting: GroupMeeting, *, token: str) -> HttpResponse:
    """The page of the code on the wall: asks for one's own code and shows nobody."""
    error, code, status = "", "", 200
    if request.method == "POST":
        code = request.POST.get("code", "")[:40]
        try:
            domain.recognise(meeting, code)
            own = "".join(code.split()).lower()
            return redirect("mentorship:meeting_vote", token=token, code=own)
        except DomainError as refused:
            error, status = refused.message, 422
    context = _frame(meeting) | {"page_title": "Ваш код", "error": error, "code": code, "token": token}
    return render(request, "mentorship/matching/vote_code.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@by_personal_link(find_meeting, rule=VOTE_BY_LINK)
def meeting_vote(request: HttpRequest, meeting: GroupMeeting, *, token: str, code: str) -> HttpResponse:
    """One person's answer: whom they want, who does not suit."""
    try:
        one = domain.recognise(meeting, code)
    except DomainError as refused:
        context = _frame(meeting) | {
            "page_title": "Ваш код",
            "error": refused.message,
            "code": code,
            "token": token,
        }
        return render(request, "mentorship/matching/vote_code.html", context, status=404)
    options: dict[str, Any] = {"others": others_for(meeting, one), "choices": meeting.choices}
    form, status = VoteForm(**options), 200
    if request.method == "POST":
        form, status = VoteForm(request.POST, **options), 422
        if form.is_valid():
            try:
                domain.vote(meeting, one, likes=form.likes, avoids=form.avoids)
                return redirect(f"{reverse('mentorship:meeting_vote', args=[token, code])}?done=1")
            except DomainError as error:
                form.refuse(error)
    context = _frame(meeting) | {
        "page_title": "Спасибо!" if request.GET.get("done") and status == 200 else "С кем хотите работать?",
        "person": one.entry.person,
        "form": form,
        "done": bool(request.GET.get("done")) and status == 200,
        "answered": one.answered,
        "again": reverse("mentorship:meeting_vote", args=[token, code]),
    }
    return render(request, "mentorship/matching/vote.html", context, status=status)


def _frame(meeting: GroupMeeting) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "organization": meeting.organization,
        "over_title": f"{meeting.organization.short_name} · {meeting.title}",
    }
