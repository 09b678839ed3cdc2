"""Numbers taken ahead of their documents: used once, or voided with a reason; the register never has a gap."""

from __future__ import annotations

from django.db import transaction

from core import audit, clock
from core.errors import DomainError
from core.models import Organization, User
from core.workflow import move
from reports.domain.numbers import Number, take_number
from reports.domain.rights import require
from reports.kinds import pattern_of
from reports.life_enums import RESERVED_TRANSITIONS, ReservedState
from reports.models import Document, ReservedNumber
from reports.permissions import REGISTER_DOCUMENTS


def reserve_number(
    organization: Organization, *, series: str, reason: str, actor: User, year: int | None = None
) -> ReservedNumber:
    """Take the next number of a register now, for a paper that comes later. Raises DomainError without a reason."""
    require(REGISTER_DOCUMENTS)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Напишите, для какого документа номер.", field="reason", code="required")
    day = clock.today(organization)
    with transaction.atomic():
        number = take_number(organization, series=series, year=year or day.year, pattern=pattern_of(series))
        made = ReservedNumber.objects.create(
            organization=organization,
            series=number.series,
            year=number.year,
            place=number.place,
            text=number.text,
            reserved_on=day,
            reason=reason[:300],
            author=actor,
        )
        audit.record("number.reserved", subject=made, actor=actor, after={"number": made.text}, reason=reason)
    return made


def void_number(reserved: ReservedNumber, *, reason: str, actor: User) -> ReservedNumber:
    """A number that no document will bear stays in the register, with the reason."""
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Напишите, почему номер не понадобился.", field="reason", code="required")
    return move(
        reserved,
        to=ReservedState.VOID,
        transitions=RESERVED_TRANSITIONS,
        actor=actor,
        rule=REGISTER_DOCUMENTS,
        reason=reason,
        set_fields={"void_reason": reason[:300]},
    )


def use_number(document: Document, reserved_id: int, *, series: str, year: int, actor: User | None) -> Number:
    """The reserved number for this document, within the transaction that registers it. DomainError if it is gone."""
    reserved = (
        ReservedNumber.objects.select_for_update()
        .filter(pk=reserved_id, organization=document.organization, series=series, year=year)
        .first()
    )
    if reserved is None:
        raise DomainError(
            "Такого зарезервированного номера в журнале этого вида и года нет.",
            field="number",
            code="unknown",
        )
    move(
        reserved,
        to=ReservedState.USED,
        transitions=RESERVED_TRANSITIONS,
        actor=actor,
        set_fields={"document": document},
    )
    return Number(reserved.series, reserved.year, reserved.place, reserved.text)
