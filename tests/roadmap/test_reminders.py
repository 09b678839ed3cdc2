"""Digests: to the right people, once a day, never on a day off; each letter once whatever happens to the run."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from core.enums import Role
from core.models import Membership, User
from roadmap.domain import reminders as domain
from roadmap.domain.reminders import choose_reminders, prepare_digests, send_digests, send_reminders
from roadmap.domain.roadmaps import approve_roadmap, archive_roadmap
from roadmap.models import Activity, Assignee, Digest, Occurrence, Reminder, ReminderChoice
from roadmap.tasks import send_reminders as task
from tests import factories
from tests.roadmap import makers

MOSCOW = ZoneInfo("Europe/Moscow")


def at(day: date, hour: int = 9, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 5, tzinfo=zone)


#: Thursday; the demo's rows are due on it.
DUE = date(2026, 12, 10)
ON = at(DUE)


def plan(org, *rows, **given):
    programme = factories.programme(org, **given)
    return approve_roadmap(makers.roadmap(programme, *rows), actor=None)


def choose(member: Membership, **given) -> ReminderChoice:
    values = {
        "is_on": True,
        "days_before": [7, 1],
        "on_day": True,
        "when_late": True,
        "hour": 8,
        "escalate_after": 7,
    }
    return choose_reminders(member.user, member.organization, **values | given)


def assign(member: Membership) -> None:
    for activity in Activity.objects.filter(stage__roadmap__organization=member.organization):
        Assignee.objects.filter(activity=activity).delete()
        Assignee.objects.create(activity=activity, user=member.user)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_one_letter_a_day_holds_everything_and_a_second_run_sends_nothing(org, curator):
    plan(
        org,
        makers.row(text="Собраться"),
        makers.row(text="Отчитаться"),
        makers.row(deadline="до 17 декабря 2026"),
    )
    assert send_reminders(ON) == 1
    assert send_reminders(ON + timedelta(minutes=10)) == 0
    (letter,) = mail.outbox
    assert letter.to == [curator.user.email]
    assert letter.subject == "Дорожная карта: 3 напоминания"
    for words in (
        "СРОК СЕГОДНЯ",
        "Собраться",
        "Отчитаться",
        "СКОРО СРОК",
        "осталось 7\u00a0дней",
        "/roadmap/activities/",
    ):
        assert words in letter.body
    assert letter.extra_headers["Message-ID"].startswith("<digest-")
    assert (Digest.objects.count(), Reminder.objects.count()) == (1, 3)


def test_what_comes_back_each_month_and_was_missed_twice_is_one_line(org, curator):
    plan(org, makers.row(text="Собирать отзывы", deadline="ежемесячно до 25 числа"))
    send_reminders(at(date(2026, 11, 3)))
    body = mail.outbox[-1].body
    assert body.count("Собирать отзывы") == 1
    mail.outbox.clear()
    Digest.objects.all().delete()
    Occurrence.objects.filter(due=date(2026, 10, 25)).update(due=date(2026, 9, 30))
    send_reminders(at(date(2026, 10, 8)))
    assert mail.outbox[-1].body.count("Собирать отзывы") == 1
    assert "и ещё 1\u00a0срок" in mail.outbox[-1].body


def test_day_before_day_itself_and_day_after_each_once(org, curator):
    plan(org, makers.row())
    days = [DUE + timedelta(days=n) for n in range(-8, 3)]
    sent = [day for day in days for hour in (8, 12, 20) if send_reminders(at(day, hour))]
    assert sent == [date(2026, 12, 3), date(2026, 12, 9), date(2026, 12, 10), date(2026, 12, 11)]


def test_weekend_and_holiday_are_quiet_and_the_next_working_day_tells(org, curator):
    plan(org, makers.row(deadline="до 12 декабря 2026"), makers.row(deadline="до 8 января 2027"))
    choose(curator, days_before=[])
    assert [send_reminders(at(date(2026, 12, day))) for day in (12, 13, 14)] == [0, 0, 1]
    assert "просрочено 2\u00a0дня" in mail.outbox[-1].body
    assert [send_reminders(at(date(2027, 1, day))) for day in (4, 8, 9, 10)] == [0, 0, 0, 0]
    assert send_reminders(at(date(2027, 1, 11))) == 1


def test_letters_wait_for_the_persons_hour_in_the_institutions_zone_and_not_at_night(curator, org):
    far = factories.organization(time_zone="Asia/Vladivostok")
    east = factories.membership(far, Role.CURATOR)
    for each in (org, far):
        plan(each, makers.row())
    choose(curator, hour=10)
    midnight_utc = datetime(
        2026, 12, 10, 0, 30, tzinfo=ZoneInfo("UTC")
    )  # 03:30 in Moscow, 10:30 in Vladivostok
    assert send_reminders(midnight_utc) == 1
    assert mail.outbox[-1].to == [east.user.email]
    assert send_reminders(at(DUE, 9)) == 0
    assert send_reminders(at(DUE, 10)) == 1
    assert send_reminders(at(DUE + timedelta(days=1), 21)) == 0


def test_roles_of_the_plan_name_people_but_never_all_parents(org, curator, director):
    factories.membership(org, Role.PARENT)
    plan(org, makers.row(responsible="Директор"), makers.row(responsible="Родители, наставники"))
    rows = {row.number: row for row in Activity.objects.all()}
    for activity in rows.values():
        Assignee.objects.filter(activity=activity).delete()
    first, second = rows.values()
    Assignee.objects.create(activity=first, role=Role.DIRECTOR)
    Assignee.objects.create(activity=second, role=Role.PARENT)
    send_reminders(ON)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([curator.user.email, director.user.email])


def test_programmes_own_curator_is_written_to_and_project_curators_of_the_project(org, curator):
    other = factories.membership(org, Role.CURATOR)
    programme = factories.programme(org, curator=other.user)
    approve_roadmap(makers.roadmap(programme), actor=None)
    send_reminders(ON)
    assert [letter.to for letter in mail.outbox] == [[other.user.email]]
    project, of_project = factories.project(programme), factories.membership(org, Role.PROJECT_CURATOR)
    project.curators.add(of_project.user)
    made = approve_roadmap(makers.roadmap(programme, project=project), actor=None)
    activity = Activity.objects.get(stage__roadmap=made)
    Assignee.objects.filter(activity=activity).delete()
    Assignee.objects.create(activity=activity, role=Role.PROJECT_CURATOR)
    send_reminders(ON + timedelta(hours=1))
    assert mail.outbox[-1].to == [of_project.user.email]


def test_curator_is_told_when_others_are_late_by_their_own_number_of_days(org, curator, director):
    plan(org, makers.row())
    assign(director)
    choose(curator, escalate_after=4)
    days = [DUE + timedelta(days=n) for n in range(6)]
    told, letters = {}, []
    for day in days:
        mail.outbox.clear()
        send_reminders(at(day))
        told[day.day] = sorted(letter.to[0] for letter in mail.outbox)
        letters += mail.outbox
    assert told[10] == [director.user.email]
    assert told[14] == [curator.user.email]
    assert told[15] == []
    assert "ПРОСРОЧЕНО У ДРУГИХ" in letters[-1].body


def test_what_was_done_archived_or_never_approved_is_not_told(org, curator):
    roadmap = plan(org, makers.row())
    prepare_digests(ON)
    Occurrence.objects.update(state="done", done_on=DUE)
    assert send_digests(ON) == 0
    assert mail.outbox == []
    Occurrence.objects.update(state="open", done_on=None)
    archive_roadmap(roadmap, actor=None, reason="конец")
    makers.roadmap(factories.programme(org))
    assert send_reminders(at(DUE + timedelta(days=1))) == 0


def test_person_who_turned_reminders_off_or_left_gets_none(org, curator):
    plan(org, makers.row())
    choose(curator, is_on=False)
    assert send_reminders(ON) == 0
    choose(curator, is_on=True)
    User.objects.filter(pk=curator.user_id).update(is_active=False)
    assert send_reminders(ON) == 0


def test_run_that_dies_in_the_middle_goes_on_where_it_stopped(org, curator, monkeypatch):
    members = [factories.membership(org, Role.CURATOR) for _ in range(3)]
    plan(org, makers.row())
    real, calls = domain.send_letter, []

    def dying(to, **more):
        calls.append(to)
        if len(calls) == 3:
            raise SystemExit("killed")
        return real(to, **more)

    monkeypatch.setattr(domain, "send_letter", dying)
    with pytest.raises(SystemExit):
        send_reminders(ON)
    assert send_reminders(ON + timedelta(minutes=5)) == 0  # another sender has claimed them, it may be alive
    assert send_reminders(ON + timedelta(minutes=20)) == 2
    assert send_reminders(ON + timedelta(minutes=40)) == 0
    everybody = sorted(each.user.email for each in [curator, *members])
    assert sorted(letter.to[0] for letter in mail.outbox) == everybody


def test_letter_that_the_server_refused_is_tried_again_and_told_next_day(org, curator, monkeypatch):
    plan(org, makers.row())
    monkeypatch.setattr(domain, "send_letter", lambda to, **more: False)
    for minutes in range(0, 80, 10):
        assert send_reminders(ON + timedelta(minutes=minutes)) == 0
    assert Digest.objects.get().attempts == domain.MOST_ATTEMPTS
    monkeypatch.undo()
    assert send_reminders(at(DUE + timedelta(days=1))) == 1
    assert "просрочено 1\u00a0день" in mail.outbox[-1].body


def test_task_runs_the_pass(org, curator):
    plan(org, makers.row())
    task()
    assert Digest.objects.count() <= 1


def test_queries_are_the_same_for_one_institution_and_for_five(queries_of):
    costs = []
    for institutions, rows in ((1, 1), (5, 4)):
        Digest.objects.all().delete()
        for _ in range(institutions):
            org = factories.organization()
            factories.membership(org, Role.CURATOR)
            plan(org, *[makers.row() for _ in range(rows)])
        costs.append(queries_of(lambda: prepare_digests(ON)))
    assert Digest.objects.count() == 6
    assert costs[0] == costs[1]


def test_settings_page_keeps_what_was_chosen(curator, director, signed_in):
    address = reverse("roadmap:reminders")
    browser = signed_in(curator)
    assert "Сообщать, если у других просрочено" in browser.get(address).content.decode()
    values = {"is_on": "on", "days_before": ["14", "3"], "hour": "10", "escalate_after": "5"}
    assert browser.post(address, values).status_code == 302
    row = ReminderChoice.objects.get()
    assert (row.days_before, row.on_day, row.hour, row.escalate_after) == ([14, 3], False, 10, 5)
    assert browser.post(address, values | {"hour": "3"}).status_code == 422
    assert "у других" not in signed_in(director).get(address).content.decode()
    assert signed_in(director).post(address, {"hour": "8"}).status_code == 302
    assert ReminderChoice.objects.get(user=director.user).is_on is False
    assert reverse("roadmap:reminders") in browser.get(reverse("core:profile")).content.decode()
