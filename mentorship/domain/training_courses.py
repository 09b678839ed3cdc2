"""Courses for mentors and their topics."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max

from core import audit
from core.errors import DomainError
from core.models import Organization, User
from mentorship.models import TrainingCourse, TrainingGroup, TrainingTopic
from mentorship.training_enums import CompletionRule, CourseKind, GroupState, TopicKind

COLUMNS = ("title", "kind", "hours", "content", "rule", "threshold")


def create_course(
    organization: Organization,
    *,
    title: str,
    hours: int,
    kind: str = CourseKind.SCHOOL,
    content: str = "",
    rule: str = CompletionRule.SHARE,
    threshold: int = 70,
    actor: User | None,
) -> TrainingCourse:
    """A course of the institution. `threshold` is per cent of sessions or hours. Raises DomainError."""
    made = TrainingCourse(
        organization=organization,
        title=_title(title),
        kind=CourseKind(kind),
        hours=hours,
        content=content.strip(),
        rule=CompletionRule(rule),
        threshold=threshold,
    )
    _check(made)
    try:
        with transaction.atomic():
            made.save()
            audit.record("course.created", subject=made, actor=actor, after={"title": made.title})
    except IntegrityError:
        raise DomainError("Такой курс уже есть.", field="title", code="known") from None
    return made


def edit_course(course: TrainingCourse, *, actor: User | None, **values: object) -> TrainingCourse:
    """Change a course; what is already finished keeps its outcome. Raises DomainError."""
    unknown = set(values) - set(COLUMNS)
    if unknown:
        raise TypeError(f"a course has no {', '.join(sorted(unknown))}")
    try:
        with transaction.atomic():
            locked = TrainingCourse.objects.select_for_update().get(pk=course.pk)
            before = audit.plain(locked, values)
            for name, value in values.items():
                setattr(locked, name, _title(value) if name == "title" else value)  # type: ignore[arg-type]
            _check(locked)
            locked.save()
            old, new = audit.changes(before, audit.plain(locked, values))
            if new:
                audit.record("course.edited", subject=locked, actor=actor, before=old, after=new)
    except IntegrityError:
        raise DomainError("Такой курс уже есть.", field="title", code="known") from None
    return locked


def archive_course(course: TrainingCourse, *, archived: bool, actor: User | None) -> TrainingCourse:
    """Put a course away, or offer it again; its groups and outcomes stay. Raises DomainError."""
    if archived and TrainingGroup.objects.filter(course=course, state=GroupState.OPEN).exists():
        raise DomainError("По этому курсу ещё учится группа: сначала завершите или отмените её.", code="open")
    try:
        with transaction.atomic():
            course.is_archived = archived
            course.save(update_fields=["is_archived", "updated_at"])
            audit.record("course.archived" if archived else "course.restored", subject=course, actor=actor)
    except IntegrityError:
        raise DomainError("Курс с таким названием уже действует.", code="known") from None
    return course


def add_topic(
    course: TrainingCourse,
    *,
    title: str,
    hours: Decimal,
    module: str = "",
    kind: str = TopicKind.LECTURE,
    actor: User | None,
) -> TrainingTopic:
    """A topic at the end of the course. Raises DomainError."""
    with transaction.atomic():
        locked = TrainingCourse.objects.select_for_update().get(pk=course.pk)
        last = locked.topics.aggregate(last=Max("order"))["last"] or 0
        made = TrainingTopic(
            organization=locked.organization, course=locked, order=last + 1, module="", title="", hours=hours
        )
        _write_topic(made, title=title, hours=hours, module=module, kind=kind)
        audit.record("course.topic_added", subject=locked, actor=actor, after={"title": made.title})
    return made


def edit_topic(
    topic: TrainingTopic, *, title: str, hours: Decimal, module: str, kind: str, actor: User | None
) -> TrainingTopic:
    """New words and hours of a topic; sessions that were held keep theirs. Raises DomainError."""
    with transaction.atomic():
        _write_topic(topic, title=title, hours=hours, module=module, kind=kind)
        audit.record("course.topic_edited", subject=topic.course, actor=actor, after={"title": topic.title})
    return topic


def remove_topic(topic: TrainingTopic, *, actor: User | None) -> None:
    """Take a topic out of the course; sessions that were held stay with their own titles."""
    with transaction.atomic():
        audit.record("course.topic_removed", subject=topic.course, actor=actor, before={"title": topic.title})
        topic.delete()


def hours_of(topics: Iterable[TrainingTopic]) -> Decimal:
    """What the topics come to together."""
    return sum((topic.hours for topic in topics), Decimal(0))


def _write_topic(topic: TrainingTopic, *, title: str, hours: Decimal, module: str, kind: str) -> None:
    name = " ".join(title.split())[:300]
    if not name:
        raise DomainError("Назовите тему.", field="title", code="empty")
    if not Decimal(0) < hours <= 200:
        raise DomainError("Часов: больше 0 и не больше 200.", field="hours", code="range")
    topic.title, topic.hours, topic.module = name, hours, " ".join(module.split())[:200]
    topic.kind = TopicKind(kind)
    try:
        with transaction.atomic():
            topic.save()
    except IntegrityError:
        raise DomainError("Такая тема в курсе уже есть.", field="title", code="known") from None


def _check(course: TrainingCourse) -> None:
    if not 1 <= course.hours <= 1000:
        raise DomainError("Часов: от 1 до 1000.", field="hours", code="range")
    if course.rule == CompletionRule.SHARE and not 1 <= course.threshold <= 100:
        raise DomainError("Доля занятий: от 1 до 100 %.", field="threshold", code="range")
    if course.rule == CompletionRule.HOURS and not 1 <= course.threshold <= course.hours:
        raise DomainError(f"Часов для зачёта: от 1 до {course.hours}.", field="threshold", code="range")


def _title(title: str) -> str:
    name = " ".join(title.split())[:200]
    if not name:
        raise DomainError("Назовите курс.", field="title", code="empty")
    return name
