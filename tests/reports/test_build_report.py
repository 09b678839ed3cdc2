"""`build_report`: every report of a programme from the command line; nothing is kept."""

import io

import docx
import pypdf
import pytest
from django.core.management import CommandError, call_command

from reports.domain.report_subjects import REPORTS
from reports.models import Document
from tests.reports.test_orders import make_draft, register, sign


def built(college, tmp_path, kind, **options):
    out = tmp_path / f"{kind}.{options.get('format', 'pdf')}"
    call_command("build_report", kind, program=college.programme.code, out=out, **options)
    return out.read_bytes()


def test_an_unknown_kind_is_told_with_the_known_ones_and_code_two(college, tmp_path):
    with pytest.raises(
        CommandError, match="annual, roadmap, project, pairs, survey, swot, monitoring"
    ) as refused:
        built(college, tmp_path, "budget")
    assert refused.value.returncode == 2


@pytest.mark.slow
def test_reports_of_a_year_are_written_and_nothing_is_kept(college, tmp_path):
    sign(college, register(college, make_draft(college)))
    pages = pypdf.PdfReader(io.BytesIO(built(college, tmp_path, "pairs", year=2026))).pages
    assert "Анализ работы" in pages[0].extract_text()
    for kind, words in (("annual", "Итоговый отчёт"), ("project", "Отчёт куратора")):
        word = docx.Document(io.BytesIO(built(college, tmp_path, kind, year=2026, format="docx")))
        assert any(words in part.text for part in word.paragraphs)
    with college.as_curator():
        assert not Document.objects.filter(
            kind__in=["annual_report", "pairs_report", "project_report"]
        ).exists()


@pytest.mark.parametrize("kind", ["roadmap", "survey", "swot", "monitoring"])
def test_what_there_is_nothing_for_is_said_in_words(college, tmp_path, kind):
    assert kind in REPORTS
    with pytest.raises(CommandError, match=r"не загружена|нет|не составлен"):
        built(college, tmp_path, kind)


def test_wrong_programme_year_and_subject_are_refused(college, tmp_path):
    with pytest.raises(CommandError, match="Программы с кодом «нет-такой» нет"):
        call_command("build_report", "annual", program="нет-такой", out=tmp_path / "x.pdf")
    with pytest.raises(CommandError, match="за годы программы"):
        built(college, tmp_path, "annual", year=1999)
    with pytest.raises(CommandError, match="Предмета № 987654 у этого отчёта нет"):
        built(college, tmp_path, "project", subject=987654)
