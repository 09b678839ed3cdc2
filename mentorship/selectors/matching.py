"""The two sides of matching, read from the bases in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.clock import today
from mentorship.ages import YOUNGEST, age_on, is_minor
from mentorship.enums import EntryState, PairState
from mentorship.match_enums import Side
from mentorship.matching import MenteeSide, MentorSide, Weights
from mentorship.matching.subjects import subjects_of
from mentorship.matching.times import times_of
from mentorship.matching.words import words_of
from mentorship.models import (
    Guardianship,
    MatchWeights,
    MenteeEntry,
    MenteeNeed,
    MentorEntry,
    PairMentee,
    Programme,
    Project,
)
from mentorship.selectors.bans import banned_people, preferences_of
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
#: Columns of `MatchWeights` that `Weights` has too.
WEIGHT_COLUMNS = tuple(Weights.__dataclass_fields__)


def weights_for(projects: list[Project]) -> dict[int, Weights]:
    """Project → what its curator finds important; the portal's own weights where nothing was set."""
    rows = MatchWeights.objects.filter(project__in=projects).values("project_id", *WEIGHT_COLUMNS)
    found = {row.pop("project_id"): Weights(**row) for row in rows}
    return {project.pk: found.get(project.pk, Weights()) for project in projects}


def mentees_waiting(programme: Programme) -> QuerySet[MenteeEntry]:
    """Mentees with a known request and without a live pair."""
    rows = MenteeEntry.objects.filter(programme=programme, state__in=MENTEE_STATES)
    return without_live_pair(rows)


def mentee_sides(programme: Programme, projects: list[Project]) -> list[MenteeSide]:
    """Waiting mentees of the given forms, once for each form they need; and those without a form when the programme
    has only one."""
    return _MenteeReader(programme, projects).sides()


class _MenteeReader:
    """Everything about waiting mentees, each table read once."""

    def __init__(self, programme: Programme, projects: list[Project]) -> None:
        self.day = today(programme.organization)
        self.ids = {project.pk for project in projects}
        self.only = projects[0].pk if len(projects) == 1 and programme.projects.count() == 1 else None
        wanted = MenteeNeed.objects.filter(entry=OuterRef("pk"))
        waiting = Q(pk__in=mentees_waiting(programme).values("pk"))
        again = Q(Exists(wanted), state__in=[*MENTEE_STATES, EntryState.PAIRED], programme=programme)
        self.rows = list(
            MenteeEntry.objects.filter(waiting | again)
            .select_related("person")
            .prefetch_related("topics", "needs")
        )
        keys = [entry.pk for entry in self.rows]
        people = [entry.person_id for entry in self.rows]
        self.placed = set(
            PairMentee.objects.filter(mentee__in=keys, is_live=True).values_list("mentee_id", "project_id")
        )
        self.consents = live_consents(people, programme)
        self.ended = _ended_pairs(keys)
        self.related = _representatives(people)
        self.former = _former_mentors(people)
        self.barred = banned_people(people)
        ranks, against = preferences_of(keys)
        self.against: dict[int, set[int]] = {}
        for mentee, mentor in against:
            self.against.setdefault(mentee, set()).add(mentor)
        self.ranks: dict[tuple[int, str], dict[int, int]] = {}
        for (mentee, mentor, side), rank in ranks.items():
            self.ranks.setdefault((mentee, side), {})[mentor] = rank

    def sides(self) -> list[MenteeSide]:
        found = []
        for entry in self.rows:
            roles: dict[int | None, int | None] = {
                need.project_id: need.role_model_id for need in entry.needs.all()
            }
            forms: dict[int | None, int | None] = {entry.project_id or self.only: None}
            forms |= roles
            if len(forms) > 1:
                forms.pop(None, None)
            common = self._common(entry)
            for project, role in sorted(forms.items(), key=lambda one: one[0] or 0):
                if project is not None and (project not in self.ids or (entry.pk, project) in self.placed):
                    continue
                obstacles = common["obstacles"]
                if project is None:
                    obstacles = (*obstacles, "не выбрана форма наставничества")
                found.append(
                    MenteeSide(**{**common, "obstacles": obstacles, "project": project, "role": role})
                )
        return found

    def _common(self, entry: MenteeEntry) -> dict[str, Any]:
        person, day = entry.person, self.day
        words = words_of(f"{entry.main_request} {entry.mentor_wishes}")
        return {
            "id": entry.pk,
            "name": person.short_name,
            "topics": frozenset(topic.pk for topic in entry.topics.all()),
            "subjects": subjects_of(words),
            "words": words,
            "interests": words_of(entry.interests),
            "age": age_on(person.birth_date, day) if person.birth_date else None,
            "minor": is_minor(person.birth_date, day, emancipated=person.is_emancipated),
            "meeting_format": entry.meeting_format,
            "times": times_of(entry.availability),
            "person": entry.person_id,
            "obstacles": tuple(self._obstacles(entry)),
            "banned": frozenset(self.ended.get(entry.pk, ())),
            "barred": self.barred.get(entry.person_id, {}),
            "against": frozenset(self.against.get(entry.pk, ())),
            "wishes": self.ranks.get((entry.pk, Side.MENTEE), {}),
            "wished_by": self.ranks.get((entry.pk, Side.MENTOR), {}),
            "former": frozenset(self.former.get(entry.person_id, ())),
            "related": frozenset(self.related.get(entry.person_id, ())),
        }

    def _obstacles(self, entry: MenteeEntry) -> list[str]:
        person = entry.person
        kinds = needed_kinds(person, day=self.day)
        found = missing_for(person, kinds, self.consents.get(entry.person_id, {}), self.day)
        if person.birth_date is None:
            found.append(f"{person.short_name}: не указана дата рождения")
        elif age_on(person.birth_date, self.day) < YOUNGEST:
            found.append(f"{person.short_name}: младше {YOUNGEST} лет")
        return found


def mentor_sides(programme: Programme, projects: list[Project]) -> list[MentorSide]:
    """Confirmed mentors of the given forms with the places they have left."""
    reader = _MentorReader(programme, projects)
    return [reader.side(entry) for entry in reader.rows]


class _MentorReader:
    """Everything about confirmed mentors of the given forms, each table read once."""

    def __init__(self, programme: Programme, projects: list[Project]) -> None:
        self.day: dt.date = today(programme.organization)
        self.ids = {project.pk for project in projects}
        self.employee_forms = {project.pk for project in projects if is_employee_form(project)}
        minutes = dict(MatchWeights.objects.filter(project__in=self.ids).values_list("project_id", "minutes"))
        default = MatchWeights._meta.get_field("minutes").default
        self.minutes = {pk: minutes.get(pk, default) for pk in self.ids}
        rows = (
            MentorEntry.objects.filter(programme=programme, state__in=MENTOR_STATES)
            .select_related("person")
            .prefetch_related("topics", "projects", "roles")
        )
        self.own = {entry.pk: {project.pk for project in entry.projects.all()} for entry in rows}
        self.rows = [entry for entry in rows if not self.own[entry.pk] or self.own[entry.pk] & self.ids]
        people = [entry.person_id for entry in self.rows]
        self.busy = busy_places(entry.pk for entry in self.rows)
        self.consents = live_consents(people, programme)
        outside = [entry.person_id for entry in self.rows if needs_credentials(entry.person)]
        self.papers = valid_kinds(outside, self.day)
        self.in_writing = supplemented(people, programme, self.day) if self.employee_forms else set()

    def side(self, entry: MentorEntry) -> MentorSide:
        own, person = self.own[entry.pk], entry.person
        employee = bool(own & self.employee_forms)
        kinds = needed_kinds(person, day=self.day, employee_mentor=employee)
        obstacles = missing_for(person, kinds, self.consents.get(entry.person_id, {}), self.day)
        if person.birth_date is None:
            obstacles.append(f"{person.short_name}: не указана дата рождения")
        if employee and entry.person_id not in self.in_writing:
            obstacles.append(f"{person.short_name}: {NO_SUPPLEMENT}")
        words = words_of(f"{entry.competences} {entry.achievements}")
        workload = self._workload(entry, own)
        if workload == 0:
            obstacles.append(f"{person.short_name}: не хватает часов в неделю на одного наставляемого")
        busy = self.busy[entry.pk]
        return MentorSide(
            id=entry.pk,
            name=person.short_name,
            free=max(0, min(entry.capacity, workload if workload is not None else entry.capacity) - busy),
            busy=busy,
            projects=frozenset(own),
            roles=frozenset(role.role_model_id for role in entry.roles.all()),
            topics=frozenset(topic.pk for topic in entry.topics.all()),
            subjects=subjects_of(words),
            words=words,
            interests=words_of(entry.interests),
            preferred_age=(entry.preferred_age_min, entry.preferred_age_max),
            meeting_format=entry.meeting_format,
            times=times_of(entry.availability),
            hours=float(entry.hours_per_week) if entry.hours_per_week is not None else None,
            person=entry.person_id,
            obstacles=tuple(obstacles),
            lacks_papers=needs_credentials(person) and not set(REQUIRED) <= self.papers[entry.person_id],
        )

    def _workload(self, entry: MentorEntry, own: set[int]) -> int | None:
        """How many mentees the mentor's hours a week allow, by their most demanding form; None: hours are not named."""
        minutes = max((self.minutes[pk] for pk in (own & self.ids or self.ids)), default=0)
        if entry.hours_per_week is None or not minutes:
            return None
        return int(entry.hours_per_week * 60 // minutes)


def _ended_pairs(mentees: list[int]) -> dict[int, set[int]]:
    """Mentee → mentors with whom the pair was rejected or ended early."""
    found: dict[int, set[int]] = {}
    places = PairMentee.objects.filter(
        mentee__in=mentees, pair__state__in=[PairState.REJECTED, PairState.TERMINATED]
    )
    for mentee, mentor in places.values_list("mentee_id", "mentor_id"):
        found.setdefault(mentee, set()).add(mentor)
    return found


def _representatives(people: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for ward, guardian in Guardianship.objects.filter(ward__in=people).values_list("ward_id", "guardian_id"):
        found.setdefault(ward, set()).add(guardian)
    return found


def _former_mentors(people: list[int]) -> dict[int, set[int]]:
    """Person of a mentee → persons of mentors with whom a pair was completed, in any programme."""
    found: dict[int, set[int]] = {}
    places = PairMentee.objects.filter(mentee__person__in=people, pair__state=PairState.COMPLETED)
    for mentee, mentor in places.values_list("mentee__person_id", "mentor__person_id"):
        found.setdefault(mentee, set()).add(mentor)
    return found


@dataclass(frozen=True)
class Input:
    """All that one run of matching takes."""

    mentors: list[MentorSide]
    mentees: list[MenteeSide]
    weights: dict[int, Weights]


def read_input(programme: Programme, projects: list[Project]) -> Input:
    return Input(mentor_sides(programme, projects), mentee_sides(programme, projects), weights_for(projects))
