"""Choices of the training of mentors: «Школа наставников» and what stands beside it."""

from collections.abc import Mapping

from django.db import models

from mentorship.enums import EntryState


class CourseKind(models.TextChoices):
    SCHOOL = "school", "Школа наставников"
    QUALIFICATION = "qualification", "Повышение квалификации"
    SEMINAR = "seminar", "Семинар"
    INTERNSHIP = "internship", "Стажировка"


class TopicKind(models.TextChoices):
    LECTURE = "lecture", "Лекция"
    PRACTICE = "practice", "Практикум"
    TRAINING = "training", "Тренинг"
    SELF = "self", "Самостоятельная работа"
    CHECK = "check", "Итоговая работа"


class CompletionRule(models.TextChoices):
    """What makes a listener trained; the threshold stands in the course."""

    SHARE = "share", "Посетил не меньше доли занятий, %"
    HOURS = "hours", "Прослушал не меньше часов"


class GroupState(models.TextChoices):
    OPEN = "open", "Идёт"
    FINISHED = "finished", "Завершена"
    CANCELLED = "cancelled", "Отменена"


GROUP_TRANSITIONS: Mapping[str, frozenset[str]] = {
    GroupState.OPEN: frozenset({GroupState.FINISHED, GroupState.CANCELLED}),
    GroupState.FINISHED: frozenset({GroupState.OPEN}),
    GroupState.CANCELLED: frozenset({GroupState.OPEN}),
}


class PlaceState(models.TextChoices):
    """A mentor's place in a group."""

    ENROLLED = "enrolled", "Учится"
    COMPLETED = "completed", "Обучен"
    FAILED = "failed", "Не прошёл"
    LEFT = "left", "Отчислен"


PLACE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    PlaceState.ENROLLED: frozenset({PlaceState.COMPLETED, PlaceState.FAILED, PlaceState.LEFT}),
    PlaceState.COMPLETED: frozenset({PlaceState.ENROLLED}),
    PlaceState.FAILED: frozenset({PlaceState.ENROLLED}),
    PlaceState.LEFT: frozenset(),
}
#: Places that hold a chair of the group.
SEATED = frozenset({PlaceState.ENROLLED, PlaceState.COMPLETED, PlaceState.FAILED})

# Forward tables never lead back; a training that is taken back with a reason does.
TRAINING_TAKEN_BACK: Mapping[str, frozenset[str]] = {EntryState.TRAINED: frozenset({EntryState.SELECTED})}
#: A mentor, not a candidate: confirmed by the curator and not gone. Of these the share of the trained is taken.
CONFIRMED_MENTORS = frozenset(
    {EntryState.SELECTED, EntryState.TRAINED, EntryState.APPROVED, EntryState.PAIRED, EntryState.FINISHED}
)

GROUP_TONES = {GroupState.OPEN: "info", GroupState.FINISHED: "ok", GroupState.CANCELLED: ""}
PLACE_TONES = {
    PlaceState.ENROLLED: "info",
    PlaceState.COMPLETED: "ok",
    PlaceState.FAILED: "bad",
    PlaceState.LEFT: "",
}
