"""Calendar links: who reads what, revoking, tags; and the calendar as the library reads it back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from core.enums import Role
from core.models import AuditEntry, Membership, User
from roadmap.calendars import DueDay, calendar_of, plain
from roadmap.domain.editing import edit_activity
from roadmap.domain.evidence import add_evidence
from roadmap.domain.feeds import create_feed, find_feed, revoke_feed
from roadmap.models import Activity, Assignee, CalendarFeed
from roadmap.selectors.feeds import due_days
from roadmap.views.feeds import READS_AN_HOUR
from tests import factories
from tests.roadmap import makers

db = pytest.mark.django_db


@pytest.fixture
def programme(org, unscoped):
    return factories.programme(org)


def address(made) -> str:
    return "/" + made.link.split("/", 3)[3]


def events(data: bytes) -> list:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def row(**given) -> DueDay:
    values = {
        "uid": "activity-1-1@portal.test", "title": "Собраться", "text": "Собраться", "deadline": "до 10 декабря",
        "start": None, "due": date(2026, 12, 10), "is_done": False,
        "changed": datetime(2026, 9, 1, 8, tzinfo=UTC), "url": "https://portal.test/roadmap/activities/1/",
    }  # fmt: skip
    return DueDay(**values | given)


def test_calendar_has_events_of_whole_days_and_folds_its_lines():
    data = calendar_of(
        "Наш план; год, 2026", [row(text="Очень длинный текст, с запятыми; " * 20)], alarm_days=3
    )
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    (event,) = events(data)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 10), date(2026, 12, 11))
    assert b"DTSTART;VALUE=DATE:20261210" in data
    assert str(event["uid"]) == "activity-1-1@portal.test"
    assert "X-WR-CALNAME:Наш план\\; год\\, 2026" in data.decode()
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-3, hours=9)
    assert events(calendar_of("", [row()], alarm_days=None))[0].walk("VALARM") == []


def test_short_stretch_is_an_event_of_its_days_and_a_long_one_of_its_last():
    (short,) = events(calendar_of("", [row(start=date(2026, 12, 7))]))
    (long,) = events(calendar_of("", [row(start=date(2026, 9, 1))]))
    assert (short.decoded("dtstart"), long.decoded("dtstart")) == (date(2026, 12, 7), date(2026, 12, 10))
    assert "С\u00a01" in str(long["description"]).replace("С 1", "С\u00a01")


def test_done_is_marked_and_rings_no_more():
    (event,) = events(calendar_of("", [row(is_done=True)], alarm_days=1))
    assert str(event["summary"]) == "✓ Собраться"
    assert event.walk("VALARM") == []


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from([None, 0, 7]))
def test_any_text_comes_back_as_it_was(title, text, alarm):
    data = calendar_of(title, [row(title=title or "x", text=text)], alarm_days=alarm)
    (event,) = events(data)
    assert str(event["summary"]) == plain(title or "x")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert calendar_of(title, [row(title=title or "x", text=text)], alarm_days=alarm) == data


@db
def test_program_reads_the_calendar_without_signing_in_and_gets_304_for_what_it_has(programme, curator):
    makers.roadmap(programme, makers.row(text="Собраться"), makers.row(deadline="весь период"))
    made = create_feed(curator.user, curator.organization, programme=programme)
    reader = Client()
    answer = reader.get(address(made))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert [str(event["summary"]).endswith("Собраться") for event in events(answer.content)] == [True]
    again = reader.get(address(made), headers={"If-None-Match": f'W/{answer["ETag"]}, "other"'})
    assert (again.status_code, again.content) == (304, b"")
    assert reader.head(address(made)).status_code == 200
    assert reader.post(address(made)).status_code == 405
    made.feed.refresh_from_db()
    assert made.feed.last_read_on is not None


@db
def test_event_keeps_its_name_when_its_day_moves(programme, curator, unscoped):
    activity = makers.activity(programme)
    made = create_feed(curator.user, curator.organization)
    before = due_days(made.feed, [curator], date(2026, 11, 21))
    edit_activity(activity, actor=curator.user, deadline="до 20 декабря 2026")
    after = due_days(made.feed, [curator], date(2026, 11, 21))
    assert (before[0].uid, before[0].due, after[0].due) == (
        after[0].uid,
        date(2026, 12, 10),
        date(2026, 12, 20),
    )


@db
def test_own_calendar_holds_what_a_person_answers_for(programme, curator, director, unscoped):
    makers.roadmap(programme, makers.row(text="Моё"), makers.row(text="Директора"))
    for text, member in (("Моё", curator), ("Директора", director)):
        activity = Activity.objects.get(text=text)
        Assignee.objects.filter(activity=activity).delete()
        Assignee.objects.create(activity=activity, user=member.user)
    made = create_feed(director.user, director.organization)
    assert [each.text for each in due_days(made.feed, [director], date(2026, 11, 21))] == ["Директора"]


@db
def test_nothing_of_people_but_the_text_of_the_activity_is_told(programme, curator, unscoped):
    makers.roadmap(programme, makers.row(text="Собраться", responsible="Секретова Мария Петровна"))
    add_evidence(
        Activity.objects.get(),
        actor=curator.user,
        note="Принесла Тайнова",
        completes=True,
        on=date(2026, 9, 2),
    )
    made = create_feed(curator.user, curator.organization, programme=programme)
    text = Client().get(address(made)).content.decode()
    for name in ("Секретова", "Тайнова", curator.user.full_name, curator.user.email):
        assert name not in text.replace("\r\n ", "")


@db
def test_revoked_link_and_that_of_somebody_who_left_are_not_found(programme, curator, director, unscoped):
    makers.roadmap(programme)
    made = create_feed(curator.user, curator.organization, programme=programme)
    other = create_feed(director.user, director.organization)
    third = create_feed(curator.user, curator.organization)
    reader = Client()
    assert reader.get(address(made)).status_code == 200
    revoke_feed(revoke_feed(made.feed, actor=curator.user), actor=curator.user)
    Membership.objects.filter(pk=director.pk).update(is_active=False)
    assert [reader.get(address(each)).status_code for each in (made, other)] == [404, 404]
    User.objects.filter(pk=curator.user_id).update(is_active=False)
    assert reader.get(address(third)).status_code == 404
    for token in ("x", "a" * 43, "%00" * 5, "../" * 3):
        assert reader.get(f"/s/calendar/{token}.ics").status_code == 404
    assert AuditEntry.objects.filter(action="calendar.revoked").count() == 1


@db
def test_token_has_256_bits_and_only_its_hash_is_kept(programme, curator, unscoped):
    made = create_feed(curator.user, curator.organization)
    token = made.link.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(token) == 43
    assert token not in str(CalendarFeed.objects.values())
    assert find_feed(token).feed == made.feed
    again = create_feed(curator.user, curator.organization)
    assert find_feed(token) is None
    assert CalendarFeed.objects.filter(revoked_at__isnull=True).get() == again.feed


@db
def test_link_that_is_asked_on_and_on_is_told_to_wait(programme, curator, unscoped):
    made, reader = create_feed(curator.user, curator.organization), Client()
    statuses = [reader.get(address(made)).status_code for _ in range(READS_AN_HOUR + 1)]
    assert (statuses[READS_AN_HOUR - 1], statuses[-1]) == (200, 429)


@db
def test_project_curators_link_shows_their_projects_only(org, programme, unscoped):
    own, other = factories.project(programme), factories.project(programme)
    member = factories.membership(org, Role.PROJECT_CURATOR)
    own.curators.add(member.user)
    makers.roadmap(programme, makers.row(text="Моего проекта"), project=own)
    makers.roadmap(programme, makers.row(text="Чужого проекта"), project=other)
    made = create_feed(member.user, org, programme=programme)
    assert [each.text for each in due_days(made.feed, [member], date(2026, 11, 21))] == ["Моего проекта"]


@db
def test_link_is_made_shown_once_and_revoked_on_the_page(programme, curator, director, signed_in, unscoped):
    browser, page = signed_in(curator), reverse("roadmap:feeds")
    assert browser.post(page, {"programme": programme.pk, "alarm_days": "3"}).status_code == 302
    feed = CalendarFeed.objects.get()
    assert (feed.programme, feed.alarm_days) == (programme, 3)
    first = browser.get(page).content.decode()
    assert "/s/calendar/" in first
    assert "/s/calendar/" not in browser.get(page).content.decode()
    revoke = reverse("roadmap:feed_revoke", args=[feed.pk])
    assert signed_in(director).post(revoke).status_code == 404
    assert browser.post(revoke).status_code == 302
    assert "Ссылок пока нет" in browser.get(page).content.decode()
    assert browser.post(page, {"programme": "999"}).status_code == 422


@db
def test_calendar_costs_the_same_for_one_row_and_for_three(org, curator, queries_of, unscoped):
    costs = []
    for count in (1, 3):
        programme = factories.programme(org)
        makers.roadmap(programme, *[makers.row(stage=f"Этап {n}.") for n in range(1, count + 1)])
        feeds = [create_feed(curator.user, org, programme=programme), create_feed(curator.user, org)]
        costs.append([queries_of(lambda each=each: Client().get(address(each))) for each in feeds])
    assert costs[0] == costs[1]
