"""Who sees and who writes the production calendar."""

from core.enums import Role
from tests.matrix import Row, roles

LOOKERS = roles(Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
ADMINISTRATOR = roles(Role.ADMINISTRATOR)


def year(world: object) -> dict[str, object]:
    return {"year": 2026}


ROWS = [
    Row("core:calendar", LOOKERS),
    # A year is nobody's: from another institution one sees one's own.
    Row("core:calendar_year", LOOKERS, kwargs=year, foreign=200),
    Row("core:calendar_edit", ADMINISTRATOR, kwargs=year, foreign=200),
    Row("core:calendar_give_back", ADMINISTRATOR, kwargs=year, foreign=302),
]
