"""Who may print development plans and open their own papers."""

from datetime import date
from typing import Any

from core.models import Job
from mentorship.enums import ConsentKind, ConsentSigner
from mentorship.models import Consent
from reports.domain.certificates import make_certificate
from reports.models import DocumentBatch
from tests.matrix import Row, World
from tests.matrix.rows_mentorship import _mentee
from tests.matrix.rows_mentorship_plans import OPENERS, PEOPLE, SOME, pair, plan
from tests.matrix.rows_mentorship_training import _group
from tests.matrix.rows_reports import CURATORS, KEEPERS

NOT_MINE = frozenset({200, 302, 404})


def plan_pdf(world: World) -> dict[str, Any]:
    return {**plan(world), "what": "docx"}


def report(world: World) -> dict[str, Any]:
    return {"what": "docx"}


def batch(world: World) -> dict[str, Any]:
    def make():
        job = Job.objects.create(organization=world.org, kind="documents.plans", title="Планы")
        return DocumentBatch.objects.create(
            organization=world.org, job=job, programme=world.programme, kind="plans"
        )

    return {"pk": world.once("plans batch", make).pk}


def consent(world: World) -> dict[str, Any]:
    def make():
        return Consent.objects.get_or_create(
            programme=world.programme,
            person=_mentee(world).person,
            kind=ConsentKind.PSYCHOLOGICAL,
            defaults={"organization": world.org, "signer": ConsentSigner.SELF},
        )[0]

    return {"pk": world.once("own consent", make).pk}


def certificate(world: World) -> dict[str, Any]:
    def make():
        place = _group(world).places.get()
        type(place).objects.filter(pk=place.pk).update(
            state="completed", completed_on=date(2026, 11, 1), hours=16
        )
        place.refresh_from_db()
        make_certificate(place, actor=None)
        return place

    return {"pk": world.once("own certificate", make).pk}


ROWS = [
    Row("reports:plan_file", OPENERS, plan_pdf, ok=SOME),
    Row("reports:plans_generate", CURATORS, method="post"),
    Row("reports:plans_batch", KEEPERS, batch),
    Row("reports:own_documents", PEOPLE),
    Row("reports:own_extract", PEOPLE, pair, ok=NOT_MINE),
    Row("reports:own_consent", PEOPLE, consent, ok=NOT_MINE),
    Row("reports:own_certificate", PEOPLE, certificate, ok=NOT_MINE),
    Row("reports:own_report", PEOPLE),
    # An account without a card has nothing of its own: 404 to everybody of this world.
    Row("reports:own_report_file", PEOPLE, report, ok=NOT_MINE),
    Row("reports:own_portfolio", PEOPLE, ok=NOT_MINE),
    Row("reports:own_portfolio_file", PEOPLE, report, ok=NOT_MINE),
]
