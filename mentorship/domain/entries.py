"""Places in the two bases: made, filled with a request or an offer. Their way is `mentorship.domain.advance`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from core import audit, facts
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.domain.gates import require_processing_consent
from mentorship.enums import ENTRY_TRANSITIONS, EntryState, MeetingFormat, RequestSource
from mentorship.models import (
    MenteeEntry,
    MenteeRequest,
    MentorEntry,
    Person,
    Programme,
    Project,
    RequestTopic,
)
from mentorship.selectors.programmes import all_topics_for

Entry = MenteeEntry | MentorEntry
Topics = Iterable[RequestTopic | str]

#: A person's own words: the trail is never erased, these must be, so it tells that they changed and not what they say.
OWN_WORDS = frozenset(
    {
        "main_request",
        "interests",
        "competences",
        "achievements",
        "results",
        "motives",
        "availability",
        "mentor_wishes",
        "experience",
    }
)


def add_mentee(
    programme: Programme, person: Person, *, actor: User | None, project: Project | None = None, **values: Any
) -> MenteeEntry:
    """Put a person into the base of mentees of a programme, once. Raises DomainError."""
    _check_project(programme, project)
    values.setdefault("entered_on", today(programme.organization))
    try:
        with transaction.atomic():
            entry = MenteeEntry.objects.create(
                organization=programme.organization,
                programme=programme,
                person=person,
                project=project,
                **values,
            )
            audit.record("mentee.added", subject=person, actor=actor, after={"programme": str(programme)})
    except IntegrityError as error:
        raise DomainError(f"{person}: уже есть в базе наставляемых.", code="taken") from error
    return entry


def add_mentor(
    programme: Programme,
    person: Person,
    *,
    actor: User | None,
    projects: Iterable[Project] = (),
    **values: Any,
) -> MentorEntry:
    """Put a person into the base of mentors of a programme, once. Raises DomainError."""
    projects = list(projects)
    for project in projects:
        _check_project(programme, project)
    values.setdefault("entered_on", today(programme.organization))
    try:
        with transaction.atomic():
            entry = MentorEntry.objects.create(
                organization=programme.organization, programme=programme, person=person, **values
            )
            entry.projects.set(projects)
            audit.record("mentor.added", subject=person, actor=actor, after={"programme": str(programme)})
    except IntegrityError as error:
        raise DomainError(f"{person}: уже есть в базе наставников.", code="taken") from error
    return entry


def edit_entry(entry: Entry, *, actor: User | None, **values: Any) -> Entry:
    """Write what a place asks for or offers; `topics`, `projects`, `categories` are sets, the rest are columns.

    Raises DomainError for a day of entering that has not come or is later than that of leaving.
    """
    sets = {name: list(values.pop(name)) for name in ("topics", "projects", "categories") if name in values}
    _check_entered(entry, values.get("entered_on"))
    with transaction.atomic():
        locked = type(entry).objects.select_for_update().get(pk=entry.pk)
        before = audit.plain(locked, values)
        for name, value in values.items():
            setattr(locked, name, value)
        if values:
            locked.save(update_fields=[*values, "updated_at"])
        for name, members in sets.items():
            getattr(locked, name).set(members)
        old, new = map(_without_own_words, audit.changes(before, audit.plain(locked, values)))
        if new or sets:
            audit.record(
                f"{entry._meta.model_name}.edited", subject=locked, actor=actor, before=old, after=new
            )
    return locked


def record_request(
    entry: MenteeEntry,
    *,
    topics: Topics = (),
    text: str = "",
    interests: str | Sequence[str] = "",
    meeting_format: str = "",
    source: str = RequestSource.QUESTIONNAIRE,
    actor: User | None = None,
) -> MenteeRequest:
    """Keep what a mentee asks for; the entry shows the newest and a candidate becomes «анкета заполнена».

    `topics` are rows or codes of the map of requests (unknown codes are left out: a questionnaire may offer
    «другое»). Raises DomainError without the processing consent.
    """
    require_processing_consent(entry.person, entry.programme)
    found = _topics(entry.programme, topics)
    with transaction.atomic():
        request = MenteeRequest.objects.create(
            organization=entry.organization, entry=entry, text=text.strip(), source=source
        )
        request.topics.set(found)
        values = {
            "main_request": text.strip() or entry.main_request,
            "interests": _joined(interests) or entry.interests,
            "meeting_format": _format(meeting_format) or entry.meeting_format,
        }
        edit_entry(entry, actor=actor, topics=found or list(entry.topics.all()), **values)
        for name, value in values.items():
            setattr(entry, name, value)
        _surveyed(entry, actor)
    return request


def record_offer(
    entry: MentorEntry,
    *,
    competences: str | Sequence[str] = "",
    topics: Topics = (),
    interests: str | Sequence[str] = "",
    preferred_age: tuple[int | None, int | None] | None = None,
    hours: Decimal | float | int | None = None,
    meeting_format: str = "",
    capacity: int | None = None,
    achievements: str = "",
    actor: User | None = None,
) -> MentorEntry:
    """Keep what a mentor offers; a candidate becomes «анкета заполнена». What is not given stays as it was.

    `preferred_age` is (from, to) in whole years, `hours` a week. Raises DomainError without the processing consent
    and for values out of range.
    """
    require_processing_consent(entry.person, entry.programme)
    if capacity is not None and not 1 <= capacity <= 30:
        raise DomainError("Сколько наставляемых готов вести: от 1 до 30.", field="capacity", code="range")
    found = _topics(entry.programme, topics)
    low, high = preferred_age or (entry.preferred_age_min, entry.preferred_age_max)
    if low is not None and high is not None and high < low:
        raise DomainError("Возраст «до» меньше возраста «от».", field="preferred_age_max", code="range")
    values = {
        "competences": _joined(competences) or entry.competences,
        "interests": _joined(interests) or entry.interests,
        "achievements": achievements.strip() or entry.achievements,
        "preferred_age_min": low,
        "preferred_age_max": high,
        "hours_per_week": Decimal(str(hours)) if hours is not None else entry.hours_per_week,
        "meeting_format": _format(meeting_format) or entry.meeting_format,
        "capacity": capacity or entry.capacity,
    }
    with transaction.atomic():
        edit_entry(entry, actor=actor, topics=found or list(entry.topics.all()), **values)
        for name, value in values.items():
            setattr(entry, name, value)
        _surveyed(entry, actor)
    return entry


def announce_bases(programme: Programme, *, actor: User | None) -> None:
    """Tell the roadmap which bases have people: the record of the result «сформирована база …»."""
    for detail, entries in (("mentees", programme.mentees), ("mentors", programme.mentors)):
        if entries.exists():
            facts.emit("base_ready", subject=programme, programme=programme, detail=detail, actor=actor)


def _check_entered(entry: Entry, day: dt.date | None) -> None:
    if day is None:
        return
    if day > today(entry.organization):
        raise DomainError("Этот день ещё не наступил.", field="entered_on", code="future")
    if entry.ended_on is not None and day > entry.ended_on:
        raise DomainError("Дата вхождения позже даты завершения программы.", field="entered_on", code="order")


def _without_own_words(values: dict[str, Any]) -> dict[str, Any]:
    """The trail is never erased, a person's own words must be: it tells that they changed, not what they say."""
    return {name: "есть" if name in OWN_WORDS and value else value for name, value in values.items()}


def _surveyed(entry: Entry, actor: User | None) -> None:
    if entry.state == EntryState.CANDIDATE:
        move(entry, to=EntryState.SURVEYED, transitions=ENTRY_TRANSITIONS, actor=actor)


def _topics(programme: Programme, topics: Topics) -> list[RequestTopic]:
    given = list(topics)
    codes = [topic for topic in given if isinstance(topic, str)]
    rows = [topic for topic in given if isinstance(topic, RequestTopic)]
    if codes:
        # An institution's own line goes before a built-in one of the same code.
        own = {
            topic.code: topic for topic in all_topics_for(programme.organization).order_by("organization_id")
        }
        rows += [own[code] for code in codes if code in own]
    return rows


def _joined(value: str | Sequence[str]) -> str:
    return (
        value.strip() if isinstance(value, str) else ", ".join(part.strip() for part in value if part.strip())
    )


def _format(value: str) -> str:
    return value if value in MeetingFormat.values else ""


def _check_project(programme: Programme, project: Project | None) -> None:
    if project is not None and project.programme_id != programme.pk:
        raise DomainError("Форма наставничества не из этой программы.", field="project", code="project")
