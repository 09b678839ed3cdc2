"""Meetings of pairs: planned, held, moved, not held; who was there and who confirms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone

from core import audit, facts
from core.clock import today
from core.enums import Role
from core.errors import DomainError
from core.models import User
from core.production_calendar import add_working_days
from core.workflow import move
from mentorship.care_enums import CareKind
from mentorship.domain.care import raise_task
from mentorship.domain.meeting_rules import check_meeting, kind_label
from mentorship.meeting_enums import (
    MEETING_TRANSITIONS,
    MeetingState,
    Side,
)
from mentorship.models import CareTask, Meeting, MeetingPresence, Pair, PairMentee, Person

#: Working days in which the curator sorts out what the sides say differently.
DISPUTE_DAYS = 3
#: What a meeting says of itself, whatever its state.
COLUMNS = ("kind", "on", "starts_at", "minutes", "way", "place", "link", "topic", "agreements", "next_on")
#: Sent inside the transaction with `meeting`, `actor` and `told`: what people have to hear («request», «update»,
#: «cancel», «held»), or "".
changed = Signal()


def plan_meeting(
    pair: Pair, *, form_key: str, side: str, actor: User | None, in_order: bool = True, **values: Any
) -> Meeting:
    """A meeting that is to come, today or later. `in_order` asks for the kinds before it. Raises DomainError."""
    return _write(pair, MeetingState.PLANNED, form_key, side, actor, in_order, values)


def log_meeting(
    pair: Pair,
    *,
    present: Mapping[int, bool],
    form_key: str,
    side: str,
    actor: User | None,
    in_order: bool = True,
    **values: Any,
) -> Meeting:
    """A meeting that was held; `present`: place in the pair → was there. Raises DomainError."""
    with transaction.atomic():
        made = _write(pair, MeetingState.HELD, form_key, side, actor, in_order, values)
        if made.form_key == form_key and not made.presences.exists():
            _mark(made, present, side)
            _tell_held(made, actor)
    return made


def miss_meeting(
    pair: Pair, *, form_key: str, side: str, actor: User | None, reason: str, **values: Any
) -> Meeting:
    """A meeting that should have been and was not, with the reason. Raises DomainError."""
    if not reason.strip():
        raise DomainError("Напишите, почему встреча не состоялась.", field="reason", code="reason")
    given = values | {"reason": reason.strip()[:300]}
    return _write(pair, MeetingState.MISSED, form_key, side, actor, in_order=False, values=given)


def hold_meeting(
    meeting: Meeting,
    *,
    present: Mapping[int, bool],
    side: str,
    actor: User | None,
    in_order: bool = True,
    **values: Any,
) -> Meeting:
    """What was planned (or said to be missed) was held. Doing it twice changes nothing. Raises DomainError."""
    if meeting.state == MeetingState.HELD:
        return meeting
    with transaction.atomic():
        pair = _locked_pair(meeting.pair)
        meeting.refresh_from_db(fields=["state"])
        if meeting.state == MeetingState.HELD:  # the same form, sent twice at once
            return meeting
        draft = _filled(meeting, values)
        check_meeting(pair, draft, MeetingState.HELD, in_order)
        stamp = timezone.now()
        columns = {name: getattr(draft, name) for name in values}
        columns |= {"reason": "", "written_by": actor, "side": side}
        columns |= {
            "mentor_confirmed_at": stamp if side == Side.MENTOR else None,
            "mentees_confirmed_at": stamp if side == Side.MENTEE else None,
        }
        _moved(meeting, MeetingState.HELD, actor, columns)
        _mark(meeting, present, side)
        _tell_held(meeting, actor)
    return meeting


def fail_meeting(meeting: Meeting, *, reason: str, actor: User | None) -> Meeting:
    """«Не состоялась», with the reason; what was told of it is taken back. Raises DomainError."""
    was_held = meeting.state == MeetingState.HELD
    if not reason.strip():
        raise DomainError("Напишите, почему встреча не состоялась.", field="reason", code="reason")
    if not was_held and meeting.on > today(meeting.organization):
        raise DomainError("День встречи ещё не наступил: её можно отменить или перенести.", code="early")
    with transaction.atomic():
        blank = {"mentor_confirmed_at": None, "mentees_confirmed_at": None}
        _moved(meeting, MeetingState.MISSED, actor, blank | {"reason": reason.strip()[:300]})
        if was_held:
            facts.withdraw(
                "meeting_held",
                subject=meeting,
                programme=meeting.programme,
                reason=reason.strip()[:300],
                actor=actor,
            )
        changed.send(Meeting, meeting=meeting, actor=actor, told="")
    return meeting


def cancel_meeting(meeting: Meeting, *, reason: str, actor: User | None) -> Meeting:
    """A planned meeting will not be; calendars are told. Raises DomainError."""
    if not reason.strip():
        raise DomainError("Напишите, почему встреча отменена.", field="reason", code="reason")
    with transaction.atomic():
        columns = {"reason": reason.strip()[:300], "sequence": meeting.sequence + 1}
        _moved(meeting, MeetingState.CANCELLED, actor, columns)
        changed.send(Meeting, meeting=meeting, actor=actor, told="cancel")
    return meeting


def edit_meeting(
    meeting: Meeting,
    *,
    side: str,
    actor: User | None,
    present: Mapping[int, bool] | None = None,
    in_order: bool = True,
    **values: Any,
) -> Meeting:
    """Move a planned meeting or correct a held one: the other side then confirms anew. Raises DomainError."""
    with transaction.atomic():
        pair = _locked_pair(meeting.pair)
        locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        locked.pair = pair
        if locked.state not in {MeetingState.PLANNED, MeetingState.HELD}:
            raise DomainError("Эту встречу уже не изменить.", code="closed")
        before = audit.plain(locked, values)
        _filled(locked, values, onto=locked)
        check_meeting(pair, locked, locked.state, in_order)
        old, new = audit.changes(before, audit.plain(locked, values))
        if new and locked.state == MeetingState.HELD:
            _confirm_anew(locked, side)
        if new and locked.state == MeetingState.PLANNED:
            locked.sequence += 1
        _save(locked)
        if present is not None and locked.state == MeetingState.HELD:
            _mark(locked, present, side)
        if locked.state == MeetingState.HELD and {"on", "kind"} & set(new):
            _emit(locked, actor)
        if new:
            audit.record("meeting.edited", subject=locked, actor=actor, before=_shown(old), after=_shown(new))
        told = ("update" if _is_planned(locked) else "held") if new else ""
        changed.send(Meeting, meeting=locked, actor=actor, told=told)
    return locked


def confirm_meeting(meeting: Meeting, *, side: str, actor: User | None) -> Meeting:
    """The other side says that it was so. Doing it twice changes nothing. Raises DomainError."""
    column = {Side.MENTOR: "mentor_confirmed_at", Side.MENTEE: "mentees_confirmed_at"}.get(Side(side))
    if column is None:
        raise DomainError("Встречу подтверждают сами участники.", code="side")
    with transaction.atomic():
        locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if locked.state != MeetingState.HELD:
            raise DomainError("Подтвердить можно состоявшуюся встречу.", code="state")
        if getattr(locked, column) is None:
            setattr(locked, column, timezone.now())
            locked.save(update_fields=[column, "updated_at"])
            audit.record("meeting.confirmed", subject=locked, actor=actor, after={"side": Side(side).label})
    return locked


def dispute_meeting(meeting: Meeting, *, person: Person, word: str, actor: User | None) -> CareTask:
    """A side says that it was otherwise: the curator sorts it out, once. Raises DomainError."""
    if not word.strip():
        raise DomainError("Напишите, что было не так.", field="word", code="empty")
    return raise_task(
        programme=meeting.programme,
        person=person,
        pair=meeting.pair,
        kind=CareKind.OTHER,
        key=f"dispute:{meeting.pk}:{person.pk}",
        text=f"{person.short_name} возражает: {meeting}. «{word.strip()}»",
        due_on=add_working_days(today(meeting.organization), DISPUTE_DAYS),
        role=Role.CURATOR,
        actor=actor,
    )


# --- inside ---


def _write(
    pair: Pair,
    state: str,
    form_key: str,
    side: str,
    actor: User | None,
    in_order: bool,
    values: Mapping[str, Any],
) -> Meeting:
    known = Meeting.objects.filter(form_key=form_key, pair=pair).first()
    if known is not None:
        return known
    stamp = timezone.now() if state == MeetingState.HELD else None
    with transaction.atomic():
        locked = _locked_pair(pair)
        known = Meeting.objects.filter(form_key=form_key, pair=pair).first()
        if known is not None:  # the same form, sent twice at once
            return known
        made = Meeting(
            organization=pair.organization,
            programme=pair.programme,
            pair=locked,
            state=state,
            side=side,
            written_by=actor,
            form_key=form_key,
            mentor_confirmed_at=stamp if side == Side.MENTOR else None,
            mentees_confirmed_at=stamp if side == Side.MENTEE else None,
        )
        _filled(made, values, onto=made)
        check_meeting(locked, made, state, in_order)
        _save(made)
        audit.record(f"meeting.{state}", subject=made, actor=actor, after={"kind": made.get_kind_display()})
        changed.send(
            Meeting, meeting=made, actor=actor, told="request" if state == MeetingState.PLANNED else ""
        )
    return made


def _locked_pair(pair: Pair) -> Pair:
    """One at a time writes about a pair: two people who log the same meeting at once meet here."""
    rows = Pair.objects.select_for_update(of=("self",)).select_related(
        "organization", "programme", "mentor__person", "project__form"
    )
    return rows.get(pk=pair.pk)


def _filled(meeting: Meeting, values: Mapping[str, Any], *, onto: Meeting | None = None) -> Meeting:
    unknown = set(values) - {*COLUMNS, "reason"}
    if unknown:
        raise TypeError(f"a meeting has no {', '.join(sorted(unknown))}")
    target = onto or Meeting(
        pk=meeting.pk, **{name: getattr(meeting, name) for name in (*COLUMNS, "organization_id")}
    )
    for name, value in values.items():
        setattr(target, name, " ".join(value.split()) if name in {"topic", "place"} else value)
    return target


def _save(meeting: Meeting) -> None:
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError:
        raise DomainError(f"{kind_label(meeting.kind)} у пары уже была.", field="kind", code="once") from None


def _moved(meeting: Meeting, to: str, actor: User | None, columns: Mapping[str, Any]) -> None:
    try:
        with transaction.atomic():
            move(meeting, to=to, transitions=MEETING_TRANSITIONS, actor=actor, set_fields=columns)
    except IntegrityError:
        raise DomainError(f"{kind_label(meeting.kind)} у пары уже была.", field="kind", code="once") from None


def _mark(meeting: Meeting, present: Mapping[int, bool], side: str) -> None:
    """Who was there: places of this pair only. Places that are not named keep what was said of them."""
    places = set(PairMentee.objects.filter(pair=meeting.pair_id).values_list("pk", flat=True))
    if not set(present) <= places:
        raise DomainError("Состав пары изменился. Откройте страницу снова.", code="foreign")
    for place, was_there in sorted(present.items()):
        MeetingPresence.objects.update_or_create(
            meeting=meeting, place_id=place, defaults={"was_there": was_there}
        )
    if present and not any(present.values()) and side != Side.MENTEE:
        raise DomainError(
            "Никто не отмечен. Если никто не пришёл, запишите, что встреча не состоялась.",
            field="present",
            code="nobody",
        )


def _tell_held(meeting: Meeting, actor: User | None) -> None:
    _emit(meeting, actor)
    changed.send(Meeting, meeting=meeting, actor=actor, told="held")


def _emit(meeting: Meeting, actor: User | None) -> None:
    facts.emit(
        "meeting_held",
        subject=meeting,
        programme=meeting.programme,
        actor=actor,
        title=str(meeting),
        data={"day": meeting.on},
    )


def _confirm_anew(meeting: Meeting, side: str) -> None:
    now = timezone.now()
    meeting.mentor_confirmed_at = now if side == Side.MENTOR else None
    meeting.mentees_confirmed_at = now if side == Side.MENTEE else None


def _is_planned(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.PLANNED


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """For the trail: days, kinds and places; what two people agreed on is theirs."""
    return {name: ("изменено" if name == "agreements" else value) for name, value in values.items()}


def people_of(pair: Pair) -> Sequence[Person]:
    """The mentor and those mentees who are still there."""
    places = pair.places.filter(left_on__isnull=True).select_related("mentee__person")
    return [pair.mentor.person, *(place.mentee.person for place in places)]
