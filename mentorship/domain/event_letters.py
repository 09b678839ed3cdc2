"""Invitations to an event: to everybody on its list who has an address, with a personal link and a calendar file."""

from __future__ import annotations

from django.utils import timezone

from core import audit
from core.domain.job_run import JobRun
from core.domain.jobs import start_job
from core.domain.letters import send_letter
from core.errors import DomainError
from core.jobs import job_handler
from core.models import Job, User
from mentorship.event_calendar import ics_of
from mentorship.event_codes import calendar_entry, personal_link
from mentorship.event_enums import LISTED, EventState
from mentorship.models import Event, EventVisit

JOB_KIND = "events.invite"


def start_invitations(event: Event, *, actor: User) -> Job:
    """A job that writes to everybody on the list who was not written to yet. Raises DomainError."""
    if event.state != EventState.PLANNED:
        raise DomainError("Приглашать можно на то, что готовится.", code="closed")
    number = waiting_for_letter(event).count()
    if not number:
        raise DomainError("Всем, кто в списке, приглашения уже отправлены.", code="nobody")
    return start_job(
        JOB_KIND,
        organization=event.organization,
        owner=actor,
        title=f"Приглашения: {event.title}"[:200],
        params={"event": event.pk},
        key=f"event:{event.pk}",
        total=number,
    )


def waiting_for_letter(event: Event):  # type: ignore[no-untyped-def]
    """People on the list to whom nothing was sent yet."""
    related = ("person", "organization", "event__organization")
    return (
        event.visits.filter(state__in=LISTED, invited_at__isnull=True).select_related(*related).order_by("pk")
    )


@job_handler(JOB_KIND)
def invite(run: JobRun) -> None:
    """One letter a person. Run again after a crash it writes to those who have no letter yet."""
    event = Event.objects.select_related("organization", "programme").get(pk=run.params["event"])
    visits = list(waiting_for_letter(event))
    run.start(len(visits))
    for number, visit in enumerate(visits, start=1):
        if why := _send(visit, event):
            run.fail_item(visit.person.full_name, why)
        run.step(number)


def _send(visit: EventVisit, event: Event) -> str:
    """Empty when the letter went out, else why it did not."""
    person = visit.person
    if not person.email:
        return "нет электронной почты: покажите личную ссылку со страницы участника"
    begins = timezone.localtime(event.starts_at)
    sent = send_letter(
        person.email,
        subject=f"{event.title}, {begins:%d.%m.%Y %H:%M}",
        template="mentorship/letters/event.txt",
        context={
            "person": person,
            "event": event,
            "link": personal_link(visit),
            "is_waiting": visit.slot is None,
        },
        attachments=[("event.ics", ics_of(calendar_entry(event)), "text/calendar")],
    )
    if not sent:
        return "письмо не ушло: почта портала не отвечает"
    EventVisit.objects.filter(pk=visit.pk).update(invited_at=timezone.now())
    audit.record("event.invited", subject=person, after={"event": event.title})
    return ""
