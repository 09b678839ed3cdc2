"""Who may open the addresses of `mentorship`."""

from core.enums import Role
from tests import factories
from tests.matrix import Row, World, roles

READERS = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
CURATOR = roles(Role.CURATOR)


def _project(world: World):
    def make():
        project = factories.project(world.programme)
        project.curators.add(world.members[Role.PROJECT_CURATOR].user)
        return project

    return world.once("project", make)


def programme(world: World) -> dict[str, object]:
    _project(world)
    return {"pk": world.programme.pk}


def project(world: World) -> dict[str, object]:
    return {"pk": _project(world).pk}


ROWS = [
    Row("mentorship:programmes", READERS),
    Row("mentorship:programme_create", CURATOR),
    Row("mentorship:programme", READERS, kwargs=programme),
    Row("mentorship:programme_edit", CURATOR, kwargs=programme),
    Row("mentorship:project_create", CURATOR, kwargs=programme),
    Row(
        "mentorship:programme_move",
        CURATOR,
        kwargs=lambda world: {**programme(world), "step": "start"},
        method="post",
    ),
    Row("mentorship:project_edit", CURATOR, kwargs=project),
]
