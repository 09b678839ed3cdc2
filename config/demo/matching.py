"""The group meeting, what its hall said, a ban, and the draft of pairs that came of it."""

from __future__ import annotations

from config.demo.house import House
from core.clock import today
from mentorship.domain.bans import ban_pair
from mentorship.domain.group_meetings import close_meeting, open_meeting, vote
from mentorship.domain.matching import run_matching
from mentorship.models import GroupMeeting, MatchDraft, Programme
from mentorship.selectors.group_meetings import others_for, participants


def hold_group_meeting(house: House, programme: Programme) -> MatchDraft:
    """Two thirds of the hall answer, the voting is closed, the draft is made and returned."""
    day = min(max(today(programme.organization), programme.period_start), programme.period_end)
    meeting = open_meeting(
        programme,
        title="Общая встреча наставников и наставляемых",
        held_on=day,
        choices=3,
        actor=house.curator,
    )
    hall = participants(meeting)
    for number, one in enumerate(hall):
        others = [key for key, _ in others_for(meeting, one)]
        if number % 3 and others:
            start = number % len(others)
            vote(meeting, one, likes=(others[start:] + others[:start])[:2], avoids=[])
    mentees, mentors = [one for one in hall if one.is_mentee], [one for one in hall if not one.is_mentee]
    if mentees and mentors and mentees[0].entry.person_id != mentors[0].entry.person_id:
        ban_pair(
            mentors[0].entry.person,
            mentees[0].entry.person,
            kind="teacher",
            reason="Ведёт у него учебную практику",
            actor=house.curator,
        )
    draft = run_matching(
        programme,
        projects=programme.projects.select_related("form"),
        actor=house.curator,
        note="после общей встречи",
    )
    GroupMeeting.objects.filter(pk=meeting.pk).update(draft=draft)
    close_meeting(meeting, closed=True, actor=house.curator)
    return draft
