"""Several plans of one document become several roadmaps, together or not at all."""

from dataclasses import replace

import pytest

from core.errors import DomainError
from mentorship.models import FormOfMentoring, Project
from roadmap.domain.import_plans import apply_plans, by_target, plans_in, replaced_by, set_targets
from roadmap.domain.imports import paste_plan, upload_plan
from roadmap.enums import ImportState
from roadmap.models import Activity, PlanImport, Roadmap
from roadmap.targets import PROGRAMME, SKIP, joined_plan, key_of, named_in, proposed_targets, target_choices
from tests import factories
from tests.roadmap import makers
from tests.roadmap.shared_data import OWN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def programme(org):
    return factories.programme(org)


@pytest.fixture
def uploaded(programme):
    path = OWN / "passports.docx"
    return upload_plan(programme, path.read_bytes(), path.name, actor=None)


def targets(plan_import: PlanImport) -> list[str]:
    return [plan.target for plan in plans_in(plan_import)]


def test_each_plan_is_offered_to_the_project_that_its_title_names(programme):
    project = factories.project(programme, form=factories.form(title="Педагог – педагог"))
    path = OWN / "passports.docx"
    made = upload_plan(programme, path.read_bytes(), path.name, actor=None)
    first, *others = targets(made)
    assert FormOfMentoring.objects.get(pk=key_of(first)[1]).title == "Студент – студент"
    assert others == [f"project:{project.pk}", PROGRAMME]


def test_project_is_offered_once_and_the_rest_is_the_programmes(programme):
    form = factories.form(title="Студент – студент")
    titles = ["Проект «Студент-студент»", "Проект «Студент — студент», второй", "Этапы реализации"]
    assert proposed_targets(titles, [], [form]) == [f"form:{form.pk}", PROGRAMME, PROGRAMME]


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Проект «СТУДЕНТ – УЧЕНИК»", True),
        ("Студент-ученик: план", True),
        ("Ученик студент", False),
        ("", False),
    ],
)
def test_form_is_found_in_a_title_whatever_its_dashes(title, named):
    assert named_in(title, "Студент – ученик") is named


def test_all_plans_are_written_at_once_with_new_projects(programme, uploaded):
    form = factories.form(title="Студент – студент")
    set_targets(uploaded, [f"form:{form.pk}", SKIP, PROGRAMME])
    made = apply_plans(uploaded, actor=None)
    assert [row.project for row in made] == [Project.objects.get(form=form), None]
    assert [Activity.objects.filter(stage__roadmap=row).count() for row in made] == [10, 16]
    uploaded.refresh_from_db()
    assert (uploaded.state, uploaded.roadmap) == (ImportState.APPLIED, made[1])
    assert {row.adopted_on for row in made} == {row.period_start for row in made}


def test_one_refusal_leaves_nothing_of_the_others(programme, uploaded):
    makers.demo_roadmap(programme)
    form = factories.form(title="Студент – студент")
    set_targets(uploaded, [f"form:{form.pk}", SKIP, PROGRAMME])
    assert [row.title for row in replaced_by(uploaded)] == [Roadmap.objects.get().title]
    with pytest.raises(DomainError, match="уже есть"):
        apply_plans(uploaded, actor=None)
    assert (Roadmap.objects.count(), Project.objects.count()) == (1, 0)
    assert len(apply_plans(uploaded, actor=None, replace=True)) == 2


def test_plans_with_one_target_become_one_roadmap(programme, uploaded):
    set_targets(uploaded, [PROGRAMME, SKIP, PROGRAMME])
    [made] = apply_plans(uploaded, actor=None)
    rows = list(Activity.objects.filter(stage__roadmap=made).order_by("order"))
    assert len(rows) == 26
    assert made.title == plans_in(uploaded)[2].title
    assert (made.period_start.year, made.period_end.year) == (2026, 2029)


def test_joined_plan_keeps_the_longest_ones_title_and_all_rows():
    small, big = makers.plan(title="Малый"), makers.plan(makers.row(), makers.row(), title="Большой")
    joined = joined_plan([small, big])
    assert (joined.title, len(joined.rows)) == ("Большой", 3)
    assert joined_plan([small]) is small


@pytest.mark.parametrize(
    "wrong", [["programme"], ["programme"] * 4, ["project:77", SKIP, SKIP], ["moon", SKIP, SKIP]]
)
def test_strange_targets_are_refused(uploaded, wrong):
    with pytest.raises(DomainError):
        set_targets(uploaded, wrong)


def test_nothing_chosen_or_applied_twice_is_refused(uploaded):
    set_targets(uploaded, [SKIP] * 3)
    with pytest.raises(DomainError, match="Ни один план"):
        apply_plans(uploaded, actor=None)
    set_targets(uploaded, [SKIP, SKIP, PROGRAMME])
    apply_plans(uploaded, actor=None)
    with pytest.raises(DomainError, match="уже загружен"):
        apply_plans(uploaded, actor=None, replace=True)
    with pytest.raises(DomainError, match="уже загружен"):
        set_targets(uploaded, [SKIP] * 3)


def test_plan_of_another_programmes_project_is_refused(org, uploaded):
    other = factories.project(factories.programme(org))
    with pytest.raises(DomainError, match="Такого проекта"):
        set_targets(uploaded, [f"project:{other.pk}", SKIP, SKIP])


def test_choices_name_projects_and_forms_that_have_none(programme):
    project = factories.project(programme)
    form = factories.form(title="Ученик – ученик")
    values = [value for value, _ in target_choices([project], [project.form, form])]
    assert values == [PROGRAMME, f"project:{project.pk}", f"form:{form.pk}", SKIP]
    assert all(key_of(value) for value in values)


def test_plan_without_a_target_is_the_programmes():
    plan = makers.plan()
    assert by_target([plan, replace(plan, target=SKIP)]) == {PROGRAMME: [plan]}


def test_pasted_text_of_one_plan_has_no_target(programme):
    made = paste_plan(programme, "Мероприятие\tСрок\tОтветственный\nСобраться\tмай\tКуратор", actor=None)
    assert targets(made) == [""]
    assert made.file.name == "Вставленный текст.txt"
