"""The annual report: figures with their fractions, «н/д» where nothing is known, frozen on its day."""

import io
from datetime import date

import pypdf
import pytest

from core import facts, registries
from core.domain.files import read_file
from core.domain.job_run import run_job
from core.enums import JobState, Role
from core.registries import StageMark, YearLine
from mentorship.enums import PairState
from mentorship.models import Pair
from reports.domain.reports import make_annual_report, start_annual_report
from reports.enums import DocumentState
from reports.models import Document
from tests import factories
from tests.reports.conftest import College
from tests.reports.test_orders import make_draft, register, sign


def text_of(document):
    reader = pypdf.PdfReader(io.BytesIO(read_file(document.file)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ").split())


@pytest.fixture
def no_roadmap(monkeypatch):
    monkeypatch.setattr(registries.year_lines, "_providers", [])


def report_text(college):
    with college.as_curator() as user:
        return text_of(make_annual_report(college.programme, actor=user))


def test_what_is_not_known_is_not_nought(bare_college, no_roadmap):
    with bare_college.as_curator():
        Pair.objects.update(state=PairState.PROPOSED)
    text = report_text(bare_college)
    assert "Выполнено мероприятий: н/д (дорожная карта не загружена)" in text
    assert "Закреплено приказом: н/д" in text
    assert "Подписано: 0 из 5 участников (0,0 %)" in text


def test_empty_bases_give_no_share(org, no_roadmap):
    programme = factories.programme(org)
    curator = factories.membership(org, Role.CURATOR)
    empty = College(org, programme, None, curator, curator)
    text = report_text(empty)
    assert "Подписано: н/д (в базах никого нет)" in text
    assert "Базы не заполнены" in text
    assert "н/д (проекты программы не заведены)" in text


def test_figures_carry_numerators_and_denominators(college, monkeypatch):
    line = YearLine(
        stages=[StageMark("Подготовка", "", 0.5, 3, 6), StageMark("Завершение", "", 0, 0, 0)],
        today=0.4, start=date(2026, 9, 1), end=date(2027, 8, 31),
    )  # fmt: skip
    monkeypatch.setattr(registries.year_lines, "_providers", [lambda programme, today: line])
    sign(college, register(college, make_draft(college)))
    text = report_text(college)
    assert "Итоговый отчёт о реализации программы наставничества за 2026/27 учебный год" in text
    assert "Подготовка 3 из 6 50,0 %" in text
    assert "Завершение н/д н/д" in text
    assert "Всего 3 из 6 50,0 %" in text
    assert "В базе наставляемых – 3 человека, в базе наставников – 2 человека." in text
    assert "Приказом закреплено: 1 пара и 1 группа." in text
    assert "Студент – студент 1 1 3 2 0 0" in text
    assert "Подписано: 5 из 5 участников (100,0 %)" in text
    assert "1-ОД О закреплении наставнических пар и групп" in text


def test_the_job_issues_the_report_and_tells_the_roadmap(college, no_roadmap):
    told = []
    facts.happened.connect(
        lambda fact, **_: told.append((fact.kind, fact.detail)), weak=False, dispatch_uid="test"
    )
    try:
        with college.as_curator() as user:
            job = start_annual_report(college.programme, actor=user)
        run_job(job.pk)
    finally:
        facts.happened.disconnect(dispatch_uid="test")
    with college.as_curator():
        job.refresh_from_db()
        assert job.state == JobState.DONE, job.error
        document = Document.objects.get(kind="annual_report")
        assert document.state == DocumentState.ISSUED
        assert job.result_file_id == document.file_id
    assert ("report_issued", "annual_report") in told


def test_a_report_made_twice_on_a_day_is_one_document(college, no_roadmap):
    with college.as_curator() as user:
        first = make_annual_report(college.programme, actor=user)
        assert make_annual_report(college.programme, actor=user).pk == first.pk
        assert Document.objects.filter(kind="annual_report").count() == 1
        assert first.versions.count() == 1
