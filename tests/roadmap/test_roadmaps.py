"""Making, replacing, editing and closing roadmaps."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.models import AuditEntry
from roadmap.domain.arranging import add_activity
from roadmap.domain.editing import edit_activity
from roadmap.domain.evidence import add_evidence
from roadmap.domain.imports import (
    apply_import,
    choose_plan,
    drop_import,
    edit_plan,
    edit_row,
    include_row,
    upload_plan,
)
from roadmap.domain.roadmaps import approve_roadmap, archive_roadmap, stage_number
from roadmap.drafts import PlanForm
from roadmap.enums import OccurrenceState, RoadmapState
from roadmap.models import Activity, Evidence, Occurrence, PlanImport, Roadmap, Stage
from tests import factories
from tests.roadmap import makers
from tests.roadmap.shared_data import OWN, shared_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def programme(org):
    return factories.programme(org)


def test_demo_plan_becomes_44_activities_in_7_stages_with_raw_and_understood_deadlines(programme):
    roadmap = makers.demo_roadmap(programme)
    assert (roadmap.stages.count(), Activity.objects.count()) == (7, 44)
    assert [stage.number for stage in roadmap.stages.all()] == [1, 2, 3, 4, 5, 6, 7]
    assert roadmap.stages.first().task.startswith("Задача этапа")
    order = Activity.objects.get(number="5.6.")
    assert (order.deadline, order.end, order.result_kinds) == (
        "До 10 декабря 2026",
        date(2026, 12, 10),
        ["order_pairs"],
    )
    assert [row.number for row in Activity.objects.filter(number="4.5.")] == ["4.5.", "4.5."]
    assert Activity.objects.get(number="3.1.").text.endswith("собрать согласия")


def test_real_plan_of_a_college_becomes_44_activities_in_7_stages(programme):
    path = shared_file("roadmaps/seed_000_vpk.docx")
    roadmap = apply_import(upload_plan(programme, path.read_bytes(), path.name, actor=None), actor=None)
    assert (roadmap.stages.count(), Activity.objects.count()) == (7, 44)
    assert Activity.objects.get(number="5.6.").result_kinds == ["order_pairs"]


def test_nothing_is_written_before_the_import_is_applied(programme):
    plan_import = makers.plan_import(programme)
    assert not Roadmap.objects.exists()
    edit_row(plan_import, 0, deadline="до 5 октября 2026", text="Собраться")
    include_row(plan_import, 1, included=False)
    edit_plan(plan_import, title="Наш план", period_start=date(2026, 9, 1), period_end=date(2027, 6, 30))
    assert not Roadmap.objects.exists()
    roadmap = apply_import(PlanImport.objects.get(), actor=None)
    first = Activity.objects.first()
    assert (roadmap.title, roadmap.period_end, Activity.objects.count()) == (
        "Наш план",
        date(2027, 6, 30),
        43,
    )
    assert (first.text, first.end) == ("Собраться", date(2026, 10, 5))


def test_import_is_applied_once(programme):
    plan_import = makers.plan_import(programme)
    apply_import(plan_import, actor=None)
    with pytest.raises(DomainError, match="уже загружен"):
        apply_import(plan_import, actor=None, replace=True)
    assert Activity.objects.count() == 44


def test_dropped_import_cannot_be_applied(programme):
    plan_import = makers.plan_import(programme)
    drop_import(plan_import, actor=None)
    with pytest.raises(DomainError):
        apply_import(plan_import, actor=None)


def test_second_import_is_refused_without_a_word_and_replaces_with_it(programme, curator):
    before = makers.demo_roadmap(programme)
    activity = Activity.objects.get(number="1.3.")
    add_evidence(activity, actor=curator.user, note="Собрание прошло", completes=True, on=date(2026, 9, 20))
    with pytest.raises(DomainError, match="уже есть"):
        makers.demo_roadmap(programme)
    assert Roadmap.objects.count() == 1
    after = apply_import(makers.plan_import(programme), actor=None, replace=True)
    before.refresh_from_db()
    assert before.state == RoadmapState.ARCHIVED
    twin = Activity.objects.get(stage__roadmap=after, number="1.3.")
    assert Occurrence.objects.get(activity=twin).done_on == date(2026, 9, 20)
    assert Evidence.objects.get(activity=twin).note == "Собрание прошло"


def test_each_project_may_have_its_own_roadmap_beside_the_programmes(programme):
    project = factories.project(programme)
    path = OWN / "passports.docx"
    for index, its_project in ((0, project), (2, None)):
        plan_import = choose_plan(upload_plan(programme, path.read_bytes(), path.name, actor=None), index)
        apply_import(plan_import, actor=None, project=its_project)
    assert [row.stages.count() for row in Roadmap.objects.order_by("pk")] == [1, 3]


def test_plan_keeps_its_values_through_json():
    plan = makers.plan(makers.row(doubts=("проверьте",)), tasks={"а": "б"}, columns=(("Срок", "срок"),))
    assert PlanForm.from_json(plan.to_json()) == plan


def test_plan_without_a_period_takes_the_programmes(programme):
    path = OWN / "bad_no_header.docx"
    with pytest.raises(DomainError):
        upload_plan(programme, path.read_bytes(), path.name, actor=None)
    assert not PlanImport.objects.exists()


def test_edited_deadline_is_read_anew_and_what_is_done_stays(programme, curator):
    activity = makers.activity(programme, deadline="Ежемесячно до 25 числа")
    add_evidence(activity, actor=curator.user, note="Сентябрь", completes=True, on=date(2026, 9, 24))
    activity = Activity.objects.get()
    edit_activity(activity, actor=curator.user, deadline="до 15 октября", text="Новое дело")
    rows = list(Occurrence.objects.all())
    assert [(row.due, row.state) for row in rows] == [(date(2026, 10, 15), OccurrenceState.DONE)]
    entry = AuditEntry.objects.get(action="activity.edited")
    assert entry.before["deadline"] == "Ежемесячно до 25 числа"
    assert entry.after["deadline"] == "до 15 октября"


def test_new_kind_of_result_finds_what_the_portal_has_recorded(programme, curator):
    makers.happened(programme, "order_signed", "order_pairs")
    activity = makers.activity(programme)
    edit_activity(activity, actor=curator.user, result_kinds=["order_pairs"])
    assert Occurrence.objects.get().state == OccurrenceState.DONE


def test_unknown_kind_of_result_and_empty_text_are_refused(programme, curator):
    activity = makers.activity(programme)
    for values in ({"result_kinds": ["medal"]}, {"text": " "}):
        with pytest.raises(DomainError):
            edit_activity(activity, actor=curator.user, **values)


def test_archived_roadmap_is_read_only(programme, curator):
    roadmap = makers.roadmap(programme)
    archive_roadmap(roadmap, actor=None, reason="Год закончился")
    activity = Activity.objects.get()
    with pytest.raises(DomainError, match="в архиве"):
        edit_activity(activity, actor=curator.user, text="Другое")
    with pytest.raises(DomainError, match="в архиве"):
        add_evidence(activity, actor=curator.user, note="поздно")


def test_roadmap_is_approved_once(programme):
    roadmap = approve_roadmap(makers.roadmap(programme), actor=None)
    with pytest.raises(DomainError):
        approve_roadmap(roadmap, actor=None)


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Этап 3. База", 3),
        ("3. База", 3),
        ("3 База", 3),
        ("База", None),
        ("2021-2022 год", None),
        ("9. Итог", None),
    ],
)
def test_number_of_a_stage_is_read_from_its_title(title, number):
    assert stage_number(title, 2, 6) == number


def test_seven_stages_without_numbers_are_counted():
    assert stage_number("Подготовка", 1, 7) == 1


def test_database_refuses_a_second_live_roadmap_and_a_done_without_a_day(programme):
    roadmap = makers.roadmap(programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        Roadmap.objects.create(
            organization=programme.organization, programme=programme, title="Вторая",
            period_start=roadmap.period_start, period_end=roadmap.period_end, adopted_on=roadmap.period_start,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Occurrence.objects.update(state=OccurrenceState.DONE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.update(number=8)


def test_august_edited_or_added_later_is_the_august_of_its_place(programme, curator):
    """R-AUG holds after the import too: the rows around decide, not the row alone."""
    roadmap = makers.roadmap(
        programme, makers.row(number="1", deadline="август"), makers.row(number="2", deadline="сентябрь"),
        makers.row(number="3", stage="Этап 2. Итог", deadline="май"),
    )  # fmt: skip
    first, _, last = Activity.objects.select_related("stage__roadmap__organization").order_by("order")
    assert first.end.year == 2026
    assert edit_activity(first, actor=curator.user, deadline="до 25 августа").end == date(2026, 8, 25)
    assert edit_activity(last, actor=curator.user, deadline="до 25 августа").end == date(2027, 8, 25)
    stage = Stage.objects.select_related("roadmap__organization").filter(roadmap=roadmap).first()
    assert add_activity(stage, actor=curator.user, text="Итоги", deadline="август").end == date(2027, 8, 31)
