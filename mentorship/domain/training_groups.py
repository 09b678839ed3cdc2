"""Groups that take a course, their sessions, and who sits in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from decimal import Decimal

from django.db import IntegrityError, transaction

from core import audit
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.models import (
    MentorEntry,
    Programme,
    TrainingAttendance,
    TrainingCourse,
    TrainingGroup,
    TrainingPlace,
    TrainingSession,
    TrainingTopic,
)
from mentorship.permissions import MARK_TRAINING
from mentorship.selectors.entries import OPEN_STATES
from mentorship.training_enums import PLACE_TRANSITIONS, SEATED, GroupState, PlaceState

COLUMNS = ("title", "leader", "place", "starts_on", "ends_on", "capacity")
Mark = tuple[int, int]
"""(session, place)"""


def create_group(
    course: TrainingCourse,
    *,
    programme: Programme,
    title: str,
    leader: str,
    starts_on: dt.date,
    ends_on: dt.date,
    capacity: int = 25,
    place: str = "",
    actor: User | None,
) -> TrainingGroup:
    """A group of a course in a programme. Raises DomainError."""
    if course.is_archived:
        raise DomainError("Курс в архиве: верните его или выберите другой.", field="course", code="archived")
    made = TrainingGroup(
        organization=programme.organization,
        course=course,
        programme=programme,
        title=" ".join(title.split())[:120],
        leader=" ".join(leader.split())[:200],
        place=place.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        capacity=capacity,
    )
    _check(made, taken=0)
    try:
        with transaction.atomic():
            made.save()
            audit.record("training.created", subject=made, actor=actor, after={"title": str(made)})
    except IntegrityError:
        raise DomainError("Такая группа по этому курсу уже есть.", field="title", code="known") from None
    return made


def edit_group(group: TrainingGroup, *, actor: User | None, **values: object) -> TrainingGroup:
    """Change an open group; it never gets fewer chairs than people. Raises DomainError."""
    unknown = set(values) - set(COLUMNS)
    if unknown:
        raise TypeError(f"a group has no {', '.join(sorted(unknown))}")
    try:
        with transaction.atomic():
            locked = _open_group(group)
            before = audit.plain(locked, values)
            for name, value in values.items():
                setattr(locked, name, " ".join(value.split()) if isinstance(value, str) else value)
            highest = locked.places.filter(state__in=SEATED).order_by("-slot").first()
            _check(locked, taken=highest.slot if highest else 0)
            _check_sessions(locked)
            locked.save()
            old, new = audit.changes(before, audit.plain(locked, values))
            if new:
                audit.record("training.edited", subject=locked, actor=actor, before=old, after=new)
    except IntegrityError:
        raise DomainError("Такая группа по этому курсу уже есть.", field="title", code="known") from None
    return locked


def add_session(
    group: TrainingGroup,
    *,
    on: dt.date,
    hours: Decimal,
    title: str = "",
    topic: TrainingTopic | None = None,
    starts_at: dt.time | None = None,
    place: str = "",
    actor: User | None,
) -> TrainingSession:
    """A session on a day of the group's period; without a title it is called as its topic. Raises DomainError."""
    with transaction.atomic():
        locked = _open_group(group)
        made = TrainingSession(group=locked)
        _write_session(made, on=on, hours=hours, title=title, topic=topic, starts_at=starts_at, place=place)
        audit.record("training.session_added", subject=locked, actor=actor, after={"session": str(made)})
    return made


def edit_session(
    session: TrainingSession,
    *,
    on: dt.date,
    hours: Decimal,
    title: str,
    topic: TrainingTopic | None,
    starts_at: dt.time | None,
    place: str,
    actor: User | None,
) -> TrainingSession:
    """Move or rename a session of an open group; its marks stay. Raises DomainError."""
    with transaction.atomic():
        locked = _open_group(session.group)
        session.group = locked
        _write_session(
            session, on=on, hours=hours, title=title, topic=topic, starts_at=starts_at, place=place
        )
        audit.record("training.session_edited", subject=locked, actor=actor, after={"session": str(session)})
    return session


def remove_session(session: TrainingSession, *, actor: User | None) -> None:
    """Take away a session that nobody has attended. Raises DomainError."""
    with transaction.atomic():
        locked = _open_group(session.group)
        if session.marks.exists():
            raise DomainError("На занятии отмечены люди: сначала снимите отметки.", code="marked")
        audit.record(
            "training.session_removed", subject=locked, actor=actor, before={"session": str(session)}
        )
        session.delete()


def enrol(
    group: TrainingGroup, entries: Iterable[MentorEntry], *, actor: User | None
) -> tuple[int, list[str]]:
    """Seat mentors of the group's programme: how many sat down, and for the others who and why.

    Chairs are given under the locks of the group's row and the course's: two curators at the last chair get one, and
    nobody sits down in two groups of a course at once. Raises DomainError when the group takes nobody any more.
    """
    done, refused = 0, []
    with transaction.atomic():
        locked = _open_group(group)
        TrainingCourse.objects.select_for_update().get(pk=locked.course_id)
        free = _free_slots(locked)
        seats = TrainingPlace.objects.filter(course=locked.course, state__in=SEATED)
        known = {(seat.entry_id, seat.group_id): seat.state for seat in seats.only("entry", "group", "state")}
        for entry in entries:
            if why := _why_not(entry, locked, known):
                refused.append(f"{entry.person.short_name}: {why}")
                continue
            if not free:
                refused.append(f"{entry.person.short_name}: в группе больше нет мест ({locked.capacity})")
                continue
            TrainingPlace.objects.create(
                organization=locked.organization,
                group=locked,
                course=locked.course,
                entry=entry,
                slot=free.pop(0),
            )
            audit.record("training.enrolled", subject=entry.person, actor=actor, after={"group": str(locked)})
            done += 1
    return done, refused


def drop_place(place: TrainingPlace, *, reason: str, actor: User | None) -> TrainingPlace:
    """A listener leaves the group with a reason: the chair is free again. Raises DomainError."""
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    with transaction.atomic():
        _open_group(place.group)
        return move(
            place,
            to=PlaceState.LEFT,
            transitions=PLACE_TRANSITIONS,
            actor=actor,
            rule=MARK_TRAINING,
            reason=reason,
            set_fields={"state_reason": reason[:300]},
        )


def mark_attendance(
    group: TrainingGroup, *, present: Collection[Mark], absent: Collection[Mark], actor: User | None
) -> int:
    """Put marks on and take marks off; what neither names is left as it is. Returns how many have changed.

    So two people who mark different sessions at once do not undo each other. Raises DomainError for a mark of
    another group, or once the group is finished.
    """
    wanted, unwanted = set(present), set(absent) - set(present)
    with transaction.atomic():
        locked = _open_group(group)
        sessions = set(locked.sessions.values_list("pk", flat=True))
        places = set(locked.places.filter(state=PlaceState.ENROLLED).values_list("pk", flat=True))
        if any(session not in sessions or place not in places for session, place in wanted | unwanted):
            raise DomainError("Состав группы изменился. Откройте страницу снова.", code="foreign")
        there = {
            (mark.session_id, mark.place_id): mark.pk
            for mark in TrainingAttendance.objects.filter(session__in=sessions, place__in=places)
        }
        TrainingAttendance.objects.bulk_create(
            TrainingAttendance(session_id=session, place_id=place)
            for session, place in sorted(wanted - set(there))
        )
        gone = [there[mark] for mark in unwanted & set(there)]
        TrainingAttendance.objects.filter(pk__in=gone).delete()
        put = len(wanted - set(there))
        if put or gone:
            audit.record(
                "training.marked", subject=locked, actor=actor, after={"put": put, "taken": len(gone)}
            )
    return put + len(gone)


# --- parts ---


def _open_group(group: TrainingGroup) -> TrainingGroup:
    """The group's row, locked; refused once the training is over."""
    locked = (
        TrainingGroup.objects.select_for_update(of=("self",))
        .select_related("course", "programme", "organization")
        .get(pk=group.pk)
    )
    if locked.state != GroupState.OPEN:
        raise DomainError(
            f"Группа: {locked.get_state_display().lower()}. Изменить можно только идущую.", code="closed"
        )
    return locked


def _free_slots(group: TrainingGroup) -> list[int]:
    taken = set(group.places.filter(state__in=SEATED).values_list("slot", flat=True))
    return [slot for slot in range(1, group.capacity + 1) if slot not in taken]


def _why_not(entry: MentorEntry, group: TrainingGroup, known: dict[tuple[int, int], str]) -> str:
    if entry.programme_id != group.programme_id:
        return "наставник другой программы"
    if entry.state not in OPEN_STATES:
        return entry.get_state_display().lower()
    if (entry.pk, group.pk) in known:
        return "уже в этой группе"
    others = {state for (pk, _), state in known.items() if pk == entry.pk}
    if PlaceState.COMPLETED in others:
        return "этот курс уже пройден"
    if PlaceState.ENROLLED in others:
        return "учится по этому курсу в другой группе"
    known[entry.pk, group.pk] = PlaceState.ENROLLED
    return ""


def _check(group: TrainingGroup, *, taken: int) -> None:
    if not group.title:
        raise DomainError("Назовите группу.", field="title", code="empty")
    if not group.leader:
        raise DomainError("Укажите, кто ведёт занятия.", field="leader", code="empty")
    if group.ends_on < group.starts_on:
        raise DomainError("Окончание раньше начала.", field="ends_on", code="order")
    if not 1 <= group.capacity <= 200:
        raise DomainError("Мест: от 1 до 200.", field="capacity", code="range")
    if group.capacity < taken:
        raise DomainError(
            f"Уже заняты места до № {taken}: меньше сделать нельзя.", field="capacity", code="taken"
        )


def _check_sessions(group: TrainingGroup) -> None:
    outside = group.sessions.exclude(on__range=(group.starts_on, group.ends_on)).first()
    if outside is not None:
        field = "starts_on" if outside.on < group.starts_on else "ends_on"
        raise DomainError(
            f"Занятие {outside.on:%d.%m.%Y} не попадает в эти сроки.", field=field, code="session"
        )


def _write_session(
    session: TrainingSession,
    *,
    on: dt.date,
    hours: Decimal,
    title: str,
    topic: TrainingTopic | None,
    starts_at: dt.time | None,
    place: str,
) -> None:
    group = session.group
    if topic is not None and topic.course_id != group.course_id:
        raise DomainError("Тема из другого курса.", field="topic", code="topic")
    name = " ".join(title.split())[:300] or (topic.title if topic else "")
    if not name:
        raise DomainError("Выберите тему курса или назовите занятие.", field="title", code="empty")
    if not group.starts_on <= on <= group.ends_on:
        raise DomainError(
            f"Группа учится с {group.starts_on:%d.%m.%Y} по {group.ends_on:%d.%m.%Y}.",
            field="on",
            code="period",
        )
    if not Decimal(0) < hours <= 24:
        raise DomainError("Часов: больше 0 и не больше 24.", field="hours", code="range")
    session.on, session.hours, session.title, session.topic = on, hours, name, topic
    session.starts_at, session.place = starts_at, place.strip()[:200]
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:
        raise DomainError("Такое занятие в этот день уже есть.", field="title", code="known") from None
