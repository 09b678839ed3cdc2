"""After a consent is withdrawn: a checklist with the terms of the law."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.production_calendar import add_working_days
from mentorship.enums import ConsentKind, WithdrawalStepCode
from mentorship.models import Consent, ConsentWithdrawal, WithdrawalStep

#: 152-ФЗ ст. 21 ч. 5: processing ends and the data are destroyed within 30 days of the withdrawal.
DESTROY_DAYS = 30
#: 152-ФЗ ст. 20–21: an answer to the subject, and the end of processing on demand, within 10 working days.
ANSWER_WORKING_DAYS = 10
#: The same may be put off by 5 working days with a notice that says why.
EXTENSION_WORKING_DAYS = 5
#: 152-ФЗ ст. 10.1 ч. 14: what was spread is taken back within 3 working days.
PUBLICATION_WORKING_DAYS = 3


def terms(kind: str, received_on: dt.date) -> dict[str, dt.date]:
    """Step → its last day, for a withdrawal of this kind of consent received on the day."""
    answer = add_working_days(received_on, ANSWER_WORKING_DAYS)
    if kind == ConsentKind.DISTRIBUTION:
        publication = add_working_days(received_on, PUBLICATION_WORKING_DAYS)
        return {WithdrawalStepCode.PUBLICATION: publication, WithdrawalStepCode.ANSWER: answer}
    last = received_on + dt.timedelta(days=DESTROY_DAYS)
    if kind == ConsentKind.SPECIAL:
        return {
            WithdrawalStepCode.DESTROY: last,
            WithdrawalStepCode.ACT: last,
            WithdrawalStepCode.ANSWER: answer,
        }
    if kind == ConsentKind.PROCESSING:
        return {
            WithdrawalStepCode.STOP: received_on,
            WithdrawalStepCode.PAIRS: answer,
            WithdrawalStepCode.DESTROY: last,
            WithdrawalStepCode.ACT: last,
            WithdrawalStepCode.ANSWER: answer,
        }
    return {
        WithdrawalStepCode.STOP: received_on,
        WithdrawalStepCode.PAIRS: answer,
        WithdrawalStepCode.ANSWER: answer,
    }


def start_withdrawal(
    consent: Consent, *, received_on: dt.date, reason: str, actor: User | None
) -> ConsentWithdrawal:
    """The checklist of a consent that was just withdrawn; a second call finds the first one.

    «Прекратить обработку» is done by the portal itself in the same moment: the person is out of active work.
    """
    found, made = ConsentWithdrawal.objects.get_or_create(
        consent=consent,
        defaults={
            "organization": consent.organization,
            "received_on": received_on,
            "reason": reason[:300],
        },
    )
    if made:
        day = today(consent.organization)
        steps = [
            WithdrawalStep(withdrawal=found, code=code, due_on=due)
            for code, due in terms(consent.kind, received_on).items()
        ]
        for step in steps:
            if step.code == WithdrawalStepCode.STOP:
                step.done_on, step.done_by = day, actor
                step.note = "Портал вывел человека из активной работы."
        WithdrawalStep.objects.bulk_create(steps)
        audit.record("withdrawal.started", subject=consent, actor=actor, after={"steps": len(steps)})
    return found


def finish_step(
    step: WithdrawalStep, *, note: str, actor: User | None, on: dt.date | None = None
) -> WithdrawalStep:
    """Mark a step as done with what was done; a done one stays as it is.

    Raises DomainError without a note, for a day to come, for the act before the destruction.
    """
    if not note.strip():
        raise DomainError("Напишите, что сделано.", field="note", code="note")
    with transaction.atomic():
        locked = (
            WithdrawalStep.objects.select_for_update(of=("self",))
            .select_related("withdrawal__consent__organization")
            .get(pk=step.pk)
        )
        withdrawal = locked.withdrawal
        day = on or today(withdrawal.organization)
        if day > today(withdrawal.organization) or day < withdrawal.received_on:
            raise DomainError("Дата должна быть между отзывом и сегодняшним днём.", field="on", code="day")
        if locked.done_on is not None:
            return locked
        if locked.code == WithdrawalStepCode.ACT:
            waiting = withdrawal.steps.filter(code=WithdrawalStepCode.DESTROY, done_on__isnull=True)
            if waiting.exists():
                raise DomainError("Акт составляют после уничтожения данных.", code="order")
        locked.done_on, locked.done_by, locked.note = day, actor, note.strip()[:500]
        locked.save(update_fields=["done_on", "done_by", "note"])
        audit.record(
            "withdrawal.step_done", subject=withdrawal.consent, actor=actor, after={"step": locked.code}
        )
    return locked


def extend_answer(withdrawal: ConsentWithdrawal, *, reason: str, actor: User | None) -> WithdrawalStep:
    """Put the answer off by five working days: the person is told why (152-ФЗ ст. 20–21). Only once.

    Raises DomainError.
    """
    if not reason.strip():
        raise DomainError("Укажите причину: её сообщают заявителю.", field="reason", code="reason")
    with transaction.atomic():
        step = withdrawal.steps.select_for_update().get(code=WithdrawalStepCode.ANSWER)
        first = terms(withdrawal.consent.kind, withdrawal.received_on)[WithdrawalStepCode.ANSWER]
        if step.done_on is not None or step.due_on != first:
            raise DomainError("Срок ответа уже продлён или ответ дан.", code="extended")
        step.due_on = add_working_days(first, EXTENSION_WORKING_DAYS)
        step.save(update_fields=["due_on"])
        audit.record(
            "withdrawal.extended",
            subject=withdrawal.consent,
            actor=actor,
            reason=reason,
            after={"due_on": step.due_on.isoformat()},
        )
    return step
