"""Who may open the lists of categories and the steps of a way through a base."""

from core.enums import Role
from mentorship.models import MenteeCategory
from tests.matrix import Row, World, roles
from tests.matrix.rows_mentorship import CURATOR, READERS, entry


def line(world: World) -> dict[str, object]:
    def make():
        return MenteeCategory.objects.create(organization=world.org, code="own-9", title="Своя категория")

    return {"sort": "mentees", "pk": world.once("category", make).pk}


ROWS = [
    Row(
        "mentorship:entry_move",
        roles(Role.CURATOR, Role.PROJECT_CURATOR),
        kwargs=lambda world: {**entry(world), "to": "checking"},
    ),
    Row("mentorship:categories", READERS),
    Row(
        "mentorship:category_add", roles(Role.CURATOR), kwargs=lambda world: {"sort": "mentees"}, foreign=200
    ),
    Row("mentorship:category_edit", CURATOR, kwargs=line),
    Row("mentorship:category_show", CURATOR, kwargs=line, method="post"),
]
