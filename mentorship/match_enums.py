"""Choices of matching: preferences, bans, drafts."""

from collections.abc import Mapping

from django.db import models


class Side(models.TextChoices):
    """Who said it."""

    MENTEE = "mentee", "Наставляемый"
    MENTOR = "mentor", "Наставник"


class PreferenceSource(models.TextChoices):
    MEETING = "meeting", "Общая встреча"
    QUESTIONNAIRE = "questionnaire", "Анкета"
    HAND = "hand", "Внесено куратором"


class BanKind(models.TextChoices):
    """Why two people are not to be a pair."""

    BAN = "ban", "Решение куратора"
    RELATIVE = "relative", "Родственники"
    TEACHER = "teacher", "Преподаёт, классный руководитель"
    CONFLICT = "conflict", "Конфликт"


class DraftState(models.TextChoices):
    DRAFT = "draft", "Черновик"
    CONFIRMED = "confirmed", "Подтверждён"
    DISCARDED = "discarded", "Отложен"


DRAFT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    DraftState.DRAFT: frozenset({DraftState.CONFIRMED, DraftState.DISCARDED}),
    DraftState.CONFIRMED: frozenset(),
    DraftState.DISCARDED: frozenset({DraftState.DRAFT}),
}
