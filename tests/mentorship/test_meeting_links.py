"""A meeting by a personal link: who has no account says how it went, once, and reads nobody's data."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from core.models import AuditEntry
from mentorship.domain.meeting_letters import invite
from mentorship.meeting_enums import MeetingKind, MeetingState, Side
from mentorship.models import CareTask, Meeting, MeetingPresence, PairFeedback
from mentorship.selectors.meeting_links import Reader, link_of, readers_of
from tests import factories
from tests.mentorship.conftest import guardian_for, today
from tests.mentorship.meeting_world import held, planned, working_pair
from tests.mentorship.test_consent_life import born

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def pair(org, project):
    mentor = factories.mentor(
        project.programme,
        person=factories.person(org, last_name="Наставников", email="mentor@example.test"),
        capacity=5,
    )
    child = factories.person(org, last_name="Ребёнков", birth_date=born(16), email="")
    return working_pair(project, mentor=mentor, mentees=[factories.mentee(project.programme, person=child)])


@pytest.fixture
def phone():
    return Client(enforce_csrf_checks=True)


def mentee_of(pair):
    return pair.places.first().mentee.person


def path(meeting, person, reader=None) -> str:
    return "/" + link_of(meeting, Reader(person, reader or person, "")).split("/", 3)[3]


def past(pair, **given) -> Meeting:
    """A planned meeting whose day has come."""
    return planned(pair, on=today(), **given)


def test_both_sides_answer_without_an_account_and_the_page_names_nobody(pair, phone):
    meeting = past(pair, topic="Разговор о тревоге", place="Кабинет 214")
    mentor, child = path(meeting, pair.mentor.person), path(meeting, mentee_of(pair))
    page = phone.get(child)
    shown = page.content.decode()
    assert "Встреча-знакомство" in shown
    for secret in ("Наставников", "Ребёнков", "тревоге", "214"):
        assert secret not in shown
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert not page.cookies
    told = phone.post(mentor, {"answer": "held", "score": "4"}, follow=True)
    assert "Спасибо, записано" in told.content.decode()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.side) == (MeetingState.HELD, Side.MENTOR)
    assert meeting.mentor_confirmed_at
    assert meeting.mentees_confirmed_at is None
    assert MeetingPresence.objects.get().was_there
    assert PairFeedback.objects.get().score == 4
    phone.post(child, {"answer": "held"})
    meeting.refresh_from_db()
    assert meeting.mentees_confirmed_at
    trail = AuditEntry.objects.filter(action="meeting.answered_by_link").order_by("pk")
    assert [line.after["side"] for line in trail] == ["Наставник", "Наставляемый"]
    assert {line.ip_address for line in trail} == {"127.0.0.1"}


def test_the_same_answer_twice_is_one_answer(pair, phone):
    meeting = past(pair)
    link = path(meeting, pair.mentor.person)
    for _ in range(2):
        assert phone.post(link, {"answer": "held", "score": "2", "needs_help": "on"}).status_code == 302
    assert Meeting.objects.filter(state=MeetingState.HELD).count() == 1
    assert PairFeedback.objects.count() == CareTask.objects.count() == 1


def test_not_held_asks_why_and_moved_asks_the_day(pair, phone):
    meeting = past(pair)
    link = path(meeting, pair.mentor.person)
    assert "почему" in phone.post(link, {"answer": "not_held"}).content.decode()
    assert phone.post(link, {"answer": "moved"}).status_code == 422
    assert phone.post(link, {"answer": "moved", "new_on": "2020-01-01"}).status_code == 422
    later = today() + timedelta(days=3)
    phone.post(link, {"answer": "moved", "new_on": later.isoformat()})
    meeting.refresh_from_db()
    assert (meeting.on, meeting.state, meeting.sequence) == (later, MeetingState.PLANNED, 1)
    early = phone.get(link).content.decode()
    assert "ещё впереди" in early
    assert "Встреча была" not in early
    assert phone.post(link, {"answer": "held"}).status_code == 422
    Meeting.objects.filter(pk=meeting.pk).update(on=today())
    other = past(pair, kind=MeetingKind.TRIAL, in_order=False)
    phone.post(path(other, pair.mentor.person), {"answer": "not_held", "reason": "Болел"})
    other.refresh_from_db()
    assert (other.state, other.reason) == (MeetingState.MISSED, "Болел")


def test_what_is_written_down_is_not_overridden_but_the_curator_hears(pair, phone):
    meeting = held(pair, side=Side.MENTOR)
    link = path(meeting, mentee_of(pair))
    told = phone.post(link, {"answer": "not_held", "reason": "Никто не пришёл"}, follow=True).content.decode()
    assert "Куратор получил ваше слово" in told
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD
    assert "Никто не пришёл" in CareTask.objects.get().text


def test_one_of_a_group_does_not_speak_for_the_others(pair, project, phone):
    other = factories.mentee(project.programme, project=project)
    pair.places.create(mentee=other, project=project, mentor=pair.mentor, slot=2)
    meeting = past(pair)
    link = path(meeting, mentee_of(pair))
    assert "Перенесли" not in phone.get(link).content.decode()
    phone.post(link, {"answer": "not_held", "reason": "Я болел"})
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED
    assert CareTask.objects.count() == 1
    phone.post(link, {"answer": "held"})
    assert MeetingPresence.objects.get().place.mentee.person == mentee_of(pair)


def test_a_parent_answers_for_a_child_and_gives_no_mark(pair, phone):
    child = mentee_of(pair)
    parent = guardian_for(child, email="mother@example.test")
    meeting = past(pair)
    link = path(meeting, child, parent)
    page = phone.get(link).content.decode()
    assert "вашего ребёнка" in page
    assert "Как прошло" not in page
    phone.post(link, {"answer": "held", "score": "5"})
    meeting.refresh_from_db()
    assert meeting.mentees_confirmed_at
    assert not PairFeedback.objects.exists()
    child.guardian_links.all().delete()
    assert phone.get(link).status_code == 404, "a representative no more"


def test_a_link_is_of_one_meeting_of_one_person_and_ends(pair, project, phone, org):
    meeting = past(pair)
    link = path(meeting, pair.mentor.person)
    stranger = factories.person(org)
    assert phone.get(path(meeting, stranger)).status_code == 404
    own, child = (one.rsplit("/", 2)[1] for one in (link, path(meeting, mentee_of(pair))))
    forged = "-".join([*child.split("-")[:3], own.split("-")[3]])
    for wrong in (forged, own[:-1], own + "a", "x" * 40, "1-1-1-" + "a" * 26, "9" * 18 + "-1-1-" + "a" * 26):
        assert phone.get(f"/s/meetings/{wrong}/").status_code == 404
    Meeting.objects.filter(pk=meeting.pk).update(on=today() - timedelta(days=15))
    late = phone.post(link, {"answer": "held"})
    assert late.status_code == 410
    Meeting.objects.filter(pk=meeting.pk).update(on=today(), state="cancelled", reason="Болезнь")
    assert "отменена" in phone.get(link).content.decode()
    Meeting.objects.filter(pk=meeting.pk).update(state="held", reason="")
    assert phone.get(link).status_code == 200
    pair.places.update(left_on=today(), is_live=False)
    assert phone.get(path(meeting, mentee_of(pair))).status_code == 404, "of the pair no more"


def test_a_link_takes_so_many_answers_in_an_hour(pair, phone):
    link = path(past(pair), pair.mentor.person)
    answers = [phone.post(link, {"answer": "nonsense"}).status_code for _ in range(21)]
    assert answers[-2:] == [422, 429]


def test_letters_carry_the_link_to_those_without_an_account(
    pair, mailoutbox, django_capture_on_commit_callbacks
):
    child = mentee_of(pair)
    guardian_for(child, email="mother@example.test")
    mentor = pair.mentor.person
    mentor.user = factories.user()
    mentor.save()
    with django_capture_on_commit_callbacks(execute=True):
        meeting = past(pair)
        assert invite(meeting, actor=None) == 2
    to = {letter.to[0]: letter.body for letter in mailoutbox}
    assert "/s/meetings/" not in to["mentor@example.test"]
    assert f"/meetings/{meeting.pk}/" in to["mentor@example.test"]
    assert path(meeting, child, readers_of(pair)[1].reader) in to["mother@example.test"]
    assert "Вашему ребёнку назначена встреча" in to["mother@example.test"]
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        held(pair, MeetingKind.TRIAL, side=Side.MENTOR, in_order=False)
    [asked] = mailoutbox
    assert asked.to == ["mother@example.test"]
    assert "В портале записано, что прошла встреча" in asked.body
    assert asked.attachments == []


def test_a_curator_hands_links_over_and_a_participant_sees_none(pair, curator, signed_in, project):
    meeting = past(pair)
    page = signed_in(curator).get(f"/meetings/{meeting.pk}/")
    assert path(meeting, pair.mentor.person) in page.content.decode()
    mentor = factories.membership(project.organization, "mentor")
    pair.mentor.person.user = mentor.user
    pair.mentor.person.save()
    own = signed_in(mentor).get(f"/meetings/{meeting.pk}/").content.decode()
    assert "/s/meetings/" not in own
