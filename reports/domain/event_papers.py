"""Papers of events: the list of participants, certificates by a job, void once the event is taken back."""

from __future__ import annotations

from django.db.models import QuerySet

from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, User
from core.workflow import move
from mentorship.event_enums import EventState
from mentorship.models import Event, EventVisit
from reports.domain.documents import create_document
from reports.enums import DOCUMENT_TRANSITIONS, DocumentState
from reports.models import Document

LIST, CERTIFICATE = "event_list", "event_certificate"
JOB_KIND = "documents.event_certificates"


def make_list(event: Event, *, actor: User | None) -> Document:
    """The list as it is today: one document an event, a new version when the list has changed. Raises DomainError."""
    return create_document(LIST, event, organization=event.organization, key=f"event:{event.pk}", actor=actor)


def start_certificates(event: Event, *, actor: User) -> Job:
    """One job for everybody who was there; pressed twice, it is one job. Raises DomainError."""
    if event.state != EventState.HELD:
        raise DomainError("Сначала отметьте, что мероприятие состоялось.", code="open")
    if not attended(event).exists():
        raise DomainError("Присутствие не отмечено: сертификаты выдавать некому.", code="nobody")
    return start_job(
        JOB_KIND,
        organization=event.organization,
        owner=actor,
        title=f"Сертификаты: {event.title}"[:200],
        params={"event": event.pk},
        key=f"event:{event.pk}",
    )


def attended(event: Event) -> QuerySet[EventVisit]:
    """Everybody who was there, with all that a certificate needs, by name."""
    return (
        event.visits.filter(attended_at__isnull=False)
        .select_related("organization", "person", "event__kind", "event__programme", "event__organization")
        .order_by("person__search_key", "pk")
    )


def key_of(visit: int) -> str:
    return f"visit:{visit}"


def make_certificate(visit: EventVisit, *, actor: User | None) -> Document:
    """The certificate of one participant, once: with its number. Raises DomainError."""
    key = key_of(visit.pk)
    return create_document(CERTIFICATE, visit, organization=visit.organization, key=key, actor=actor)


def cancel_certificates(event: Event, *, actor: User | None, reason: str) -> int:
    """The event was taken back: its certificates hold no more; their numbers stay in the register as void."""
    keys = [key_of(pk) for pk in event.visits.values_list("pk", flat=True)]
    found = Document.objects.filter(kind=CERTIFICATE, key__in=keys).exclude(state=DocumentState.CANCELLED)
    count = 0
    for document in found.select_related("organization", "programme"):
        move(
            document,
            to=DocumentState.CANCELLED,
            transitions=DOCUMENT_TRANSITIONS,
            actor=actor,
            reason=reason,
            set_fields={"remark": reason[:1000]},
        )
        count += 1
    return count
