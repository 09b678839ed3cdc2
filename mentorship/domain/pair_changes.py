"""Changes of a working pair by an order: asked for, put into a draft, made on their day. Nothing is deleted.

Until the order is signed the pair works on as it is; the places that a change will take are held meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from core import audit, facts
from core.clock import today
from core.context import inside
from core.errors import DomainError
from core.models import Organization, User
from core.russian import date_short
from core.workflow import move
from mentorship.domain.pair_enacting import enact
from mentorship.domain.supplements import NOTICE_WORKING_DAYS, earliest_end
from mentorship.enums import WORKING_PAIR_STATES, PairState
from mentorship.models import MenteeEntry, MentorEntry, Pair, PairChange, Programme
from mentorship.pair_enums import CHANGE_TRANSITIONS, ChangeKind, ChangeState, NoticeSide
from mentorship.permissions import MANAGE_PAIRS
from mentorship.selectors.gates import is_employee_form, pair_obstacles
from mentorship.selectors.pairs import busy_places
from mentorship.selectors.reserved import joining_elsewhere

KNOWN = "Такое изменение этой пары уже ждёт приказа."


def ask_leaving(
    pair: Pair, mentee: MenteeEntry, *, on: dt.date, reason: str, actor: User | None
) -> PairChange:
    """One mentee leaves a group by an order; the others go on. Raises DomainError for the last one."""
    live = set(pair.places.filter(is_live=True).values_list("mentee_id", flat=True))
    if mentee.pk not in live:
        raise DomainError("Этого наставляемого нет в паре.", field="mentee", code="foreign")
    leaving = pair.changes.filter(
        kind=ChangeKind.LEAVES, state__in=[ChangeState.WAITING, ChangeState.ORDERED]
    )
    if len(live) - leaving.count() < 2:
        raise DomainError(
            "Это последний наставляемый: прекратите пару досрочно или завершите её.",
            field="mentee",
            code="last",
        )
    return _ask(pair, ChangeKind.LEAVES, on=on, reason=reason, actor=actor, mentee=mentee)


def ask_joining(
    pair: Pair, mentee: MenteeEntry, *, on: dt.date, reason: str, actor: User | None
) -> PairChange:
    """A mentee joins a working pair or group by an order; the mentor's place is held from now."""
    if pair.state != PairState.ACTIVE:
        raise DomainError("Включить можно только в действующую пару.", code="state")
    if mentee.places.filter(is_live=True, project=pair.project_id).exists() or joining_elsewhere([mentee]):
        raise DomainError(
            f"{mentee.person.short_name}: уже есть пара этой формы.", field="mentee", code="taken"
        )
    if mentee.project_id not in {None, pair.project_id}:
        raise DomainError("В базе указана другая форма наставничества.", field="mentee", code="form")
    with transaction.atomic():
        holder = _with_room(pair.mentor, 1)
        _check_gates(pair, holder, [mentee], field="mentee")
        return _ask(pair, ChangeKind.JOINS, on=on, reason=reason, actor=actor, mentee=mentee)


def replace_mentor(
    pair: Pair, new_mentor: MentorEntry, *, on: dt.date, reason: str, actor: User | None
) -> PairChange:
    """The mentees go on with another mentor by an order: a new pair that points at this one with `replaces`.

    Told as the fact `pair_mentor_replaced` on the day it takes effect: plan and meetings stay with the mentees.
    """
    if new_mentor.pk == pair.mentor_id:
        raise DomainError("Это нынешний наставник пары.", field="mentor", code="same")
    if new_mentor.programme_id != pair.programme_id:
        raise DomainError("Наставник из другой программы.", field="mentor", code="programme")
    mentees = [place.mentee for place in pair.places.select_related("mentee__person").filter(is_live=True)]
    with transaction.atomic():
        holder = _with_room(new_mentor, len(mentees))
        _check_gates(pair, holder, mentees, field="mentor")
        return _ask(pair, ChangeKind.REPLACED, on=on, reason=reason, actor=actor, mentor=new_mentor)


def ask_termination(pair: Pair, *, on: dt.date, reason: str, actor: User | None) -> PairChange:
    """The pair ends early by an order."""
    return _ask(pair, ChangeKind.TERMINATED, on=on, reason=reason, actor=actor)


def give_notice(
    pair: Pair, *, notice_on: dt.date, side: str, reason: str, actor: User | None, on: dt.date | None = None
) -> PairChange:
    """An employee gives up mentoring an employee early, or the employer takes the assignment back (ТК РФ ст. 351.8).

    The work ends not earlier than three working days after the notice, `on` if given; the draft order is made at
    once. Raises DomainError.
    """
    if not is_employee_form(pair.project):
        raise DomainError(
            "Предупреждение за три рабочих дня нужно, когда и наставник, и наставляемый — работники "
            "(ст. 351.8 ТК РФ). Эту пару можно прекратить досрочно без него.",
            code="not_employees",
        )
    if side not in NoticeSide.values:
        raise DomainError("Укажите, кто предупредил.", field="side", code="side")
    if notice_on > today(pair.organization):
        raise DomainError("Предупреждение ещё не получено: дата в будущем.", field="notice_on", code="future")
    first = earliest_end(notice_on)
    if on is not None and on < first:
        raise DomainError(
            f"Не раньше {first:%d.%m.%Y}: предупредить нужно за {NOTICE_WORKING_DAYS} рабочих дня.",
            field="on",
            code="notice",
        )
    return _ask(
        pair,
        ChangeKind.TERMINATED,
        on=on or first,
        reason=reason or NoticeSide(side).label,
        actor=actor,
        notice_on=notice_on,
        notice_side=side,
    )


def cancel_change(change: PairChange, *, reason: str, actor: User | None) -> PairChange:
    """The change is not to be. One whose draft order exists is given up by cancelling the draft first.

    One that is ordered and whose day has not come may be given up too: the reason stays in the history.
    """
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    if change.order_document is not None and change.state == ChangeState.WAITING:
        raise DomainError("Изменение стоит в проекте приказа: сначала отмените проект.", code="held")
    return move(
        change,
        to=ChangeState.CANCELLED,
        transitions=CHANGE_TRANSITIONS,
        actor=actor,
        rule=MANAGE_PAIRS,
        reason=reason,
    )


def hold_changes(changes: Iterable[int], *, order_document: int) -> None:
    """A draft order names these changes."""
    PairChange.objects.filter(pk__in=list(changes), state=ChangeState.WAITING).update(
        order_document=order_document
    )


def release_changes(*, order_document: int) -> None:
    """The draft is cancelled: its changes wait for an order again."""
    PairChange.objects.filter(order_document=order_document, state=ChangeState.WAITING).update(
        order_document=None
    )


def order_changes(
    changes: Iterable[PairChange],
    *,
    actor: User | None,
    order_document: int,
    order_number: str,
    order_date: dt.date,
) -> list[PairChange]:
    """The signed order makes the changes: at once, or on their day when it is still to come. All or nothing."""
    done = []
    with transaction.atomic():
        for change in changes:
            move(
                change,
                to=ChangeState.ORDERED,
                transitions=CHANGE_TRANSITIONS,
                actor=actor,
                set_fields={
                    "order_document": order_document,
                    "order_number": order_number,
                    "order_date": order_date,
                },
            )
            if change.takes_effect_on <= today(change.organization):
                enact(change, actor=actor)
            done.append(change)
    return done


def enact_due(organization: Organization) -> tuple[int, list[str]]:
    """Changes ordered earlier whose day has come; returns how many were made and why others could not be."""
    day = today(organization)
    made, refused = 0, []
    due = PairChange.objects.filter(state=ChangeState.ORDERED, takes_effect_on__lte=day)
    for change in due.select_related("pair__mentor__person").order_by("takes_effect_on", "pk"):
        try:
            with transaction.atomic():
                enact(change, actor=None)
            made += 1
        except DomainError as error:
            refused.append(f"{change.pair.mentor.person.short_name}: {error.message}")
    return made, refused


def enact_due_everywhere() -> None:
    """The pass over all institutions; what was done once is not done again."""
    with scopes_disabled():
        organizations = list(Organization.objects.filter(is_region=False))
    for organization in organizations:
        with inside(organization):
            enact_due(organization)


# --- parts --------------------------------------------------------------------------------------------------------


def _ask(
    pair: Pair, kind: ChangeKind, *, on: dt.date, reason: str, actor: User | None, **more: Any
) -> PairChange:
    if not reason.strip():
        raise DomainError("Укажите причину: она войдёт в приказ.", field="reason", code="reason")
    if pair.period_start and on < pair.period_start:
        raise DomainError("Дата раньше начала работы пары.", field="on", code="period")
    try:
        with transaction.atomic():
            locked = Pair.objects.select_for_update().get(pk=pair.pk)
            if locked.state not in WORKING_PAIR_STATES:
                raise DomainError(
                    f"Пара в состоянии «{locked.get_state_display()}»: приказом меняют работающую пару.",
                    code="state",
                )
            made = PairChange.objects.create(
                organization=pair.organization,
                programme=pair.programme,
                pair=pair,
                kind=kind,
                takes_effect_on=on,
                reason=reason.strip()[:300],
                author=actor,
                **more,
            )
            audit.record(
                "pair.change_asked",
                subject=pair,
                actor=actor,
                after={"change": made.get_kind_display(), "on": date_short(on)},
                reason=reason,
            )
            tell_asked(pair.programme, [made], actor=actor)
    except IntegrityError as error:
        raise DomainError(KNOWN, code="known") from error
    made.refresh_from_db()
    return made


def tell_asked(programme: Programme, changes: Sequence[PairChange], *, actor: User | None) -> None:
    """`reports` hears it and makes the draft order; a draft that cannot be made refuses the change in words."""
    facts.emit(
        "pair_changes_asked",
        subject=programme,
        programme=programme,
        actor=actor,
        moment=timezone.now(),
        data={"changes": [change.pk for change in changes]},
    )


def _with_room(mentor: MentorEntry, places: int) -> MentorEntry:
    """The mentor's row, locked: two curators do not hold the last place twice."""
    holder = MentorEntry.objects.select_for_update().select_related("person").get(pk=mentor.pk)
    if busy_places([holder.pk])[holder.pk] + places > holder.capacity:
        raise DomainError(
            f"{holder.person.short_name}: свободных мест не хватает (всего {holder.capacity}).",
            field="mentor",
            code="full",
        )
    return holder


def _check_gates(pair: Pair, mentor: MentorEntry, mentees: list[MenteeEntry], *, field: str) -> None:
    found = pair_obstacles(pair.programme, pair.project, mentor, mentees)
    if found:
        raise DomainError(". ".join(dict.fromkeys(found)) + ".", field=field, code="gate")
