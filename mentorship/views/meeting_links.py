"""A meeting by a personal link: no account, no names on the page, one answer, with or without scripts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.clock import today
from core.errors import DomainError
from core.limits import within
from core.views.personal import by_personal_link
from mentorship.domain.meeting_links import Answer, Told, answer_by_link, possible_answers
from mentorship.forms.meetings import LinkForm
from mentorship.meeting_enums import MeetingState
from mentorship.permissions import ANSWER_ABOUT_MEETING
from mentorship.selectors.meeting_links import Guest, find_guest, why_closed

#: Answers that one link takes in an hour: people correct themselves, machines do not stop.
ANSWERS_AN_HOUR = 20
OFTEN = "Слишком много ответов подряд. Попробуйте через час."


@require_http_methods(["GET", "HEAD", "POST"])
@by_personal_link(find_guest, rule=ANSWER_ABOUT_MEETING)
def meeting_by_link(request: HttpRequest, guest: Guest, *, token: str) -> HttpResponse:
    """«Встреча была», «не было», «перенесли»: kept at once, answered twice it changes nothing."""
    closed = why_closed(guest)
    if closed:
        return _show(request, guest, {"text": closed}, status=410)
    said = request.POST.get("answer", "")
    answers = possible_answers(guest, today(guest.organization))
    if said in Answer.values and said not in answers:  # said before, or the other side was quicker
        answers = [*answers, Answer(said)]
    options: dict[str, Any] = {"answers": answers, "with_mark": not guest.is_guardian}
    if request.method != "POST":
        return _show(request, guest, {"form": LinkForm(**options) if answers else None})
    if not within(f"meeting-link:{token}", most=ANSWERS_AN_HOUR, seconds=60 * 60):
        return _show(request, guest, {"text": OFTEN}, status=429)
    form = LinkForm(request.POST, **options)
    if form.is_valid():
        try:
            return redirect(f"{request.path}?told={answer_by_link(guest, **form.values())}")
        except DomainError as error:
            form.refuse(error)
    return _show(request, guest, {"form": form}, status=422)


def _show(request: HttpRequest, guest: Guest, given: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Which meeting and on what day: nobody's name, no place, no topic."""
    told = request.GET.get("told", "")
    meeting = guest.meeting
    context = {
        "page_title": meeting.get_kind_display(),
        "over_title": f"{guest.organization.short_name} · программа наставничества",
        "organization": guest.organization,
        "meeting": meeting,
        "guest": guest,
        "told": Told(told).label if told in Told.values else "",
        "is_early": meeting.state == MeetingState.PLANNED and meeting.on > today(guest.organization),
        **given,
    }
    return render(request, "mentorship/meetings/by_link.html", context, status=status)
