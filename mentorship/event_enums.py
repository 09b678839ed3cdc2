"""Choices of events: group meetings, School sessions, round tables, the final event."""

from collections.abc import Mapping

from django.db import models


class EventState(models.TextChoices):
    PLANNED = "planned", "Готовится"
    HELD = "held", "Проведено"
    CANCELLED = "cancelled", "Отменено"


EVENT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    EventState.PLANNED: frozenset({EventState.HELD, EventState.CANCELLED}),
    EventState.HELD: frozenset({EventState.PLANNED}),
    EventState.CANCELLED: frozenset({EventState.PLANNED}),
}


class EventAudience(models.TextChoices):
    """Who may come by their own will; the curator may add anybody of the bases."""

    EVERYBODY = "everybody", "Все участники программы"
    MENTORS = "mentors", "Только наставники"
    MENTEES = "mentees", "Только наставляемые"
    INVITED = "invited", "Только те, кого добавит куратор"


class VisitState(models.TextChoices):
    """A person's place at an event."""

    SEATED = "seated", "Место есть"
    WAITING = "waiting", "Лист ожидания"
    DECLINED = "declined", "Не придёт"


VISIT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    VisitState.SEATED: frozenset({VisitState.DECLINED}),
    VisitState.WAITING: frozenset({VisitState.SEATED, VisitState.DECLINED}),
    VisitState.DECLINED: frozenset({VisitState.SEATED, VisitState.WAITING}),
}
#: States in which a person is on the list of an event.
LISTED = frozenset({VisitState.SEATED, VisitState.WAITING})


class VisitSource(models.TextChoices):
    CURATOR = "curator", "Добавил куратор"
    SELF = "self", "Записался сам"


class MarkWay(models.TextChoices):
    """How it became known that a person was there."""

    CODE = "code", "Личный код показан куратору"
    HALL = "hall", "Отметился сам по коду зала"
    HAND = "hand", "Отмечен по списку"


EVENT_TONES = {EventState.PLANNED: "info", EventState.HELD: "ok", EventState.CANCELLED: ""}
VISIT_TONES = {VisitState.SEATED: "ok", VisitState.WAITING: "wait", VisitState.DECLINED: ""}
