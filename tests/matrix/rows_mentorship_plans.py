"""Who may open development plans, their templates, materials and participants' own pages."""

from datetime import date
from typing import Any

from core.domain.files import store_file
from core.enums import Role
from mentorship.domain import materials, plan_templates
from mentorship.enums import PairState
from mentorship.models import DevelopmentPlan, PlanEvidence, PlanGoal, PlanPoint, PlanStep
from mentorship.plan_enums import PlanState
from mentorship.views.plan_templates import EXAMPLE
from tests import factories
from tests.matrix import Row, World, roles
from tests.matrix.rows_mentorship import CURATOR, READERS, _mentor, _project

PEOPLE = roles(Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER)
OPENERS = READERS | PEOPLE
APPROVERS = roles(Role.CURATOR, Role.PROJECT_CURATOR)
WORKERS = APPROVERS | PEOPLE
#: Somebody else's plan is 404 to a participant of the same institution.
SOME = frozenset({200, 302, 404, 405})
START = date(2026, 10, 1)


def _plan(world: World) -> DevelopmentPlan:
    def make():
        pair = factories.pair(
            _project(world),
            mentor=_mentor(world),
            state=PairState.ACTIVE,
            order_number="7-ОД",
            order_date=START,
            period_start=START,
        )
        return DevelopmentPlan.objects.create(
            organization=world.org,
            programme=world.programme,
            mentee=pair.places.get().mentee,
            project=pair.project,
            pair=pair,
            period_start=START,
            period_end=date(2027, 5, 31),
            state=PlanState.APPROVED,
            approved_on=START,
        )

    return world.once("plan", make)


def _goal(world: World) -> PlanGoal:
    values = {"plan": _plan(world), "title": "Цель", "measure": "Видно", "due_on": START}
    return world.once("goal", lambda: PlanGoal.objects.create(**values))


def _step(world: World) -> PlanStep:
    return world.once("step", lambda: PlanStep.objects.create(goal=_goal(world), title="Шаг", due_on=START))


def plan(world: World) -> dict[str, Any]:
    return {"pk": _plan(world).pk}


def pair(world: World) -> dict[str, Any]:
    return {"pk": _plan(world).pair_id}


def place(world: World) -> dict[str, Any]:
    return {"pk": _plan(world).pair.places.get().pk}


def goal(world: World) -> dict[str, Any]:
    return {"pk": _goal(world).pk}


def step(world: World) -> dict[str, Any]:
    return {"pk": _step(world).pk}


def point(world: World) -> dict[str, Any]:
    def make():
        return PlanPoint.objects.create(plan=_plan(world), title="Итоги", on=START)

    return {"pk": world.once("point", make).pk}


def evidence(world: World) -> dict[str, Any]:
    def make():
        stored = store_file(
            b"%PDF-1.4",
            name="скан.pdf",
            content_type="application/pdf",
            purpose="plan_evidence",
            organization=world.org,
            created_by=None,
        )
        return PlanEvidence.objects.create(organization=world.org, plan=_plan(world), file=stored)

    return {"pk": world.once("evidence", make).pk}


def template(world: World) -> dict[str, Any]:
    def make():
        return plan_templates.create_template(world.org, title="Свой", outline=EXAMPLE, actor=None)

    return {"pk": world.once("plan template", make).pk}


def material(world: World) -> dict[str, Any]:
    def make():
        given = {"title": "Памятка", "text": "Текст", "name": "п.pdf", "data": b"%PDF-1.4\n%%EOF"}
        return materials.create_material(world.org, actor=None, **given)

    return {"pk": world.once("material", make).pk}


def _step_of(world: World) -> dict[str, Any]:
    return {**plan(world), "step": "send"}


def _of_plan(name: str, who: frozenset[Role] | Any, kwargs: Any = plan, method: str = "get") -> Row:
    return Row(f"mentorship:{name}", who, kwargs=kwargs, ok=SOME, method=method)


ROWS = [
    Row("mentorship:plans", READERS),
    Row("mentorship:plan_rules", APPROVERS),
    _of_plan("plan_start", WORKERS, place),
    Row("mentorship:plan_templates", READERS),
    Row("mentorship:plan_template_add", CURATOR),
    Row("mentorship:plan_template", CURATOR, kwargs=template),
    Row("mentorship:plan_template_show", CURATOR, kwargs=template, method="post"),
    _of_plan("plan", OPENERS),
    _of_plan("plan_step", WORKERS, _step_of, "post"),
    _of_plan("plan_edit", WORKERS),
    _of_plan("plan_goal_add", WORKERS),
    _of_plan("plan_goal", WORKERS, goal),
    _of_plan("plan_goal_remove", WORKERS, goal),
    _of_plan("plan_step_add", WORKERS, goal),
    _of_plan("plan_goal_judge", WORKERS, goal),
    _of_plan("plan_step_edit", WORKERS, step),
    _of_plan("plan_step_remove", WORKERS, step),
    _of_plan("plan_step_done", WORKERS, step),
    _of_plan("plan_step_undo", WORKERS, step, "post"),
    _of_plan("plan_point_add", WORKERS),
    _of_plan("plan_point", WORKERS, point),
    _of_plan("plan_point_remove", WORKERS, point),
    _of_plan("plan_point_hold", WORKERS, point),
    _of_plan("plan_evidence_add", WORKERS),
    _of_plan("plan_evidence_file", OPENERS, evidence),
    _of_plan("plan_evidence_remove", WORKERS, evidence),
    _of_plan("plan_return", WORKERS),
    _of_plan("plan_revise", WORKERS),
    _of_plan("plan_paper", APPROVERS),
    _of_plan("plan_complete", WORKERS),
    _of_plan("plan_reopen", APPROVERS),
    _of_plan("plan_cancel", APPROVERS),
    Row("mentorship:materials", OPENERS),
    Row("mentorship:material_add", CURATOR),
    Row("mentorship:material", OPENERS, kwargs=material),
    Row("mentorship:material_file", OPENERS, kwargs=material),
    Row("mentorship:material_edit", CURATOR, kwargs=material),
    Row("mentorship:material_show", CURATOR, kwargs=material, method="post"),
    Row("mentorship:material_remove", CURATOR, kwargs=material),
    Row("mentorship:mine", PEOPLE),
    _of_plan("my_pair", PEOPLE, pair),
]
