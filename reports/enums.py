"""Choices of `reports`, each with the transitions that its states allow."""

from collections.abc import Mapping

from django.db import models


class DocumentState(models.TextChoices):
    """The life of a document (methodology §5.3). Only a draft, or one given back, may change its text."""

    DRAFT = "draft", "Черновик"
    APPROVING = "approving", "На согласовании"
    TO_SIGN = "to_sign", "На подписи"
    RETURNED = "returned", "Возвращён"
    REGISTERED = "registered", "Зарегистрирован"
    SIGNED = "signed", "Подписан"
    ISSUED = "issued", "Выпущен"
    CANCELLED = "cancelled", "Отменён"
    AMENDED = "amended", "Действует с изменениями"
    REVOKED = "revoked", "Отменён другим документом"
    ARCHIVED = "archived", "В архиве"


_S = DocumentState
# ISSUED is the end of what the head does not sign: consents, reports. A signed document is never cancelled, another
# one changes or revokes it. Acquaintance and publication are rows beside a document, not states of it.
DOCUMENT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    _S.DRAFT: frozenset({_S.APPROVING, _S.TO_SIGN, _S.ISSUED, _S.CANCELLED}),
    _S.APPROVING: frozenset({_S.TO_SIGN, _S.RETURNED, _S.CANCELLED}),
    _S.TO_SIGN: frozenset({_S.REGISTERED, _S.RETURNED, _S.CANCELLED}),
    _S.RETURNED: frozenset({_S.APPROVING, _S.TO_SIGN, _S.CANCELLED}),
    _S.REGISTERED: frozenset({_S.SIGNED, _S.CANCELLED}),
    _S.ISSUED: frozenset({_S.CANCELLED, _S.AMENDED, _S.REVOKED, _S.ARCHIVED}),
    _S.SIGNED: frozenset({_S.AMENDED, _S.REVOKED, _S.ARCHIVED}),
    _S.AMENDED: frozenset({_S.REVOKED, _S.ARCHIVED}),
    _S.REVOKED: frozenset(),
    _S.CANCELLED: frozenset(),
    # What lies in the archive is still in force (orders are kept for ever), so another order may yet revoke it.
    _S.ARCHIVED: frozenset({_S.REVOKED}),
}
EDITABLE = frozenset({_S.DRAFT, _S.RETURNED})
WAITING = frozenset({_S.TO_SIGN, _S.REGISTERED})
# What proves something, and what proves nothing any more.
IN_FORCE = frozenset({_S.SIGNED, _S.ISSUED, _S.AMENDED, _S.ARCHIVED})
GONE = frozenset({_S.CANCELLED, _S.REVOKED})
UNFINISHED = frozenset({_S.DRAFT, _S.RETURNED, _S.APPROVING, _S.TO_SIGN, _S.REGISTERED})


class SigningMethod(models.TextChoices):
    """How it was signed: by hand, by a detached file, inside the PDF."""

    PAPER = "paper", "На бумаге"
    DETACHED = "detached", "Электронная подпись, отдельный файл"
    EMBEDDED = "embedded", "Электронная подпись в файле PDF"


class SignerRole(models.TextChoices):
    """Whose signature under a consent."""

    SELF = "self", "Участник"
    REPRESENTATIVE = "representative", "Законный представитель"
    TEENAGER = "teenager", "Подросток"


class ScanOutcome(models.TextChoices):
    """What a page of a scanned stack turned out to be."""

    PLACED = "placed", "Приложена к согласию"
    REPEATED = "repeated", "Такая страница уже есть"
    UNREADABLE = "unreadable", "Код не прочитан"
    FOREIGN = "foreign", "Лист другой организации"
    UNKNOWN = "unknown", "Такого листа портал не выдавал"
    EMPTY = "empty", "Пустая сторона"


PLACEABLE = frozenset({ScanOutcome.UNREADABLE, ScanOutcome.UNKNOWN})


class OwnKindSubject(models.TextChoices):
    """What a document by an institution's own Word file is about."""

    PROGRAMME = "programme", "О программе"
    MENTOR = "mentor", "О наставнике"
    MENTEE = "mentee", "О наставляемом"
    PAIR = "pair", "О паре (группе)"
    EVENT = "event", "О мероприятии"


class PaperReader(models.TextChoices):
    """Who has been sent a paper: the one it is for, or who answers for a child."""

    SELF = "self", "самому"
    GUARDIAN = "guardian", "представителю"
    PARTNER = "partner", "организации"
