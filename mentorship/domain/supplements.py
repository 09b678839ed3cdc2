"""Supplementary agreements of employees who mentor employees (ТК РФ ст. 351.8)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.production_calendar import add_working_days
from mentorship.enums import MeetingFormat
from mentorship.models import Person, Programme, SupplementaryAgreement

#: ТК ст. 351.8: either side may end the work early with a notice of at least three working days.
NOTICE_WORKING_DAYS = 3


def add_supplement(
    person: Person,
    *,
    programme: Programme,
    number: str,
    signed_on: dt.date,
    starts_on: dt.date,
    ends_on: dt.date,
    content: str,
    form: str = MeetingFormat.ANY,
    pay: Decimal | None = None,
    pay_terms: str,
    actor: User | None,
) -> SupplementaryAgreement:
    """Record a signed agreement. Raises DomainError for a wrong order of dates or one already recorded."""
    if ends_on < starts_on:
        raise DomainError("Окончание раньше начала.", field="ends_on", code="window")
    if signed_on > today(programme.organization):
        raise DomainError("Соглашение ещё не подписано: дата в будущем.", field="signed_on", code="future")
    if pay is not None and pay < 0:
        raise DomainError("Выплата не может быть отрицательной.", field="pay", code="pay")
    try:
        with transaction.atomic():
            made = SupplementaryAgreement.objects.create(
                organization=programme.organization,
                programme=programme,
                person=person,
                number=number.strip(),
                signed_on=signed_on,
                starts_on=starts_on,
                ends_on=ends_on,
                content=content.strip(),
                form=form,
                pay=pay,
                pay_terms=pay_terms.strip(),
            )
            audit.record(
                "supplement.added",
                subject=person,
                actor=actor,
                after={"number": made.number, "signed_on": signed_on.isoformat()},
            )
    except IntegrityError:
        raise DomainError(
            "Соглашение с этим номером и датой уже внесено.", field="number", code="known"
        ) from None
    return made


def earliest_end(notice_on: dt.date) -> dt.date:
    """The first day on which the work may end after a notice given on the day (ТК ст. 351.8)."""
    return add_working_days(notice_on, NOTICE_WORKING_DAYS)


def end_supplement(
    agreement: SupplementaryAgreement, *, notice_on: dt.date, on: dt.date, actor: User | None
) -> SupplementaryAgreement:
    """End an agreement early by notice. Raises DomainError when three working days have not passed."""
    if on < earliest_end(notice_on):
        raise DomainError(
            f"Не раньше {earliest_end(notice_on):%d.%m.%Y}: предупредить нужно за три рабочих дня (ст. 351.8 ТК РФ).",
            field="on",
            code="notice",
        )
    with transaction.atomic():
        locked = SupplementaryAgreement.objects.select_for_update().get(pk=agreement.pk)
        if locked.ended_on is None:
            locked.ended_on = on
            locked.save(update_fields=["ended_on", "updated_at"])
            audit.record("supplement.ended", subject=locked.person, actor=actor, after={"on": on.isoformat()})
    return locked
