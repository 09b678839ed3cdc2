"""From the director's page to the signed annual report in their hands."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django_scopes import scope, scopes_disabled
from pypdf import PdfReader

from core.domain.files import read_file
from core.domain.job_run import run_job
from core.models import Job
from reports.domain.documents import send_to_sign
from reports.models import Document
from tests import factories
from tests.journeys.test_first_way import Walk
from tests.reports.conftest import College, make_college, sign_all_consents

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def college(committed: None) -> College:
    made = make_college(factories.organization(city="г. Приречный"))
    with scope(organization=made.org):
        sign_all_consents(made.programme)
    return made


def test_from_the_director_page_to_the_signed_report(
    college: College, desk: Callable[..., Any], site: Any
) -> None:
    director = Walk(desk(college.director), site.url)
    director.go("core:home")
    director.page.get_by_role("link", name="Отчёты", exact=True).first.click()
    director.press("Итоговый годовой отчёт")
    assert "1. Цель и задачи программы" in director.text()
    director.press("Составить отчёт")
    with scopes_disabled():
        run_job(Job.objects.latest("pk").pk)
        report = Document.objects.get(kind="annual_report")
    with college.as_curator() as curator:
        send_to_sign(report, actor=curator)
    director.go("reports:document", pk=report.pk)
    director.press("Зарегистрировать")
    director.press("Отметить подписанным")
    scan = director.page.locator("input[type=file]")
    with scope(organization=college.org):
        report.refresh_from_db()
        registered = read_file(report.file)
    scan.first.set_input_files({"name": "Отчёт.pdf", "mimeType": "application/pdf", "buffer": registered})
    director.press("Отметить подписанным")
    director.go("reports:annual_report")
    assert "Подписан" in director.text()
    given = PdfReader(io.BytesIO(director.download(re.compile("PDF"))))
    text = " ".join(" ".join(page.extract_text() for page in given.pages).split())
    assert "ПРОЕКТ" not in text
    assert "1-ОТ" in text
    assert "Содержание" in text
