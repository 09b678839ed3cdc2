"""The life of a development plan: both sides agree, the curator approves, changes are listed."""

from datetime import date, timedelta

import pytest

from core import facts
from core.errors import DomainError
from core.models import Membership, Organization
from mentorship.domain import plan_contents as contents
from mentorship.domain import plan_work as work
from mentorship.domain import plans
from mentorship.enums import PairState
from mentorship.models import DevelopmentPlan, Pair, PairMentee, PlanChange, PlanTemplate
from mentorship.plan_enums import PLAN_TRANSITIONS, GoalResult, PlanKind, PlanSide, PlanState
from tests import factories
from tests.mentorship.conftest import guardian_for, today

START = date(2026, 10, 1)
END = date(2027, 5, 31)
ORDERED = {"state": PairState.ACTIVE, "order_number": "7-ОД", "order_date": START, "period_start": START}
OUTLINE = """Раздел: Запрос | О чём просит
Цель: Сдать сессию
Показатель: нет долгов
Неделя: 16
- Разобрать темы | список | 2 | наставляемый
Точка: Первые итоги | 6
"""

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def working(org: Organization) -> Pair:
    return factories.pair(factories.project(factories.programme(org)), **ORDERED)


def begin(pair: Pair, **given) -> DevelopmentPlan:
    values = {"template": None, "period_start": START, "period_end": END, "actor": None}
    return plans.start_plan(pair.places.get(), **values | given)


@pytest.fixture
def plan(working: Pair) -> DevelopmentPlan:
    made = begin(working)
    contents.add_goal(made, title="Сдать сессию", measure="нет долгов", due_on=date(2027, 1, 25), actor=None)
    return made


def agree_all(plan: DevelopmentPlan) -> None:
    plans.send_plan(plan, actor=None)
    for side, person in ((PlanSide.MENTOR, plan.pair.mentor.person), (PlanSide.MENTEE, plan.mentee.person)):
        plans.agree_plan(plan, side=side, person=person, actor=None)


def approve(plan: DevelopmentPlan, curator: Membership) -> DevelopmentPlan:
    agree_all(plan)
    return plans.approve_plan(plan, actor=curator.user)


def test_a_template_gives_sections_goals_steps_and_points_with_dates(org, working: Pair) -> None:
    template = PlanTemplate.objects.create(organization=org, code="own", title="Свой", outline=OUTLINE)
    made = begin(working, template=template)
    goal = made.goals.get()
    assert (goal.title, goal.due_on) == ("Сдать сессию", START + timedelta(days=16 * 7 - 1))
    assert (goal.steps.get().owner, goal.steps.get().due_on) == ("mentee", date(2026, 10, 14))
    assert made.points.get().on == date(2026, 11, 11)
    assert [section.title for section in made.sections.all()] == ["Запрос"]


def test_teachers_have_a_programme_with_its_own_sections(org) -> None:
    form = factories.form(title="Педагог – педагог", is_pedagogical=True)
    made = begin(factories.pair(factories.project(factories.programme(org), form=form), **ORDERED))
    assert made.kind == PlanKind.PERSONALISED
    assert made.sections.first().title == "Профессиональные затруднения"


def test_a_mentee_has_one_plan_of_a_form_and_only_in_a_confirmed_pair(org, working: Pair) -> None:
    begin(working)
    with pytest.raises(DomainError, match="уже есть"):
        begin(working)
    with pytest.raises(DomainError, match="подтверждённой"):
        begin(factories.pair(factories.project(factories.programme(org))))


def test_both_sides_agree_before_the_curator_approves(plan: DevelopmentPlan, curator: Membership) -> None:
    with pytest.raises(DomainError):
        plans.approve_plan(plan, actor=curator.user)
    plans.send_plan(plan, actor=None)
    plans.agree_plan(plan, side=PlanSide.MENTOR, person=plan.pair.mentor.person, actor=None)
    assert plan.state == PlanState.AGREEING
    with pytest.raises(DomainError):
        plans.approve_plan(plan, actor=curator.user)
    plans.agree_plan(plan, side=PlanSide.MENTEE, person=plan.mentee.person, actor=None)
    assert plan.state == PlanState.APPROVAL
    plans.approve_plan(plan, actor=curator.user)
    assert (plan.state, plan.approved_on, plan.approved_by) == (PlanState.APPROVED, today(), curator.user)


def test_nobody_agrees_for_another_nor_twice(plan: DevelopmentPlan) -> None:
    plans.send_plan(plan, actor=None)
    mentor = plan.pair.mentor.person
    with pytest.raises(DomainError, match="за эту сторону"):
        plans.agree_plan(plan, side=PlanSide.MENTEE, person=mentor, actor=None)
    plans.agree_plan(plan, side=PlanSide.MENTOR, person=mentor, actor=None)
    with pytest.raises(DomainError, match="уже согласовала"):
        plans.agree_plan(plan, side=PlanSide.MENTOR, person=mentor, actor=None)


def test_the_parent_of_a_minor_approves_where_the_programme_asks(plan: DevelopmentPlan) -> None:
    plans.set_rule(plan.programme, asks_parent=True, days=30, actor=None)
    parent = guardian_for(plan.mentee.person)
    agree_all(plan)
    assert plan.state == PlanState.AGREEING
    with pytest.raises(DomainError, match="за эту сторону"):
        plans.agree_plan(plan, side=PlanSide.PARENT, person=plan.pair.mentor.person, actor=None)
    plans.agree_plan(plan, side=PlanSide.PARENT, person=parent, actor=None)
    assert plan.state == PlanState.APPROVAL


def test_no_parent_is_asked_for_an_adult(org, plan: DevelopmentPlan) -> None:
    plans.set_rule(plan.programme, asks_parent=True, days=30, actor=None)
    plan.mentee.person.birth_date = date(2000, 1, 1)
    plan.mentee.person.save()
    agree_all(plan)
    assert plan.state == PlanState.APPROVAL


def test_a_plan_without_goals_is_not_sent(working: Pair) -> None:
    with pytest.raises(DomainError, match="цель"):
        plans.send_plan(begin(working), actor=None)


def test_what_is_agreed_upon_is_not_changed_and_a_returned_plan_is_agreed_anew(plan, curator) -> None:
    agree_all(plan)
    with pytest.raises(DomainError, match="не меняют"):
        contents.add_point(plan, title="Итоги", on=START, actor=None)
    plans.return_plan(plan, actor=curator.user, reason="Уточните показатель")
    assert (plan.state, plan.state_reason) == (PlanState.DRAFT, "Уточните показатель")
    plans.send_plan(plan, actor=None)
    plans.agree_plan(plan, side=PlanSide.MENTOR, person=plan.pair.mentor.person, actor=None)
    assert plan.state == PlanState.AGREEING


def test_changes_after_the_approval_are_listed_with_who_and_why_and_agreed_anew(plan, curator) -> None:
    approve(plan, curator)
    assert not PlanChange.objects.exists()
    plans.revise_plan(plan, actor=curator.user, reason="Изменилось расписание")
    goal = plan.goals.get()
    contents.edit_goal(
        goal, title=goal.title, measure="средний балл 4", due_on=date(2027, 2, 1), actor=curator.user
    )
    told = [(one.what, one.before, one.after, one.reason, one.author) for one in plan.changes.all()]
    why, who = "Изменилось расписание", curator.user
    assert told == [
        ("Цель «Сдать сессию»: показатель", "нет долгов", "средний балл 4", why, who),
        ("Цель «Сдать сессию»: срок", "25.01.2027", "01.02.2027", why, who),
    ]
    assert (plan.revision, plan.state) == (2, PlanState.DRAFT)
    with pytest.raises(DomainError):
        plans.approve_plan(plan, actor=curator.user)
    approve(plan, curator)
    assert plan.agreements.filter(revision=2).count() == 2


def test_marks_of_work_need_no_revision_and_only_an_approved_plan(plan, curator) -> None:
    goal = plan.goals.get()
    step = contents.add_step(goal, title="Разобрать", expected="", owner="both", due_on=START, actor=None)
    with pytest.raises(DomainError, match="утверждённом"):
        work.mark_step(step, on=today(), actor=None)
    approve(plan, curator)
    work.mark_step(step, on=today(), note="сделали", actor=curator.user)
    work.add_evidence(plan, goal=goal, text="Зачётная книжка", actor=None)
    with pytest.raises(DomainError, match="не наступил"):
        work.mark_step(step, on=today() + timedelta(days=1), actor=None)
    assert plan.revision == 1


def test_a_plan_is_finished_once_every_goal_is_judged(plan, curator) -> None:
    approve(plan, curator)
    given = {"outcome": "Сессия сдана", "advice": "", "on": today(), "actor": None}
    with pytest.raises(DomainError, match="оцените цель"):
        plans.complete_plan(plan, **given)
    with pytest.raises(DomainError, match="помешало"):
        work.judge_goal(plan.goals.get(), result=GoalResult.MISSED, note="", on=today(), actor=None)
    work.judge_goal(plan.goals.get(), result=GoalResult.REACHED, note="", on=today(), actor=None)
    plans.complete_plan(plan, **given)
    assert plan.state == PlanState.COMPLETED
    plans.reopen_plan(plan, actor=None, reason="Рано завершили")
    assert plan.state == PlanState.APPROVED


def test_a_plan_survives_the_replacement_of_the_mentor(plan, curator) -> None:
    approve(plan, curator)
    old = plan.pair
    PairMentee.objects.filter(pair=old).update(is_live=False, left_on=today())
    new = factories.pair(plan.project, mentees=[plan.mentee], **ORDERED)
    facts.emit(
        "pair_mentor_replaced",
        subject=new,
        programme=new.programme,
        title="Наставник уволился",
        actor=curator.user,
    )
    plan.refresh_from_db()
    assert (plan.pair, plan.state, plan.revision) == (new, PlanState.DRAFT, 2)
    change = plan.changes.get()
    assert (change.what, change.before, change.after, change.reason) == (
        "Наставник",
        old.mentor.person.full_name,
        new.mentor.person.full_name,
        "Наставник уволился",
    )
    assert plan.goals.count() == 1


@pytest.mark.parametrize("before", list(PLAN_TRANSITIONS))
def test_a_revision_is_opened_from_an_approved_plan_alone(plan, before: str) -> None:
    given = {"approved_on": START, "completed_on": START, "outcome": "Итог"}
    DevelopmentPlan.objects.filter(pk=plan.pk).update(state=before, **given)
    plan.refresh_from_db()
    if before == PlanState.APPROVED:
        assert plans.revise_plan(plan, actor=None, reason="Так надо").revision == 2
    else:
        with pytest.raises(DomainError):
            plans.revise_plan(plan, actor=None, reason="Так надо")


def test_what_shows_the_work_is_checked(plan, curator) -> None:
    approve(plan, curator)
    for wrong in ({}, {"link": "javascript:alert(1)"}, {"name": "a.exe", "data": b"MZ\x00\x00"}):
        with pytest.raises(DomainError):
            work.add_evidence(plan, actor=None, **wrong)
    made = work.add_evidence(plan, name="скан.pdf", data=b"%PDF-1.4\n%%EOF", actor=None)
    assert made.file is not None
    work.remove_evidence(made, actor=None)
    assert not plan.evidence.exists()
