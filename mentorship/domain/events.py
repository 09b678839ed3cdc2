"""The life of an event: planned, changed, held, cancelled, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import audit, facts
from core.clock import local
from core.errors import DomainError
from core.models import User
from core.personal_tokens import hash_token, new_key
from core.workflow import move
from mentorship.agenda import AgendaLine
from mentorship.domain.event_visits import fill_seats
from mentorship.event_codes import hall_token
from mentorship.event_enums import EVENT_TRANSITIONS, EventState, VisitState
from mentorship.models import Event, EventItem, EventKind, Programme
from mentorship.permissions import MANAGE_EVENTS

COLUMNS = (
    "kind",
    "title",
    "about",
    "starts_at",
    "ends_at",
    "place",
    "online_url",
    "audience",
    "capacity",
    "registration_until",
    "check_in_before",
    "check_in_after",
)
FACT = "event_held"
LONGEST = dt.timedelta(days=31)


def create_event(
    programme: Programme,
    *,
    kind: EventKind,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    agenda: Sequence[AgendaLine] = (),
    actor: User | None,
    **values: object,
) -> Event:
    """An event of a programme with its agenda; `values` are other COLUMNS. Raises DomainError."""
    _known(values)
    key = new_key()
    made = Event(
        organization=programme.organization,
        programme=programme,
        kind=kind,
        title=" ".join(title.split())[:200],
        starts_at=starts_at,
        ends_at=ends_at,
        hall_key=key,
        hall_hash=hash_token(hall_token(key)),
        **values,
    )
    _check(made)
    with transaction.atomic():
        made.save()
        _write_agenda(made, agenda)
        told = audit.plain(made, ["title", "starts_at", "place"])
        audit.record("event.created", subject=made, actor=actor, after=told)
    return made


def edit_event(
    event: Event, *, agenda: Sequence[AgendaLine] | None = None, actor: User | None, **values: object
) -> Event:
    """Change an event that is still ahead; more seats call those who wait. Raises DomainError."""
    _known(values)
    with transaction.atomic():
        locked = planned(event)
        before = audit.plain(locked, values)
        for name, value in values.items():
            setattr(locked, name, " ".join(value.split()) if name == "title" else value)  # type: ignore[attr-defined]
        _check(locked)
        highest = locked.visits.filter(state=VisitState.SEATED).order_by("-slot").first()
        if locked.capacity and highest and highest.slot and highest.slot > locked.capacity:
            raise DomainError(
                f"Уже заняты места до № {highest.slot}: меньше сделать нельзя.",
                field="capacity",
                code="taken",
            )
        locked.save()
        if agenda is not None:
            _write_agenda(locked, agenda)
        old, new = audit.changes(before, audit.plain(locked, values))
        if new:
            audit.record("event.edited", subject=locked, actor=actor, before=old, after=new)
        fill_seats(locked, actor=actor)
    return locked


def hold_event(event: Event, *, actor: User | None) -> Event:
    """The event took place: the roadmap is told. Raises DomainError before it has begun."""
    if event.starts_at > timezone.now():
        raise DomainError("Мероприятие ещё не началось.", code="ahead")
    day = local(event.starts_at, event.organization).date()
    with transaction.atomic():
        move(
            event,
            to=EventState.HELD,
            transitions=EVENT_TRANSITIONS,
            actor=actor,
            rule=MANAGE_EVENTS,
            set_fields={"held_on": day, "state_reason": ""},
        )
        facts.emit(
            FACT,
            subject=event,
            programme=event.programme,
            detail=event.kind.code,
            actor=actor,
            title=event.title,
            url=reverse("mentorship:event", kwargs={"pk": event.pk}),
            data={"day": day},
        )
    return event


def cancel_event(event: Event, *, reason: str, actor: User | None) -> Event:
    """It will not take place; the list stays, with the reason. Raises DomainError."""
    _reasoned(reason)
    return move(
        event,
        to=EventState.CANCELLED,
        transitions=EVENT_TRANSITIONS,
        actor=actor,
        rule=MANAGE_EVENTS,
        reason=reason,
        set_fields={"state_reason": reason.strip()[:300]},
    )


def reopen_event(event: Event, *, reason: str, actor: User | None) -> Event:
    """Held or cancelled by mistake: planned again, and what was told of it is taken back. Raises DomainError."""
    _reasoned(reason)
    with transaction.atomic():
        move(
            event,
            to=EventState.PLANNED,
            transitions=EVENT_TRANSITIONS,
            actor=actor,
            rule=MANAGE_EVENTS,
            reason=reason,
            set_fields={"held_on": None, "state_reason": reason.strip()[:300]},
        )
        facts.withdraw(
            "",  # all that was told of it: its kind may have been changed since
            subject=event,
            programme=event.programme,
            reason=f"мероприятие не проведено: {reason}"[:300],
            actor=actor,
        )
    return event


def planned(event: Event) -> Event:
    """The event's row, locked; refused once it is over or cancelled."""
    locked = (
        Event.objects.select_for_update(of=("self",))
        .select_related("kind", "programme", "organization")
        .get(pk=event.pk)
    )
    if locked.state != EventState.PLANNED:
        raise DomainError(
            f"Мероприятие: {locked.get_state_display().lower()}. Изменить можно только то, что готовится.",
            code="closed",
        )
    return locked


def _known(values: dict[str, object]) -> None:
    unknown = set(values) - set(COLUMNS)
    if unknown:
        raise TypeError(f"an event has no {', '.join(sorted(unknown))}")


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")


def _check(event: Event) -> None:
    if not event.title:
        raise DomainError("Назовите мероприятие.", field="title", code="empty")
    if event.ends_at <= event.starts_at:
        raise DomainError("Окончание не позже начала.", field="ends_at", code="order")
    if event.ends_at - event.starts_at > LONGEST:
        raise DomainError("Мероприятие длится больше месяца: проверьте даты.", field="ends_at", code="long")
    if not event.place and not event.online_url:
        raise DomainError("Укажите место или ссылку для участия онлайн.", field="place", code="nowhere")
    if event.registration_until and event.registration_until > event.ends_at:
        raise DomainError("Запись кончается позже мероприятия.", field="registration_until", code="order")
    if event.capacity is not None and not 1 <= event.capacity <= 5000:
        raise DomainError("Мест: от 1 до 5000.", field="capacity", code="range")


def _write_agenda(event: Event, lines: Sequence[AgendaLine]) -> None:
    event.items.all().delete()
    EventItem.objects.bulk_create(
        EventItem(event=event, starts_at=line.starts_at, title=line.title, speaker=line.speaker)
        for line in lines
    )
