"""Choices of the life of a pair: answers about compatibility, what an institution asks before an order."""

from collections.abc import Mapping

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


class ChangeKind(models.TextChoices):
    """What an amending order changes about a working pair (methodology §7.3, items 8 and 9)."""

    LEAVES = "leaves", "Наставляемый выходит из группы"
    JOINS = "joins", "Наставляемый входит в группу"
    REPLACED = "replaced", "Замена наставника"
    TERMINATED = "ended", "Досрочное прекращение"


class ChangeState(models.TextChoices):
    WAITING = "waiting", "Ждёт приказа"
    ORDERED = "ordered", "Приказ подписан"
    DONE = "done", "Вступило в силу"
    CANCELLED = "cancelled", "Отменено"


CHANGE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ChangeState.WAITING: frozenset({ChangeState.ORDERED, ChangeState.CANCELLED}),
    ChangeState.ORDERED: frozenset({ChangeState.DONE, ChangeState.CANCELLED}),
    ChangeState.DONE: frozenset(),
    ChangeState.CANCELLED: frozenset(),
}
OPEN_CHANGES = frozenset({ChangeState.WAITING, ChangeState.ORDERED})


class NoticeSide(models.TextChoices):
    """Who ends an employee's mentoring early (ТК РФ ст. 351.8)."""

    EMPLOYEE = "employee", "Работник отказывается досрочно"
    EMPLOYER = "employer", "Работодатель отменяет поручение"


class SupportAnswer(models.TextChoices):
    """What a mentee without a pair answers to the offer of psychological support."""

    ASKED = "asked", "Ждём ответа"
    ACCEPTED = "accepted", "Согласны"
    DECLINED = "declined", "Отказались"
