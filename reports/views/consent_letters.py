"""Who is to be written to about unsigned consents, who cannot be, and the button that writes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.access import access
from core.clock import today
from core.errors import DomainError
from core.models import Job
from core.russian import counted
from core.selectors.viewer import current_programme
from mentorship.models import Programme
from mentorship.permissions import MANAGE_CONSENTS
from mentorship.selectors.consents import consents_visible_to
from reports.domain.consent_letters import remind
from reports.selectors.consent_letters import Reminder, reminder_for

SHOWN = 300
MOST_CHOSEN = 500


@access(MANAGE_CONSENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def consent_letters(request: HttpRequest) -> HttpResponse:
    """`people` (ids after commas) narrows to those whose consents were chosen on «Кто без чего»."""
    programme = current_programme(request)
    if programme is None:
        messages.error(request, "Сначала создайте программу.")
        return redirect("mentorship:programmes")
    chosen = _chosen(request)
    reminder = _reminder(request, programme, chosen)
    if request.method == "POST":
        return _write(request, programme, reminder)
    context = {
        "page_title": "Напомнить о согласиях",
        "breadcrumbs": (("Согласия", reverse("mentorship:consents")), ("Напомнить", "")),
        "programme": programme,
        "reminder": reminder,
        "chosen": ",".join(map(str, chosen or ())),
        "to_write": reminder.to_write[:SHOWN],
        "without_email": reminder.without_email[:SHOWN],
        "shown": SHOWN,
    }
    return render(request, "reports/consent_letters.html", context)


def _chosen(request: HttpRequest) -> list[int] | None:
    given = request.POST.get("people") or request.GET.get("people") or ""
    ids = [
        int(part)
        for part in given.split(",")[:MOST_CHOSEN]
        if part.isascii() and part.isdecimal() and len(part) < 19
    ]
    return ids or None


def _reminder(request: HttpRequest, programme: Programme, chosen: list[int] | None) -> Reminder:
    consents = consents_visible_to(request.membership, programme)  # type: ignore[attr-defined]
    if chosen is not None:
        consents = consents.filter(person__in=chosen)
    return reminder_for(consents, programme, day=today(programme.organization))


def _write(request: HttpRequest, programme: Programme, reminder: Reminder) -> HttpResponse:
    people = [recipient.person.pk for recipient in reminder.to_write]
    try:
        done = remind(programme, people, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:consent_letters")
    if isinstance(done, Job):
        return redirect("core:job", pk=done.pk)
    messages.success(request, f"Отправлено: {counted(done, 'письмо', 'письма', 'писем')}.")
    return redirect("reports:consent_letters")
