"""Pages of plans by role: who sees whose, who may do what; a participant's own pages tell nothing of others."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scopes_disabled

from core.enums import Role
from core.models import Membership, Organization, StoredFile
from mentorship.domain import plan_contents, plans
from mentorship.enums import PairState
from mentorship.models import DevelopmentPlan, Guardianship, Material, PlanTemplate
from mentorship.plan_enums import PlanSide, PlanState
from mentorship.plan_outline import read_outline
from tests import factories
from tests.mentorship.conftest import in_bulk

START, END = date(2026, 10, 1), date(2027, 5, 31)
ORDERED = {"state": PairState.ACTIVE, "order_number": "7-ОД", "order_date": START, "period_start": START}


class Group:
    """A mentor with two mentees, each with a plan; accounts of the mentor, the first mentee and their parent."""

    def __init__(self, org: Organization) -> None:
        self.mentor, self.mentee, self.parent = (
            factories.membership(org, role) for role in (Role.MENTOR, Role.MENTEE, Role.PARENT)
        )
        programme = factories.programme(org)
        adult = {"birth_date": date(1980, 1, 1), "group": ""}
        teacher = factories.person(org, user=self.mentor.user, last_name="Образцова", **adult)
        child = factories.person(org, user=self.mentee.user, last_name="Примерова")
        mother = factories.person(org, user=self.parent.user, last_name="Родителева", **adult)
        Guardianship.objects.create(organization=org, guardian=mother, ward=child, kind="mother")
        own = factories.mentee(programme, person=child)
        other = factories.mentee(programme, person=factories.person(org, last_name="Соседова"))
        entry = factories.mentor(programme, person=teacher, capacity=3)
        self.pair = factories.pair(
            factories.project(programme), mentor=entry, mentees=[own, other], **ORDERED
        )
        first, second = (
            plans.start_plan(place, template=None, period_start=START, period_end=END, actor=None)
            for place in self.pair.places.order_by("pk")
        )
        self.plan, self.other = first, second
        for plan in (first, second):
            plan_contents.add_goal(plan, title="Сдать сессию", measure="нет долгов", due_on=END, actor=None)


@pytest.fixture
def group(org: Organization) -> Group:
    return Group(org)


def page(signed_in, who: Membership, name: str, *args) -> tuple[int, str]:
    answer = signed_in(who).get(reverse(f"mentorship:{name}", args=args))
    return answer.status_code, answer.content.decode()


def test_each_side_sees_its_own_plans_and_nobody_elses(group: Group, signed_in) -> None:
    stranger = factories.membership(group.pair.organization, Role.MENTOR)
    seen = {
        who: [page(signed_in, member, "plan", plan.pk)[0] for plan in (group.plan, group.other)]
        for who, member in (
            ("mentor", group.mentor),
            ("mentee", group.mentee),
            ("parent", group.parent),
            ("stranger", stranger),
        )
    }
    assert seen == {
        "mentor": [200, 200],
        "mentee": [200, 404],
        "parent": [200, 404],
        "stranger": [404, 404],
    }


@pytest.mark.parametrize("who", ["mentee", "parent"])
def test_own_pages_do_not_name_others_of_a_group(group: Group, signed_in, who: str) -> None:
    member = getattr(group, who)
    for name, args in (("mine", ()), ("my_pair", (group.pair.pk,)), ("plan", (group.plan.pk,))):
        status, text = page(signed_in, member, name, *args)
        assert (status, "Соседова" in text) == (200, False), name
        assert "Примерова" in text or who == "mentee"


def test_a_mentor_sees_both_and_the_one_next_step(group: Group, signed_in) -> None:
    _, text = page(signed_in, group.mentor, "mine")
    assert "Соседова" in text
    assert text.count("Следующий шаг") == 1


def test_a_replaced_mentor_sees_the_plan_no_more(group: Group, signed_in) -> None:
    with scopes_disabled():
        new = factories.pair(group.pair.project, mentees=[factories.mentee(group.pair.programme)], **ORDERED)
        DevelopmentPlan.objects.filter(pk=group.plan.pk).update(pair=new)
    assert page(signed_in, group.mentor, "plan", group.plan.pk)[0] == 404
    assert page(signed_in, group.mentee, "plan", group.plan.pk)[0] == 200


def test_the_way_from_a_draft_to_the_approval_through_the_pages(group: Group, curator, signed_in) -> None:
    def press(who: Membership, step: str, status: int = 302) -> str:
        address = reverse("mentorship:plan_step", args=[group.plan.pk, step])
        assert signed_in(who).post(address).status_code == status
        with scopes_disabled():
            group.plan.refresh_from_db()
        return group.plan.state

    assert press(group.mentor, "send") == PlanState.AGREEING
    assert press(group.mentor, "approve", 403) == PlanState.AGREEING
    assert press(group.mentee, "agree") == PlanState.APPROVAL
    assert press(curator, "approve") == PlanState.APPROVED
    with scopes_disabled():
        sides = set(group.plan.agreements.values_list("side", flat=True))
    assert sides == {PlanSide.MENTOR, PlanSide.MENTEE}


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("parent", "plan_edit", 403),
        ("parent", "plan_goal_add", 403),
        ("mentee", "plan_goal_add", 200),
        ("mentee", "plan_complete", 403),
        ("mentor", "plan_complete", 200),
        ("mentor", "plan_cancel", 403),
        ("mentor", "plan_return", 403),
    ],
)
def test_what_a_side_may_do(group: Group, signed_in, who: str, name: str, status: int) -> None:
    assert page(signed_in, getattr(group, who), name, group.plan.pk)[0] == status


def test_a_mistake_stands_at_its_field_with_the_values_kept(group: Group, signed_in) -> None:
    address = reverse("mentorship:plan_goal_add", args=[group.plan.pk])
    given = {"title": "Выучить Python", "measure": "проект", "due_on": "2030-01-01"}
    answer = signed_in(group.mentor).post(address, given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "вне периода плана" in text
    assert "Выучить Python" in text


def test_curators_approve_many_at_once(group: Group, curator, signed_in) -> None:
    with scopes_disabled():
        for plan in (group.plan, group.other):
            DevelopmentPlan.objects.filter(pk=plan.pk).update(state=PlanState.APPROVAL)
    client = signed_in(curator)
    in_bulk(client, reverse("mentorship:plans"), "approve", [group.plan.pk, group.other.pk])
    with scopes_disabled():
        assert DevelopmentPlan.objects.filter(state=PlanState.APPROVED).count() == 2


def test_the_list_costs_the_same_for_one_plan_and_three(group: Group, curator, signed_in, queries_of) -> None:
    client, address = signed_in(curator), reverse("mentorship:plans")
    client.get(address)
    with scopes_disabled():
        DevelopmentPlan.objects.filter(pk=group.other.pk).update(state=PlanState.CANCELLED)
    one = queries_of(lambda: client.get(address + "?state=draft"))
    with scopes_disabled():
        DevelopmentPlan.objects.filter(pk=group.other.pk).update(state=PlanState.DRAFT)
        more = factories.pair(group.pair.project, **ORDERED)
        given = {"template": None, "period_start": START, "period_end": END, "actor": None}
        plans.start_plan(more.places.get(), **given)
    assert queries_of(lambda: client.get(address + "?state=draft")) == one


def test_own_pages_cost_the_same_for_one_pair_and_three(group: Group, signed_in, queries_of) -> None:
    client, address = signed_in(group.mentor), reverse("mentorship:mine")
    client.get(address)
    one = queries_of(lambda: client.get(address))
    with scopes_disabled():
        for _ in range(2):
            mentees = [factories.mentee(group.pair.programme)]
            factories.pair(group.pair.project, mentor=factories.mentor(group.pair.programme), mentees=mentees)
            group.pair.mentor.capacity = 9
            group.pair.mentor.save()
            more = factories.pair(group.pair.project, mentor=group.pair.mentor, **ORDERED)
            given = {"template": None, "period_start": START, "period_end": END, "actor": None}
            plans.start_plan(more.places.get(), **given)
    assert queries_of(lambda: client.get(address)) == one


def test_shipped_templates_cover_the_five_forms_and_the_pedagogical_line(db) -> None:
    rows = PlanTemplate.objects.filter(organization__isnull=True).select_related("form")
    assert {row.form.code for row in rows if row.form} >= {
        "pupil-pupil",
        "student-student",
        "teacher-teacher",
        "student-pupil",
        "employer-pupil",
        "employer-student",
        "pedagogue-pedagogue",
        "head-teacher",
    }
    for row in rows:
        assert read_outline(row.outline).goals, row.code


def test_an_institution_words_a_shipped_template_for_itself_alone(org, curator, signed_in) -> None:
    row = PlanTemplate.objects.get(code="study")
    given = {
        "title": "Наш шаблон",
        "kind": "individual",
        "form": row.form_id,
        "role_model": row.role_model_id,
    }
    address = reverse("mentorship:plan_template", args=[row.pk])
    wrong = signed_in(curator).post(address, {**given, "outline": "Цель без двоеточия"})
    assert (wrong.status_code, "Строка 1" in wrong.content.decode()) == (422, True)
    assert signed_in(curator).post(address, {**given, "outline": row.outline}).status_code == 302
    other = factories.membership(factories.organization(), Role.CURATOR)
    assert "Наш шаблон" in page(signed_in, curator, "plan_templates")[1]
    assert "Наш шаблон" not in page(signed_in, other, "plan_templates")[1]


def test_materials_are_shown_to_those_for_whom_they_are(group: Group, curator, signed_in) -> None:
    assert "Памятка родителям" not in page(signed_in, group.mentor, "materials")[1]
    assert "Памятка наставнику" in page(signed_in, group.mentor, "materials")[1]
    assert "Памятка родителям" in page(signed_in, group.parent, "materials")[1]
    assert reverse("mentorship:scripts") in page(signed_in, group.mentor, "materials")[1]
    row = Material.objects.get(code="mentor-first")
    assert page(signed_in, group.parent, "material", row.pk)[0] == 404
    address = reverse("mentorship:material_show", args=[row.pk])
    signed_in(curator).post(address, {"shown": "0"})
    assert "Памятка наставнику" not in page(signed_in, group.mentor, "materials")[1]


def test_a_material_with_a_file_is_added_and_removed_with_it(curator, signed_in) -> None:
    client = signed_in(curator)
    given = {"title": "Рабочая тетрадь", "kind": "worksheet", "audience": "mentor", "text": "", "link": ""}
    assert client.post(reverse("mentorship:material_add"), given).status_code == 422
    file = SimpleUploadedFile("тетрадь.pdf", b"%PDF-1.4\n%%EOF")
    assert client.post(reverse("mentorship:material_add"), {**given, "file": file}).status_code == 302
    with scopes_disabled():
        row = Material.objects.get(title="Рабочая тетрадь")
        stored = row.file_id
    answer = client.get(reverse("mentorship:material_file", args=[row.pk]))
    assert b"".join(answer).startswith(b"%PDF")
    client.post(reverse("mentorship:material_remove", args=[row.pk]))
    with scopes_disabled():
        assert not StoredFile.objects.filter(pk=stored).exists()


def test_the_page_of_a_pair_tells_of_its_plans_and_begins_one(group: Group, curator, signed_in) -> None:
    with scopes_disabled():
        group.other.delete()
        place = group.pair.places.get(mentee=group.other.mentee)
    _, text = page(signed_in, curator, "pair", group.pair.pk)
    assert reverse("mentorship:plan", args=[group.plan.pk]) in text
    address = reverse("mentorship:plan_start", args=[place.pk])
    assert address in text
    given = {"template": "", "period_start": "2026-10-01", "period_end": "2027-05-31"}
    assert signed_in(curator).post(address, given).status_code == 302
    with scopes_disabled():
        assert DevelopmentPlan.objects.filter(mentee=place.mentee).exists()
