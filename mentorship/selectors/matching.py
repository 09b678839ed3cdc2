"""The two sides of matching, read from the bases in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import QuerySet

from core.clock import today
from mentorship.ages import age_on, is_minor
from mentorship.enums import EntryState, PairState
from mentorship.matching import MenteeSide, MentorSide
from mentorship.matching.words import words_of
from mentorship.models import Guardianship, MenteeEntry, MentorEntry, PairMentee, Programme, Project
from mentorship.selectors.consents import live_consents
from mentorship.selectors.credentials import REQUIRED, needs_credentials, valid_kinds
from mentorship.selectors.gates import (
    NO_SUPPLEMENT,
    is_employee_form,
    missing_for,
    needed_kinds,
    supplemented,
)
from mentorship.selectors.pairs import busy_places, without_live_pair

#: Who may be paired: a mentee whose request is known, a mentor whom the curator has confirmed.
MENTEE_STATES = [
    EntryState.SURVEYED,
    EntryState.CHECKING,
    EntryState.INTERVIEW,
    EntryState.SELECTED,
    EntryState.TRAINED,
    EntryState.APPROVED,
]
MENTOR_STATES = [EntryState.SELECTED, EntryState.TRAINED, EntryState.APPROVED, EntryState.PAIRED]


def mentees_waiting(programme: Programme) -> QuerySet[MenteeEntry]:
    """Mentees with a known request and without a live pair."""
    rows = MenteeEntry.objects.filter(programme=programme, state__in=MENTEE_STATES)
    return without_live_pair(rows)


def mentee_sides(programme: Programme, projects: list[Project]) -> list[MenteeSide]:
    """Waiting mentees of the given forms, and those without a form when the programme has only one."""
    day = today(programme.organization)
    ids = {project.pk for project in projects}
    only = projects[0].pk if len(projects) == 1 and programme.projects.count() == 1 else None
    rows = [
        entry
        for entry in mentees_waiting(programme).select_related("person").prefetch_related("topics")
        if entry.project_id in ids or entry.project_id is None
    ]
    consents = live_consents([entry.person_id for entry in rows], programme)
    banned = _ended_pairs(rows)
    related = _representatives(rows)
    sides = []
    for entry in rows:
        project = entry.project_id or only
        kinds = needed_kinds(entry.person, day=day)
        obstacles = missing_for(entry.person, kinds, consents.get(entry.person_id, {}), day)
        if project is None:
            obstacles.append("не выбрана форма наставничества")
        sides.append(
            MenteeSide(
                id=entry.pk,
                name=entry.person.short_name,
                project=project,
                topics=frozenset(topic.pk for topic in entry.topics.all()),
                words=words_of(entry.main_request),
                interests=words_of(entry.interests),
                age=age_on(entry.person.birth_date, day) if entry.person.birth_date else None,
                minor=is_minor(entry.person.birth_date, day, emancipated=entry.person.is_emancipated),
                meeting_format=entry.meeting_format,
                person=entry.person_id,
                obstacles=tuple(obstacles),
                banned=frozenset(banned.get(entry.pk, set())),
                related=frozenset(related.get(entry.person_id, set())),
            )
        )
    return sides


def mentor_sides(programme: Programme, projects: list[Project]) -> list[MentorSide]:
    """Confirmed mentors of the given forms with the places they have left."""
    day = today(programme.organization)
    ids = {project.pk for project in projects}
    employee_forms = {project.pk for project in projects if is_employee_form(project)}
    rows = list(
        MentorEntry.objects.filter(programme=programme, state__in=MENTOR_STATES)
        .select_related("person")
        .prefetch_related("topics", "projects")
    )
    busy = busy_places(entry.pk for entry in rows)
    consents = live_consents([entry.person_id for entry in rows], programme)
    papers = valid_kinds([entry.person_id for entry in rows if needs_credentials(entry.person)], day)
    people = [entry.person_id for entry in rows] if employee_forms else []
    in_writing = supplemented(people, programme, day) if people else set()
    sides = []
    for entry in rows:
        own = {project.pk for project in entry.projects.all()}
        if own and not own & ids:
            continue
        employee = bool(own & employee_forms)
        side = _mentor_side(entry, own, busy[entry.pk], consents, employee, day)
        if needs_credentials(entry.person) and not set(REQUIRED) <= papers[entry.person_id]:
            side = replace(side, lacks_papers=True)
        if employee and entry.person_id not in in_writing:
            side = replace(side, obstacles=(*side.obstacles, f"{entry.person.short_name}: {NO_SUPPLEMENT}"))
        sides.append(side)
    return sides


def _mentor_side(
    entry: MentorEntry, own: set[int], busy: int, consents: dict, employee: bool, day: dt.date
) -> MentorSide:
    kinds = needed_kinds(entry.person, day=day, employee_mentor=employee)
    return MentorSide(
        id=entry.pk,
        name=entry.person.short_name,
        free=max(0, entry.capacity - busy),
        busy=busy,
        projects=frozenset(own),
        topics=frozenset(topic.pk for topic in entry.topics.all()),
        words=words_of(f"{entry.competences} {entry.achievements}"),
        interests=words_of(entry.interests),
        preferred_age=(entry.preferred_age_min, entry.preferred_age_max),
        meeting_format=entry.meeting_format,
        hours=float(entry.hours_per_week) if entry.hours_per_week is not None else None,
        person=entry.person_id,
        obstacles=tuple(missing_for(entry.person, kinds, consents.get(entry.person_id, {}), day)),
    )


def _ended_pairs(rows: list[MenteeEntry]) -> dict[int, set[int]]:
    """Mentee → mentors with whom the pair was rejected or ended early."""
    found: dict[int, set[int]] = {}
    places = PairMentee.objects.filter(
        mentee__in=[entry.pk for entry in rows], pair__state__in=[PairState.REJECTED, PairState.TERMINATED]
    )
    for mentee, mentor in places.values_list("mentee_id", "mentor_id"):
        found.setdefault(mentee, set()).add(mentor)
    return found


def _representatives(rows: list[MenteeEntry]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    links = Guardianship.objects.filter(ward__in=[entry.person_id for entry in rows])
    for ward, guardian in links.values_list("ward_id", "guardian_id"):
        found.setdefault(ward, set()).add(guardian)
    return found
