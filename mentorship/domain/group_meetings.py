"""A group meeting: opened with a link for the wall, answered on phones, closed; then the pairs are found."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from core import audit
from core.errors import DomainError
from core.models import Job, User
from core.personal_tokens import hash_token, new_key, token_for
from mentorship.domain.matching import start_matching
from mentorship.domain.preferences import record_preferences
from mentorship.match_enums import PreferenceSource
from mentorship.models import GroupMeeting, MatchDraft, MeetingVote, Programme, Project
from mentorship.selectors.group_meetings import PURPOSE, Participant, others_for, participants

#: Wrong codes at one meeting within a minute, after which everybody waits.
MOST_MISSES = 20
CLOSED = "Голосование закрыто."


def open_meeting(
    programme: Programme, *, title: str, held_on: dt.date, choices: int, actor: User | None
) -> GroupMeeting:
    """A meeting with a new link of 130 bits."""
    if not 1 <= choices <= 10:
        raise DomainError("От 1 до 10.", field="choices", code="range")
    if not programme.period_start <= held_on <= programme.period_end:
        raise DomainError("Дата вне срока программы.", field="held_on", code="period")
    key = new_key()
    with transaction.atomic():
        meeting = GroupMeeting.objects.create(
            organization=programme.organization,
            programme=programme,
            title=title,
            held_on=held_on,
            choices=choices,
            key=key,
            token_hash=hash_token(token_for(key, purpose=PURPOSE)),
            created_by=actor,
        )
        audit.record("group_meeting.opened", subject=meeting, actor=actor)
    return meeting


def recognise(meeting: GroupMeeting, code: str) -> Participant:
    """Who holds the code. Wrong codes are counted: twenty in a minute, and everybody waits a minute."""
    now = timezone.now()
    fresh = GroupMeeting.objects.get(pk=meeting.pk)
    recent = fresh.missed_at is not None and now - fresh.missed_at < dt.timedelta(minutes=1)
    if recent and fresh.misses >= MOST_MISSES:
        raise DomainError("Слишком много неверных кодов. Подождите минуту.", field="code", code="wait")
    given = "".join(code.split()).lower()
    for one in participants(meeting):
        if constant_time_compare(one.code, given):
            return one
    GroupMeeting.objects.filter(pk=meeting.pk).update(
        misses=F("misses") + 1 if recent else 1, missed_at=fresh.missed_at if recent else now
    )
    raise DomainError(
        "Такого кода нет. Проверьте буквы и цифры на своей карточке.", field="code", code="code"
    )


def vote(meeting: GroupMeeting, one: Participant, *, likes: list[int], avoids: list[int]) -> MeetingVote:
    """Keep what somebody said at the meeting; said again, it replaces. Raises DomainError when voting is closed."""
    if len(likes) > meeting.choices:
        raise DomainError(f"Не больше {meeting.choices}.", field="choice_1", code="many")
    known = {key for key, _ in others_for(meeting, one)}
    if not {*likes, *avoids} <= known:
        raise DomainError("Кого-то из выбранных уже нет в списке: выберите снова.", code="gone")
    side = {"mentee": one.entry} if one.is_mentee else {"mentor": one.entry}
    with transaction.atomic():
        locked = GroupMeeting.objects.select_for_update().get(pk=meeting.pk)
        if locked.closed_at is not None:
            raise DomainError(CLOSED, code="closed")
        record_preferences(one.entry, likes=likes, avoids=avoids, source=PreferenceSource.MEETING, actor=None)
        answer, is_new = MeetingVote.objects.get_or_create(
            meeting=meeting, **side, defaults={"organization": meeting.organization}
        )
        if not is_new:
            answer.save(update_fields=["updated_at"])
    return answer


def close_meeting(meeting: GroupMeeting, *, closed: bool, actor: User | None) -> GroupMeeting:
    """Close the voting, or open it again."""
    with transaction.atomic():
        locked = GroupMeeting.objects.select_for_update().get(pk=meeting.pk)
        locked.closed_at = timezone.now() if closed else None
        locked.save(update_fields=["closed_at", "updated_at"])
        audit.record(
            "group_meeting.closed" if closed else "group_meeting.opened", subject=locked, actor=actor
        )
    return locked


def match_meeting(meeting: GroupMeeting, *, projects: list[Project], actor: User | None) -> MatchDraft | Job:
    """Close the voting and find the pairs by what the hall has said."""
    close_meeting(meeting, closed=True, actor=actor)
    made = start_matching(meeting.programme, projects=projects, actor=actor, meeting=meeting.pk)
    if isinstance(made, MatchDraft):
        GroupMeeting.objects.filter(pk=meeting.pk).update(draft=made)
    return made
