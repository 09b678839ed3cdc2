"""Who reads the programme's passport, who fills it in, who makes the document."""

from typing import Any

from core.enums import Role
from tests import factories
from tests.matrix import Row, World
from tests.matrix.rows_reports_partners import agreement

READERS = frozenset({Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR})
CURATORS = frozenset({Role.CURATOR})


def programme(world: World) -> dict[str, Any]:
    # A project curator sees the programmes of their projects.
    def make() -> Any:
        made = factories.project(world.programme)
        made.curators.add(world.members[Role.PROJECT_CURATOR].user)
        return made

    world.once("passport project", make)
    return {"pk": world.programme.pk}


def section(world: World) -> dict[str, Any]:
    return {**programme(world), "section": "funding"}


def project(world: World) -> dict[str, Any]:
    programme(world)
    return {"pk": world.once("passport project", lambda: None).pk, "section": "plan"}


ROWS = [
    Row("reports:passport", READERS, programme),
    Row("reports:passport_copy", CURATORS, programme),
    Row("reports:passport_document", CURATORS, programme, method="post"),
    Row("reports:passport_section", CURATORS, section),
    Row("reports:passport_project", CURATORS, project),
    Row("reports:programme_papers", CURATORS),
    Row("reports:selection_protocol", CURATORS),
    Row("reports:partner_order", CURATORS, agreement, method="post"),
]
