"""Choices of what stands beside a document: visas, acquaintance, publication, relations, numbers taken ahead."""

from collections.abc import Mapping

from django.db import models


class VisaState(models.TextChoices):
    """What somebody on the route of a draft says. With a return the round is over, the others are not asked."""

    WAITING = "waiting", "Ждём"
    AGREED = "agreed", "Согласовано"
    REMARKED = "remarked", "Согласовано с замечаниями"
    RETURNED = "returned", "Возвращено"
    DROPPED = "dropped", "Не понадобилась"


_V = VisaState
VISA_TRANSITIONS: Mapping[str, frozenset[str]] = {
    _V.WAITING: frozenset({_V.AGREED, _V.REMARKED, _V.RETURNED, _V.DROPPED}),
    _V.AGREED: frozenset(),
    _V.REMARKED: frozenset(),
    _V.RETURNED: frozenset(),
    _V.DROPPED: frozenset(),
}
GIVEN = frozenset({_V.AGREED, _V.REMARKED})
#: What a person may answer.
ANSWERS = (_V.AGREED, _V.REMARKED, _V.RETURNED)


class RelationKind(models.TextChoices):
    """What a document does to an earlier one."""

    AMENDS = "amends", "Изменяет"
    REVOKES = "revokes", "Отменяет"


class AcquaintanceState(models.TextChoices):
    """How somebody got to know a document."""

    WAITING = "waiting", "Не ознакомлен(а)"
    PORTAL = "portal", "Ознакомлен(а) в портале"
    PAPER = "paper", "Ознакомлен(а) на бумаге"


_A = AcquaintanceState
ACQUAINTANCE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    _A.WAITING: frozenset({_A.PORTAL, _A.PAPER}),
    _A.PORTAL: frozenset(),
    _A.PAPER: frozenset(),
}


class PublicationState(models.TextChoices):
    """What was decided about showing a document to everybody."""

    PUBLISHED = "published", "Опубликован"
    WITHHELD = "withheld", "Не публикуется"


_P = PublicationState
PUBLICATION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    _P.PUBLISHED: frozenset({_P.WITHHELD}),
    _P.WITHHELD: frozenset({_P.PUBLISHED}),
}


class ReservedState(models.TextChoices):
    """A number taken ahead: it is used by a document or voided with a reason, and never given twice."""

    RESERVED = "reserved", "Зарезервирован"
    USED = "used", "Использован"
    VOID = "void", "Не использован"


_R = ReservedState
RESERVED_TRANSITIONS: Mapping[str, frozenset[str]] = {
    _R.RESERVED: frozenset({_R.USED, _R.VOID}),
    _R.USED: frozenset(),
    _R.VOID: frozenset(),
}
