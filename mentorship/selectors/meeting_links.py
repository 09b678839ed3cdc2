"""Personal links to one meeting for those who have no account: whose they are, whom they lead to, when they close.

Nothing is kept for a link: its token is made from the meeting's random key under the installation's secret (decision
060), and the address says which meeting, whose word and who reads it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare
from django_scopes import scopes_disabled

from core.clock import today
from core.domain.letters import public_link
from core.models import Organization
from core.personal_tokens import token_for
from mentorship.ages import is_minor
from mentorship.meeting_enums import MeetingState, Side
from mentorship.models import Guardianship, Meeting, Pair, PairMentee, Person

PURPOSE = "meeting"
#: A link answers for so many days after the meeting's day.
LIFE = dt.timedelta(days=14)
_ADDRESS = re.compile(r"([0-9]{1,18})-([0-9]{1,18})-([0-9]{1,18})-([a-km-np-z2-9]{26})")


@dataclass(frozen=True)
class Reader:
    """Who is written to about a meeting, and whose word theirs is: their own, or their child's."""

    person: Person
    reader: Person
    address: str

    @property
    def is_guardian(self) -> bool:
        return self.person.pk != self.reader.pk

    @property
    def has_account(self) -> bool:
        """Whether the portal's own page of the meeting opens to them: a parent's account is in no pair."""
        return self.reader.user_id is not None and not self.is_guardian


@dataclass(frozen=True)
class Guest:
    """What a link opens: one meeting, for one person of the pair."""

    meeting: Meeting
    person: Person
    side: Side
    #: The mentee's place; None for the mentor.
    place: PairMentee | None
    is_guardian: bool
    #: Whether the pair has several mentees: one of them does not speak for the others.
    in_group: bool

    @property
    def organization(self) -> Organization:
        return self.meeting.organization

    @property
    def has_confirmed(self) -> bool:
        mine = self.meeting.mentor_confirmed_at if self.place is None else self.meeting.mentees_confirmed_at
        return mine is not None

    @property
    def speaks_for_all(self) -> bool:
        return self.place is None or not self.in_group


def address_of(person: Person) -> str:
    return person.email or (person.user.email if person.user_id and person.user else "")


def readers_of(pair: Pair) -> list[Reader]:
    """The mentor and the mentees who are there, each at their address; for a child without one, the parents."""
    places = _places(pair).filter(left_on__isnull=True)
    people = [pair.mentor.person, *(place.mentee.person for place in places)]
    found = [Reader(person, person, address) for person in people if (address := address_of(person))]
    day = today(pair.organization)
    alone = [
        one.pk
        for one in people[1:]
        if not address_of(one) and is_minor(one.birth_date, day, emancipated=one.is_emancipated)
    ]
    links = Guardianship.objects.filter(ward__in=alone).select_related("guardian__user", "ward")
    return found + [
        Reader(link.ward, link.guardian, address) for link in links if (address := address_of(link.guardian))
    ]


def link_of(meeting: Meeting, one: Reader) -> str:
    token = _token(meeting, one.person.pk, one.reader.pk)
    return public_link("mentorship:meeting_by_link", token=token)


def find_guest(token: str) -> Guest | None:
    """The meeting of a link, across institutions; None for a wrong token and for who is of the pair no more."""
    parts = _ADDRESS.fullmatch(token)
    if parts is None:
        return None
    pk, person, reader = (int(part) for part in parts.groups()[:3])
    with scopes_disabled():
        rows = Meeting.objects.select_related(
            "organization", "programme", "pair__organization", "pair__programme", "pair__mentor__person"
        )
        meeting = rows.filter(pk=pk).first()
        if meeting is None or not constant_time_compare(token, _token(meeting, person, reader)):
            return None
        if reader != person and not Guardianship.objects.filter(ward=person, guardian=reader).exists():
            return None
        return _guest(meeting, person, is_guardian=reader != person)


def why_closed(guest: Guest) -> str:
    """Why nothing is answered by the link any more; empty while it is."""
    meeting = guest.meeting
    if meeting.state == MeetingState.CANCELLED:
        return "Эта встреча отменена."
    if today(guest.organization) > meeting.on + LIFE:
        return "Срок ссылки прошёл. Если о встрече есть что сказать, обратитесь к куратору."
    return ""


def _guest(meeting: Meeting, person: int, *, is_guardian: bool) -> Guest | None:
    mentor = meeting.pair.mentor.person
    places = [place for place in _places(meeting.pair) if place.left_on is None or place.closed_with_pair]
    if person == mentor.pk:
        return Guest(meeting, mentor, Side.MENTOR, None, is_guardian, len(places) > 1)
    place = next((place for place in places if place.mentee.person_id == person), None)
    if place is None:
        return None
    return Guest(meeting, place.mentee.person, Side.MENTEE, place, is_guardian, len(places) > 1)


def _places(pair: Pair):  # type: ignore[no-untyped-def]
    return pair.places.select_related("mentee__person__user").order_by("pk")


def _token(meeting: Meeting, person: int, reader: int) -> str:
    numbers = f"{meeting.pk}-{person}-{reader}"
    return f"{numbers}-{token_for(f'{meeting.form_key}:{numbers}', purpose=PURPOSE)}"
