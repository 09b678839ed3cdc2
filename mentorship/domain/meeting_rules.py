"""What may be said of a meeting: of which pair, on which day, in which order (methodology §1.4, §7.3)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from core import russian
from core.clock import today
from core.errors import DomainError
from mentorship.meeting_enums import (
    BEFORE,
    LOGGED_STATES,
    MEETING_STATES,
    SINGLE,
    MeetingKind,
    MeetingState,
)
from mentorship.models import Meeting, Pair
from mentorship.selectors.credentials import credential_obstacles

FARTHEST = dt.timedelta(days=366)


def check_meeting(pair: Pair, meeting: Meeting, state: str, in_order: bool) -> None:
    """Whether the meeting may stand so in the state. Raises DomainError at the field that is wrong."""
    day = today(pair.organization)
    if state == MeetingState.PLANNED:
        _check_plan(pair, meeting, day)
    else:
        _check_past(pair, meeting, day)
    if meeting.next_on and meeting.next_on < meeting.on:
        raise DomainError("Следующая встреча не может быть раньше этой.", field="next_on", code="order")
    if state == MeetingState.MISSED:
        return
    _check_order(pair, meeting, state, in_order)


def _check_plan(pair: Pair, meeting: Meeting, day: dt.date) -> None:
    if pair.state not in MEETING_STATES:
        raise DomainError(
            f"Пара сейчас «{pair.get_state_display().lower()}»: назначать встречи нельзя.", code="pair"
        )
    if meeting.on < day:
        raise DomainError("Этот день уже прошёл. Если встреча была, запишите её.", field="on", code="past")
    if meeting.on > day + FARTHEST:
        raise DomainError("Так далеко вперёд встречи не назначают.", field="on", code="far")
    # A mentor from outside does not meet minors without valid certificates (ТК 351.1; methodology §7.3, 13).
    mentees = [
        place.mentee for place in pair.places.filter(left_on__isnull=True).select_related("mentee__person")
    ]
    if found := credential_obstacles(pair.mentor.person, mentees, meeting.on):
        raise DomainError(". ".join(dict.fromkeys(found)) + ".", code="gate")


def _check_past(pair: Pair, meeting: Meeting, day: dt.date) -> None:
    if pair.state not in LOGGED_STATES:
        raise DomainError(f"Пара «{pair.get_state_display().lower()}»: встреч у неё нет.", code="pair")
    if meeting.on > day:
        raise DomainError("Этот день ещё не наступил. Встречу можно назначить.", field="on", code="future")
    if meeting.on < pair.programme.period_start:
        told = russian.date_short(pair.programme.period_start)
        raise DomainError(f"Программа началась {told}: раньше встреч не было.", field="on", code="before")
    if pair.ended_on and meeting.on > pair.ended_on:
        told = russian.date_short(pair.ended_on)
        raise DomainError(f"Пара закончила работу {told}: позже встреч не было.", field="on", code="after")


def _check_order(pair: Pair, meeting: Meeting, state: str, in_order: bool) -> None:
    """The kinds come in their order: those before are held (unless the curator skips them), and not later."""
    others = Meeting.objects.filter(pair=pair).exclude(pk=meeting.pk)
    taken = (
        Q(state=MeetingState.HELD) | Q(state=MeetingState.PLANNED)
        if state == MeetingState.PLANNED
        else Q(state=MeetingState.HELD)
    )
    known = dict(others.filter(taken, kind__in=sorted(SINGLE)).values_list("kind", "on"))
    if meeting.kind in SINGLE and meeting.kind in known:
        words = "уже была" if state == MeetingState.HELD else "уже была или назначена"
        raise DomainError(f"{kind_label(meeting.kind)} у пары {words}.", field="kind", code="once")
    for kind in BEFORE[meeting.kind]:
        if kind in known and known[kind] > meeting.on:
            told = russian.date_short(known[kind])
            raise DomainError(f"{kind.label} была позже, {told}: проверьте день.", field="on", code="order")
    missing = [kind.label for kind in BEFORE[meeting.kind] if kind not in known]
    if missing and in_order:
        raise DomainError(f"Сначала: {missing[0].lower()}.", field="kind", code="order")
    later = [kind for kind in MeetingKind if meeting.kind in BEFORE[kind] and kind in known]
    for kind in later:
        if known[kind] < meeting.on:
            told = russian.date_short(known[kind])
            raise DomainError(
                f"{kind.label} уже была раньше, {told}: проверьте день.", field="on", code="order"
            )


def kind_label(kind: str) -> str:
    return MeetingKind(kind).label
