"""«Школа наставников»: who is trained by the rule of the course, what follows in the base, and how it is taken back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.facts import happened
from mentorship.domain.advance import move_entry
from mentorship.domain.merging import merge_people, undo_merge
from mentorship.domain.training import (
    cancel_group,
    finish_group,
    record_outside_training,
    reopen_group,
    revoke_outside_training,
)
from mentorship.domain.training_courses import (
    add_topic,
    archive_course,
    create_course,
    edit_course,
    edit_topic,
    remove_topic,
)
from mentorship.domain.training_groups import (
    add_session,
    create_group,
    drop_place,
    edit_group,
    edit_session,
    enrol,
    mark_attendance,
    remove_session,
)
from mentorship.enums import EntryState
from mentorship.models import TrainingAttendance, TrainingCourse, TrainingPlace
from mentorship.selectors.training import (
    TrainedShare,
    next_session_of,
    sheet_of,
    trained_by_project,
    trained_share,
    trainings_of,
)
from mentorship.training_enums import CompletionRule, GroupState, PlaceState
from mentorship.views.training import _marks
from tests import factories
from tests.mentorship import school
from tests.mentorship.conftest import sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def mentor(programme):
    return factories.mentor(programme)


@pytest.fixture
def group(programme):
    return school.group(programme)


def studied(group, mentor, *, attended, of):
    """A mentor who was at so many of so many sessions."""
    held = school.sessions(group, of) if not group.sessions.exists() else list(group.sessions.all())
    (place,) = school.seat(group, mentor)
    school.attend(group, place, held[:attended])
    return place


# --- the rule ---


@pytest.mark.parametrize(
    ("rule", "threshold", "attended", "state"),
    [
        (CompletionRule.SHARE, 70, 7, PlaceState.COMPLETED),
        (CompletionRule.SHARE, 70, 6, PlaceState.FAILED),
        (CompletionRule.SHARE, 71, 7, PlaceState.FAILED),
        (CompletionRule.HOURS, 20, 10, PlaceState.COMPLETED),
        (CompletionRule.HOURS, 15, 7, PlaceState.FAILED),
        (CompletionRule.HOURS, 14, 7, PlaceState.COMPLETED),
    ],
)
def test_who_is_trained_is_told_by_the_course(programme, mentor, rule, threshold, attended, state):
    course = school.course(programme.organization, hours=20, rule=rule, threshold=threshold)
    group = school.group(programme, course)
    place = studied(group, mentor, attended=attended, of=10)
    found = finish_group(group, actor=None)
    place.refresh_from_db()
    assert place.state == state
    assert (found.completed, found.failed) == ((1, 0) if state == PlaceState.COMPLETED else (0, 1))
    assert place.hours == Decimal(2 * attended)


def test_a_changed_rule_changes_the_sheet_but_not_what_is_finished(programme, group, mentor, curator):
    place = studied(group, mentor, attended=1, of=2)
    assert sheet_of(group, curator).enough == 0
    edit_course(group.course, threshold=50, actor=None)
    group.refresh_from_db()
    assert sheet_of(group, curator).enough == 1
    finish_group(group, actor=None)
    edit_course(group.course, threshold=100, actor=None)
    place.refresh_from_db()
    assert place.state == PlaceState.COMPLETED


# --- the lifecycle in the base ---


def test_a_selected_mentor_becomes_trained_and_the_fact_is_told(programme, group, mentor):
    sign_all(programme)
    heard = []
    happened.connect(lambda fact, **_: heard.append(fact), weak=False, dispatch_uid="test")
    try:
        studied(group, mentor, attended=2, of=2)
        finish_group(group, actor=None)
    finally:
        happened.disconnect(dispatch_uid="test")
    mentor.refresh_from_db()
    assert mentor.state == EntryState.TRAINED
    assert [(fact.kind, fact.detail, fact.programme) for fact in heard] == [
        ("training_complete", "school", programme)
    ]


def test_who_is_further_on_stays_there(programme, group):
    mentor = factories.mentor(programme, state=EntryState.PAIRED)
    studied(group, mentor, attended=2, of=2)
    assert finish_group(group, actor=None).notes == []
    mentor.refresh_from_db()
    assert mentor.state == EntryState.PAIRED


def test_a_candidate_is_not_pushed_past_the_curator(programme, group):
    mentor = factories.mentor(programme, state=EntryState.SURVEYED)
    sign_all(programme)
    studied(group, mentor, attended=2, of=2)
    assert "подтвердите участие" in finish_group(group, actor=None).notes[0]
    mentor.refresh_from_db()
    assert mentor.state == EntryState.SURVEYED
    move_entry(mentor, to=EntryState.SELECTED, actor=None)
    mentor.refresh_from_db()
    assert mentor.state == EntryState.TRAINED


def test_nobody_trained_tells_no_fact(programme, group, mentor):
    heard = []
    happened.connect(lambda fact, **_: heard.append(fact), weak=False, dispatch_uid="test")
    try:
        studied(group, mentor, attended=0, of=2)
        finish_group(group, actor=None)
    finally:
        happened.disconnect(dispatch_uid="test")
    assert heard == []


def test_it_is_taken_back_with_a_reason(programme, group, mentor):
    sign_all(programme)
    place = studied(group, mentor, attended=2, of=2)
    finish_group(group, actor=None)
    with pytest.raises(DomainError, match="причину"):
        reopen_group(group, reason=" ", actor=None)
    reopen_group(group, reason="ошибка в отметках", actor=None)
    place.refresh_from_db()
    mentor.refresh_from_db()
    assert (group.state, place.state, place.completed_on) == (GroupState.OPEN, PlaceState.ENROLLED, None)
    assert mentor.state == EntryState.SELECTED
    assert TrainingAttendance.objects.count() == 2


def test_another_training_keeps_somebody_trained(programme, group, mentor):
    sign_all(programme)
    studied(group, mentor, attended=2, of=2)
    finish_group(group, actor=None)
    paper(mentor.person)
    reopen_group(group, reason="ошибка", actor=None)
    mentor.refresh_from_db()
    assert mentor.state == EntryState.TRAINED


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        (lambda group, mentor: None, "никто не учится"),
        (lambda group, mentor: school.seat(group, mentor), "Внесите занятия"),
        (
            lambda group, mentor: (
                school.seat(group, mentor),
                school.sessions(group, 1, last=today() + timedelta(days=3)),
            ),
            "Впереди занятие",
        ),
    ],
)
def test_what_is_not_over_is_not_finished(group, mentor, prepare, told):
    prepare(group, mentor)
    with pytest.raises(DomainError, match=told):
        finish_group(group, actor=None)


def test_a_finished_group_is_closed_for_changes(group, mentor):
    place = studied(group, mentor, attended=2, of=2)
    session = group.sessions.first()
    finish_group(group, actor=None)
    for change in (
        lambda: enrol(group, [mentor], actor=None),
        lambda: mark_attendance(group, present=[], absent=[(session.pk, place.pk)], actor=None),
        lambda: edit_group(group, capacity=9, actor=None),
        lambda: drop_place(place, reason="передумал", actor=None),
        lambda: school.sessions(group, 1),
    ):
        with pytest.raises(DomainError, match="завершена"):
            change()
    with pytest.raises(DomainError):
        finish_group(group, actor=None)


# --- chairs ---


def test_chairs_are_as_many_as_the_group_has(programme, group):
    found = enrol(group, [factories.mentor(programme) for _ in range(4)], actor=None)
    assert found[0] == 3
    assert "нет мест" in found[1][0]
    with pytest.raises(DomainError, match="Уже заняты") as error:
        edit_group(group, capacity=2, actor=None)
    assert error.value.field == "capacity"
    place = group.places.get(slot=2)
    drop_place(place, reason="уехал", actor=None)
    assert enrol(group, [factories.mentor(programme)], actor=None) == (1, [])
    assert sorted(group.places.exclude(state="left").values_list("slot", flat=True)) == [1, 2, 3]


def test_one_course_one_chair(programme, group, mentor):
    school.seat(group, mentor)
    other = school.group(programme, group.course, title="Весна")
    for target, why in ((group, "уже в этой группе"), (other, "в другой группе")):
        done, refused = enrol(target, [mentor], actor=None)
        assert (done, len(refused)) == (0, 1)
        assert why in refused[0]


def test_the_database_refuses_what_the_code_promises(programme, group, mentor):
    (place,) = school.seat(group, mentor)
    second = factories.mentor(programme)
    given = {"organization": group.organization, "group": group, "course": group.course}
    for values in (
        {"entry": second, "slot": 1},  # a chair taken
        {"entry": mentor, "slot": 2},  # twice in the group and the course
        {"entry": second, "slot": 0},
        {"entry": second, "slot": 2, "state": PlaceState.COMPLETED},  # without a day
        {"entry": second, "slot": 2, "state": "unknown"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TrainingPlace.objects.create(**given, **values)
    (session,) = school.sessions(group, 1)
    TrainingAttendance.objects.create(session=session, place=place)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingAttendance.objects.create(session=session, place=place)
    for values in ({"threshold": 101}, {"rule": CompletionRule.HOURS, "threshold": 9}, {"hours": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TrainingCourse.objects.filter(pk=group.course_id).update(**values)


def test_who_left_the_base_or_belongs_elsewhere_is_not_seated(programme, group):
    other = factories.programme(programme.organization, title="Другая")
    strangers = [factories.mentor(programme, state=EntryState.LEFT), factories.mentor(other)]
    done, refused = enrol(group, strangers, actor=None)
    assert done == 0
    assert "выбыл" in refused[0]
    assert "другой программы" in refused[1]


def test_a_cancelled_group_frees_its_people(programme, group, mentor):
    school.seat(group, mentor)
    cancel_group(group, reason="ведущий заболел", actor=None)
    assert enrol(school.group(programme, group.course, title="Весна"), [mentor], actor=None) == (1, [])


# --- marks ---


def test_two_people_marking_different_cells_do_not_undo_each_other(programme, group):
    first, second = school.seat(group, factories.mentor(programme), factories.mentor(programme))
    one, two = school.sessions(group, 2)
    mark_attendance(group, present=[(one.pk, first.pk)], absent=[], actor=None)
    # The other one opened the page before, changed another cell and saved.
    mark_attendance(group, present=[(two.pk, second.pk)], absent=[], actor=None)
    assert TrainingAttendance.objects.count() == 2
    assert mark_attendance(group, present=[], absent=[(one.pk, first.pk)], actor=None) == 1
    assert mark_attendance(group, present=[(two.pk, second.pk)], absent=[], actor=None) == 0


def test_a_mark_of_another_group_is_refused(programme, group, mentor):
    (place,) = school.seat(group, mentor)
    foreign = school.sessions(school.group(programme, group.course, title="Весна"), 1)[0]
    with pytest.raises(DomainError, match="изменился"):
        mark_attendance(group, present=[(foreign.pk, place.pk)], absent=[], actor=None)


@pytest.mark.slow
@given(st.lists(st.text(max_size=30) | st.from_regex(r"[0-9]{1,30}-[0-9]{1,30}", fullmatch=True)))
def test_any_text_in_place_of_a_mark_is_harmless(texts):
    assert all(0 <= part < 10**18 for mark in _marks(texts) for part in mark)


# --- words and numbers ---


def test_mistakes_are_told_at_their_fields(programme, group):
    org = programme.organization
    topic = add_topic(school.course(org, title="Другой"), title="Тема", hours=Decimal(2), actor=None)
    held = school.sessions(group, 1)[0]
    base = {"on": group.starts_on, "hours": Decimal(2), "actor": None}
    of_group = {
        "programme": programme,
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2026, 12, 1),
        "actor": None,
    }
    for field, call in (
        ("title", lambda: create_course(org, title=" ", hours=8, actor=None)),
        ("title", lambda: create_course(org, title="Школа  наставников", hours=8, actor=None)),
        ("hours", lambda: create_course(org, title="Курс", hours=0, actor=None)),
        ("threshold", lambda: create_course(org, title="Курс", hours=8, threshold=101, actor=None)),
        (
            "threshold",
            lambda: create_course(org, title="Курс", hours=8, rule="hours", threshold=9, actor=None),
        ),
        ("title", lambda: add_topic(topic.course, title="Тема", hours=Decimal(1), actor=None)),
        ("hours", lambda: add_topic(topic.course, title="Ещё", hours=Decimal(0), actor=None)),
        ("title", lambda: add_session(group, **base)),
        ("topic", lambda: add_session(group, topic=topic, **base)),
        ("on", lambda: add_session(group, title="Рано", **base | {"on": date(2026, 8, 1)})),
        ("hours", lambda: add_session(group, title="Долго", **base | {"hours": Decimal(25)})),
        ("title", lambda: add_session(group, title=held.title, **base | {"on": held.on})),
        ("ends_on", lambda: edit_group(group, ends_on=date(2026, 8, 1), actor=None)),
        ("ends_on", lambda: edit_group(group, ends_on=held.on - timedelta(days=1), actor=None)),
        ("leader", lambda: create_group(group.course, title="Г", leader="", **of_group)),
        ("title", lambda: create_group(group.course, title="Осень", leader="Кто-то", **of_group)),
        ("title", lambda: paper(factories.person(org), title=" ")),
        ("hours", lambda: paper(factories.person(org), hours=0)),
        ("issued_on", lambda: paper(factories.person(org), issued_on=today() + timedelta(days=1))),
    ):
        with pytest.raises(DomainError) as error:
            call()
        assert error.value.field == field, error.value.message


def test_topics_come_and_go_and_sessions_keep_their_names(group):
    topic = add_topic(group.course, title="Контракт", hours=Decimal(2), module="Модуль 1", actor=None)
    session = add_session(group, on=group.starts_on, hours=Decimal(2), topic=topic, actor=None)
    edit_topic(topic, title="Договор", hours=Decimal(3), module="", kind="practice", actor=None)
    remove_topic(topic, actor=None)
    session.refresh_from_db()
    assert (session.title, session.topic) == ("Контракт", None)
    given = {
        "on": session.on,
        "hours": Decimal(3),
        "topic": None,
        "starts_at": None,
        "place": "каб. 5",
        "actor": None,
    }
    edit_session(session, title="Контракт пары", **given)
    session.refresh_from_db()
    assert (session.title, session.hours) == ("Контракт пары", 3)


def test_a_session_with_marks_is_not_removed(group, mentor):
    studied(group, mentor, attended=1, of=1)
    session = group.sessions.get()
    with pytest.raises(DomainError, match="снимите отметки"):
        remove_session(session, actor=None)
    TrainingAttendance.objects.all().delete()
    remove_session(session, actor=None)
    assert not group.sessions.exists()


def test_a_course_in_use_is_not_put_away(group):
    with pytest.raises(DomainError, match="ещё учится"):
        archive_course(group.course, archived=True, actor=None)
    cancel_group(group, reason="не набрали", actor=None)
    archive_course(group.course, archived=True, actor=None)
    with pytest.raises(DomainError, match="в архиве"):
        school.group(group.programme, group.course, title="Ещё")
    school.course(group.organization)  # its name is free again
    with pytest.raises(DomainError, match="уже действует"):
        archive_course(group.course, archived=False, actor=None)


# --- trained elsewhere ---


def paper(person, **given):
    values = {
        "title": "Наставничество в СПО",
        "provider": "Институт развития",
        "hours": 36,
        "number": "77-Н",
        "issued_on": date(2025, 5, 20),
    }
    return record_outside_training(person, actor=None, **values | given)


def test_a_paper_from_elsewhere_makes_somebody_trained(programme, mentor):
    sign_all(programme)
    made = paper(mentor.person)
    mentor.refresh_from_db()
    assert mentor.state == EntryState.TRAINED
    assert "удостоверение" in trainings_of(mentor.person)[0].detail
    with pytest.raises(DomainError, match="уже записан"):
        paper(mentor.person)
    revoke_outside_training(made, reason="чужой документ", actor=None)
    mentor.refresh_from_db()
    assert mentor.state == EntryState.SELECTED
    assert trainings_of(mentor.person) == []
    with pytest.raises(DomainError, match="уже отменена"):
        revoke_outside_training(made, reason="ещё раз", actor=None)
    paper(mentor.person)  # what was revoked does not stand in the way


def test_a_step_by_hand_leaves_a_record_that_is_counted(programme, mentor):
    move_entry(mentor, to=EntryState.TRAINED, actor=None)
    assert trained_share(programme) == TrainedShare(1, 1)
    (line,) = trainings_of(mentor.person)
    assert "документ не внесён" in line.detail
    revoke_outside_training(line.outside, reason="ошибка", actor=None)
    mentor.refresh_from_db()
    assert mentor.state == EntryState.SELECTED
    paper(mentor.person)  # trained by it, so the step by hand needs no record of its own
    assert len(trainings_of(mentor.person)) == 1


# --- «100 % обучены» ---


def test_the_share_is_of_confirmed_mentors(programme, project, curator):
    trained, waiting = factories.mentor(programme), factories.mentor(programme)
    factories.mentor(programme, state=EntryState.CANDIDATE)
    factories.mentor(programme, state=EntryState.LEFT)
    trained.projects.add(project)
    assert trained_share(programme) == TrainedShare(0, 2)
    paper(trained.person)
    share = trained_share(programme)
    assert (share, share.percent) == (TrainedShare(1, 2), 50)
    assert share.told == "1\u00a0из\u00a02 (50,0\u00a0%)"
    assert trained_share(programme, on=date(2025, 1, 1)) == TrainedShare(0, 2)
    assert trained_share(programme, project=project) == TrainedShare(1, 1)
    assert [line.share for line in trained_by_project(curator, programme)] == [TrainedShare(1, 1)]
    waiting.projects.add(project)
    assert [line.share for line in trained_by_project(curator, programme)] == [TrainedShare(1, 2)]
    assert trained_share(factories.programme(programme.organization)).told == "н/д"


def test_training_of_last_year_counts_this_year(programme, group, mentor):
    studied(group, mentor, attended=2, of=2)
    finish_group(group, actor=None)
    new = factories.programme(programme.organization, title="Следующая")
    factories.mentor(new, person=mentor.person)
    assert trained_share(new) == TrainedShare(1, 1)


def test_the_next_session_is_told(group, mentor):
    school.seat(group, mentor)
    day = today()
    school.sessions(group, 3, last=day + timedelta(days=1))
    found = next_session_of(mentor.person, day)
    assert found is not None
    assert found.on == day
    assert next_session_of(mentor.person, day + timedelta(days=2)) is None


def test_training_goes_over_when_cards_are_merged_and_comes_back(programme, group, org):
    born = {"birth_date": date(1990, 1, 1), "group": ""}
    kept, merged = (factories.person(org, last_name="Тестова", **born) for _ in range(2))
    own, other = factories.mentor(programme, person=kept), factories.mentor(programme, person=merged)
    studied(group, other, attended=2, of=2)
    finish_group(group, actor=None)
    paper(merged)
    merge = merge_people(kept, merged, choices={}, actor=None)
    assert {line.title for line in trainings_of(kept)} == {"Школа наставников", "Наставничество в СПО"}
    assert trained_share(programme) == TrainedShare(1, 1)
    undo_merge(merge, actor=None)
    assert trainings_of(kept) == []
    assert len(trainings_of(merged)) == 2
    assert own.pk != other.pk
