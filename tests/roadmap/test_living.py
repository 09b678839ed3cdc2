"""Who answers, what is said, days moved by hand, the make-up: all of it with a trace, nothing lost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.context import acting
from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry
from roadmap import providers
from roadmap.domain.arranging import (
    add_activity,
    add_stage,
    archive_activity,
    archive_stage,
    move_to_stage,
    place_activity,
    place_stage,
    restore_activity,
    restore_stage,
)
from roadmap.domain.assigning import assign
from roadmap.domain.comments import add_comment, delete_comment, edit_comment
from roadmap.domain.rescheduling import move_occurrence, return_to_plan
from roadmap.models import Activity, ActivityComment, Anchor, Assignee, Occurrence, ProofRule, Stage
from roadmap.responsible import roles_named
from roadmap.selectors.roadmaps import lines_of, stage_figures
from tests import factories
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def programme(org):
    return factories.programme(org)


@pytest.fixture
def browser(curator, signed_in):
    return signed_in(curator)


def actions(subject) -> list[str]:
    label = subject._meta.model_name
    rows = AuditEntry.objects.filter(object_id=str(subject.pk), action__startswith=f"{label}.").order_by("pk")
    return list(rows.values_list("action", flat=True))


def body(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("Директор колледжа, кураторы", [Role.DIRECTOR, Role.CURATOR]),
        ("Зам. директора по УВР", [Role.DIRECTOR]),
        ("Куратор проекта, педагог-психолог", [Role.PROJECT_CURATOR, Role.PSYCHOLOGIST]),
        ("Зав. отделениями, классные руководители", [Role.INFORMANT]),
        ("Наставники, наставляемые", [Role.MENTOR, Role.MENTEE]),
        ("Родители (законные представители)", [Role.PARENT]),
        ("Работодатели-партнеры", [Role.PARTNER]),
        ("Участники проекта", []),
        ("", []),
    ],
)
def test_roles_are_found_in_the_words_of_the_plan(words, roles):
    assert roles_named(words) == roles


@pytest.mark.slow
@given(st.text(max_size=80))
def test_any_words_name_roles_at_most_once(words):
    found = roles_named(words)
    assert len(found) == len(set(found))


def test_new_plan_names_its_responsible_roles(programme):
    activity = makers.activity(programme, responsible="Директор, куратор программы")
    assert [str(row) for row in activity.assignees.all()] == ["Директор", "Куратор программы"]


def test_roles_and_people_answer_for_an_activity(org, programme, curator, director):
    activity = makers.activity(programme, responsible="Участники проекта")
    assign(activity, roles=["psychologist"], users=[director.user], actor=curator.user)
    assign(activity, roles=["curator", "psychologist"], users=[], actor=curator.user)
    assert {row.role for row in Assignee.objects.all()} == {"curator", "psychologist"}
    assert actions(activity).count("activity.assigned") == 2
    stranger = factories.membership(factories.organization(), Role.CURATOR)
    for wrong in ({"roles": ["chef"], "users": []}, {"roles": [], "users": [stranger.user]}):
        with pytest.raises(DomainError):
            assign(activity, actor=curator.user, **wrong)


def test_comment_is_corrected_by_its_author_within_a_day(programme, curator, director):
    activity = makers.activity(programme)
    comment = add_comment(activity, author=curator.user, text=" Зал занят ")
    edit_comment(comment, actor=curator.user, text="Зал занят до четверга")
    assert comment.edited_at
    with pytest.raises(DomainError):
        edit_comment(comment, actor=director.user, text="чужое")
    ActivityComment.objects.update(created_at=timezone.now() - timedelta(hours=25))
    comment.refresh_from_db()
    with pytest.raises(DomainError):
        edit_comment(comment, actor=curator.user, text="поздно")
    for empty in ("", "  ", "\x00", "я" * 4001):
        with pytest.raises(DomainError):
            add_comment(activity, author=curator.user, text=empty)


def test_deleted_comment_keeps_its_place_without_its_words(programme, curator, director, browser):
    activity = makers.activity(programme)
    mine = add_comment(activity, author=director.user, text="Лишние слова")
    with pytest.raises(DomainError):
        delete_comment(mine, actor=curator.user)
    with acting(curator.user, membership=curator):
        delete_comment(mine, actor=curator.user)
    assert (mine.text, mine.deleted_by) == ("", curator.user)
    page = body(browser.get(reverse("roadmap:activity", args=[activity.pk])))
    assert "Комментарий удалён" in page
    assert "activity.comment_deleted" in actions(activity)


def test_days_are_moved_with_a_trace_and_come_back(programme, curator):
    activity = makers.activity(programme)
    row = Occurrence.objects.get()
    move_occurrence(row, start=None, due=date(2026, 12, 17), actor=curator.user, reason="Карантин")
    row.refresh_from_db()
    assert (row.due, row.planned_due, row.is_moved) == (date(2026, 12, 17), date(2026, 12, 10), True)
    entry = AuditEntry.objects.get(action="activity.moved")
    assert (entry.before, entry.after, entry.reason) == (
        {"days": "до 10.12.2026"},
        {"days": "до 17.12.2026"},
        "Карантин",
    )
    return_to_plan(row, actor=curator.user)
    row.refresh_from_db()
    assert (row.due, row.planned_due, row.is_moved) == (date(2026, 12, 10), None, False)
    assert Activity.objects.get(pk=activity.pk).deadline == "До 10 декабря 2026"
    with pytest.raises(DomainError):
        return_to_plan(row, actor=curator.user)


@pytest.mark.parametrize(
    ("start", "due", "field"),
    [
        (date(2026, 12, 20), date(2026, 12, 17), "due"),
        (None, date(2029, 1, 1), "due"),
        (date(2020, 1, 1), date(2026, 12, 17), "start"),
    ],
)
def test_senseless_days_are_refused_at_their_field(programme, start, due, field):
    makers.activity(programme)
    with pytest.raises(DomainError) as refusal:
        move_occurrence(Occurrence.objects.get(), start=start, due=due, actor=None)
    assert refusal.value.field == field


def test_done_day_is_not_moved(programme):
    makers.activity(programme, result="Приказ о закреплении пар")
    makers.happened(programme, "order_signed", "order_pairs")
    with pytest.raises(DomainError, match="выполнен"):
        move_occurrence(Occurrence.objects.get(), start=None, due=date(2026, 12, 17), actor=None)


def three(programme):
    stages = ["Этап 1.", "Этап 2.", "Этап 3."]
    return makers.roadmap(
        programme, *(makers.row(stage=s, text=f"Дело {s} {n}") for s in stages for n in (1, 2))
    )


def titles(roadmap) -> list[str]:
    return [stage.title for stage in Stage.objects.filter(roadmap=roadmap)]


def test_stages_and_activities_change_places_by_steps(programme, curator):
    roadmap = three(programme)
    first = Stage.objects.filter(roadmap=roadmap).first()
    assert not place_stage(first, step=-1, actor=curator.user)
    assert place_stage(first, step=1, actor=curator.user)
    assert titles(roadmap) == ["Этап 2.", "Этап 1.", "Этап 3."]
    one, two = first.activities.all()
    assert place_activity(two, step=-1, actor=curator.user)
    assert not place_activity(two, step=-1, actor=curator.user)
    assert [row.pk for row in first.activities.all()] == [two.pk, one.pk]
    other = Stage.objects.filter(roadmap=roadmap).last()
    move_to_stage(one, other, actor=curator.user)
    assert [row.pk for row in other.activities.all()][-1] == one.pk
    foreign = Stage.objects.get(roadmap=makers.roadmap(factories.programme(programme.organization)))
    with pytest.raises(DomainError):
        move_to_stage(one, foreign, actor=curator.user)


def test_new_activity_is_read_and_proved_at_once(programme, curator):
    roadmap = three(programme)
    makers.happened(programme, "order_signed", "order_pairs")
    stage = add_stage(roadmap, title="Ещё раздел", actor=curator.user)
    made = add_activity(
        stage,
        actor=curator.user,
        text="Закрепить пары",
        deadline="до 1 декабря 2026",
        responsible="Директор",
        result="Приказ о закреплении пар",
    )
    assert (made.end, made.result_kinds) == (date(2026, 12, 1), ["order_pairs"])
    assert made.occurrences.get().done_on
    assert made.assignees.get().role == "director"
    for wrong in ({"text": " "}, {"text": "Дело", "result_kinds": ["nonsense"]}):
        with pytest.raises(DomainError):
            add_activity(stage, actor=None, **wrong)
    with pytest.raises(DomainError):
        add_stage(roadmap, title=" ", actor=None)


def test_archived_activity_is_nowhere_counted_and_comes_back_whole(programme, curator):
    activity = makers.activity(programme, result="Приказ о закреплении пар")
    roadmap = activity.stage.roadmap
    add_comment(activity, author=curator.user, text="Помним")
    with pytest.raises(DomainError):
        archive_activity(activity, actor=curator.user, reason=" ")
    archive_activity(activity, actor=curator.user, reason="Не нужно")
    assert lines_of(roadmap, date(2027, 1, 1)) == []
    assert stage_figures(roadmap)[0].total == 0
    viewer = providers.Viewer(curator.user, curator, date(2027, 1, 1), programme)
    assert providers.attention(viewer) == []
    assert providers.search(viewer, "дело", 5) == []
    makers.happened(programme, "order_signed", "order_pairs")
    assert Occurrence.objects.get().done_on is None
    restore_activity(Activity.everything.get(), actor=curator.user)
    assert Occurrence.objects.get().done_on
    assert ActivityComment.objects.get().text == "Помним"
    assert actions(activity)[-3:] == ["activity.restored", "activity.proved", "activity.done"]


def test_archived_stage_takes_its_activities_along_and_back(programme, curator):
    roadmap = three(programme)
    stage = Stage.objects.filter(roadmap=roadmap).first()
    early = stage.activities.first()
    archive_activity(early, actor=curator.user, reason="Раньше")
    archive_stage(stage, actor=curator.user, reason="Весь раздел")
    assert titles(roadmap) == ["Этап 2.", "Этап 3."]
    assert Activity.objects.count() == 4
    restore_stage(Stage.everything.get(pk=stage.pk), actor=curator.user)
    assert Activity.objects.count() == 5
    archive_stage(stage, actor=curator.user, reason="Снова")
    restore_activity(Activity.everything.get(pk=early.pk), actor=curator.user)
    assert titles(roadmap)[0] == "Этап 1."


def test_pages_of_the_living_roadmap_do_their_work(programme, curator, browser, director):
    activity = makers.activity(
        programme, result="Приказ о закреплении пар", deadline="Через неделю после общей встречи"
    )
    roadmap, stage = activity.stage.roadmap, activity.stage

    def post(name, pk, **data):
        answer = browser.post(reverse(f"roadmap:{name}", args=[pk]), data)
        assert answer.status_code == 302, body(answer)
        return answer

    def shows(name, pk, words):
        assert words in body(browser.get(reverse(f"roadmap:{name}", args=[pk])))

    post("activity_assign", activity.pk, roles=["director"], users=[director.user.pk])
    post("activity_rules", activity.pk, auto_order_pairs="on", needed_order_pairs="2")
    assert ProofRule.objects.get().needed == 2
    assert (
        browser.post(
            reverse("roadmap:activity_rules", args=[activity.pk]), {"needed_order_pairs": 0}
        ).status_code
        == 422
    )
    shows("activity", activity.pk, "подписано 0 из 2 приказов о закреплении пар")
    shows("activity", activity.pk, "ожидает: после общей встречи")
    post("activity_anchor", activity.pk, day="2026-11-09")
    assert Anchor.objects.get().by_hand
    assert browser.post(reverse("roadmap:activity_anchor", args=[activity.pk]), {}).status_code == 422
    row = Occurrence.objects.get()
    answer = browser.get(
        reverse("roadmap:occurrence_move", args=[row.pk]), {"due": "2026-11-20", "start": "wrong"}
    )
    assert 'value="2026-11-20"' in body(answer)
    post("occurrence_move", row.pk, start="2026-11-10", due="2026-11-20", reason="Перенос встречи")
    shows("activity", activity.pk, "по плану 16.11.2026")
    post("occurrence_return", row.pk)
    post("activity_comment", activity.pk, text="Ждём зал")
    assert (
        browser.post(reverse("roadmap:activity_comment", args=[activity.pk]), {"text": " "}).status_code
        == 422
    )
    comment = ActivityComment.objects.get()
    post("comment_edit", comment.pk, text="Ждём большой зал")
    shows("activity", activity.pk, "Ждём большой зал")
    post("comment_delete", comment.pk)
    post("stage_add", roadmap.pk, title="Раздел 2")
    other = Stage.objects.get(title="Раздел 2")
    post("stage_edit", other.pk, title="Раздел второй", number="7")
    post("activity_add", other.pk, text="Новое дело", deadline="май")
    browser.post(reverse("roadmap:stage_place", args=[other.pk, "up"]))
    assert titles(roadmap)[0] == "Раздел второй"
    assert browser.post(reverse("roadmap:stage_place", args=[other.pk, "aside"])).status_code == 404
    values = {"number": "1", "text": "Дело", "deadline": "май", "stage": other.pk}
    post("activity_edit", activity.pk, **values)
    assert Activity.objects.get(pk=activity.pk).stage == other
    browser.post(reverse("roadmap:activity_place", args=[activity.pk, "up"]))
    assert other.activities.first().pk == activity.pk
    post("activity_archive", activity.pk, reason="Лишнее")
    shows("arrange", roadmap.pk, "В архиве")
    assert browser.get(reverse("roadmap:activity", args=[activity.pk])).status_code == 404
    post("activity_restore", activity.pk)
    post("stage_archive", stage.pk, reason="Пустой")
    post("stage_restore", stage.pk)


def test_director_comments_but_cannot_change_a_stranger_s_words(programme, curator, director, signed_in):
    activity = makers.activity(programme)
    comment = add_comment(activity, author=curator.user, text="Слова куратора")
    browser = signed_in(director)
    browser.post(reverse("roadmap:activity_comment", args=[activity.pk]), {"text": "Слова директора"})
    assert ActivityComment.objects.count() == 2
    browser.post(reverse("roadmap:comment_edit", args=[comment.pk]), {"text": "Подмена"})
    browser.post(reverse("roadmap:comment_delete", args=[comment.pk]))
    comment.refresh_from_db()
    assert comment.text == "Слова куратора"


def test_make_up_page_costs_the_same_for_one_row_and_for_three(programme, curator, browser, queries_of):
    costs = []
    for count in (1, 3):
        of = factories.programme(programme.organization)
        roadmap = makers.roadmap(of, *(makers.row(stage=f"Этап {n}.") for n in range(1, count + 1)))
        address = reverse("roadmap:arrange", args=[roadmap.pk])
        browser.get(address)
        costs.append(queries_of(lambda address=address: browser.get(address)))
    assert costs[0] == costs[1]
