"""Papers of an event: the list of participants, and the certificate of one who was there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from core.clock import local
from core.errors import DomainError
from core.russian import counted, date_long, lower_first
from mentorship.event_enums import EventState, VisitState
from mentorship.models import Event, EventVisit
from mentorship.selectors.events import tell_roles
from reports.documents.letterhead import Letterhead, Signatory, letterhead_of, signatory_of
from reports.documents.page_blocks import page_blocks
from reports.documents.people import full_name, occupation
from reports.kinds import Built, DocumentKind, Source, register

LIST, CERTIFICATE = "event_list", "event_certificate"


@dataclass(frozen=True)
class EventPerson:
    """A line of the list; `mark` is «был», «лист ожидания» or empty."""

    number: int
    name: str
    occupation: str
    role: str
    mark: str


@dataclass(frozen=True)
class EventList:
    """The list of an event as it is today. `when` and `told` are in words."""

    title: str
    letterhead: Letterhead
    event: str
    kind: str
    when: str
    place: str
    lines: list[EventPerson]
    told: str


@dataclass(frozen=True)
class EventCertificate:
    """What a participant is given; the phrases need no gender."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    name: str
    occupation: str
    event: str
    kind: str
    held_on: dt.date
    programme: str


def _when(event: Event) -> str:
    begins, ends = local(event.starts_at, event.organization), local(event.ends_at, event.organization)
    if begins.date() == ends.date():
        return f"{date_long(begins.date())}, {begins:%H:%M}–{ends:%H:%M}"
    return f"{date_long(begins.date())}, {begins:%H:%M} – {date_long(ends.date())}, {ends:%H:%M}"


def build_list(source: Source) -> Built:
    """The subject is an event: those who come, those who wait, those who came. Raises DomainError without any."""
    event = source.subject
    if not isinstance(event, Event):
        raise TypeError("the subject of this list is an event")
    listed = Q(state__in=[VisitState.SEATED, VisitState.WAITING]) | Q(attended_at__isnull=False)
    visits = list(
        event.visits.filter(listed).select_related("person", "event").order_by("person__search_key", "pk")
    )
    if not visits:
        raise DomainError("В списке мероприятия пока никого.", code="empty")
    tell_roles(visits)
    came = sum(1 for visit in visits if visit.attended_at is not None)
    content = EventList(
        title=f"Список участников: {event.title}"[:300],
        letterhead=letterhead_of(source.organization),
        event=event.title,
        kind=event.kind.title,
        when=_when(event),
        place=event.place or "онлайн",
        lines=[_line(number, visit) for number, visit in enumerate(visits, start=1)],
        told=f"Всего: {counted(len(visits), 'человек', 'человека', 'человек')}"
        + (f", присутствовали: {came}" if came else ""),
    )
    return Built(
        content,
        summary=f"{event.title}, {len(visits)}",
        programme=event.programme,
        subjects=(event, *(visit.person for visit in visits)),
    )


def _line(number: int, visit: EventVisit) -> EventPerson:
    mark = "был" if visit.attended_at else "лист ожидания" if visit.state == VisitState.WAITING else ""
    role = getattr(visit, "role_told", "")
    return EventPerson(number, visit.person.full_name, occupation(visit.person), role, mark)


def find_visit(pk: int) -> EventVisit:
    return EventVisit.objects.select_related(
        "organization", "person", "event__kind", "event__programme", "event__organization"
    ).get(pk=pk)


def build_certificate(source: Source) -> Built:
    """The subject is a visit of somebody who was there. Raises DomainError."""
    visit = source.subject
    if not isinstance(visit, EventVisit):
        raise TypeError("the subject of a certificate is a visit")
    event, person = visit.event, visit.person
    if event.state != EventState.HELD or event.held_on is None or visit.attended_at is None:
        raise DomainError(
            f"{person.short_name}: присутствие не отмечено, сертификат не выдаётся.", code="state"
        )
    content = EventCertificate(
        title=f"Сертификат участника: {event.title}"[:300],
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        name=full_name(person),
        occupation=occupation(person),
        event=event.title,
        kind=lower_first(event.kind.title),
        held_on=event.held_on,
        programme=event.programme.title,
    )
    return Built(
        content,
        summary=f"{person.full_name}, {event.title}",
        programme=event.programme,
        subjects=(visit, person),
    )


register(
    DocumentKind(
        code=LIST,
        family="Список",
        label="Список участников мероприятия",
        content=EventList,
        build=build_list,
        find=lambda pk: Event.objects.select_related("kind", "programme", "organization").get(pk=pk),
        form_blocks=page_blocks(LIST),
    )
)
register(
    DocumentKind(
        code=CERTIFICATE,
        family="Сертификат",
        label="Сертификат участника мероприятия",
        content=EventCertificate,
        build=build_certificate,
        find=find_visit,
        stylesheet="certificate",
        series="event_certificates",
        number_pattern="{number}-СУ/{year}",
        numbered_at_issue=True,
        mailed=True,
        mass=True,
        form_blocks=page_blocks(CERTIFICATE),
    )
)
