"""Choices of the individual development plan («индивидуальный план развития», methodology §5.1) and of materials."""

from collections.abc import Mapping

from django.db import models


class PlanKind(models.TextChoices):
    """One noun, two vocabularies: pupils and students have a plan, teachers a personalised programme (АЗ-1128/08)."""

    INDIVIDUAL = "individual", "Индивидуальный план развития"
    PERSONALISED = "personalised", "Персонализированная программа наставничества"


class PlanState(models.TextChoices):
    DRAFT = "draft", "Составляется"
    AGREEING = "agreeing", "На согласовании"
    APPROVAL = "approval", "На утверждении"
    APPROVED = "approved", "Утверждён"
    COMPLETED = "completed", "Завершён"
    CANCELLED = "cancelled", "Отменён"


PLAN_TRANSITIONS: Mapping[str, frozenset[str]] = {
    PlanState.DRAFT: frozenset({PlanState.AGREEING, PlanState.CANCELLED}),
    PlanState.AGREEING: frozenset({PlanState.APPROVAL, PlanState.DRAFT, PlanState.CANCELLED}),
    PlanState.APPROVAL: frozenset({PlanState.APPROVED, PlanState.DRAFT, PlanState.CANCELLED}),
    # A change after the approval is a new revision, which is agreed upon from the beginning.
    PlanState.APPROVED: frozenset({PlanState.DRAFT, PlanState.COMPLETED}),
    PlanState.COMPLETED: frozenset({PlanState.APPROVED}),
    PlanState.CANCELLED: frozenset({PlanState.DRAFT}),
}
PLAN_TONES = {
    PlanState.DRAFT: "wait",
    PlanState.AGREEING: "wait",
    PlanState.APPROVAL: "wait",
    PlanState.APPROVED: "ok",
    PlanState.COMPLETED: "ok",
    PlanState.CANCELLED: "",
}


class PlanSide(models.TextChoices):
    """Whose word a plan needs; the parent's where the programme asks for it."""

    MENTOR = "mentor", "Наставник"
    MENTEE = "mentee", "Наставляемый"
    PARENT = "parent", "Законный представитель"


class GoalResult(models.TextChoices):
    OPEN = "open", "В работе"
    REACHED = "reached", "Достигнута"
    PARTLY = "partly", "Достигнута частично"
    MISSED = "missed", "Не достигнута"


GOAL_TONES = {
    GoalResult.OPEN: "info",
    GoalResult.REACHED: "ok",
    GoalResult.PARTLY: "wait",
    GoalResult.MISSED: "bad",
}


class StepOwner(models.TextChoices):
    BOTH = "both", "Вместе"
    MENTEE = "mentee", "Наставляемый"
    MENTOR = "mentor", "Наставник"


class MaterialKind(models.TextChoices):
    MEMO = "memo", "Памятка"
    SCRIPT = "script", "Сценарий встречи"
    WORKSHEET = "worksheet", "Рабочий лист"
    OTHER = "other", "Другое"


class MaterialAudience(models.TextChoices):
    MENTOR = "mentor", "Наставнику"
    MENTEE = "mentee", "Наставляемому"
    PARENT = "parent", "Родителям"
    EVERYBODY = "everybody", "Всем участникам"
