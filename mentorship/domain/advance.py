"""The way of a person through a base (methodology §3.3): every step by hand, one by one and many at once.

Into a pair and out of it the pair's own order moves people (`mentorship.domain.pairs`), never a hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.clock import today
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.domain import lifecycle
from mentorship.domain.gates import require_processing_consent
from mentorship.enums import ENTRY_TRANSITIONS, EntryState
from mentorship.models import MenteeEntry, MentorEntry, OutsideTraining
from mentorship.permissions import MANAGE_PEOPLE
from mentorship.selectors.consents import live_consents
from mentorship.selectors.gates import is_employee_form, missing_for, needed_kinds
from mentorship.selectors.step_obstacles import BY_PAIRS, CONFIRMED, DECLINE_PAIR, END_PAIR, WORKING
from mentorship.selectors.training import is_trained

Entry = MenteeEntry | MentorEntry

JOB_KIND = "people.step"


@dataclass(frozen=True)
class Order:
    """The order that approved the base."""

    number: str
    date: dt.date


def move_entry(
    entry: Entry, *, to: str, actor: User | None, reason: str = "", order: Order | None = None
) -> Entry:
    """Move a person through the base. Raises DomainError.

    Leaving needs a reason; a filled questionnaire the processing consent; being confirmed all consents; being
    approved the number and the date of the order.
    """
    if to in BY_PAIRS:
        raise DomainError(BY_PAIRS[EntryState(to)], code="by_order")
    if to == EntryState.LEFT and not reason.strip():
        raise DomainError("Укажите причину, почему человек выбыл.", field="reason", code="reason")
    if to == EntryState.SURVEYED:
        require_processing_consent(entry.person, entry.programme)
    if to in CONFIRMED and entry.state not in CONFIRMED:
        _require_consents(entry)
    columns: dict[str, Any] = {"state_reason": reason[:300], **lifecycle.fields_of(entry, to)}
    if to == EntryState.APPROVED:
        columns |= _order_columns(entry, order)
    moved = move(
        entry,
        to=to,
        transitions=ENTRY_TRANSITIONS,
        actor=actor,
        rule=MANAGE_PEOPLE,
        reason=reason,
        set_fields=columns,
    )
    if to == EntryState.SELECTED and isinstance(moved, MentorEntry) and is_trained(moved.person_id):
        # Trained before the curator confirmed them, or in another year.
        columns = dict(lifecycle.fields_of(moved, EntryState.TRAINED))
        move(moved, to=EntryState.TRAINED, transitions=ENTRY_TRANSITIONS, actor=actor, set_fields=columns)
    elif to == EntryState.TRAINED and isinstance(moved, MentorEntry) and not is_trained(moved.person_id):
        _note_training(moved)
    return moved


def approve_by_order(entry: Entry, *, actor: User | None, order: Order) -> Entry:
    """The signed order approves the base: whoever signs it needs no right over people. Raises DomainError."""
    if entry.state not in CONFIRMED:
        _require_consents(entry)
    columns: dict[str, Any] = {
        "state_reason": "",
        **lifecycle.fields_of(entry, EntryState.APPROVED),
        **_order_columns(entry, order),
    }
    return move(entry, to=EntryState.APPROVED, transitions=ENTRY_TRANSITIONS, actor=actor, set_fields=columns)


def _note_training(entry: MentorEntry) -> None:
    """Whoever is moved on by hand is counted among the trained by a record, which says that there is no paper."""
    OutsideTraining.objects.create(
        organization=entry.organization,
        person=entry.person,
        title="Отмечено куратором",
        provider=entry.organization.short_name,
        document="",
        issued_on=today(entry.organization),
        is_by_hand=True,
    )


def leave(entry: Entry, *, actor: User | None, reason: str) -> Entry:
    """Take a person out of the programme. A working pair has to be ended first. Raises DomainError."""
    if entry.places.filter(is_live=True, pair__state__in=WORKING).exists():
        raise DomainError(END_PAIR, code="paired")
    if entry.places.filter(is_live=True).exists():
        raise DomainError(DECLINE_PAIR, code="proposed")
    return move_entry(entry, to=EntryState.LEFT, actor=actor, reason=reason)


def advance(
    entry: Entry, *, to: str, actor: User | None, reason: str = "", order: Order | None = None
) -> Entry:
    """A step by hand: leaving looks at the pairs as well. Raises DomainError."""
    if to == EntryState.LEFT:
        return leave(entry, actor=actor, reason=reason)
    return move_entry(entry, to=to, actor=actor, reason=reason, order=order)


def advance_many(
    entries: Iterable[Entry],
    *,
    to: str,
    actor: User | None,
    reason: str = "",
    order: Order | None = None,
) -> tuple[int, list[str]]:
    """Everybody who may take the step takes it; returns how many and, for the rest, who and why not."""
    done, refused = 0, []
    for entry in entries:
        try:
            advance(entry, to=to, actor=actor, reason=reason, order=order)
            done += 1
        except DomainError as error:
            refused.append(error.message if str(entry) in error.message else f"{entry}: {error.message}")
    return done, refused


def advance_chosen(
    entries: Sequence[Entry],
    *,
    to: str,
    actor: User | None,
    passed_by: Callable[[str, str], None],
    reason: str = "",
    order: Order | None = None,
) -> int:
    """The same for a batch of a job: `passed_by(name, why)` is told of the rest. Returns how many took the step.

    Whoever stands on the step already is passed over in silence: a job that is run again meets them.
    """
    done = 0
    for entry in entries:
        if entry.state == to:
            continue
        try:
            advance(entry, to=to, actor=actor, reason=reason, order=order)
            done += 1
        except DomainError as error:
            name = entry.person.short_name
            passed_by(name, error.message.replace(f"{name}: ", ""))
    return done


def confirm_entries(entries: Iterable[Entry], *, actor: User | None) -> tuple[int, list[str]]:
    """The curator confirms requests and offers: everybody who may be confirmed is «отобран», the rest say why not."""
    return advance_many(entries, to=EntryState.SELECTED, actor=actor)


def _order_columns(entry: Entry, order: Order | None) -> dict[str, Any]:
    if order is None or not order.number.strip():
        raise DomainError(
            "Укажите номер и дату приказа, которым утверждена база.", field="order_number", code="order"
        )
    if order.date > today(entry.organization):
        raise DomainError("Дата приказа ещё не наступила.", field="order_date", code="future")
    return {"order_number": order.number.strip()[:40], "order_date": order.date}


def _require_consents(entry: Entry) -> None:
    day = today(entry.organization)
    employee = isinstance(entry, MentorEntry) and any(
        is_employee_form(project) for project in entry.projects.select_related("form")
    )
    known = live_consents([entry.person_id], entry.programme).get(entry.person_id, {})
    missing = missing_for(
        entry.person, needed_kinds(entry.person, day=day, employee_mentor=employee), known, day
    )
    if missing:
        raise DomainError("; ".join(missing) + ".", code="no_consent")
