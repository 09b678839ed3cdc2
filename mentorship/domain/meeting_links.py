"""What those without an account say of a meeting by their personal link: it was, it was not, it was moved."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction

from core import audit
from core.errors import DomainError
from core.russian import date_short
from mentorship.domain.feedback import record_feedback
from mentorship.domain.meetings import (
    confirm_meeting,
    dispute_meeting,
    edit_meeting,
    fail_meeting,
    hold_meeting,
)
from mentorship.meeting_enums import MeetingState
from mentorship.models import Meeting
from mentorship.selectors.meeting_links import Guest, why_closed


class Told(models.TextChoices):
    """What the page tells after an answer."""

    RECORDED = "recorded", "Спасибо, записано."
    PASSED_ON = "passed_on", "Спасибо. Куратор получил ваше слово и разберётся."


class Answer(models.TextChoices):
    HELD = "held", "Встреча была"
    NOT_HELD = "not_held", "Встречи не было"
    MOVED = "moved", "Перенесли на другой день"


def answer_by_link(
    guest: Guest,
    *,
    answer: str,
    reason: str = "",
    new_on: dt.date | None = None,
    score: int | None = None,
    needs_help: bool = False,
) -> Told:
    """Keep an answer and return what to tell. The same answer again changes nothing. Raises DomainError.

    A link settles what is only planned and confirms what is written down; it never overrides it: whoever says otherwise
    is heard by the curator. One of a group speaks for themselves alone.
    """
    if closed := why_closed(guest):
        raise DomainError(closed, code="closed")
    if answer == Answer.NOT_HELD and not reason.strip():
        raise DomainError("Напишите, почему встречи не было.", field="reason", code="reason")
    if answer == Answer.MOVED and new_on is None:
        raise DomainError("Укажите новый день.", field="new_on", code="day")
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=guest.meeting.pk)
        meeting.pair, meeting.organization = guest.meeting.pair, guest.organization
        told = _STEPS[Answer(answer)](guest, meeting, reason.strip(), new_on)
        who = "Родитель" if guest.is_guardian else guest.side.label
        audit.record(
            "meeting.answered_by_link",
            subject=meeting,
            actor=None,
            after={"side": who, "answer": Answer(answer).label},
        )
        if not guest.is_guardian and answer != Answer.MOVED:
            record_feedback(
                meeting.pair,
                person=guest.person,
                source=f"meeting:{meeting.pk}",
                score=score,
                needs_help=needs_help,
                on=meeting.on,
                meeting=meeting,
                actor=None,
            )
    return told


def _held(guest: Guest, meeting: Meeting, reason: str, new_on: dt.date | None) -> Told:
    if meeting.state == MeetingState.MISSED:
        return _passed_on(guest, meeting, "встреча была")
    if meeting.state == MeetingState.HELD:
        confirm_meeting(meeting, side=guest.side, actor=None)
        return Told.RECORDED
    hold_meeting(meeting, present=_present(guest), side=guest.side, actor=None, in_order=False)
    return Told.RECORDED


def _not_held(guest: Guest, meeting: Meeting, reason: str, new_on: dt.date | None) -> Told:
    if meeting.state == MeetingState.MISSED:
        return Told.RECORDED
    if meeting.state == MeetingState.HELD or not guest.speaks_for_all:
        return _passed_on(guest, meeting, f"встречи не было, {reason}")
    fail_meeting(meeting, reason=reason, actor=None)
    return Told.RECORDED


def _moved(guest: Guest, meeting: Meeting, reason: str, new_on: dt.date | None) -> Told:
    if new_on is None:
        raise TypeError("a day is asked for before")
    if meeting.state != MeetingState.PLANNED or not guest.speaks_for_all:
        return _passed_on(guest, meeting, f"перенесли на {date_short(new_on)}")
    if new_on != meeting.on:
        edit_meeting(meeting, side=guest.side, actor=None, in_order=False, on=new_on)
    return Told.RECORDED


_STEPS = {Answer.HELD: _held, Answer.NOT_HELD: _not_held, Answer.MOVED: _moved}


def _passed_on(guest: Guest, meeting: Meeting, word: str) -> Told:
    dispute_meeting(meeting, person=guest.person, word=word, actor=None)
    return Told.PASSED_ON


def _present(guest: Guest) -> dict[int, bool]:
    """A mentee marks themselves; a mentor their only mentee: who of a group was there, the link does not ask."""
    if guest.place is not None:
        return {guest.place.pk: True}
    live = guest.meeting.pair.places.filter(left_on__isnull=True).values_list("pk", flat=True)
    return {} if guest.in_group else dict.fromkeys(live, True)


def possible_answers(guest: Guest, day: dt.date) -> list[Answer]:
    """What may still be said, in the order of the page."""
    meeting = guest.meeting
    if meeting.state == MeetingState.MISSED:
        return [Answer.HELD]
    if meeting.state == MeetingState.HELD:
        return [Answer.NOT_HELD] if guest.has_confirmed else [Answer.HELD, Answer.NOT_HELD]
    past = [Answer.HELD, Answer.NOT_HELD] if meeting.on <= day else []
    return [*past, Answer.MOVED] if guest.speaks_for_all else past
