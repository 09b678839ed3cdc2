"""Choices of SWOT, of its session and of the monitoring report."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class Quadrant(models.TextChoices):
    """The four fields of the table: inner or outer, good or bad (methodology §2.4)."""

    STRENGTH = "strength", "Сильные стороны"
    WEAKNESS = "weakness", "Слабые стороны"
    OPPORTUNITY = "chance", "Возможности"
    THREAT = "threat", "Угрозы"


class Origin(models.TextChoices):
    """Where a statement came from."""

    RULE = "rule", "Из данных портала"
    OWN = "own", "Добавил куратор"
    SESSION = "session", "Со SWOT-сессии"


class StatementState(models.TextChoices):
    """What the curator has decided of a statement."""

    NEW = "new", "Ждёт решения"
    KEPT = "kept", "Оставлено"
    DROPPED = "dropped", "Убрано"


STATEMENT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    StatementState.NEW: frozenset({StatementState.KEPT, StatementState.DROPPED}),
    StatementState.KEPT: frozenset({StatementState.DROPPED, StatementState.NEW}),
    StatementState.DROPPED: frozenset({StatementState.KEPT, StatementState.NEW}),
}


class Shift(models.TextChoices):
    """A statement against last year's analysis."""

    NEW = "new", "Новое"
    KEPT = "kept", "Осталось"
    GONE = "gone", "Ушло"


class ProposalState(models.TextChoices):
    """Moderation of what a phone has sent: nobody sees it before the curator shows it."""

    HIDDEN = "hidden", "Ждёт показа"
    SHOWN = "shown", "На экране"
    DECLINED = "declined", "Отклонено"


PROPOSAL_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ProposalState.HIDDEN: frozenset({ProposalState.SHOWN, ProposalState.DECLINED}),
    ProposalState.SHOWN: frozenset({ProposalState.DECLINED}),
    ProposalState.DECLINED: frozenset({ProposalState.SHOWN}),
}


class MonitoringStage(models.TextChoices):
    """Which of the three measurements a monitoring report is of (methodology §2.4)."""

    ENTRY = "entry", "Входной"
    MIDDLE = "middle", "Промежуточный"
    EXIT = "exit", "Итоговый"


class ConclusionPart(models.TextChoices):
    """The sections of the monitoring report that end with the curator's own words."""

    QUALITY = "quality", "Качество реализации"
    INFLUENCE = "influence", "Влияние на участников"
    INDICATORS = "indicators", "Показатели"
    OVERALL = "overall", "Выводы и решения"
