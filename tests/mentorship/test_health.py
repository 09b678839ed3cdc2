"""The signal of a pair: what it is made of, the same in the database and in words, in constant queries."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.enums import Role
from core.errors import DomainError
from mentorship.care_enums import Health
from mentorship.domain import care, meeting_norms
from mentorship.domain.feedback import record_feedback
from mentorship.domain.health import refresh_everywhere, refresh_pulses
from mentorship.domain.meetings import fail_meeting
from mentorship.domain.pairs import resume_pair, suspend_pair
from mentorship.health_app import attention
from mentorship.meeting_enums import MeetingKind as Kind
from mentorship.models import CareTask, MeetingBreak, PairPulse
from mentorship.selectors.health import health_counts, level_of, pairs_with_health, reasons_of
from tests import factories
from tests.mentorship.conftest import today
from tests.mentorship.meeting_world import held, planned, working_pair

pytestmark = pytest.mark.usefixtures("scoped")
DAY = timedelta(days=1)


@pytest.fixture
def pair(project):
    return working_pair(project, period_start=today())


def pulse_of(pair):
    refresh_pulses(pair.organization, [pair.pk])
    return PairPulse.objects.get(pair=pair)


def words(pair, day=None):
    found = pulse_of(pair)
    return [reason.text.replace("\u00a0", " ") for reason in reasons_of(found, day or today())]


def test_a_pair_that_meets_is_well_and_a_silent_one_is_not(pair):
    held(pair)
    pulse = pulse_of(pair)
    assert level_of(pulse, today()) == Health.GOOD
    assert "следующая нужна до" in words(pair)[0]
    assert level_of(pulse, pulse.due_on) == Health.GOOD
    assert level_of(pulse, pulse.due_on + DAY) == Health.ATTENTION
    assert level_of(pulse, pulse.alarm_on + DAY) == Health.ALARM
    assert "при норме 14 дней" in words(pair, pulse.due_on + DAY)[0]
    assert (pulse.due_on - today()).days >= 14


def test_holidays_and_vacations_put_the_term_off(org, pair):
    held(pair)
    plain = pulse_of(pair).due_on
    meeting_norms.add_break(
        org, title="Практика", starts_on=today() + DAY, ends_on=today() + 10 * DAY, actor=None
    )
    assert pulse_of(pair).due_on >= today() + 24 * DAY
    meeting_norms.remove_break(MeetingBreak.objects.get(), actor=None)
    assert pulse_of(pair).due_on == plain


def test_new_year_holidays_do_not_count(project):
    pair = working_pair(project, period_start=date(2025, 12, 26))
    assert pulse_of(pair).due_on >= date(2026, 1, 17)


def test_a_form_has_its_own_norm(org, project, pair):
    held(pair)
    assert meeting_norms.set_norms(org, {project.form_id: 7}, actor=None) == 1
    assert meeting_norms.set_norms(org, {project.form_id: 7}, actor=None) == 0
    pulse = pulse_of(pair)
    assert pulse.norm == 7
    assert (pulse.due_on - today()).days < 14
    with pytest.raises(DomainError):
        meeting_norms.set_norms(org, {project.form_id: 0}, actor=None)


def test_feedback_help_plans_and_forgotten_days_speak(org, pair):
    held(pair)
    mentor = pair.mentor.person
    record_feedback(pair, person=mentor, source="a", score=3)
    assert level_of(pulse_of(pair), today()) == Health.ATTENTION
    record_feedback(pair, person=mentor, source="b", score=2)
    assert level_of(pulse_of(pair), today()) == Health.ALARM
    assert "последняя оценка: 2 из 5" in words(pair)
    record_feedback(pair, person=mentor, source="c", score=5, needs_help=True)
    assert words(pair) == ["просят о помощи"]
    care.finish_task(CareTask.objects.get(), outcome="Поговорили", actor=None)
    assert level_of(pulse_of(pair), today()) == Health.GOOD
    late = planned(pair, Kind.TRIAL)
    assert "не отмечена" in " ".join(words(pair, late.on + DAY))


def test_a_call_to_the_psychologist_is_no_sign_for_others(programme, pair):
    held(pair)
    given = {
        "programme": programme,
        "pair": pair,
        "kind": "help",
        "key": "x",
        "text": "Тревога",
        "actor": None,
    }
    care.raise_task(**given, due_on=today(), role=Role.PSYCHOLOGIST)
    assert level_of(pulse_of(pair), today()) == Health.GOOD


def test_a_pair_at_rest_is_not_judged_and_its_pause_does_not_count(pair):
    held(pair)
    suspend_pair(pair, actor=None, reason="академический отпуск")
    assert not pulse_of(pair).is_working
    resume_pair_plainly(pair)
    assert pulse_of(pair).is_working


def resume_pair_plainly(pair):
    from tests.mentorship.conftest import sign_all

    sign_all(pair.programme)
    resume_pair(pair, actor=None)


def test_pulses_follow_what_happens(pair, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = held(pair)
    assert PairPulse.objects.get(pair=pair).last_on == today()
    with django_capture_on_commit_callbacks(execute=True):
        fail_meeting(made, reason="Ошибка", actor=None)
    assert PairPulse.objects.get(pair=pair).last_on is None
    with django_capture_on_commit_callbacks(execute=True):
        record_feedback(pair, person=pair.mentor.person, source="a", score=1, needs_help=True)
    pulse = PairPulse.objects.get(pair=pair)
    assert (pulse.score, pulse.needs_help) == (1, True)
    with django_capture_on_commit_callbacks(execute=True):
        suspend_pair(pair, actor=None, reason="болезнь")
    assert not PairPulse.objects.get(pair=pair).is_working


def test_the_database_and_the_words_agree_and_a_project_curator_sees_their_form(
    org, programme, project, curator
):
    pairs = [working_pair(project, period_start=today() - days * DAY) for days in (0, 20, 60)]
    foreign = working_pair(factories.project(programme), period_start=today())
    assert refresh_everywhere() == 4
    assert refresh_everywhere() == 0
    rows = {pair.pk: pair for pair in pairs_with_health(curator, programme, today())}
    assert {rows[pair.pk].health for pair in pairs} == {0, 1, 2}
    assert all(row.health == level_of(row.pulse, today()) for row in rows.values())
    assert health_counts(curator, programme, today()) == {
        Health.ALARM: 1, Health.ATTENTION: 1, Health.GOOD: 2,
    }  # fmt: skip
    own = factories.membership(org, Role.PROJECT_CURATOR)
    project.curators.add(own.user)
    seen = pairs_with_health(own, programme, today())
    assert {pair.pk for pair in seen} == {pair.pk for pair in pairs}
    assert foreign.pk not in {pair.pk for pair in seen}
    assert sum(health_counts(own, programme, today()).values()) == 3


def test_counting_costs_the_same_for_one_pair_and_for_five(org, project, pair, queries_of):
    refresh_pulses(org)
    one = queries_of(lambda: refresh_pulses(org))
    for _ in range(4):
        held(working_pair(project))
    assert queries_of(lambda: refresh_pulses(org)) == one


def test_the_page_tells_who_needs_attention(project, programme, curator, signed_in, queries_of, viewer_for):
    client = signed_in(curator)
    working_pair(project, period_start=today() - 60 * DAY)
    refresh_everywhere()
    address = reverse("mentorship:health")
    page = client.get(address).content.decode().replace("\u00a0", " ")
    assert "Тревога" in page
    assert "ни одной встречи за" in page
    assert "ни одной встречи" not in client.get(f"{address}?health=0").content.decode()
    assert "ни одной встречи" in client.get(f"{address}?health=2").content.decode()
    assert [row.tone for row in attention(viewer_for(curator, programme))] == ["bad"]
    one = queries_of(lambda: client.get(address))
    for _ in range(2):
        working_pair(project, period_start=today() - 60 * DAY)
    refresh_everywhere()
    assert queries_of(lambda: client.get(address)) == one


def test_norms_and_breaks_are_set_on_one_page(project, curator, signed_in):
    client = signed_in(curator)
    address = reverse("mentorship:meeting_rules")
    client.post(address, {"_norms": "1", f"form_{project.form_id}": "10"})
    assert 'value="10"' in client.get(address).content.decode()
    given = {"_break": "1", "title": "Каникулы", "starts_on": "2026-12-30", "ends_on": "2026-12-01"}
    assert client.post(address, given).status_code == 422
    client.post(address, given | {"ends_on": "2027-01-10"})
    assert "Каникулы" in client.get(address).content.decode()
    client.post(reverse("mentorship:break_remove", args=[MeetingBreak.objects.get().pk]))
    assert not MeetingBreak.objects.exists()
