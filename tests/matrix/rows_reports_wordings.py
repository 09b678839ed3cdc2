"""Who may read and word the texts of documents, and prepare documents."""

from typing import Any

from tests.matrix import Row, World
from tests.matrix.rows_reports import CURATORS, KEEPERS


def kind(world: World) -> dict[str, Any]:
    return {"kind": "order_curator"}


def version(world: World) -> dict[str, Any]:
    return {"kind": "order_curator", "number": 0}


ROWS = [
    Row("reports:prepare", CURATORS),
    Row("reports:prepare_kind", CURATORS, kind, foreign=200),
    Row("reports:wordings", KEEPERS),
    Row("reports:wording", KEEPERS, kind, foreign=200),
    Row("reports:wording_compare", KEEPERS, kind, foreign=200),
    Row("reports:wording_edit", CURATORS, kind, foreign=200),
    Row("reports:wording_restore", CURATORS, version, foreign=200),
]
