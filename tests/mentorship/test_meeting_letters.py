"""Invitations: one for each person, understood by calendars, taken back when the meeting is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from mentorship.domain import meetings as domain
from mentorship.domain.meeting_letters import invite
from mentorship.meeting_calendar import CANCEL, REQUEST, Invited, invitation_of
from tests import factories
from tests.mentorship.meeting_world import planned, working_pair

pytestmark = pytest.mark.usefixtures("scoped")
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@pytest.fixture
def pair(org, project):
    people = [factories.person(org, email=f"kid{number}@example.test") for number in (1, 2)]
    mentees = [factories.mentee(project.programme, person=person) for person in people]
    mentor = factories.mentor(project.programme, person=factories.person(org, email="mentor@example.test"))
    return working_pair(project, mentor=mentor, mentees=mentees)


def events(letter):
    _name, content, kind = letter.attachments[0]
    data = content if isinstance(content, bytes) else content.encode()
    calendar = Calendar.from_ical(data)
    return kind, str(calendar["method"]), calendar.walk("VEVENT")[0]


def test_each_is_invited_alone_and_told_of_changes(pair, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        meeting = planned(pair, starts_at=dt.time(15, 30), place="Библиотека")
        assert invite(meeting, actor=None) == 3
    assert {letter.to[0] for letter in mailoutbox} == {
        "kid1@example.test", "kid2@example.test", "mentor@example.test",
    }  # fmt: skip
    letter = next(one for one in mailoutbox if one.to == ["kid1@example.test"])
    kind, method, event = events(letter)
    assert "method=REQUEST" in kind
    assert method == "REQUEST"
    assert "kid2" not in str(event) + letter.body
    assert str(event["attendee"]) == "mailto:kid1@example.test"
    assert (event["dtstart"].dt - event["dtend"].dt) == dt.timedelta(minutes=-60)
    uid = str(event["uid"])
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        meeting = domain.edit_meeting(
            meeting, side="mentor", actor=None, on=meeting.on + dt.timedelta(days=1)
        )
    assert (str(events(mailoutbox[0])[2]["uid"]), int(events(mailoutbox[0])[2]["sequence"])) == (uid, 1)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        domain.cancel_meeting(meeting, reason="Болезнь", actor=None)
    assert len(mailoutbox) == 3
    kind, method, event = events(mailoutbox[0])
    assert (method, str(event["status"]), str(event["uid"])) == ("CANCEL", "CANCELLED", uid)
    assert int(event["sequence"]) == 2
    assert "Болезнь" in mailoutbox[0].body


def test_who_was_not_invited_hears_of_no_cancellation(pair, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        domain.cancel_meeting(planned(pair), reason="Болезнь", actor=None)
    assert mailoutbox == []


@given(
    title=WORDS,
    text=WORDS,
    name=WORDS,
    time=st.none() | st.times(),
    method=st.sampled_from([REQUEST, CANCEL]),
)
def test_any_words_make_a_calendar_that_reads_back(title, text, name, time, method):
    event = Invited(
        uid="meeting-1@portal", sequence=3, title=title, text=text, on=dt.date(2026, 11, 30), starts_at=time,
        minutes=45, zone="Asia/Novokuznetsk", where=text, url="https://portal.example/m", organizer="a@example.test",
        organizer_name=name, attendee="b@example.test", attendee_name=name,
        stamp=dt.datetime(2026, 11, 21, tzinfo=dt.UTC),
    )  # fmt: skip
    read = Calendar.from_ical(invitation_of(event, method=method))
    assert str(read["method"]) == method
    (found,) = read.walk("VEVENT")
    assert (str(found["summary"]), int(found["sequence"])) == (title, 3)
