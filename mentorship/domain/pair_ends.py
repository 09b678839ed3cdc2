"""How pairs end, and how an ending is undone: places are freed or taken again, people settled. Nothing is deleted."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from core.clock import today
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.domain import lifecycle
from mentorship.domain.gates import require_pair_gates
from mentorship.enums import (
    ENDED_PAIR_STATES,
    ENTRY_TRANSITIONS,
    OPEN_PAIR_STATES,
    PAIR_TRANSITIONS,
    WORKING_PAIR_STATES,
    EntryState,
    PairState,
)
from mentorship.models import MenteeEntry, MentorEntry, Pair, PairMentee, Person, Programme
from mentorship.permissions import MANAGE_PAIRS
from mentorship.selectors.reserved import joining_elsewhere, reserved_places

Side = MentorEntry | MenteeEntry


def reject_pair(pair: Pair, *, actor: User | None, reason: str) -> Pair:
    """A pair without an order is not to be: its people wait again and are not matched together any more."""
    _need(reason, "Укажите причину.")
    return _end(pair, to=PairState.REJECTED, on=today(pair.organization), actor=actor, reason=reason)


def complete_pair(pair: Pair, *, on: dt.date, actor: User | None, reason: str = "") -> Pair:
    """The pair has done its work; its people finish unless they have another live pair."""
    return _end(pair, to=PairState.COMPLETED, on=on, actor=actor, reason=reason, people=EntryState.FINISHED)


def terminate_pair(pair: Pair, *, on: dt.date, actor: User | None, reason: str) -> Pair:
    """The pair ends early with a reason; its people may be matched again.

    Where an order is to be signed for it, `mentorship.domain.pair_changes.ask_termination` is the way.
    """
    _need(reason, "Укажите причину прекращения.")
    return _end(pair, to=PairState.TERMINATED, on=on, actor=actor, reason=reason, people=EntryState.SELECTED)


def replace_ended(pair: Pair, *, on: dt.date, actor: User | None, reason: str) -> Pair:
    """End a pair whose mentees go on with another mentor: they stay «в паре», the new pair takes them next."""
    return _end(pair, to=PairState.TERMINATED, on=on, actor=actor, reason=reason)


def reopen_pair(pair: Pair, *, actor: User | None, reason: str) -> Pair:
    """Undo an ending: the pair stands where it stood, its places are taken again, its people are in a pair again.

    Raises DomainError when a place was taken meanwhile, when the pair goes on with another mentor, and where a gate
    of the law does not hold any more.
    """
    _need(reason, "Укажите, почему завершение отменяется.")
    with transaction.atomic():
        locked = Pair.objects.select_for_update().get(pk=pair.pk)
        if locked.continued_by.exclude(state=PairState.REJECTED).exists():
            raise DomainError(
                "Пара продолжена с другим наставником: отменить её окончание нельзя.", code="continued"
            )
        to = PairState.PROPOSED
        if locked.state in ENDED_PAIR_STATES:
            to = PairState(locked.closed_from or PairState.ACTIVE)
        move(
            pair,
            to=to,
            transitions=PAIR_TRANSITIONS,
            actor=actor,
            rule=MANAGE_PAIRS,
            reason=reason,
            set_fields={"ended_on": None, "end_reason": "", "closed_from": "", **_freed(locked)},
            action="pair.reopened",
        )
        holder = MentorEntry.objects.select_for_update().get(pk=pair.mentor_id)
        _retake(pair, holder)
        if to in WORKING_PAIR_STATES:
            _back_to_pair(pair, actor)
            if to == PairState.ACTIVE:
                require_pair_gates(Pair.objects.get(pk=pair.pk))  # people as they stand now
    return pair


def _freed(pair: Pair) -> dict[str, None]:
    """A rejected pair is in no draft order."""
    return {"order_document": None} if pair.state == PairState.REJECTED else {}


def _retake(pair: Pair, holder: MentorEntry) -> None:
    places = pair.places.select_related("mentee__person").filter(closed_with_pair=True)
    taken = set(PairMentee.objects.filter(mentor=holder, is_live=True).values_list("slot", flat=True))
    free = [number for number in range(1, holder.capacity + 1) if number not in taken]
    free = free[: max(0, holder.capacity - len(taken) - reserved_places([holder.pk])[holder.pk])]
    if len(free) < len(places):
        raise DomainError(f"{holder.person.short_name}: места уже заняты ({holder.capacity}).", code="full")
    elsewhere = joining_elsewhere([place.mentee for place in places])
    for place, slot in zip(places, free, strict=False):
        other = PairMentee.objects.filter(mentee=place.mentee, project=place.project, is_live=True)
        if other.exists() or place.mentee in elsewhere:
            raise DomainError(
                f"{place.mentee.person.short_name}: уже есть другая пара этой формы.", code="taken"
            )
        place.is_live, place.slot, place.closed_with_pair = True, slot, False
        place.left_on, place.left_reason = None, ""
        place.save()


def _back_to_pair(pair: Pair, actor: User | None) -> None:
    """Those who had finished come back by way of «отобран»; who has left the programme stays out of it."""
    members = list(pair.places.filter(is_live=True).values_list("mentee_id", flat=True))
    for entry in entries_of(pair, members):
        if entry.state == EntryState.LEFT:
            raise DomainError(f"{entry.person.short_name}: выбыл из программы.", code="left")
        if entry.state == EntryState.FINISHED:
            _move_entry(entry, EntryState.SELECTED, actor)
        if entry.state != EntryState.PAIRED:
            _move_entry(entry, EntryState.PAIRED, actor)


def release_person(person: Person, programme: Programme, *, actor: User | None, reason: str) -> None:
    """Take somebody out of their pairs: not yet working pairs are rejected, working ones suspended."""
    places = PairMentee.objects.filter(is_live=True, pair__programme=programme)
    ids = places.filter(Q(mentee__person=person) | Q(mentor__person=person)).values("pair_id")
    for pair in Pair.objects.filter(pk__in=ids).order_by("pk"):
        if pair.state in OPEN_PAIR_STATES:
            _end(pair, to=PairState.REJECTED, on=today(pair.organization), actor=actor, reason=reason)
        elif pair.state == PairState.ACTIVE:
            move(pair, to=PairState.SUSPENDED, transitions=PAIR_TRANSITIONS, actor=actor, reason=reason)


def people_to(pair: Pair, state: EntryState, actor: User | None) -> None:
    """Move the pair's people to the state, those who are in it already left alone."""
    members = pair.places.filter(is_live=True).values_list("mentee_id", flat=True)
    for entry in entries_of(pair, list(members)):
        if entry.state != state:
            _move_entry(entry, state, actor)


def settle(entries: list[Side], to: EntryState, actor: User | None) -> None:
    """Move those out of «в паре» who have no other working pair."""
    for entry in entries:
        working = entry.places.filter(is_live=True, pair__state__in=WORKING_PAIR_STATES)
        if entry.state == EntryState.PAIRED and not working.exists():
            _move_entry(entry, to, actor)


def entries_of(pair: Pair, members: list[int]) -> list[Side]:
    """The pair's people as they stand in the database now: one mentor may be in several of the pairs at hand."""
    return [
        MentorEntry.objects.get(pk=pair.mentor_id),
        *MenteeEntry.objects.filter(pk__in=members).order_by("pk"),
    ]


def _move_entry(entry: Side, to: EntryState, actor: User | None) -> None:
    move(
        entry,
        to=to,
        transitions=ENTRY_TRANSITIONS,
        actor=actor,
        set_fields=lifecycle.fields_of(entry, to),
    )


def _need(reason: str, told: str) -> None:
    if not reason.strip():
        raise DomainError(told, field="reason", code="reason")


def _end(
    pair: Pair, *, to: str, on: dt.date, actor: User | None, reason: str, people: EntryState | None = None
) -> Pair:
    if pair.period_start and on < pair.period_start:
        raise DomainError("Дата окончания раньше начала работы пары.", field="on", code="period")
    with transaction.atomic():
        before = Pair.objects.select_for_update().get(pk=pair.pk).state
        move(
            pair,
            to=to,
            transitions=PAIR_TRANSITIONS,
            actor=actor,
            rule=MANAGE_PAIRS,
            reason=reason,
            set_fields={"ended_on": on, "end_reason": reason[:300], "closed_from": before},
        )
        live = pair.places.filter(is_live=True)
        members = [place.mentee_id for place in live]
        live.update(is_live=False, left_on=on, left_reason=reason[:300], closed_with_pair=True)
        if people is not None:
            settle(entries_of(pair, members), people, actor)
    return pair
