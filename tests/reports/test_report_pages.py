"""«Отчёты» on the screen: two clicks to any report, drafts read and edited, each role sees its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from core.domain.job_run import run_job
from core.enums import Role
from core.models import Job
from reports.models import Document, ReportSection
from tests import factories


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
