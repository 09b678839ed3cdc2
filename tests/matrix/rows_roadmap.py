"""Who may open the addresses of `roadmap`."""

from typing import Any

from core.enums import Role
from roadmap.domain.evidence import add_evidence
from roadmap.models import Activity, Evidence, PlanImport, Roadmap
from tests import factories
from tests.matrix import Row, World, roles
from tests.roadmap import makers

READERS = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
PROVERS = roles(Role.CURATOR, Role.PROJECT_CURATOR)
MANAGERS = roles(Role.CURATOR)


def _roadmap(world: World) -> Roadmap:
    def make() -> Roadmap:
        project = factories.project(world.programme)
        project.curators.add(world.members[Role.PROJECT_CURATOR].user)
        return makers.roadmap(world.programme, makers.row(), makers.row())

    return world.once("roadmap", make)


def _activity(world: World) -> Activity:
    return Activity.objects.filter(stage__roadmap=_roadmap(world)).first()


def _evidence(world: World) -> Evidence:
    def make() -> Evidence:
        return add_evidence(_activity(world), actor=world.members[Role.CURATOR].user, note="Провели")

    return world.once("roadmap_evidence", make)


def _import(world: World) -> PlanImport:
    return world.once("roadmap_import", lambda: makers.plan_import(world.programme))


def roadmap(world: World) -> dict[str, Any]:
    return {"pk": _roadmap(world).pk}


def activity(world: World) -> dict[str, Any]:
    return {"pk": _activity(world).pk}


def evidence(world: World) -> dict[str, Any]:
    return {"pk": _evidence(world).pk}


def plan(world: World) -> dict[str, Any]:
    return {"pk": _import(world).pk}


def plan_row(world: World) -> dict[str, Any]:
    return {"pk": _import(world).pk, "index": 0}


def plan_step(world: World) -> dict[str, Any]:
    return plan_row(world) | {"step": "skip"}


ROWS = [
    Row("roadmap:roadmap", READERS),
    Row("roadmap:approve", MANAGERS, roadmap),
    Row("roadmap:import", MANAGERS),
    Row("roadmap:import_preview", MANAGERS, plan),
    Row("roadmap:import_choose", MANAGERS, plan_row, method="post"),
    Row("roadmap:import_targets", MANAGERS, plan, method="post"),
    Row("roadmap:import_row", MANAGERS, plan_row),
    Row("roadmap:import_include", MANAGERS, plan_step, method="post"),
    Row("roadmap:import_apply", MANAGERS, plan),
    Row("roadmap:import_drop", MANAGERS, plan, method="post"),
    Row("roadmap:activity", READERS, activity),
    Row("roadmap:activity_edit", MANAGERS, activity),
    Row("roadmap:activity_evidence", PROVERS, activity),
    Row("roadmap:activity_reopen", PROVERS, activity),
    Row("roadmap:evidence_remove", PROVERS, evidence),
]
