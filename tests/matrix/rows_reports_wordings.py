"""Who may read and word the texts of documents, and prepare documents."""

from typing import Any

from reports.models import OwnKind
from tests.matrix import Row, World
from tests.matrix.rows_reports import CURATORS, KEEPERS


def kind(world: World) -> dict[str, Any]:
    return {"kind": "order_curator"}


def version(world: World) -> dict[str, Any]:
    return {"kind": "order_curator", "number": 0}


def own_kind(world: World) -> dict[str, Any]:
    made = world.once(
        "own kind",
        lambda: OwnKind.objects.create(organization=world.org, title="Справка", subject="programme"),
    )
    return {"pk": made.pk}


ROWS = [
    Row("reports:own_kinds", CURATORS),
    Row("reports:own_kind_create", CURATORS),
    Row("reports:own_kind", CURATORS, own_kind),
    Row("reports:own_kind_upload", CURATORS, own_kind),
    Row("reports:own_kind_archive", CURATORS, own_kind),
    Row("reports:own_kind_make", CURATORS, own_kind, method="post"),
    Row("reports:prepare", CURATORS),
    Row("reports:prepare_kind", CURATORS, kind, foreign=200),
    Row("reports:wordings", KEEPERS),
    Row("reports:wording", KEEPERS, kind, foreign=200),
    Row("reports:wording_compare", KEEPERS, kind, foreign=200),
    Row("reports:wording_edit", CURATORS, kind, foreign=200),
    Row("reports:wording_restore", CURATORS, version, foreign=200),
]
