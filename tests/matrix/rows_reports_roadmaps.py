"""Who may print the papers of a roadmap."""

from typing import Any

from tests.matrix import Row, World
from tests.matrix.rows_roadmap import MANAGERS, READERS, _roadmap, roadmap


def plan(world: World) -> dict[str, Any]:
    return {"pk": _roadmap(world).pk, "what": "plan"}


ROWS = [
    Row("reports:roadmap_print", READERS, roadmap),
    Row("reports:roadmap_file", READERS, plan, query="?format=docx"),
    Row("reports:roadmap_report_keep", MANAGERS, roadmap, method="post"),
]
