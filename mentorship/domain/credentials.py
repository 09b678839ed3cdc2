"""Recording that a certificate was seen."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from mentorship.enums import CredentialKind
from mentorship.models import Credential, Person


def record_credential(
    person: Person,
    *,
    kind: str,
    number: str,
    issued_on: dt.date,
    valid_until: dt.date,
    actor: User | None,
) -> Credential:
    """Keep the mark of a certificate shown today; the paper itself is given back (methodology §3.4).

    Raises DomainError for dates out of order or a certificate already recorded.
    """
    day = today(person.organization)
    if issued_on > day:
        raise DomainError("Дата выдачи ещё не наступила.", field="issued_on", code="future")
    if valid_until < issued_on:
        raise DomainError("Срок действия раньше даты выдачи.", field="valid_until", code="order")
    if valid_until < day:
        raise DomainError(
            "Срок действия уже истёк: нужна новая справка.", field="valid_until", code="expired"
        )
    try:
        with transaction.atomic():
            made = Credential.objects.create(
                organization=person.organization,
                person=person,
                kind=CredentialKind(kind),
                number=number.strip(),
                issued_on=issued_on,
                valid_until=valid_until,
                checked_on=day,
                checked_by=actor,
            )
            audit.record(
                "credential.recorded",
                subject=person,
                actor=actor,
                after={"kind": kind, "valid_until": valid_until.isoformat()},
            )
    except IntegrityError:
        raise DomainError("Эта справка уже записана.", field="number", code="known") from None
    return made
