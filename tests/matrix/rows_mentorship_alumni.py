"""Who may open the base of grateful graduates."""

from core.enums import Role
from mentorship.domain.alumni import add_alumni
from tests import factories
from tests.matrix import Row, World, roles

SEEN = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
KEPT = roles(Role.CURATOR)


def alumnus(world: World) -> dict[str, object]:
    """Somebody whom a project curator sees too."""

    def make():
        project = factories.project(world.programme)
        project.curators.add(world.members[Role.PROJECT_CURATOR].user)
        entry = factories.mentee(world.programme, project=project, state="finished")
        [made] = add_alumni([entry.person], actor=None)
        return made

    return {"pk": world.once("alumnus", make).pk}


def person(world: World) -> dict[str, object]:
    return {"pk": world.once("graduate", lambda: factories.person(world.org)).pk}


ROWS = [
    Row("mentorship:alumni", SEEN),
    Row("mentorship:alumni_join", KEPT),
    Row("mentorship:alumnus", SEEN, kwargs=alumnus),
    Row("mentorship:alumnus_edit", KEPT, kwargs=alumnus),
    Row("mentorship:alumnus_consent", KEPT, kwargs=alumnus),
    Row("mentorship:alumnus_close", KEPT, kwargs=alumnus),
    Row("mentorship:alumnus_mentor", KEPT, kwargs=alumnus, method="post"),
    Row("mentorship:alumnus_add", KEPT, kwargs=person, method="post"),
]
