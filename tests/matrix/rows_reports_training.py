"""Who may open certificates of training and the portfolio of a mentor."""

from typing import Any

from core.models import Job
from reports.domain.portfolio import make_portfolio
from reports.models import DocumentBatch
from tests.matrix import Row, World
from tests.matrix.rows_mentorship import READERS, _mentor
from tests.matrix.rows_mentorship_training import group
from tests.matrix.rows_reports import CURATORS, KEEPERS


def batch(world: World) -> dict[str, Any]:
    def make():
        job = Job.objects.create(organization=world.org, kind="documents.certificates", title="Свидетельства")
        return DocumentBatch.objects.create(
            organization=world.org, job=job, programme=world.programme, kind="certificates"
        )

    return {"pk": world.once("certificates", make).pk}


def person(world: World) -> dict[str, Any]:
    return {"pk": _mentor(world).person_id}


def portfolio(world: World) -> dict[str, Any]:
    return {"pk": world.once("portfolio", lambda: make_portfolio(_mentor(world).person, actor=None)).pk}


ROWS = [
    Row("reports:certificates_create", CURATORS, group, method="post"),
    Row("reports:certificates_batch", KEEPERS, batch),
    Row("reports:portfolio", READERS, person),
    Row("reports:portfolio_docx", READERS, person),
    # A paper about one person: a project curator, who may open documents, does not see it.
    Row("reports:document_docx", KEEPERS | READERS - {"psychologist"}, portfolio, ok=frozenset({200, 404})),
]
