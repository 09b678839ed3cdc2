"""Meetings: the order of kinds, days, who was there, who confirms, what is told of them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.facts import happened, withdrawn
from core.models import AuditEntry
from core.personal_tokens import new_key
from core.registries import personal_data
from mentorship.domain import meetings as domain
from mentorship.domain.feedback import record_feedback
from mentorship.domain.meeting_files import attach_file, remove_file
from mentorship.domain.pairs import complete_pair
from mentorship.enums import PairState, PersonCategory
from mentorship.meeting_enums import MeetingKind as Kind
from mentorship.meeting_enums import MeetingState, Side
from mentorship.models import CareTask, Meeting, MeetingFile, PairFeedback
from mentorship.selectors.meetings import agreed_day, outlook, presence_words
from tests import factories
from tests.mentorship.conftest import today
from tests.mentorship.meeting_world import START, held, planned, working_pair

pytestmark = pytest.mark.usefixtures("scoped")
DAY = timedelta(days=1)


@pytest.fixture
def pair(project):
    return working_pair(project)


@pytest.fixture
def heard():
    """What was told by facts while a test ran."""
    told: list[tuple[str, object]] = []

    def hear(fact, **_):
        told.append((fact.kind, fact.subject))

    def hear_back(fact, **_):
        told.append((f"-{fact.kind}", fact.subject))

    happened.connect(hear)
    withdrawn.connect(hear_back)
    yield told
    happened.disconnect(hear)
    withdrawn.disconnect(hear_back)


def test_the_kinds_come_in_their_order(pair):
    with pytest.raises(DomainError, match="Сначала: встреча-знакомство"):
        held(pair, Kind.TRIAL)
    held(pair, Kind.ACQUAINTANCE, START)
    with pytest.raises(DomainError, match="Сначала: пробная рабочая встреча"):
        held(pair, Kind.REGULAR)
    held(pair, Kind.TRIAL, START + DAY)
    assert outlook(pair, planned=False, in_order=True).kind == Kind.PLANNING
    held(pair, Kind.PLANNING, START + 2 * DAY)
    for number in (3, 10):
        held(pair, Kind.REGULAR, START + number * DAY)
    held(pair, Kind.FINAL)
    assert Meeting.objects.count() == 6


def test_only_the_working_meetings_repeat(pair):
    held(pair, Kind.ACQUAINTANCE, START)
    with pytest.raises(DomainError, match="уже была"):
        held(pair, Kind.ACQUAINTANCE, START + DAY)
    other = Meeting.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(
            organization=pair.organization, programme=pair.programme, pair=pair, kind=other.kind,
            state=MeetingState.HELD, on=START, side=Side.STAFF, form_key=new_key(),
        )  # fmt: skip


def test_a_kind_is_not_earlier_than_the_one_before_it(pair):
    held(pair, Kind.ACQUAINTANCE, START + 5 * DAY)
    with pytest.raises(DomainError, match="была позже"):
        held(pair, Kind.TRIAL, START + DAY)
    held(pair, Kind.TRIAL, START + 5 * DAY)
    with pytest.raises(DomainError, match="уже была раньше"):
        domain.edit_meeting(
            Meeting.objects.get(kind=Kind.ACQUAINTANCE), side=Side.MENTOR, actor=None, on=START + 9 * DAY
        )


def test_the_curator_may_skip_the_first_kinds(pair):
    made = held(pair, Kind.REGULAR, side=Side.STAFF, in_order=False)
    assert (made.mentor_confirmed_at, made.mentees_confirmed_at) == (None, None)


@pytest.mark.parametrize(
    ("shift", "words"), [(1, "ещё не наступил"), (-4000, "раньше встреч не было")], ids=["future", "before"]
)
def test_a_log_is_of_days_that_were(pair, shift, words):
    with pytest.raises(DomainError, match=words):
        held(pair, on=today() + shift * DAY)


def test_no_meeting_is_logged_after_the_pair_has_ended(pair):
    complete_pair(pair, on=START + 30 * DAY, reason="цель достигнута", actor=None)
    held(pair, on=START + 30 * DAY)
    with pytest.raises(DomainError, match="закончила работу"):
        held(pair, Kind.TRIAL, START + 31 * DAY)


def test_a_plan_is_for_today_or_later_and_for_pairs_that_work(project, pair):
    with pytest.raises(DomainError, match="уже прошёл"):
        planned(pair, on=today() - DAY)
    with pytest.raises(DomainError, match="Так далеко"):
        planned(pair, on=today() + 500 * DAY)
    resting = working_pair(project, state=PairState.SUSPENDED)
    with pytest.raises(DomainError, match="назначать встречи нельзя"):
        planned(resting)
    draft = factories.pair(project)
    with pytest.raises(DomainError, match="встреч у неё нет"):
        held(draft)


def test_a_mentor_from_outside_without_certificates_meets_no_minor(project):
    outside = factories.mentor(
        project.programme,
        person=factories.person(project.organization, category=PersonCategory.EMPLOYER, employer="Завод"),
    )
    minor = factories.mentee(
        project.programme, person=factories.person(project.organization, birth_date=today() - 5000 * DAY)
    )
    pair = working_pair(project, mentor=outside, mentees=[minor])
    with pytest.raises(DomainError, match="нет действующего документа"):
        planned(pair)


def test_a_form_sent_twice_is_one_meeting(pair):
    key = new_key()
    first, again = held(pair, form_key=key), held(pair, form_key=key)
    assert first.pk == again.pk
    plan = new_key()
    assert planned(pair, Kind.TRIAL, form_key=plan).pk == planned(pair, Kind.TRIAL, form_key=plan).pk


def test_each_mentee_of_a_group_is_marked(project):
    group = working_pair(project, mentees=[factories.mentee(project.programme) for _ in range(3)])
    one, two, three = group.places.order_by("pk")
    made = held(group, present={one.pk: True, two.pk: False, three.pk: True})
    words = presence_words(made)
    assert two.mentee.person.short_name in words.partition("не было")[2]
    with pytest.raises(DomainError, match="Никто не отмечен"):
        held(group, Kind.TRIAL, present={one.pk: False, two.pk: False, three.pk: False})
    stranger = working_pair(project).places.get()
    with pytest.raises(DomainError, match="Состав пары изменился"):
        held(group, Kind.TRIAL, present={stranger.pk: True})
    assert Meeting.objects.count() == 1


def test_both_sides_confirm_and_a_change_asks_the_other_anew(pair):
    made = held(pair)
    assert made.mentor_confirmed_at
    assert not made.mentees_confirmed_at
    for _ in range(2):
        domain.confirm_meeting(made, side=Side.MENTEE, actor=None)
    made.refresh_from_db()
    assert made.mentees_confirmed_at
    assert AuditEntry.objects.filter(action="meeting.confirmed").count() == 1
    changed = domain.edit_meeting(made, side=Side.MENTEE, actor=None, topic="Другая тема")
    assert (changed.mentor_confirmed_at, bool(changed.mentees_confirmed_at)) == (None, True)
    with pytest.raises(DomainError, match="сами участники"):
        domain.confirm_meeting(made, side=Side.STAFF, actor=None)


def test_a_side_that_objects_gives_the_curator_a_task(pair):
    made = held(pair)
    person = pair.places.get().mentee.person
    for _ in range(2):
        domain.dispute_meeting(made, person=person, word="Мы не встречались", actor=None)
    task = CareTask.objects.get()
    assert (task.pair, task.role, task.due_on > today()) == (pair, "curator", True)
    assert "Мы не встречались" in task.text


def test_a_planned_meeting_is_held_missed_or_cancelled(pair, heard):
    one = planned(pair, on=today())
    domain.hold_meeting(
        one, present={pair.places.get().pk: True}, side=Side.MENTOR, actor=None, agreements="Учить теоремы",
        next_on=today() + 14 * DAY,
    )  # fmt: skip
    assert (one.state, one.agreements) == (MeetingState.HELD, "Учить теоремы")
    assert agreed_day(pair, today()) == today() + 14 * DAY
    domain.hold_meeting(one, present={}, side=Side.MENTOR, actor=None)  # twice
    assert heard == [("meeting_held", one)]
    domain.fail_meeting(one, reason="Перепутали день", actor=None)
    assert heard[-1] == ("-meeting_held", one)
    one.refresh_from_db()
    assert (one.state, one.mentor_confirmed_at) == (MeetingState.MISSED, None)
    domain.hold_meeting(one, present={}, side=Side.MENTEE, actor=None)
    assert [kind for kind, _ in heard] == ["meeting_held", "-meeting_held", "meeting_held"]
    two = planned(pair, Kind.TRIAL)
    with pytest.raises(DomainError, match="ещё не наступил"):
        domain.fail_meeting(two, reason="не смогли", actor=None)
    with pytest.raises(DomainError, match="почему"):
        domain.cancel_meeting(two, reason=" ", actor=None)
    domain.cancel_meeting(two, reason="Болезнь", actor=None)
    assert two.state == MeetingState.CANCELLED


def test_what_was_not_needs_a_reason(pair):
    miss = {"form_key": new_key(), "side": Side.MENTOR, "actor": None, "kind": Kind.REGULAR, "on": today()}
    with pytest.raises(DomainError, match="почему"):
        domain.miss_meeting(pair, reason="", **miss)
    made = domain.miss_meeting(pair, reason="Наставляемый болел", **miss)
    assert made.state == MeetingState.MISSED


def test_planned_meetings_of_an_ended_pair_are_cancelled(pair):
    one = planned(pair)
    complete_pair(pair, on=today(), reason="цель достигнута", actor=None)
    one.refresh_from_db()
    assert (one.state, one.reason) == (MeetingState.CANCELLED, "Пара завершила работу")


def test_agreements_do_not_stand_in_the_trail(pair):
    made = held(pair, agreements="Ходить к врачу")
    domain.edit_meeting(made, side=Side.MENTOR, actor=None, agreements="Ходить к логопеду")
    told = " ".join(f"{entry.before}{entry.after}" for entry in AuditEntry.objects.all())
    assert "врач" not in told
    assert "логопед" not in told


def test_files_lie_beside_a_meeting_and_can_be_taken_away(pair):
    made = held(pair)
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82"
    attached = attach_file(made, data=png, name="лист.png", actor=None)
    with pytest.raises(DomainError):
        attach_file(made, data=b"<html></html>", name="x.html", actor=None)
    remove_file(attached, actor=None)
    assert not MeetingFile.objects.exists()


def test_a_call_for_help_becomes_one_task_with_a_term(pair):
    person = pair.mentor.person
    told = {"person": person, "source": "meeting:1", "score": 2, "needs_help": True, "word": "Не приходит"}
    for _ in range(2):
        record_feedback(pair, **told)
    task = CareTask.objects.get()
    assert (task.kind, task.person, "Не приходит" in task.text, task.due_on > today()) == (
        "help", person, True, True,
    )  # fmt: skip
    assert record_feedback(pair, person=person, source="meeting:2") is None
    record_feedback(pair, person=person, source="meeting:1", score=5)
    assert PairFeedback.objects.get().score == 5
    with pytest.raises(DomainError):
        record_feedback(pair, person=person, source="x", score=6)


def test_erasing_a_person_leaves_days_without_words(pair):
    made = held(pair, topic="Химия", agreements="Решать задачи")
    person = pair.mentor.person
    record_feedback(pair, person=person, source="m", score=4, word="Хорошо")
    source = next(one for one in personal_data if one.label == "Встречи")
    assert {"Химия", "Хорошо"} <= {value for row in source.export(person) for value in map(str, row.values())}
    source.erase(person)
    made.refresh_from_db()
    assert (made.topic, made.agreements, made.state) == ("", "", MeetingState.HELD)
    assert not PairFeedback.objects.exists()
    assert source.kept(person)
