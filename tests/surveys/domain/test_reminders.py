"""Reminders by schedule, and invitations of very many people as a job."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from core.domain.job_run import run_job
from core.enums import JobState
from core.models import Job
from surveys.domain import inviting
from surveys.domain.campaigns import open_campaign
from surveys.domain.reminders import remind_due, reminder_days
from surveys.enums import Audience
from surveys.models import Campaign
from tests.surveys import makers


def working(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("opens", "closes", "days"),
    [
        (date(2026, 11, 2), date(2026, 11, 13), [date(2026, 11, 4), date(2026, 11, 12)]),
        (date(2026, 11, 5), date(2026, 11, 16), [date(2026, 11, 9), date(2026, 11, 13)]),
        (date(2026, 11, 2), date(2026, 11, 2), []),
        (date(2026, 11, 6), date(2026, 11, 8), []),
        (date(2026, 11, 2), date(2026, 11, 4), [date(2026, 11, 3), date(2026, 11, 4)]),
    ],
)
def test_days_of_reminders(opens, closes, days):
    assert reminder_days(opens, closes, is_working=working) == days


@pytest.mark.slow
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 60))
def test_reminders_stay_inside_the_window_on_working_days(opens, length):
    closes = opens + timedelta(days=length)
    days = reminder_days(opens, closes, is_working=working)
    assert len(days) <= 2
    assert all(opens < day <= closes and working(day) for day in days)


@pytest.mark.usefixtures("unscoped")
def test_the_schedule_reminds_those_who_have_not_answered_once(programme, django_capture_on_commit_callbacks):
    campaign = makers.campaign(programme, reminds=True)
    silent = makers.campaign(programme)
    Campaign.objects.update(
        opens_on=makers.today() - timedelta(days=2), closes_on=makers.today() + timedelta(days=9)
    )
    for of in (campaign, silent):
        makers.invitation(of, makers.mentee_person(programme, email=f"wait{of.pk}@example.test"))
    done = makers.invitation(campaign, makers.mentee_person(programme, email="done@example.test"))
    makers.answer(done)
    days = reminder_days(*Campaign.objects.values_list("opens_on", "closes_on").get(pk=campaign.pk))
    noon = datetime.combine(days[0], datetime.min.time(), tzinfo=UTC) + timedelta(hours=9)

    assert remind_due(noon - timedelta(hours=9)) == [], "not in the night"
    assert remind_due(noon - timedelta(days=1)) == []
    assert remind_due(noon) == [campaign.pk]
    for job in Job.objects.filter(state=JobState.QUEUED):
        run_job(job.pk)
    assert [letter.to for letter in mail.outbox] == [[f"wait{campaign.pk}@example.test"]]


@pytest.mark.usefixtures("unscoped")
def test_very_many_are_invited_by_a_job_that_goes_on_after_a_crash(programme, monkeypatch, curator):
    monkeypatch.setattr(inviting, "AT_ONCE", 2)
    monkeypatch.setattr(inviting, "PART", 2)
    people = [makers.mentee_person(programme) for _ in range(5)]
    campaign = makers.campaign(programme, audience=Audience.MENTEES, opened=False)
    makers.invitation(campaign, people[0])

    open_campaign(campaign, actor=curator.user)
    assert campaign.invitations.count() == 1
    job = Job.objects.get(kind=inviting.JOB_KIND)
    run_job(job.pk)
    assert campaign.invitations.count() == 5
    assert inviting.invite_in_parts(campaign, actor=None) == 0


@pytest.mark.usefixtures("unscoped")
def test_rates_are_told_anew_while_the_page_is_open(programme, campaign, curator, signed_in, queries_of):
    address = f"/surveys/{campaign.pk}/rates/"
    desk = signed_in(curator)
    for group in ("ТМ-21", "ИС-11"):
        makers.invitation(campaign, makers.mentee_person(programme, group=group))
    before = desk.get(address).content.decode()
    count = queries_of(lambda: desk.get(address))
    makers.answer(campaign.invitations.first())

    assert "0 из 2" in before
    assert "1 из 2" in desk.get(address).content.decode()
    assert queries_of(lambda: desk.get(address)) == count
