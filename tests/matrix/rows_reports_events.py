"""Who may make papers of events, awards and practices."""

from typing import Any

from core.models import Job
from reports.models import DocumentBatch
from tests.matrix import Row, World
from tests.matrix.rows_mentorship_awards import award
from tests.matrix.rows_mentorship_events import event
from tests.matrix.rows_mentorship_practices import practice
from tests.matrix.rows_reports import CURATORS, KEEPERS


def batch(world: World) -> dict[str, Any]:
    def make():
        kind = "event_certificates"
        job = Job.objects.create(
            organization=world.org, kind="documents.event_certificates", title="Сертификаты"
        )
        return DocumentBatch.objects.create(
            organization=world.org, job=job, programme=world.programme, kind=kind
        )

    return {"pk": world.once("event papers", make).pk}


ROWS = [
    Row("reports:practice_paper", CURATORS, practice, method="post"),
    Row("reports:award_protocol", CURATORS, award, method="post"),
    Row("reports:award_order", CURATORS, award, method="post"),
    Row("reports:award_letters", CURATORS, award),
    Row("reports:event_list", CURATORS, event, method="post"),
    Row("reports:event_certificates", CURATORS, event, method="post"),
    Row("reports:papers_batch", KEEPERS, batch),
    Row("reports:batch_letters", CURATORS, batch),
]
