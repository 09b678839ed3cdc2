"""«Отчёты» on the screen: two clicks to any report, drafts read and edited, each role sees its own."""

import io

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from core.domain.job_run import run_job
from core.enums import Role
from core.models import Job
from reports.domain.swot import add_statement, draft_swot, keep_statement
from reports.models import Document, ReportSection
from surveys.enums import Phase
from tests import factories
from tests.surveys.views.test_results import answered, rows_of


def step(college, code, what):
    return reverse(
        "reports:report_section_step", args=["annual_report", college.programme.pk, 2026, code, what]
    )


def test_any_report_is_two_clicks_away(college, signed_in):
    client = signed_in(college.director)
    page = client.get(reverse("reports:reports")).content.decode()
    for words in ("Итоговый годовой отчёт", "Анализ работы пар и групп", "Отчёт куратора проекта: Студент"):
        assert words in page
    made = client.post(reverse("reports:report_make"), {"kind": "pairs_report", "year": "2026"})
    with scope(organization=college.org):
        job = Job.objects.order_by("-pk").first()
    assert made["Location"] == reverse("core:job", args=[job.pk])
    run_job(job.pk)
    assert "Анализ работы наставнических пар" in client.get(reverse("reports:reports")).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "nothing"},
        {"kind": "project_report", "project": "x"},
        {"kind": "annual_report", "year": "2031"},
        {"kind": "annual_report", "year": "20x6"},
    ],
)
def test_what_there_is_not_is_not_found(college, signed_in, data):
    client = signed_in(college.curator)
    assert client.post(reverse("reports:report_make"), data).status_code == 404


def test_a_project_curator_makes_the_report_of_their_project_only(college, signed_in):
    own = factories.membership(college.org, Role.PROJECT_CURATOR)
    with scope(organization=college.org):
        college.project.curators.add(own.user)
        other = factories.project(college.programme)
    client, address = signed_in(own), reverse("reports:report_make")
    assert (
        client.post(address, {"kind": "project_report", "project": str(college.project.pk)}).status_code
        == 302
    )
    assert client.post(address, {"kind": "project_report", "project": str(other.pk)}).status_code == 404
    assert client.post(address, {"kind": "annual_report"}).status_code == 403
    assert client.post(step(college, "goals", "drop")).status_code == 404
    page = client.get(reverse("reports:annual_report")).content.decode()
    assert "Составить отчёт" not in page
    assert "Править" not in page


@pytest.mark.slow
def test_the_draft_is_written_by_hand_and_given_back(college, signed_in):
    client = signed_in(college.curator)
    address = reverse("reports:report_section", args=["annual_report", college.programme.pk, 2026, "goals"])
    assert "Составлено порталом" in client.get(address).content.decode()
    saved = client.post(address, {"text": "Год был хорошим.", "mode": "instead"})
    assert saved.status_code == 302
    page = client.get(saved["Location"]).content.decode()
    assert "Год был хорошим." in page
    assert "Отчёт составлен за" not in page
    client.post(step(college, "goals", "restore"))
    assert "Отчёт составлен за" in client.get(reverse("reports:annual_report")).content.decode()
    for what, words in (("drop", "не войдёт в отчёт"), ("keep", "Не включать: Цель")):
        client.post(step(college, "goals", what))
        assert words in client.get(reverse("reports:annual_report")).content.decode()
    client.post(step(college, "goals", "down"))
    with scope(organization=college.org):
        assert ReportSection.objects.get(code="goals").place == 1
    assert client.post(address, {"text": "а", "mode": "sideways"}).status_code == 422


def test_the_shelf_costs_the_same_with_one_report_and_three(college, signed_in):
    client, address = signed_in(college.curator), reverse("reports:reports")

    def cost():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    def made(key):
        with scope(organization=college.org):
            Document.objects.create(
                organization=college.org, kind="pairs_report", key=key, subject_id=college.programme.pk,
                programme=college.programme, title="Отчёт", options={"year": 2026},
            )  # fmt: skip

    made("1")
    once = cost()
    made("2"), made("3")
    assert cost() == once


@pytest.mark.slow
def test_every_report_of_a_year_is_on_the_shelf_or_says_what_it_waits_for(college, signed_in, unscoped):
    client = signed_in(college.director)
    shelf = reverse("reports:reports")
    page = client.get(shelf).content.decode()
    assert "Появится, когда завершится опрос входа" in page
    assert "Анализ за этот год ещё не составлен" in page
    answered(college.programme, rows_of(*[8] * 6), phase=Phase.EXIT)
    with college.as_curator() as actor:
        analysis = draft_swot(college.programme, actor=actor)
        add_statement(analysis, quadrant="strength", text="Дружный коллектив", actor=actor)
        for row in analysis.statements.filter(state="new"):
            keep_statement(row, actor=actor)
    page = client.get(shelf).content.decode()
    for words in ("Отчёт мониторинга: итоговый", "SWOT-отчёт", "Отчёт наставника", "По анкетированиям"):
        assert words in page
    year = {"year": "2026"}
    for address in (
        reverse("reports:monitoring_make", args=["exit"]),
        reverse("reports:swot_report", args=[analysis.pk]),
    ):
        assert address in page
        made = client.post(address, year)
        document = Document.objects.latest("pk")
        assert made["Location"] == reverse("reports:document", args=[document.pk])
        assert document.options["year"] == 2026
        assert "2026/27" in document.title
        assert document.title in client.get(shelf).content.decode()
        word = client.get(reverse("reports:document_docx", args=[document.pk]))
        assert word["Content-Type"].endswith("wordprocessingml.document")
    refused = client.post(reverse("reports:monitoring_make", args=["exit"]), {"year": "2019"})
    assert refused.status_code == 404


def test_a_mentors_report_is_two_clicks_from_the_shelf(college, signed_in, unscoped, queries_of):
    client = signed_in(college.director)
    listed = reverse("reports:mentor_reports")
    assert listed in client.get(reverse("reports:reports")).content.decode()
    mentor = factories.mentor(college.programme)
    client.get(listed)
    once = queries_of(lambda: client.get(listed))
    file = reverse("reports:mentor_report", args=[mentor.person_id, "docx"])
    assert file in client.get(listed).content.decode()
    given = client.get(file)
    told = " ".join(part.text for part in docx.Document(io.BytesIO(given.content)).paragraphs)
    assert "Отчёт о работе наставника" in told
    for _ in range(2):
        factories.mentor(college.programme)
    assert queries_of(lambda: client.get(listed)) == once
    mentee = factories.mentee(college.programme)
    assert client.get(reverse("reports:mentor_report", args=[mentee.person_id, "pdf"])).status_code == 404
