"""Reading the training of mentors: who is trained, of how many, what a group's sheet shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from core import russian
from core.models import Membership
from core.sorting import empty_first
from mentorship.models import (
    MentorEntry,
    OutsideTraining,
    Person,
    Programme,
    Project,
    TrainingAttendance,
    TrainingCourse,
    TrainingGroup,
    TrainingPlace,
    TrainingSession,
    TrainingTopic,
)
from mentorship.selectors.entries import mentors_of
from mentorship.selectors.programmes import programmes_visible_to
from mentorship.training_enums import (
    CONFIRMED_MENTORS,
    SEATED,
    CompletionRule,
    GroupState,
    PlaceState,
)

# --- who is trained ---


def trained_condition(person: str = "person", *, on: dt.date | None = None) -> Q:
    """A condition on rows whose `person` column is trained (by the day `on`), here or elsewhere, in any year."""
    places = TrainingPlace.objects.filter(entry__person=OuterRef(person), state=PlaceState.COMPLETED)
    outside = OutsideTraining.objects.filter(person=OuterRef(person), revoked_on__isnull=True)
    if on is not None:
        places, outside = places.filter(completed_on__lte=on), outside.filter(issued_on__lte=on)
    return Q(Exists(places)) | Q(Exists(outside))


def is_trained(person: int) -> bool:
    """Whether anything says that the person is trained: two queries at most."""
    return (
        TrainingPlace.objects.filter(entry__person=person, state=PlaceState.COMPLETED).exists()
        or OutsideTraining.objects.filter(person=person, revoked_on__isnull=True).exists()
    )


@dataclass(frozen=True)
class TrainedShare:
    """So many trained of so many confirmed mentors."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> float | None:
        return self.numerator / self.denominator * 100 if self.denominator else None

    @property
    def told(self) -> str:
        """«12 из 30 (40,0 %)»; «н/д» without confirmed mentors."""
        if not self.denominator:
            return russian.NO_DATA
        share = russian.percent(self.numerator, self.denominator)
        return f"{russian.fraction(self.numerator, self.denominator)} ({share})"


def trained_share(
    programme: Programme, *, project: Project | None = None, on: dt.date | None = None
) -> TrainedShare:
    """The share of trained among confirmed mentors of a programme, or of those who offered themselves for a project.

    Candidates and those who left are not counted. One query.
    """
    mentors = MentorEntry.objects.filter(programme=programme, state__in=CONFIRMED_MENTORS)
    if project is not None:
        mentors = mentors.filter(projects=project)
    return _share(mentors, on)


def trained_share_seen(membership: Membership, programme: Programme) -> TrainedShare:
    """The same among the mentors that a member sees."""
    return _share(mentors_of(membership, programme).filter(state__in=CONFIRMED_MENTORS), None)


def _share(mentors: QuerySet[MentorEntry], on: dt.date | None) -> TrainedShare:
    counted = mentors.order_by().aggregate(
        whole=Count("pk", distinct=True), part=Count("pk", distinct=True, filter=trained_condition(on=on))
    )
    return TrainedShare(counted["part"], counted["whole"])


def proof_counts(programme: Programme, today: dt.date) -> dict[tuple[str, str], str]:
    """How far the training of a programme's mentors is, for the roadmap: one query."""
    share = trained_share(programme)
    if not share.denominator:
        return {}
    told = f"обучены {russian.fraction(share.numerator, share.denominator)} наставников"
    return {("training_complete", ""): told}


@dataclass(frozen=True)
class ProjectShare:
    project: Project
    share: TrainedShare


def trained_by_project(membership: Membership, programme: Programme) -> list[ProjectShare]:
    """Every form of the programme with its share among the mentors that a member sees: two queries."""
    mentors = mentors_of(membership, programme).filter(state__in=CONFIRMED_MENTORS)
    rows = MentorEntry.projects.through.objects.filter(mentorentry__in=mentors.order_by().values("pk"))
    trained = (
        MentorEntry.objects.filter(programme=programme).filter(trained_condition()).order_by().values("pk")
    )
    counted = rows.values("project").annotate(
        whole=Count("pk"), part=Count("pk", filter=Q(mentorentry__in=trained))
    )
    known = {row["project"]: row for row in counted}
    return [
        ProjectShare(project, TrainedShare(known[project.pk]["part"], known[project.pk]["whole"]))
        for project in programme.projects.select_related("form")
        if project.pk in known
    ]


# --- courses and groups ---


def courses_with_counts() -> QuerySet[TrainingCourse]:
    """Courses of the institution with `group_count` and `trained_count`."""
    return TrainingCourse.objects.annotate(
        group_count=Count("groups", distinct=True),
        trained_count=Count("groups__places", distinct=True, filter=Q(groups__places__state=PlaceState.COMPLETED)),
    ).order_by("title", "pk")  # fmt: skip


def topics_of(course: TrainingCourse) -> list[TrainingTopic]:
    return list(course.topics.all())


def groups_visible_to(membership: Membership, programme: Programme | None = None) -> QuerySet[TrainingGroup]:
    """Groups of the programmes that a member sees, or of one of them."""
    found = TrainingGroup.objects.select_related("course", "programme", "organization").filter(
        programme__in=programmes_visible_to(membership).order_by().values("pk")
    )
    return found if programme is None else found.filter(programme=programme)


def with_seats(groups: QuerySet[TrainingGroup]) -> QuerySet[TrainingGroup]:
    """Annotate `seated` and `completed`."""
    return groups.annotate(
        seated=Count("places", filter=Q(places__state__in=SEATED), distinct=True),
        completed=Count("places", filter=Q(places__state=PlaceState.COMPLETED), distinct=True),
    ).order_by("-starts_on", "title", "pk")


def open_groups() -> QuerySet[TrainingGroup]:
    """Where a mentor may still be seated."""
    return TrainingGroup.objects.filter(state=GroupState.OPEN).select_related("course", "programme")


def places_seen(membership: Membership, group: TrainingGroup) -> QuerySet[TrainingPlace]:
    """Chairs of the group with those mentors whom a member sees."""
    mentors = mentors_of(membership, group.programme).order_by().values("pk")
    return (
        group.places.filter(entry__in=mentors)
        .select_related("entry__person", "organization")
        .order_by("entry__sort_name", "pk")
    )


# --- the sheet ---


@dataclass(frozen=True)
class Outcome:
    """What a listener has come to: sessions and hours attended, and whether the course's rule is met."""

    place: TrainingPlace
    attended: frozenset[int]
    hours: Decimal
    share: int
    """Per cent of all sessions, rounded down: 69,9 % is not 70."""
    is_enough: bool


@dataclass(frozen=True)
class Sheet:
    sessions: list[TrainingSession]
    rows: list[Outcome]
    rule: str
    hours: Decimal

    @property
    def enough(self) -> int:
        return sum(1 for row in self.rows if row.is_enough)


def rule_words(course: TrainingCourse) -> str:
    """«обучен, кто посетил не меньше 70 % занятий»."""
    if course.rule == CompletionRule.SHARE:
        return f"обучен, кто посетил не меньше {course.threshold} % занятий"
    return f"обучен, кто прослушал не меньше {russian.counted(course.threshold, 'часа', 'часов', 'часов')}"


def outcomes(group: TrainingGroup) -> list[Outcome]:
    """Everybody who still studies in the group, by the course's rule."""
    places = group.places.filter(state=PlaceState.ENROLLED).select_related("entry__person", "organization")
    return _outcomes(group, list(group.sessions.all()), list(places.order_by("entry__sort_name", "pk")))


def sheet_of(group: TrainingGroup, membership: Membership) -> Sheet:
    """The attendance sheet as a member sees it: three queries."""
    sessions = list(group.sessions.select_related("topic"))
    places = list(places_seen(membership, group).filter(state__in=SEATED))
    return Sheet(
        sessions,
        _outcomes(group, sessions, places),
        rule_words(group.course),
        sum((session.hours for session in sessions), Decimal(0)),
    )


def _outcomes(
    group: TrainingGroup, sessions: list[TrainingSession], places: list[TrainingPlace]
) -> list[Outcome]:
    hours = {session.pk: session.hours for session in sessions}
    marks: dict[int, set[int]] = {place.pk: set() for place in places}
    found_marks = TrainingAttendance.objects.filter(place__in=list(marks))
    for seat, session in found_marks.values_list("place_id", "session_id"):
        marks[seat].add(session)
    found = []
    for place in places:
        attended = frozenset(marks[place.pk] & set(hours))
        heard = sum((hours[session] for session in attended), Decimal(0))
        share = len(attended) * 100 // len(sessions) if sessions else 0
        reached: Decimal | int = share if group.course.rule == CompletionRule.SHARE else heard
        found.append(
            Outcome(place, attended, heard, share, bool(sessions) and reached >= group.course.threshold)
        )
    return found


# --- one person ---


@dataclass(frozen=True)
class TrainingLine:
    """A training of a person as their card, their home page and their portfolio show it."""

    title: str
    detail: str
    hours: Decimal | int | None
    on: dt.date | None
    state: str
    tone: str
    outside: OutsideTraining | None = None
    place: TrainingPlace | None = None


_STATE_TONES = {PlaceState.ENROLLED: "info", PlaceState.COMPLETED: "ok", PlaceState.FAILED: "bad"}


def trainings_of(person: Person) -> list[TrainingLine]:
    """Everything that a person has learnt or is learning, the newest first: two queries."""
    places = TrainingPlace.objects.filter(entry__person=person, state__in=SEATED).select_related(
        "group__course"
    )
    lines = [
        TrainingLine(
            place.group.course.title,
            f"группа «{place.group.title}»",
            place.hours if place.state == PlaceState.COMPLETED else place.group.course.hours,
            place.completed_on,
            place.get_state_display(),
            _STATE_TONES[PlaceState(place.state)],
            place=place,
        )
        for place in places
    ]
    lines += [
        TrainingLine(
            one.title,
            ", ".join(part for part in (one.provider, paper_words(one)) if part),
            one.hours,
            one.issued_on,
            "Обучен" if one.is_by_hand else "Обучен в другой организации",
            "ok",
            outside=one,
        )
        for one in OutsideTraining.objects.filter(person=person, revoked_on__isnull=True)
    ]
    return sorted(lines, key=lambda line: (line.on is None, line.on or dt.date.min), reverse=True)


def paper_words(training: OutsideTraining) -> str:
    """«удостоверение № 12 от 01.10.2026»."""
    if training.is_by_hand:
        return "документ не внесён"
    number = f" №\u00a0{training.number}" if training.number else ""
    return (
        f"{russian.lower_first(training.document)}{number} от\u00a0{russian.date_short(training.issued_on)}"
    )


def next_session_of(person: Person, day: dt.date) -> TrainingSession | None:
    """The next session of the groups in which a person studies."""
    return (
        TrainingSession.objects.filter(
            group__state=GroupState.OPEN,
            group__places__entry__person=person,
            group__places__state=PlaceState.ENROLLED,
            on__gte=day,
        )
        .select_related("group__course")
        .order_by("on", empty_first("starts_at"), "pk")
        .first()
    )
