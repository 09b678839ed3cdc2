"""Reading group meetings: the link on the wall, people's own codes, who has answered."""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse
from django_scopes import scopes_disabled

from core.clock import today
from core.models import Membership
from core.personal_tokens import hash_token, looks_right, token_for
from mentorship.match_enums import Side
from mentorship.models import GroupMeeting, MeetingVote, MenteeEntry, MentorEntry, Programme
from mentorship.selectors.consents import live_consents
from mentorship.selectors.gates import missing_for, needed_kinds
from mentorship.selectors.matching import MENTOR_STATES, mentees_waiting
from mentorship.selectors.programmes import projects_visible_to

PURPOSE, CODE_PURPOSE = "group-meeting", "group-meeting-code"
#: Characters of five bits: with the meeting's own link of 130 bits and a limit of wrong codes.
CODE_LENGTH = 8


def find_meeting(token: str) -> GroupMeeting | None:
    """The meeting of a token, of whatever institution: the link on the wall comes from nobody in particular."""
    if not looks_right(token):
        return None
    with scopes_disabled():
        return (
            GroupMeeting.objects.select_related("organization", "programme__organization")
            .filter(token_hash=hash_token(token))
            .first()
        )


def meeting_token(meeting: GroupMeeting) -> str:
    return token_for(meeting.key, purpose=PURPOSE)


def link_of(meeting: GroupMeeting, code: str = "") -> str:
    """The full address of the meeting, or of one person at it."""
    name, given = ("meeting_vote", {"code": code}) if code else ("meeting_entry", {})
    path = reverse(f"mentorship:{name}", kwargs={"token": meeting_token(meeting), **given})
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def qr_svg(address: str, title: str) -> str:
    """A QR code as SVG without inline styles."""
    target = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        target,
        kind="svg",
        scale=1,
        border=3,
        xmldecl=False,
        svgns=True,
        omitsize=True,
        title=title,
        light="#fff",
    )
    return target.getvalue().decode()


def code_of(meeting: GroupMeeting, entry: MenteeEntry | MentorEntry) -> str:
    """The person's own code at this meeting: made of the meeting's key, kept nowhere."""
    side = Side.MENTEE if isinstance(entry, MenteeEntry) else Side.MENTOR
    return token_for(f"{meeting.key}:{side}:{entry.pk}", purpose=CODE_PURPOSE)[:CODE_LENGTH]


@dataclass(frozen=True)
class Participant:
    entry: MenteeEntry | MentorEntry
    code: str
    answered: bool = False

    @property
    def is_mentee(self) -> bool:
        return isinstance(self.entry, MenteeEntry)


def participants(meeting: GroupMeeting) -> list[Participant]:
    """Who may answer: mentees without a pair, then confirmed mentors, with consents in force; by name."""
    programme, day = meeting.programme, today(meeting.organization)
    mentees = list(mentees_waiting(programme).select_related("person").order_by("sort_name", "pk"))
    mentors = list(
        MentorEntry.objects.filter(programme=programme, state__in=MENTOR_STATES)
        .select_related("person")
        .order_by("sort_name", "pk")
    )
    entries: list[MenteeEntry | MentorEntry] = [*mentees, *mentors]
    known = live_consents([entry.person_id for entry in entries], programme)
    votes = MeetingVote.objects.filter(meeting=meeting).values_list("mentee_id", "mentor_id")
    said = {("mentee", mentee) if mentee else ("mentor", mentor) for mentee, mentor in votes}
    return [
        Participant(
            entry,
            code_of(meeting, entry),
            ("mentee" if isinstance(entry, MenteeEntry) else "mentor", entry.pk) in said,
        )
        for entry in entries
        if not missing_for(
            entry.person, needed_kinds(entry.person, day=day), known.get(entry.person_id, {}), day
        )
    ]


def others_for(meeting: GroupMeeting, one: Participant) -> list[tuple[int, str]]:
    """(id, name) of the other side whom the participant may name: of the same form, not themself."""
    programme = meeting.programme
    rows = [other for other in participants(meeting) if other.is_mentee != one.is_mentee]
    forms = {
        entry.pk: {project.pk for project in entry.projects.all()}
        for entry in MentorEntry.objects.filter(programme=programme).prefetch_related("projects")
    }

    def together(other: Participant) -> bool:
        mentee, mentor = (one, other) if one.is_mentee else (other, one)
        own = forms.get(mentor.entry.pk, set())
        project = mentee.entry.project_id  # type: ignore[union-attr]
        return mentee.entry.person_id != mentor.entry.person_id and (
            not own or project is None or project in own
        )

    return [(other.entry.pk, _named(other.entry)) for other in rows if together(other)]


def _named(entry: MenteeEntry | MentorEntry) -> str:
    person = entry.person
    return f"{person.full_name}, {person.group}" if person.group else person.full_name


def meetings_visible_to(membership: Membership, programme: Programme | None) -> list[GroupMeeting]:
    """Those who lead some form of the programme see its meetings."""
    if programme is None or not projects_visible_to(membership, programme):
        return []
    return list(GroupMeeting.objects.filter(programme=programme))
