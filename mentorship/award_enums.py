"""Choices of awards: rounds of nominations, who nominates, what a jury does."""

from collections.abc import Mapping

from django.db import models


class RoundState(models.TextChoices):
    DRAFT = "draft", "Готовится"
    OPEN = "open", "Приём заявок"
    SCORING = "scoring", "Оценка жюри"
    CLOSED = "closed", "Итоги подведены"
    CANCELLED = "cancelled", "Отменён"


ROUND_TRANSITIONS: Mapping[str, frozenset[str]] = {
    RoundState.DRAFT: frozenset({RoundState.OPEN, RoundState.CANCELLED}),
    RoundState.OPEN: frozenset({RoundState.SCORING, RoundState.CANCELLED}),
    RoundState.SCORING: frozenset({RoundState.CLOSED, RoundState.OPEN, RoundState.CANCELLED}),
    RoundState.CLOSED: frozenset({RoundState.SCORING}),
    RoundState.CANCELLED: frozenset({RoundState.DRAFT}),
}
#: Jury, criteria and terms change until the jury begins.
BEFORE_SCORING = frozenset({RoundState.DRAFT, RoundState.OPEN})


class AwardSubject(models.TextChoices):
    MENTOR = "mentor", "Наставник"
    PAIR = "pair", "Пара или группа"


class NominationSource(models.TextChoices):
    CURATOR = "curator", "Куратор"
    COLLEAGUE = "colleague", "Коллега"
    SELF = "self", "Сам номинант"


class NominationState(models.TextChoices):
    SUBMITTED = "submitted", "Подана"
    ACCEPTED = "accepted", "Допущена"
    REJECTED = "rejected", "Отклонена"
    WITHDRAWN = "withdrawn", "Отозвана"


NOMINATION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    NominationState.SUBMITTED: frozenset(
        {NominationState.ACCEPTED, NominationState.REJECTED, NominationState.WITHDRAWN}
    ),
    NominationState.ACCEPTED: frozenset({NominationState.REJECTED, NominationState.WITHDRAWN}),
    NominationState.REJECTED: frozenset({NominationState.ACCEPTED}),
    NominationState.WITHDRAWN: frozenset(),
}
#: One of these at a time for a nominee of a round.
LIVE_NOMINATIONS = frozenset({NominationState.SUBMITTED, NominationState.ACCEPTED})

ROUND_TONES = {
    RoundState.DRAFT: "",
    RoundState.OPEN: "info",
    RoundState.SCORING: "wait",
    RoundState.CLOSED: "ok",
    RoundState.CANCELLED: "",
}
NOMINATION_TONES = {
    NominationState.SUBMITTED: "wait",
    NominationState.ACCEPTED: "ok",
    NominationState.REJECTED: "bad",
    NominationState.WITHDRAWN: "",
}
