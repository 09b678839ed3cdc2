"""Choices of care for pairs: tasks of the curator and the psychologist, the health of a pair."""

from collections.abc import Mapping

from django.db import models

from core.enums import Role


class CareKind(models.TextChoices):
    """Why somebody has to look after a person or a pair."""

    HELP = "help", "Просят о помощи"
    QUIET = "quiet", "Пара притихла"
    WAITING = "waiting", "Без пары"
    MISMATCH = "mismatch", "Не подошли друг другу"
    NOTICE = "notice", "Отказ наставника"
    REPLACEMENT = "replacement", "Замена наставника"
    PLAN = "plan", "План развития"
    OTHER = "other", "Другое"


class CareState(models.TextChoices):
    OPEN = "open", "Ждёт"
    TAKEN = "taken", "В работе"
    DONE = "done", "Сделана"
    DROPPED = "dropped", "Не нужна"


CARE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    CareState.OPEN: frozenset({CareState.TAKEN, CareState.DONE, CareState.DROPPED}),
    CareState.TAKEN: frozenset({CareState.OPEN, CareState.DONE, CareState.DROPPED}),
    CareState.DONE: frozenset({CareState.OPEN}),
    CareState.DROPPED: frozenset({CareState.OPEN}),
}
UNDONE = frozenset({CareState.OPEN, CareState.TAKEN})
CARE_TONES = {CareState.OPEN: "wait", CareState.TAKEN: "info", CareState.DONE: "ok", CareState.DROPPED: ""}
#: Who may be given a task: «куратор» is whoever curates the programme or the pair's form.
CARERS = [(Role.CURATOR, Role.CURATOR.label), (Role.PSYCHOLOGIST, Role.PSYCHOLOGIST.label)]


class Health(models.IntegerChoices):
    """The signal of a pair: the worst of what speaks for it."""

    GOOD = 0, "Хорошо"
    ATTENTION = 1, "Внимание"
    ALARM = 2, "Тревога"


HEALTH_TONES = {Health.GOOD: "ok", Health.ATTENTION: "wait", Health.ALARM: "bad"}


class DeputationState(models.TextChoices):
    PLANNED = "planned", "Назначено"
    ACTIVE = "active", "Действует"
    ENDED = "ended", "Завершено"
    CANCELLED = "cancelled", "Отменено"


DEPUTATION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    DeputationState.PLANNED: frozenset({DeputationState.ACTIVE, DeputationState.CANCELLED}),
    DeputationState.ACTIVE: frozenset({DeputationState.ENDED}),
    DeputationState.ENDED: frozenset(),
    DeputationState.CANCELLED: frozenset(),
}
DEPUTATION_TONES = {
    DeputationState.PLANNED: "info",
    DeputationState.ACTIVE: "ok",
    DeputationState.ENDED: "",
    DeputationState.CANCELLED: "",
}
