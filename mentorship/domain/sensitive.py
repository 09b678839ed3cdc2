"""Sensitive records: entered under a written consent in force, read by name in the trail, erased with the consent."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from core import audit
from core.clock import today
from core.context import current
from core.errors import DomainError
from core.models import User
from core.workflow import NotAllowed
from mentorship.domain.withdrawals import finish_step
from mentorship.enums import ConsentKind, ConsentState, WithdrawalStepCode
from mentorship.models import Consent, Person, Programme, SensitiveKind, SensitiveRecord, WithdrawalStep
from mentorship.permissions import VIEW_SENSITIVE
from mentorship.selectors.consents import live_consents
from mentorship.selectors.gates import holds
from mentorship.selectors.sensitive import kinds_for, records_of


def record_sensitive(
    person: Person,
    *,
    programme: Programme,
    kind: SensitiveKind,
    basis: str,
    valid_until: dt.date | None = None,
    actor: User | None,
) -> SensitiveRecord:
    """Enter a fact of a sensitive kind, once per kind. Raises DomainError.

    152-ФЗ ст. 10 ч. 2 п. 1: only under the written consent to special categories that is in force today. The trail
    tells that something was entered, never what.
    """
    _require_right()
    consent = _consent_in_force(person, programme)
    if kind not in kinds_for(person.organization):
        raise DomainError("Такого вида в списке нет.", field="kind", code="kind")
    text = _checked(person, basis, valid_until)
    try:
        with transaction.atomic():
            made = SensitiveRecord.objects.create(
                organization=person.organization,
                person=person,
                kind=kind,
                consent=consent,
                basis=text,
                valid_until=valid_until,
                entered_by=actor,
            )
            audit.record("sensitive.recorded", subject=person, actor=actor)
    except IntegrityError as error:
        raise DomainError("Такая запись уже есть: измените её.", field="kind", code="taken") from error
    return made


def edit_sensitive(
    record: SensitiveRecord, *, basis: str, valid_until: dt.date | None, actor: User | None
) -> SensitiveRecord:
    """Another document or term of the same fact; the consent is asked about again. Raises DomainError."""
    _require_right()
    _consent_in_force(record.person, record.consent.programme)
    text = _checked(record.person, basis, valid_until)
    with transaction.atomic():
        locked = SensitiveRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
        locked.basis, locked.valid_until = text, valid_until
        locked.save(update_fields=["basis", "valid_until", "updated_at"])
        audit.record("sensitive.edited", subject=record.person, actor=actor)
    return locked


def remove_sensitive(record: SensitiveRecord, *, reason: str, actor: User | None) -> None:
    """The fact is not true any more, or not needed: its row is destroyed. Raises DomainError without a reason."""
    _require_right()
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    with transaction.atomic():
        audit.record("sensitive.removed", subject=record.person, actor=actor, reason=reason.strip()[:300])
        record.delete()


def read_sensitive(person: Person, programme: Programme, *, actor: User | None) -> list[SensitiveRecord]:
    """The records under a consent in force; every reading stands in the trail of the person, empty ones too."""
    _require_right()
    audit.record("sensitive.read", subject=person, actor=actor)
    return list(records_of(person, programme, day=today(person.organization)))


def forget_sensitive(consent: Consent, *, actor: User | None) -> int:
    """After the consent has ended in whatever way: its records are destroyed at once (152-ФЗ ст. 21 ч. 4, 5).

    Without the consent to processing at all nothing of the kind may stay either.
    """
    if consent.kind == ConsentKind.SPECIAL:
        rows = SensitiveRecord.objects.filter(consent=consent)
    elif consent.kind == ConsentKind.PROCESSING and consent.state == ConsentState.WITHDRAWN:
        rows = SensitiveRecord.objects.filter(
            person=consent.person_id, consent__programme=consent.programme_id
        )
    else:
        return 0
    with transaction.atomic():
        count, _ = rows.delete()
        if count:
            audit.record("sensitive.erased", subject=consent.person, actor=actor, after={"count": count})
        if consent.kind != ConsentKind.SPECIAL:
            return count
        steps = WithdrawalStep.objects.filter(
            withdrawal__consent=consent, code=WithdrawalStepCode.DESTROY, done_on__isnull=True
        )
        for step in steps:
            finish_step(step, note=f"Портал уничтожил особые сведения: {count}.", actor=actor)
    return count


def _require_right() -> None:
    membership = current().membership
    if membership is not None and not VIEW_SENSITIVE.allows(membership):
        raise NotAllowed("У вас нет права на это действие.", code="not_allowed")


def _consent_in_force(person: Person, programme: Programme) -> Consent:
    known = live_consents([person.pk], programme).get(person.pk, {}).get(ConsentKind.SPECIAL)
    if known is None or not holds(known, today(programme.organization)):
        raise DomainError(
            f"{person.short_name}: сначала нужно подписанное согласие на обработку специальных категорий "
            "персональных данных (ст. 10 152-ФЗ).",
            code="no_consent",
        )
    return known


def _checked(person: Person, basis: str, valid_until: dt.date | None) -> str:
    text = " ".join(basis.split())[:300]
    if not text:
        raise DomainError("Назовите документ: вид, номер, дату.", field="basis", code="basis")
    if valid_until is not None and valid_until < today(person.organization):
        raise DomainError("Срок документа уже вышел.", field="valid_until", code="past")
    return text
