"""Addresses of `reports`."""

from typing import Any

from core.domain.files import store_file
from core.enums import Role
from core.models import Job
from mentorship.models import SupplementaryAgreement
from reports.models import (
    ContingentFigure,
    Document,
    DocumentBatch,
    Indicator,
    IndicatorFact,
    ScanPage,
    ScanStack,
)
from tests.matrix import Row, World, roles

READERS = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
KEEPERS = roles(Role.DIRECTOR, Role.CURATOR)
CURATORS = roles(Role.CURATOR)
HEADS = roles(Role.DIRECTOR)


def document(world: World) -> dict[str, Any]:
    """A report: a document that every reader of the institution sees."""
    made = world.once(
        "document",
        lambda: Document.objects.create(
            organization=world.org,
            kind="annual_report",
            key="matrix",
            subject_id=world.programme.pk,
            programme=world.programme,
            title="Отчёт",
        ),
    )
    project = world.once("own_project", lambda: _project_of_the_project_curator(world))
    assert project.programme_id == made.programme_id
    return {"pk": made.pk}


def _project_of_the_project_curator(world: World) -> Any:
    from tests import factories

    project = factories.project(world.programme)
    project.curators.add(world.members[Role.PROJECT_CURATOR].user)
    return project


def campaign(world: World) -> dict[str, Any]:
    from tests.surveys import makers

    return {"pk": world.once("survey_to_report", lambda: makers.campaign(world.programme).pk)}


def page(world: World) -> dict[str, Any]:
    return document(world) | {"number": 1}


def batch(world: World) -> dict[str, Any]:
    def make() -> DocumentBatch:
        job = Job.objects.create(organization=world.org, kind="documents.consents", title="Согласия")
        return DocumentBatch.objects.create(
            organization=world.org, job=job, programme=world.programme, kind="consents"
        )

    return {"pk": world.once("batch", make).pk}


def supplement(world: World) -> dict[str, Any]:
    return {"pk": world.once("supplement", lambda: _supplement(world)).pk}


def _supplement(world: World) -> SupplementaryAgreement:
    from tests import factories

    day = world.programme.period_start
    return SupplementaryAgreement.objects.create(
        organization=world.org, programme=world.programme, person=factories.person(world.org), number="1",
        signed_on=day, starts_on=day, ends_on=day, content="помощь", pay_terms="по положению",
    )  # fmt: skip


def stack(world: World) -> dict[str, Any]:
    return {"pk": world.once("stack", lambda: _stack(world)).pk}


def stack_place(world: World) -> dict[str, Any]:
    return stack(world) | {"number": 1}


def _stack(world: World) -> ScanStack:
    stored = store_file(
        b"%PDF-1.4", name="a.pdf", content_type="application/pdf", purpose="scan_stack", organization=world.org,
        created_by=None,
    )  # fmt: skip
    made = ScanStack.objects.create(
        organization=world.org, programme=world.programme, file=stored, sha256=stored.sha256,
        signed_on=world.programme.period_start, original_place="папка",
    )  # fmt: skip
    ScanPage.objects.create(stack=made, number=1, outcome="unreadable")
    return made


def indicator(world: World) -> dict[str, Any]:
    def make() -> Indicator:
        return Indicator.objects.create(
            organization=world.org, programme=world.programme, code="own", title="Свой"
        )

    return {"pk": world.once("indicator", make).pk}


def indicator_fact(world: World) -> dict[str, Any]:
    """A new one each time: those who may remove it do."""
    row = Indicator.objects.get(pk=indicator(world)["pk"])
    IndicatorFact.objects.all().delete()
    made = IndicatorFact.objects.create(
        indicator=row, numerator=1, denominator=2, as_of=world.programme.period_start, source="отчёт"
    )
    return {"pk": made.pk}


def contingent(world: World) -> dict[str, Any]:
    ContingentFigure.objects.all().delete()
    made = ContingentFigure.objects.create(
        organization=world.org,
        programme=world.programme,
        kind="students",
        count=9,
        as_of=world.programme.period_start,
        source="приказ",
    )
    return {"pk": made.pk}


ROWS = [
    Row("reports:documents", READERS),
    Row("reports:signing", HEADS),
    Row("reports:register_many", HEADS),
    Row("reports:order_pairs_create", CURATORS),
    Row("reports:consents_generate", CURATORS),
    Row("reports:consents_batch", KEEPERS, batch),
    Row("reports:stack_add", CURATORS),
    Row("reports:stack", CURATORS, stack),
    Row("reports:stack_confirm", CURATORS, stack, method="post"),
    Row("reports:stack_place", CURATORS, stack_place),
    Row("reports:supplement_create", CURATORS, supplement, method="post"),
    Row("reports:annual_report", READERS),
    Row("reports:survey_report", KEEPERS, campaign, method="post"),
    Row("reports:document", READERS, document),
    # Without a key from the document's own page there is nothing to see, even for its readers.
    Row("reports:document_page", READERS, page, ok=frozenset({404})),
    Row("reports:document_send", CURATORS, document, method="post"),
    Row("reports:document_refresh", CURATORS, document, method="post"),
    Row("reports:document_register", KEEPERS, document, method="post"),
    Row("reports:document_return", HEADS, document),
    Row("reports:document_cancel", KEEPERS, document),
    Row("reports:document_sign", HEADS, document),
    Row("reports:indicators", KEEPERS),
    Row("reports:indicator_sets", CURATORS),
    Row("reports:indicator_create", CURATORS),
    Row("reports:indicator_plan", CURATORS),
    Row("reports:indicator_contingent", CURATORS),
    Row("reports:contingent_remove", CURATORS, contingent, method="post"),
    Row("reports:indicator_fact_remove", CURATORS, indicator_fact, method="post"),
    Row("reports:indicator", KEEPERS, indicator),
    Row("reports:indicator_edit", CURATORS, indicator),
    Row("reports:indicator_fact", CURATORS, indicator),
    Row("reports:indicator_remove", CURATORS, indicator),
]
