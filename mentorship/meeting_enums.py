"""Choices of meetings: the five kinds in their order (methodology §1.4), how they are held, how they end."""

from collections.abc import Mapping

from django.db import models

from mentorship.enums import LIVE_PAIR_STATES, PairState


class MeetingKind(models.TextChoices):
    """In the order in which a pair has them; only the fourth comes again and again."""

    ACQUAINTANCE = "acquaintance", "Встреча-знакомство"
    TRIAL = "trial", "Пробная рабочая встреча"
    PLANNING = "planning", "Встреча-планирование"
    REGULAR = "regular", "Рабочая встреча"
    FINAL = "final", "Итоговая встреча"


ORDER = tuple(MeetingKind)
#: A pair has each of these once.
SINGLE = frozenset(MeetingKind) - {MeetingKind.REGULAR}
#: What comes before a meeting of the kind; the final one may close any pair that has a plan.
BEFORE: Mapping[str, tuple[MeetingKind, ...]] = {
    MeetingKind.ACQUAINTANCE: (),
    MeetingKind.TRIAL: ORDER[:1],
    MeetingKind.PLANNING: ORDER[:2],
    MeetingKind.REGULAR: ORDER[:3],
    MeetingKind.FINAL: ORDER[:3],
}


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Назначена"
    HELD = "held", "Состоялась"
    MISSED = "missed", "Не состоялась"
    CANCELLED = "cancelled", "Отменена"


MEETING_TRANSITIONS: Mapping[str, frozenset[str]] = {
    MeetingState.PLANNED: frozenset({MeetingState.HELD, MeetingState.MISSED, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset({MeetingState.MISSED}),
    MeetingState.MISSED: frozenset({MeetingState.HELD}),
    MeetingState.CANCELLED: frozenset(),
}
MEETING_TONES = {
    MeetingState.PLANNED: "info",
    MeetingState.HELD: "ok",
    MeetingState.MISSED: "bad",
    MeetingState.CANCELLED: "",
}


class MeetingWay(models.TextChoices):
    IN_PERSON = "in_person", "Очно"
    ONLINE = "online", "Онлайн"
    MIXED = "mixed", "Смешанно"


class Side(models.TextChoices):
    """On whose behalf somebody writes about a pair."""

    MENTOR = "mentor", "Наставник"
    MENTEE = "mentee", "Наставляемый"
    STAFF = "staff", "Куратор"


#: Pairs that may meet: told to their people and not ended. A draft of the curator's is nobody's meeting yet.
MEETING_STATES = LIVE_PAIR_STATES - {PairState.PROPOSED, PairState.SUSPENDED}
#: Pairs whose past meetings may still be written down.
LOGGED_STATES = (LIVE_PAIR_STATES - {PairState.PROPOSED}) | {PairState.COMPLETED, PairState.TERMINATED}
#: The usual norm of Р-145: not rarer than once in two weeks.
USUAL_NORM = 14
