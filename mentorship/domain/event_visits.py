"""Who comes to an event, who waits for a seat, and who was there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from core import audit
from core.clock import local
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.event_codes import is_hall_word, new_codes
from mentorship.event_enums import (
    LISTED,
    VISIT_TRANSITIONS,
    EventState,
    MarkWay,
    VisitSource,
    VisitState,
)
from mentorship.models import Event, EventVisit, Person
from mentorship.selectors.events import check_in_window, may_register, people_in_bases


@dataclass
class Added:
    """How many got a seat, how many wait, and for the others who and why."""

    seated: int = 0
    waiting: int = 0
    refused: list[str] = field(default_factory=list)


def add_people(
    event: Event,
    people: Iterable[Person],
    *,
    actor: User | None,
    source: VisitSource = VisitSource.CURATOR,
) -> Added:
    """Put people of the bases on the list; without a free seat they wait in the order they came.

    Seats are given under the lock of the event's row, and the database refuses one seat twice. Raises DomainError
    when the event takes nobody any more.
    """
    found = Added()
    with transaction.atomic():
        locked = _open(event)
        chosen = list(people)
        in_bases = people_in_bases(locked.programme, [person.pk for person in chosen])
        known = {visit.person_id: visit for visit in locked.visits.filter(person__in=chosen)}
        seats = _Seats(locked)
        for person in chosen:
            visit = known.get(person.pk)
            if person.pk not in in_bases:
                found.refused.append(f"{person.short_name}: не участвует в программе")
            elif visit is not None and visit.state in LISTED:
                found.refused.append(f"{person.short_name}: уже в списке")
            else:
                known[person.pk] = _put(locked, person, visit, seats.take(), source=source, actor=actor)
                seated = known[person.pk].state == VisitState.SEATED
                found.seated, found.waiting = found.seated + seated, found.waiting + (not seated)
    return found


def register(event: Event, person: Person, *, actor: User | None) -> EventVisit:
    """Somebody comes by their own will, or by their parent's. Raises DomainError."""
    why = may_register(event, person)
    if why:
        raise DomainError(why, code="closed")
    found = add_people(event, [person], actor=actor, source=VisitSource.SELF)
    if found.refused:
        raise DomainError(f"{found.refused[0]}.", code="refused")
    return event.visits.get(person=person)


def decline(visit: EventVisit, *, reason: str = "", actor: User | None) -> EventVisit:
    """The person will not come: the seat goes to the first who waits. Raises DomainError."""
    with transaction.atomic():
        locked = _open(visit.event)
        fresh = EventVisit.objects.select_related("person", "organization").get(pk=visit.pk)
        if fresh.attended_at is not None:
            raise DomainError("Человек отмечен присутствующим: сначала снимите отметку.", code="marked")
        move(
            fresh,
            to=VisitState.DECLINED,
            transitions=VISIT_TRANSITIONS,
            actor=actor,
            reason=reason,
            set_fields={"slot": None, "state_reason": reason.strip()[:300]},
        )
        fill_seats(locked, actor=actor)
    visit.state, visit.slot = fresh.state, None
    return fresh


def fill_seats(event: Event, *, actor: User | None) -> int:
    """Give free seats to those who wait, first come first served; how many got one. The event's row is locked."""
    seats, given = _Seats(event), 0
    waiting = event.visits.filter(state=VisitState.WAITING).select_related("person", "organization")
    for visit in waiting.order_by("updated_at", "pk"):
        slot = seats.take()
        if slot is None:
            break
        move(
            visit,
            to=VisitState.SEATED,
            transitions=VISIT_TRANSITIONS,
            actor=actor,
            set_fields={"slot": slot},
            action="eventvisit.seat_given",
        )
        given += 1
    return given


def mark_attended(visit: EventVisit, *, way: MarkWay, actor: User | None) -> bool:
    """The person is here; False when that was known. Only within the window, but for marks by hand.

    Raises DomainError.
    """
    with transaction.atomic():
        event = _lock(visit.event)
        fresh = EventVisit.objects.select_for_update(of=("self",)).select_related("person").get(pk=visit.pk)
        if fresh.state != VisitState.SEATED:
            raise DomainError(_no_seat(fresh), code="no_seat")
        if way == MarkWay.HAND:
            _check_begun(event)
        else:
            _check_window(event)
        visit.state, visit.attended_at, visit.marked_by = fresh.state, fresh.attended_at, fresh.marked_by
        if fresh.attended_at is not None:
            return False
        fresh.attended_at, fresh.marked_by = timezone.now(), way
        fresh.save(update_fields=["attended_at", "marked_by", "updated_at"])
        audit.record(
            "event.marked", subject=fresh.person, actor=actor, after={"event": event.title, "way": way.label}
        )
    visit.attended_at, visit.marked_by = fresh.attended_at, fresh.marked_by
    return True


def mark_by_hall_word(visit: EventVisit, *, word: str) -> bool:
    """Somebody who came by a personal link types the code of the hall. Raises DomainError."""
    if not is_hall_word(visit.event, word):
        raise DomainError("Код не подходит: он написан на экране в зале.", field="word", code="word")
    return mark_attended(visit, way=MarkWay.HALL, actor=None)


def mark_by_list(
    event: Event, *, present: Collection[int], absent: Collection[int], actor: User | None
) -> int:
    """Put marks on visits and take them off; what neither names is left alone. How many have changed.

    Allowed once the event has begun, and after it was held: a forgotten mark is put later. Raises DomainError.
    """
    wanted, unwanted = set(present), set(absent) - set(present)
    with transaction.atomic():
        locked = _lock(event)
        if locked.state == EventState.CANCELLED:
            raise DomainError("Мероприятие отменено.", code="cancelled")
        _check_begun(locked)
        there = {visit.pk: visit for visit in locked.visits.select_related("person")}
        strangers = (wanted | unwanted) - set(there)
        if strangers:
            raise DomainError("Список изменился. Откройте страницу снова.", code="foreign")
        put = [there[pk] for pk in sorted(wanted) if there[pk].attended_at is None]
        for visit in put:
            if visit.state != VisitState.SEATED:
                raise DomainError(_no_seat(visit), code="no_seat")
        taken = [there[pk] for pk in sorted(unwanted) if there[pk].attended_at is not None]
        now = timezone.now()
        ids = [visit.pk for visit in put]
        locked.visits.filter(pk__in=ids).update(attended_at=now, marked_by=MarkWay.HAND, updated_at=now)
        gone = [visit.pk for visit in taken]
        locked.visits.filter(pk__in=gone).update(attended_at=None, marked_by="", updated_at=now)
        if put or taken:
            audit.record(
                "event.list_marked", subject=locked, actor=actor, after={"put": len(put), "taken": len(taken)}
            )
    return len(put) + len(taken)


# --- parts ---


class _Seats:
    """Free seats of an event under its lock."""

    def __init__(self, event: Event) -> None:
        self.capacity = event.capacity
        seated = event.visits.filter(state=VisitState.SEATED)
        self.taken = set(seated.values_list("slot", flat=True))
        self.next = 1

    def take(self) -> int | None:
        """The lowest free seat, or None."""
        while self.next in self.taken:
            self.next += 1
        if self.capacity is not None and self.next > self.capacity:
            return None
        self.taken.add(self.next)
        return self.next


def _put(
    event: Event,
    person: Person,
    visit: EventVisit | None,
    slot: int | None,
    *,
    source: VisitSource,
    actor: User | None,
) -> EventVisit:
    state = VisitState.WAITING if slot is None else VisitState.SEATED
    if visit is not None:
        columns = {"slot": slot, "source": source, "state_reason": ""}
        return move(visit, to=state, transitions=VISIT_TRANSITIONS, actor=actor, set_fields=columns)
    made = EventVisit.objects.create(
        organization=event.organization,
        event=event,
        person=person,
        state=state,
        slot=slot,
        source=source,
        **new_codes(),
    )
    audit.record("event.added", subject=person, actor=actor, after={"event": event.title, "state": state})
    return made


def _lock(event: Event) -> Event:
    return (
        Event.objects.select_for_update(of=("self",))
        .select_related("kind", "programme", "organization")
        .get(pk=event.pk)
    )


def _open(event: Event) -> Event:
    locked = _lock(event)
    if locked.state != EventState.PLANNED:
        raise DomainError(f"Мероприятие: {locked.get_state_display().lower()}.", code="closed")
    return locked


def _check_begun(event: Event) -> None:
    if event.state == EventState.CANCELLED:
        raise DomainError("Мероприятие отменено.", code="cancelled")
    if timezone.now() < check_in_window(event)[0]:
        raise DomainError("Мероприятие ещё не началось: отмечать рано.", code="early")


def _check_window(event: Event) -> None:
    if event.state == EventState.CANCELLED:
        raise DomainError("Мероприятие отменено.", code="cancelled")
    opens, closes = check_in_window(event)
    now = timezone.now()
    if now < opens:
        moment = local(opens, event.organization)
        raise DomainError(f"Отметка откроется {moment:%d.%m.%Y} в {moment:%H:%M}.", code="early")
    if now > closes:
        raise DomainError("Отметка закрыта: попросите куратора отметить вас по списку.", code="late")


def _no_seat(visit: EventVisit) -> str:
    name = visit.person.short_name
    if visit.state == VisitState.WAITING:
        return f"{name}: в листе ожидания. Увеличьте число мест или освободите место."
    return f"{name}: не записан. Сначала добавьте в список."
