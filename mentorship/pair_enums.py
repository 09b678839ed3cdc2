"""Choices of the life of a pair: answers about compatibility, what an institution asks before an order."""

from django.db import models


class PairPath(models.TextChoices):
    """What a proposed pair goes through before the order: the programme's setting."""

    FREE = "free", "По желанию куратора"
    FULL = "full", "Обязательны для каждой пары"


class VerdictSide(models.TextChoices):
    MENTOR = "mentor", "Наставник"
    MENTEE = "mentee", "Наставляемый"
    PSYCHOLOGIST = "psycho", "Педагог-психолог"


class Verdict(models.TextChoices):
    """What one side says after the trial meeting (methodology §2, questionnaire D)."""

    YES = "yes", "Подходим"
    DOUBT = "doubt", "Есть сомнения"
    NO = "no", "Не подходим"


class VerdictSource(models.TextChoices):
    """Where an answer came from; an answer of a questionnaire says «survey:» and its number."""

    CURATOR = "curator", "Со слов, внёс куратор"
    ACCOUNT = "account", "Ответ в портале"
    SURVEY = "survey", "Анкета совместимости"
    MEETING = "meeting", "Групповая встреча"
