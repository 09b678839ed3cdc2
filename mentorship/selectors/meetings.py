"""Reading meetings: whose they are, what comes next in a pair, what waits for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from core.enums import Role
from core.models import Membership, StoredFile
from core.sorting import empty_first
from mentorship.enums import MeetingFormat
from mentorship.meeting_enums import (
    BEFORE,
    LOGGED_STATES,
    MEETING_STATES,
    SINGLE,
    USUAL_NORM,
    MeetingKind,
    MeetingState,
    MeetingWay,
    Side,
)
from mentorship.models import (
    Meeting,
    MeetingFile,
    MeetingNorm,
    MeetingPresence,
    Pair,
    PairMentee,
    Person,
    Programme,
)
from mentorship.selectors.entries import own_projects
from mentorship.selectors.pairs import pairs_visible_to
from mentorship.selectors.participants import person_of

STAFF = frozenset({Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST})
WRITERS = frozenset({Role.CURATOR, Role.PROJECT_CURATOR})


def places_of(pair_path: str = "places") -> Prefetch:
    rows = PairMentee.objects.select_related("mentee__person").order_by(
        "mentee__person__last_name", "mentee__person__first_name", "pk"
    )
    return Prefetch(pair_path, queryset=rows)


def pairs_to_meet(membership: Membership, programme: Programme | None) -> QuerySet[Pair]:
    """Pairs whose meetings a member may read: their own, or those of their programme and forms."""
    if membership.role in STAFF:
        found = pairs_visible_to(membership, programme).prefetch_related(None)
    else:
        person = person_of(membership)
        if person is None:
            return Pair.objects.none()
        mine = PairMentee.objects.filter(mentee__person=person).order_by().values("pair")
        found = Pair.objects.filter(
            Q(mentor__person=person) | Q(pk__in=mine), state__in=LOGGED_STATES
        ).select_related("mentor__person", "project__form", "role_model")
    return found.select_related("programme", "organization").prefetch_related(places_of())


def meetings_visible_to(membership: Membership, programme: Programme | None) -> QuerySet[Meeting]:
    """Meetings that a member may read, with the names of their people."""
    if membership.role in STAFF:
        if programme is None:
            return Meeting.objects.none()
        found = Meeting.objects.filter(programme=programme)
        projects = own_projects(membership, programme)
        if projects is not None:
            found = found.filter(pair__project__in=projects)
    else:
        pairs = pairs_to_meet(membership, programme).order_by()
        found = Meeting.objects.filter(pair__in=pairs.values("pk"))
    return found.select_related("pair__mentor__person", "pair__project__form", "programme", "organization")


def with_presences(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.prefetch_related(
        places_of("pair__places"), Prefetch("presences", queryset=MeetingPresence.objects.order_by("pk"))
    )


def side_of(membership: Membership, pair: Pair) -> Side | None:
    """On whose behalf the member speaks of the pair; None for who only reads."""
    if membership.role in STAFF:
        return Side.STAFF if membership.role in WRITERS else None
    person = person_of(membership)
    if person is None:
        return None
    return Side.MENTOR if pair.mentor.person_id == person.pk else Side.MENTEE


def is_there(place: PairMentee) -> bool:
    """Whether the mentee is of the pair, or was to its very end."""
    return place.left_on is None or place.closed_with_pair


def seen_places(pair: Pair, side: Side | None, person: Person | None) -> list[PairMentee]:
    """Places of the pair that the viewer is told of: a mentee of a group sees themselves alone."""
    places = [place for place in pair.places.all() if is_there(place)]
    if side == Side.MENTEE and person is not None:
        return [place for place in places if place.mentee.person_id == person.pk]
    return places


def may_read_file(membership: Membership, file: StoredFile) -> bool:
    """Whether a file of a meeting is one of the member's own meetings."""
    attached = MeetingFile.objects.filter(file=file).select_related("meeting__programme").first()
    if attached is None:
        return False
    programme = attached.meeting.programme
    return meetings_visible_to(membership, programme).filter(pk=attached.meeting_id).exists()


# --- what comes next ---


@dataclass(frozen=True)
class Outlook:
    """What a form about a pair is filled with beforehand."""

    kind: MeetingKind
    possible: tuple[MeetingKind, ...]
    way: str
    place: str
    link: str


def outlook(pair: Pair, *, planned: bool, in_order: bool) -> Outlook:
    """The kind that comes next, those that may come, and where the pair met last: one query."""
    rows = list(
        Meeting.objects.filter(pair=pair, state__in=[MeetingState.HELD, MeetingState.PLANNED])
        .order_by("-on", "-pk")
        .values_list("kind", "state", "way", "place", "link")[:200]
    )
    held = {kind for kind, state, *_ in rows if state == MeetingState.HELD}
    taken = held | ({kind for kind, *_ in rows} if planned else set())
    possible = tuple(
        kind
        for kind in MeetingKind
        if not (kind in SINGLE and kind in taken)
        and (not in_order or all(one in taken for one in BEFORE[kind]))
    )
    first = next((kind for kind in MeetingKind if kind not in taken and kind != MeetingKind.FINAL), None)
    kind = first if first in possible else MeetingKind.REGULAR
    last = next(
        ((way, place, link) for _, state, way, place, link in rows if state == MeetingState.HELD), None
    )
    way, place, link = last or (_usual_way(pair), "", "")
    return Outlook(kind, possible or (MeetingKind.REGULAR,), way, place, link)


def _usual_way(pair: Pair) -> str:
    remote = pair.mentor.meeting_format == MeetingFormat.REMOTE
    return MeetingWay.ONLINE if remote else MeetingWay.IN_PERSON


def norm_of(pair: Pair) -> int:
    """Days between meetings of the pair's form: one query."""
    own = MeetingNorm.objects.filter(form=pair.project.form_id).values_list("days", flat=True).first()
    return own or USUAL_NORM


def former_meetings(pair: Pair) -> list[Meeting]:
    """Meetings that were held before the mentor was replaced: the history that this pair goes on with."""
    if pair.replaces_id is None:
        return []
    held = Meeting.objects.filter(pair=pair.replaces_id, state=MeetingState.HELD)
    return list(held.select_related("pair__mentor__person")[:50])


def is_written(pair: Pair, form_key: str) -> bool:
    """Whether the form with this key has come already."""
    return Meeting.objects.filter(pair=pair, form_key=form_key).exists()


def may_meet(pair: Pair) -> bool:
    return pair.state in MEETING_STATES


def may_log(pair: Pair) -> bool:
    return pair.state in LOGGED_STATES


# --- who was there, in words ---


def presence_words(meeting: Meeting, places: Sequence[PairMentee] | None = None) -> str:
    """«Были: Тестова А. Б. Не было: Примерова В. Г.»; reads the prefetched presences and places."""
    known = {one.place_id: one.was_there for one in meeting.presences.all()}
    rows = list(meeting.pair.places.all()) if places is None else list(places)
    there = [place.mentee.person.short_name for place in rows if known.get(place.pk)]
    away = [place.mentee.person.short_name for place in rows if known.get(place.pk) is False]
    parts = []
    if there:
        parts.append(", ".join(there))
    if away:
        parts.append(f"не было: {', '.join(away)}")
    return "; ".join(parts)


def to_confirm(person: Person) -> QuerySet[Meeting]:
    """Meetings held that this person's side has not confirmed."""
    mine = PairMentee.objects.filter(mentee__person=person).order_by().values("pair")
    held = Meeting.objects.filter(state=MeetingState.HELD)
    return held.filter(
        Q(pair__mentor__person=person, mentor_confirmed_at__isnull=True)
        | Q(pair__in=mine, mentees_confirmed_at__isnull=True)
    ).select_related("pair__mentor__person")


def coming(person: Person, day: dt.date) -> QuerySet[Meeting]:
    """Planned meetings of this person from the day on, the nearest first; older ones wait to be marked."""
    mine = PairMentee.objects.filter(mentee__person=person, left_on__isnull=True).order_by().values("pair")
    planned = Meeting.objects.filter(state=MeetingState.PLANNED)
    return (
        planned.filter(Q(pair__mentor__person=person) | Q(pair__in=mine))
        .select_related("pair__mentor__person")
        .order_by("on", empty_first("starts_at"), "pk")
    )


def agreed_day(pair: Pair, day: dt.date) -> dt.date | None:
    """The day of the next meeting that the pair agreed on at the last one, if it is still to come: one query."""
    held = Meeting.objects.filter(pair=pair, state=MeetingState.HELD).order_by("-on", "-pk")
    agreed = held.values_list("next_on", flat=True).first()
    return agreed if agreed and agreed >= day else None
