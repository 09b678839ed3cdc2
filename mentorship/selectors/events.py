"""Reading events: which a member sees, who is on the list, who may come, how many were there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from core.models import Membership, Organization
from core.personal_tokens import hash_token, looks_right
from mentorship.agenda import AgendaLine
from mentorship.enums import EntryState
from mentorship.event_enums import LISTED, EventAudience, EventState, VisitState
from mentorship.models import Event, EventKind, EventVisit, MenteeEntry, MentorEntry, Person, Programme
from mentorship.permissions import VIEW_EVENTS
from mentorship.selectors.categories import lines_of
from mentorship.selectors.entries import OPEN_STATES, mentees_of, mentors_of, own_projects
from mentorship.selectors.participants import person_of, wards_of
from mentorship.selectors.programmes import programmes_visible_to

#: People who may come: those at work in the programme, and those who have finished it (the final event is theirs).
COMING = [*OPEN_STATES, EntryState.FINISHED]


def kinds_for(organization: Organization, *, keep: int = 0) -> QuerySet[EventKind]:
    """Kinds that forms offer, and the one that an event already has."""
    found: QuerySet[EventKind] = lines_of(EventKind, organization)
    return found.filter(Q(("is_hidden", False)) | Q(pk=keep))


def events_visible_to(membership: Membership, programme: Programme | None = None) -> QuerySet[Event]:
    """Events of the programmes that a member of staff sees, or of one of them."""
    found = Event.objects.select_related("kind", "programme", "organization").filter(
        programme__in=programmes_visible_to(membership).order_by().values("pk")
    )
    return found if programme is None else found.filter(programme=programme)


def planned_events() -> QuerySet[Event]:
    """Where people may still be added."""
    return Event.objects.filter(state=EventState.PLANNED).order_by("starts_at", "pk")


def with_counts(events: QuerySet[Event]) -> QuerySet[Event]:
    """Annotate `seated`, `waiting` and `came`."""
    return events.annotate(
        seated=Count("visits", filter=Q(visits__state=VisitState.SEATED)),
        waiting=Count("visits", filter=Q(visits__state=VisitState.WAITING)),
        came=Count("visits", filter=Q(visits__attended_at__isnull=False)),
    ).order_by("-starts_at", "pk")


@dataclass(frozen=True)
class EventFigures:
    seated: int
    waiting: int
    declined: int
    came: int

    @property
    def listed(self) -> int:
        return self.seated + self.waiting


def figures_of(visits: QuerySet[EventVisit]) -> EventFigures:
    counts = visits.order_by().aggregate(
        seated=Count("pk", filter=Q(state=VisitState.SEATED)),
        waiting=Count("pk", filter=Q(state=VisitState.WAITING)),
        declined=Count("pk", filter=Q(state=VisitState.DECLINED)),
        came=Count("pk", filter=Q(attended_at__isnull=False)),
    )
    return EventFigures(**counts)


def visits_seen(membership: Membership, event: Event) -> QuerySet[EventVisit]:
    """People on the list of an event whom a member sees, those who declined too."""
    found = event.visits.select_related("person", "organization", "event__organization")
    if own_projects(membership, event.programme) is None:
        return found.order_by("person__search_key", "pk")
    return found.filter(
        Q(person__in=mentees_of(membership, event.programme).order_by().values("person"))
        | Q(person__in=mentors_of(membership, event.programme).order_by().values("person"))
    ).order_by("person__search_key", "pk")


def tell_roles(visits: Sequence[EventVisit]) -> None:
    """Set `role_told` on visits of one event: «наставник», «наставляемый»: two queries."""
    if not visits:
        return
    programme = visits[0].event.programme_id
    people = [visit.person_id for visit in visits]
    sides = _sides(programme, people)
    for visit in visits:
        visit.role_told = ", ".join(sides.get(visit.person_id, []))  # type: ignore[attr-defined]


def _sides(programme: int, people: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for model, word in ((MentorEntry, "наставник"), (MenteeEntry, "наставляемый")):
        rows = model.objects.filter(programme=programme, person__in=people)
        for person in rows.order_by().values_list("person_id", flat=True):
            found.setdefault(person, []).append(word)
    return found


def agenda_of(event: Event) -> list[AgendaLine]:
    return [AgendaLine(item.starts_at, item.title, item.speaker) for item in event.items.all()]


def check_in_window(event: Event) -> tuple[dt.datetime, dt.datetime]:
    """From when and till when those present may mark themselves."""
    return (
        event.starts_at - dt.timedelta(minutes=event.check_in_before),
        event.ends_at + dt.timedelta(minutes=event.check_in_after),
    )


# --- who may come ---


def people_in_bases(programme: Programme, people: Iterable[int], *, audience: str = "") -> set[int]:
    """Those of the people who take part in the programme, on the side that the audience names: two queries."""
    wanted = list(people)
    sides = {
        EventAudience.MENTORS: (MentorEntry,),
        EventAudience.MENTEES: (MenteeEntry,),
        EventAudience.INVITED: (),
    }
    found: set[int] = set()
    for model in sides.get(audience, (MentorEntry, MenteeEntry)):  # type: ignore[call-overload]
        rows = model.objects.filter(programme=programme, person__in=wanted, state__in=COMING)
        found |= set(rows.order_by().values_list("person_id", flat=True))
    return found


def is_open(event: Event, *, now: dt.datetime | None = None) -> bool:
    """Whether people may still come by their own will."""
    moment = now or timezone.now()
    until = event.registration_until or event.ends_at
    return event.state == EventState.PLANNED and moment <= until


def may_register(event: Event, person: Person) -> str:
    """Empty when the person may come by their own will, else why not."""
    if not is_open(event):
        return "Запись закрыта."
    if event.audience == EventAudience.INVITED:
        return "На это мероприятие приглашает куратор."
    if person.pk not in people_in_bases(event.programme, [person.pk], audience=event.audience):
        return f"Записаться могут: {event.get_audience_display().lower()}."
    return ""


# --- participants ---


def own_people(membership: Membership) -> list[Person]:
    """The person behind an account and the children they stand for."""
    person = person_of(membership)
    return [person, *wards_of(person)] if person is not None else []


def concerns(event: Event, membership: Membership) -> bool:
    """Whether the event is any business of a member: staff of its programme, or on its list, or free to come."""
    if VIEW_EVENTS.allows(membership):
        return events_visible_to(membership).filter(pk=event.pk).exists()
    people = own_people(membership)
    if event.visits.filter(person__in=people, state__in=LISTED).exists():
        return True
    return any(not may_register(event, person) for person in people)


@dataclass(frozen=True)
class OwnLine:
    """One person's place at one event, or that they may come."""

    event: Event
    person: Person
    visit: EventVisit | None
    may_join: bool

    @property
    def is_seated(self) -> bool:
        return self.visit is not None and self.visit.state == VisitState.SEATED

    @property
    def is_waiting(self) -> bool:
        return self.visit is not None and self.visit.state == VisitState.WAITING

    @property
    def is_listed(self) -> bool:
        return self.visit is not None and self.visit.state in LISTED


def own_events(people: Sequence[Person], *, since: dt.datetime, most: int = 100) -> list[OwnLine]:
    """Events that end after `since` and concern these people, the nearest first: a constant number of queries."""
    if not people:
        return []
    ids = [person.pk for person in people]
    places = {
        side: set(
            model.objects.filter(person__in=ids, state__in=COMING)
            .order_by()
            .values_list("programme_id", "person_id")
        )
        for side, model in ((EventAudience.MENTORS, MentorEntry), (EventAudience.MENTEES, MenteeEntry))
    }
    programmes = {programme for pairs in places.values() for programme, _ in pairs}
    listed = EventVisit.objects.filter(person__in=ids).select_related("person", "organization")
    found = (
        Event.objects.filter(Q(programme__in=programmes) | Q(visits__in=listed.order_by().values("pk")))
        .filter(ends_at__gte=since)
        .select_related("kind", "programme", "organization")
        .order_by("starts_at", "pk")
        .distinct()[:most]
    )
    events = list(found)
    visits = {(visit.event_id, visit.person_id): visit for visit in listed.filter(event__in=events)}
    lines = []
    for event in events:
        for person in people:
            visit = visits.get((event.pk, person.pk))
            may_join = is_open(event) and _is_meant(event, person, places)
            if (visit is not None and visit.state in LISTED) or (
                may_join and event.state == EventState.PLANNED
            ):
                if visit is not None:
                    visit.event = event
                lines.append(OwnLine(event, person, visit, may_join))
    return lines


def _is_meant(event: Event, person: Person, places: dict[EventAudience, set[tuple[int, int]]]) -> bool:
    if event.audience == EventAudience.INVITED:
        return False
    sides = places if event.audience == EventAudience.EVERYBODY else [EventAudience(event.audience)]
    return any((event.programme_id, person.pk) in places[side] for side in sides)


# --- links and codes, of whatever institution ---


def find_by_link(token: str) -> EventVisit | None:
    """The visit of a personal link."""
    return _find_visit("link_hash", token)


def find_by_code(token: str) -> EventVisit | None:
    """The visit whose code is on a badge or a phone."""
    return _find_visit("code_hash", token)


def find_hall(token: str) -> Event | None:
    """The event of a hall's link."""
    if not looks_right(token):
        return None
    with scopes_disabled():
        related = Event.objects.select_related("kind", "programme", "organization")
        return related.filter(hall_hash=hash_token(token)).first()


def _find_visit(column: str, token: str) -> EventVisit | None:
    if not looks_right(token):
        return None
    with scopes_disabled():
        related = EventVisit.objects.select_related(
            "organization", "person__organization", "event__organization", "event__kind", "event__programme"
        )
        return related.filter(**{column: hash_token(token)}).first()
