"""Reports of the year: the shelf, drafts, sections under the curator's hand."""

from typing import Any

from core.enums import Role
from tests.matrix import Row, World, roles
from tests.matrix.rows_mentorship import _mentor
from tests.matrix.rows_reports import document

READERS = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
KEEPERS = roles(Role.DIRECTOR, Role.CURATOR)
EDITORS = roles(Role.CURATOR, Role.PROJECT_CURATOR)


def project(world: World) -> dict[str, Any]:
    document(world)
    return {"pk": world.once("own_project", lambda: None).pk}


def section(world: World) -> dict[str, Any]:
    """Of a project's report: its own curator writes it too."""
    return {"kind": "project_report", "year": 2026, "code": "goals", **project(world)}


ROWS = [
    Row("reports:reports", READERS),
    # Which report is said in the form: without it there is nothing to make.
    Row("reports:report_make", READERS, method="post", ok=frozenset({404})),
    Row("reports:mentor_reports", KEEPERS),
    Row("reports:mentor_report", KEEPERS, lambda world: {"pk": _mentor(world).person_id, "what": "docx"}),
    Row("reports:project_report", READERS, project),
    Row("reports:report_section", EDITORS, section),
    Row(
        "reports:report_section_step", EDITORS, lambda world: section(world) | {"step": "drop"}, method="post"
    ),
]
