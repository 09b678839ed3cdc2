"""Whose signature unsigned consents wait for, and who of them can be written to today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from mentorship.models import Consent, Person, Programme
from mentorship.selectors.consents import UNSIGNED
from reports.enums import SignerRole
from reports.models import ConsentLetter, ConsentSignature
from reports.selectors.consent_signing import roles_of


@dataclass
class Recipient:
    """A person whose signature is waited for, with the consents that wait and the day of the last letter."""

    person: Person
    consents: list[Consent] = field(default_factory=list)
    last: dt.date | None = None
    children: list[str] = field(default_factory=list)

    @property
    def for_whom(self) -> str:
        return ", ".join(dict.fromkeys(self.children))


@dataclass
class Reminder:
    """Everybody whose signature is waited for, by what can be done about it today."""

    to_write: list[Recipient] = field(default_factory=list)
    written_today: list[Recipient] = field(default_factory=list)
    without_email: list[Recipient] = field(default_factory=list)
    without_representative: list[Consent] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.to_write or self.written_today or self.without_email or self.without_representative)


def reminder_for(consents: QuerySet[Consent], programme: Programme, *, day: dt.date) -> Reminder:
    """`consents` are those that the member sees; the number of queries does not depend on how many they are."""
    waiting = list(
        consents.filter(state__in=UNSIGNED)
        .select_related("person", "representative")
        .order_by("person__group", "person__last_name", "person__first_name", "pk")
    )
    found = Reminder()
    recipients = _recipients(waiting, found)
    last = dict(
        ConsentLetter.objects.filter(programme=programme, person__in=list(recipients)).values_list(
            "person_id", "sent_on"
        )
    )
    for pk, recipient in recipients.items():
        recipient.last = last.get(pk)
        if not recipient.person.email:
            found.without_email.append(recipient)
        elif recipient.last == day:
            found.written_today.append(recipient)
        else:
            found.to_write.append(recipient)
    return found


def waiting_for(person: Person, programme: Programme) -> list[tuple[Consent, SignerRole]]:
    """Unsigned consents of the programme that wait for this very person, with the place they sign in."""
    own = Consent.objects.filter(programme=programme, state__in=UNSIGNED).select_related(
        "organization", "programme", "person__organization", "representative__organization"
    )
    rows = list(own.filter(person=person) | own.filter(representative=person))
    signed = _signed(rows)
    return [
        (consent, role)
        for consent in rows
        for role, signer in roles_of(consent).items()
        if signer is not None and signer.pk == person.pk and (consent.pk, role.value, person.pk) not in signed
    ]


def _recipients(waiting: list[Consent], found: Reminder) -> dict[int, Recipient]:
    signed = _signed(waiting)
    recipients: dict[int, Recipient] = {}
    for consent in waiting:
        for role, person in roles_of(consent).items():
            if person is None:
                found.without_representative.append(consent)
            elif (consent.pk, role.value, person.pk) not in signed:
                recipient = recipients.setdefault(person.pk, Recipient(person))
                recipient.consents.append(consent)
                recipient.children.append(consent.person.short_name)
    return recipients


def _signed(consents: Iterable[Consent]) -> set[tuple[int, str, int]]:
    """(consent, place, signer) of electronic signatures that count."""
    rows = ConsentSignature.objects.filter(consent__in=list(consents), voided_at=None)
    return set(rows.values_list("consent_id", "role", "person_id"))
