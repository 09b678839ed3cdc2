"""Tasks of care: raised by whatever the portal notices, taken and closed with a word by those who look after people."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.dispatch import Signal

from core import audit
from core.clock import today
from core.context import current
from core.enums import Role
from core.errors import DomainError
from core.models import User
from core.workflow import NotAllowed, move
from mentorship.care_enums import CARE_TRANSITIONS, CARERS, CareKind, CareState
from mentorship.models import CareTask, Pair, Person, Programme

MAX_OUTCOME = 500
#: Sent inside the transaction with `subject`, the new task.
raised = Signal()


def raise_task(
    *,
    programme: Programme,
    person: Person | None = None,
    pair: Pair | None = None,
    kind: str,
    key: str,
    text: str,
    due_on: dt.date,
    role: str,
    actor: User | None,
) -> CareTask:
    """A task for the curator or the psychologist; with a `key` that the programme already knows, that very task.

    The known task is returned as it stands, also when it is closed: what it was raised for has been seen to. `kind`
    is a `CareKind`, `role` is `Role.CURATOR` or `Role.PSYCHOLOGIST`. Raises DomainError.
    """
    if role not in {Role(each) for each, _ in CARERS}:
        raise DomainError("Задачу можно дать куратору или педагогу-психологу.", field="role", code="role")
    if not text.strip() or not key:
        raise DomainError("Напишите, что случилось.", field="text", code="empty")
    known = CareTask.objects.filter(programme=programme, key=key[:120]).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            made = CareTask.objects.create(
                organization=programme.organization,
                programme=programme,
                person=person,
                pair=pair,
                kind=CareKind(kind),
                key=key[:120],
                role=role,
                text=text.strip(),
                due_on=due_on,
            )
            # What a psychologist is asked for is nobody else's business, so the trail does not tell the kind.
            told = {"due_on": str(due_on)} if role == Role.PSYCHOLOGIST else {"kind": made.get_kind_display()}
            audit.record("care.raised", subject=made, actor=actor, after=told)
            raised.send(CareTask, subject=made)
    except IntegrityError:
        return CareTask.objects.get(programme=programme, key=key[:120])
    return made


def take_task(task: CareTask, *, actor: User) -> CareTask:
    """Take a task on oneself. Raises DomainError."""
    _check_mine(task)
    return move(
        task, to=CareState.TAKEN, transitions=CARE_TRANSITIONS, actor=actor, set_fields={"taken_by": actor}
    )


def finish_task(task: CareTask, *, outcome: str, actor: User | None) -> CareTask:
    """What was done, in a word. Raises DomainError."""
    return _close(task, CareState.DONE, outcome, actor)


def drop_task(task: CareTask, *, outcome: str, actor: User | None) -> CareTask:
    """Nothing needs to be done, and why. Raises DomainError."""
    return _close(task, CareState.DROPPED, outcome, actor)


def reopen_task(task: CareTask, *, actor: User | None) -> CareTask:
    """A task closed or taken by mistake waits again; the word said about it stays. Raises DomainError."""
    _check_mine(task)
    return move(
        task,
        to=CareState.OPEN,
        transitions=CARE_TRANSITIONS,
        actor=actor,
        set_fields={"taken_by": None, "closed_on": None},
    )


def _close(task: CareTask, to: str, outcome: str, actor: User | None) -> CareTask:
    _check_mine(task)
    if not outcome.strip():
        raise DomainError("Напишите, чем закончилось.", field="outcome", code="empty")
    with transaction.atomic():
        closed = move(
            task,
            to=to,
            transitions=CARE_TRANSITIONS,
            actor=actor,
            set_fields={"closed_on": today(task.organization)},
        )
        # Apart from the move: what was done about a person is not for the trail.
        closed.outcome = outcome.strip()[:MAX_OUTCOME]
        closed.save(update_fields=["outcome", "updated_at"])
    return closed


def _check_mine(task: CareTask) -> None:
    """A psychologist's task is moved by a psychologist alone; system work has no membership and passes."""
    membership = current().membership
    if membership is None:
        return
    if (task.role == Role.PSYCHOLOGIST) != (membership.role == Role.PSYCHOLOGIST):
        raise NotAllowed("Это задача другого специалиста.", code="not_allowed")
