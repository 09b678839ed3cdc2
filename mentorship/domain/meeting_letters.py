"""Letters about meetings: invitations that calendars understand, changes, cancellations."""

from __future__ import annotations

import logging
from email.utils import parseaddr
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import audit, russian
from core.context import inside
from core.domain.letters import public_link, send_letter
from core.models import User
from mentorship.domain.meetings import people_of
from mentorship.enums import PairState
from mentorship.meeting_calendar import CANCEL, REQUEST, Invited, invitation_of
from mentorship.meeting_enums import MeetingState
from mentorship.models import Meeting, Pair, Person
from mentorship.selectors.meeting_links import Reader, link_of, readers_of

logger = logging.getLogger(__name__)
_SUBJECTS = {
    "request": "Приглашение на встречу",
    "update": "Встреча изменена",
    "cancel": "Встреча отменена",
    "held": "Подтвердите встречу",
}


def invite(meeting: Meeting, *, actor: User | None) -> int:
    """Send each of the pair's people with an address an invitation; how many have one. Letters go after the commit.

    To a child without an address the parents are written.
    """
    found = readers_of(meeting.pair)
    if found:
        with transaction.atomic():
            meeting.is_invited = True
            meeting.save(update_fields=["is_invited", "updated_at"])
            audit.record("meeting.invited", subject=meeting, actor=actor, after={"count": len(found)})
            _later(meeting, "request")
    return len(found)


def hear_changed(sender: Any, meeting: Meeting, told: str, **_: Any) -> None:
    """Whom calendars were told of a meeting is told that it moved or will not be.

    Of a meeting that is written down those without an account are asked whether it was so: they have no page of theirs.
    """
    if told == "held" or (meeting.is_invited and told in {"update", "cancel"}):
        _later(meeting, told)


def hear_pair_ended(sender: Any, subject: Pair, after: str, actor: User | None, **_: Any) -> None:
    """Planned meetings of a pair that has ended will not be."""
    from mentorship.domain.meetings import cancel_meeting  # noqa: PLC0415 - the two know each other

    if after in {PairState.COMPLETED, PairState.TERMINATED}:
        for meeting in Meeting.objects.filter(pair=subject, state=MeetingState.PLANNED):
            cancel_meeting(meeting, reason="Пара завершила работу", actor=actor)


def _later(meeting: Meeting, told: str) -> None:
    transaction.on_commit(partial(_send, meeting.pk, told))


def _send(pk: int, told: str) -> None:
    meeting = (
        Meeting._base_manager.select_related(
            "organization", "programme", "pair__mentor__person__user", "pair__project__form"
        )
        .filter(pk=pk)
        .first()
    )
    if meeting is None:
        return
    with inside(meeting.organization):
        for one in readers_of(meeting.pair):
            if told != "held" or _is_asked(meeting, one):
                _send_one(meeting, one, told)


def _is_asked(meeting: Meeting, one: Reader) -> bool:
    is_mentor = one.person.pk == meeting.pair.mentor.person_id
    confirmed = meeting.mentor_confirmed_at if is_mentor else meeting.mentees_confirmed_at
    return confirmed is None and not one.has_account


def _send_one(meeting: Meeting, one: Reader, told: str) -> None:
    when = russian.date_long(meeting.on) + (f" в {meeting.starts_at:%H:%M}" if meeting.starts_at else "")
    other = _with_whom(meeting, one.person)
    own = public_link("mentorship:meeting", pk=meeting.pk) if one.has_account else ""
    where = ", ".join(part for part in (meeting.place, meeting.link) if part)
    context: dict[str, object] = {
        "meeting": meeting, "one": one, "other": other, "when": when, "where": where, "told": told, "own": own,
        "link": "" if own or told == "cancel" else link_of(meeting, one),
    }  # fmt: skip
    files = [] if told == "held" else [_calendar(meeting, one, other, where, own, told)]
    send_letter(
        one.address,
        subject=f"{_SUBJECTS[told]}: {when}",
        template="mentorship/letters/meeting.txt",
        context=context,
        attachments=files,
    )


def _calendar(
    meeting: Meeting, one: Reader, other: str, where: str, url: str, told: str
) -> tuple[str, bytes, str]:
    method = CANCEL if told == "cancel" else REQUEST
    lines = [meeting.topic, f"С кем: {other}" if other else "", meeting.reason if told == "cancel" else ""]
    event = Invited(
        uid=f"meeting-{meeting.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'portal'}",
        sequence=meeting.sequence,
        title=f"{meeting.get_kind_display()}: {other}" if other else meeting.get_kind_display(),
        text="\n".join(line for line in lines if line),
        on=meeting.on,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        zone=meeting.organization.time_zone,
        where=where,
        url=url,
        organizer=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        organizer_name=meeting.organization.short_name,
        attendee=one.address,
        attendee_name=one.reader.full_name,
        stamp=timezone.now(),
    )
    return "meeting.ics", invitation_of(event, method=method), f"text/calendar; method={method}"


def _with_whom(meeting: Meeting, person: Person) -> str:
    """A mentee is told of the mentor alone: others of a group are not shown to each other."""
    mentor = meeting.pair.mentor.person
    if person.pk != mentor.pk:
        return str(mentor.short_name)
    return ", ".join(one.short_name for one in people_of(meeting.pair)[1:])
