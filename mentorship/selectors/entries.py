"""Reading the two bases: who is in them, whom a member sees, and what comes next for each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from core.enums import Role
from core.models import Membership
from core.prepared import Prepared
from mentorship.enums import REQUIRED_KINDS, ConsentState, EntryState
from mentorship.models import Consent, MenteeEntry, MentorEntry, PairMentee, Programme, Project

Entry = MenteeEntry | MentorEntry

#: States of people who are still on their way or at work in the programme.
OPEN_STATES = [state for state in EntryState if state not in {EntryState.FINISHED, EntryState.LEFT}]


#: States of consents that hold a person up.
UNSETTLED = frozenset({ConsentState.NEEDED, ConsentState.ISSUED, ConsentState.REFUSED})


def own_projects(membership: Membership, programme: Programme) -> QuerySet[Project] | None:
    """The projects that bound a project curator's sight; None for those who see the whole programme."""
    if membership.role != Role.PROJECT_CURATOR:
        return None
    return programme.projects.filter(curators=membership.user)


def mentees_of(membership: Membership, programme: Programme | None) -> QuerySet[MenteeEntry]:
    """Entries of the base of mentees that a member sees. A project curator sees their forms, and those without one."""
    if programme is None:
        return MenteeEntry.objects.none()
    found = programme.mentees.select_related("person", "project__form")
    projects = own_projects(membership, programme)
    return found if projects is None else found.filter(Q(project__in=projects) | Q(project__isnull=True))


def mentors_of(membership: Membership, programme: Programme | None) -> QuerySet[MentorEntry]:
    """Entries of the base of mentors that a member sees."""
    if programme is None:
        return MentorEntry.objects.none()
    found = programme.mentors.select_related("person")
    projects = own_projects(membership, programme)
    if projects is None:
        return found
    own = MentorEntry.projects.through.objects.filter(mentorentry=OuterRef("pk"), project__in=projects)
    free = MentorEntry.projects.through.objects.filter(mentorentry=OuterRef("pk"))
    return found.filter(Exists(own) | ~Exists(free))


def with_consents(rows: QuerySet) -> QuerySet:
    """Annotate `consents_missing` (True when some consent of the programme is not signed) and `consents_known`."""
    mine = Consent.objects.filter(
        programme=OuterRef("programme"), person=OuterRef("person"), kind__in=REQUIRED_KINDS
    )
    open_ones = mine.filter(state__in=UNSETTLED)
    return rows.annotate(
        consents_missing=Exists(open_ones),
        consents_known=Exists(mine.filter(state=ConsentState.SIGNED)),
    )


_CONSENTS = Prepared(
    lambda programme, people: (
        Consent.objects.filter(programme=programme, person__in=people, kind__in=sorted(REQUIRED_KINDS))
        .order_by("-pk")
        .values_list("person_id", "state", "pk")
    )
)
_MENTORS = Prepared(
    lambda mentees: (
        PairMentee.objects.filter(mentee__in=mentees, is_live=True)
        .order_by("pk")
        .values_list("mentee_id", "pair_id", "pair__state", "mentor__person__last_name")
    )
)


def tell_consents(entries: Sequence[Entry]) -> None:
    """What `with_consents` annotates, and the unsettled `consent_id`, set on entries of one programme: one query."""
    if not entries:
        return
    states: dict[int, dict[str, int]] = {}
    people = [entry.person_id for entry in entries]
    for person, state, key in _CONSENTS(entries[0].programme_id, people):
        states.setdefault(person, {})[state] = key
    for entry in entries:
        own = states.get(entry.person_id, {})
        waiting = [own[state] for state in UNSETTLED if state in own]
        entry.consents_missing = bool(waiting)  # type: ignore[union-attr]
        entry.consents_known = ConsentState.SIGNED in own  # type: ignore[union-attr]
        entry.consent_id = min(waiting, default=None)  # type: ignore[union-attr]


def tell_mentors(entries: Sequence[MenteeEntry]) -> None:
    """What `with_mentor` annotates, set on the entries: one query."""
    told: dict[int, tuple[int, str, str]] = {}
    for mentee, *rest in _MENTORS([entry.pk for entry in entries]):
        told.setdefault(mentee, tuple(rest))  # type: ignore[arg-type]
    for entry in entries:
        entry.pair_id, entry.pair_state, entry.mentor_name = told.get(entry.pk, (None, None, None))  # type: ignore[attr-defined]


def with_mentor(rows: QuerySet[MenteeEntry]) -> QuerySet[MenteeEntry]:
    """Annotate `pair_id`, `pair_state` and the mentor's surname of the live pair."""
    place = PairMentee.objects.filter(mentee=OuterRef("pk"), is_live=True).order_by("pk")
    return rows.annotate(
        pair_id=Subquery(place.values("pair_id")[:1]),
        pair_state=Subquery(place.values("pair__state")[:1]),
        mentor_name=Subquery(place.values("mentor__person__last_name")[:1]),
    )
