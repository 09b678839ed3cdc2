"""Choices of partners, their agreements and the base of grateful graduates."""

from collections.abc import Mapping

from django.db import models


class PartnerKind(models.TextChoices):
    EMPLOYER = "employer", "Работодатель"
    SOCIAL = "social", "Социальный партнёр"
    COLLEGE = "college", "Колледж, школа, вуз"
    NONPROFIT = "nonprofit", "Некоммерческая организация"
    AUTHORITY = "authority", "Орган власти, ведомство"
    OTHER = "other", "Другое"


class PartnerState(models.TextChoices):
    ACTIVE = "active", "Действует"
    ARCHIVED = "archived", "В архиве"


PARTNER_TRANSITIONS: Mapping[str, frozenset[str]] = {
    PartnerState.ACTIVE: frozenset({PartnerState.ARCHIVED}),
    PartnerState.ARCHIVED: frozenset({PartnerState.ACTIVE}),
}


class PartnerRole(models.TextChoices):
    CONTACT = "contact", "Контактное лицо"
    SUPERVISOR = "supervisor", "Куратор от предприятия"
    SIGNATORY = "signatory", "Подписывает документы"


class AgreementState(models.TextChoices):
    DRAFT = "draft", "Готовится"
    SENT = "sent", "Отправлено партнёру"
    ACTIVE = "active", "Действует"
    ENDED = "ended", "Срок истёк"
    TERMINATED = "terminated", "Расторгнуто"


# An agreement signed before the portal was there goes from the draft straight to «действует».
AGREEMENT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    AgreementState.DRAFT: frozenset({AgreementState.SENT, AgreementState.ACTIVE}),
    AgreementState.SENT: frozenset({AgreementState.DRAFT, AgreementState.ACTIVE}),
    AgreementState.ACTIVE: frozenset({AgreementState.ENDED, AgreementState.TERMINATED}),
    AgreementState.ENDED: frozenset(),
    AgreementState.TERMINATED: frozenset(),
}
UNSIGNED_AGREEMENTS = frozenset({AgreementState.DRAFT, AgreementState.SENT})
#: Reminders of an agreement's end, days before it.
REMIND_DAYS = (30, 7)


class AlumnusState(models.TextChoices):
    """Whether a graduate of the programme may be written to: only with a consent of their own."""

    WAITING = "waiting", "Ждём согласия на связь"
    IN_TOUCH = "in_touch", "На связи"
    CLOSED = "closed", "Связь прекращена"


ALUMNUS_TRANSITIONS: Mapping[str, frozenset[str]] = {
    AlumnusState.WAITING: frozenset({AlumnusState.IN_TOUCH, AlumnusState.CLOSED}),
    AlumnusState.IN_TOUCH: frozenset({AlumnusState.CLOSED}),
    AlumnusState.CLOSED: frozenset({AlumnusState.IN_TOUCH}),
}
