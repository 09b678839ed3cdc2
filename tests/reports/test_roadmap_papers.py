"""Papers of a roadmap: the approved plan, the list of changes, the report of a day; PDF and Word."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx import Document as Word
from pypdf import PdfReader

from core.domain.job_run import run_job
from core.enums import JobState
from core.errors import DomainError
from core.models import AuditEntry, Job
from reports.domain import roadmap_files
from reports.domain.documents import build
from reports.kinds import kind_of
from reports.models import Document
from roadmap.domain.editing import edit_activity
from roadmap.domain.evidence import add_evidence
from roadmap.domain.roadmaps import approve_roadmap
from roadmap.models import Activity
from tests import factories
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
LONG = "Очень подробное дело. " * 40


@pytest.fixture
def roadmap(org, curator):
    rows = [
        makers.row(number=f"{n}.", text=f"Дело {n}. {LONG}", deadline="до 10 декабря 2026")
        for n in range(1, 13)
    ]
    rows += [
        makers.row(number="13.", text="Собраться", deadline="Август 31.08.2026", stage="Этап 1. Подготовка"),
        makers.row(number="14.", text="Отчитаться", deadline="до 5 октября 2026", result="Отчёт"),
    ]
    made = approve_roadmap(makers.roadmap(factories.programme(org), *rows), actor=curator.user)
    activity = Activity.objects.get(number="13.")
    add_evidence(activity, actor=curator.user, note="Протокол № 1", completes=True, on=date(2026, 9, 2))
    return made


def drawn(roadmap, what, form, path, *options):
    out = path / f"{what}.{form}"
    given = [part for option in options for part in ("--option", option)]
    call_command(
        "build_document", what, "--subject", str(roadmap.pk), "--out", str(out), "--format", form, *given
    )
    return out


def text_of(path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def content(roadmap, what, **options):
    return build(kind_of(what), roadmap, organization=roadmap.organization, **options).content


@pytest.mark.slow
def test_plan_is_printed_in_landscape_with_its_stamp_and_the_head_on_every_page(roadmap, tmp_path):
    pages = PdfReader(drawn(roadmap, "roadmap", "pdf", tmp_path)).pages
    assert len(pages) > 1
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    assert all("Мероприятие" in page.extract_text() for page in pages)
    first = pages[0].extract_text()
    for words in ("УТВЕРЖДАЮ", "Директор", "П. И. Образцов".replace(" ", "\u00a0")):
        assert words in first.replace("П. И.\u00a0", "П.\u00a0И.\u00a0")
    assert "Август 31.08.2026" in "".join(page.extract_text() for page in pages)


def test_plan_as_word_has_the_same_rows(roadmap, tmp_path):
    word = Word(str(drawn(roadmap, "roadmap", "docx", tmp_path)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "Август 31.08.2026" in cells
    section = word.sections[0]
    assert section.page_width > section.page_height
    assert any("УТВЕРЖДАЮ" in paragraph.text for paragraph in word.paragraphs) or "УТВЕРЖДАЮ" in " ".join(
        cells
    )


def test_columns_are_chosen(roadmap, tmp_path):
    text = text_of(drawn(roadmap, "roadmap", "pdf", tmp_path, "columns=number,text,state"))
    assert "Состояние" in text
    assert "Ответственные" not in text
    assert sum(content(roadmap, "roadmap", columns=["text", "state"]).widths) == 100
    with pytest.raises(DomainError, match="колонки"):
        content(roadmap, "roadmap", columns=["salary"])
    with pytest.raises(CommandError):
        drawn(roadmap, "roadmap", "pdf", tmp_path, "columns")


def test_what_was_approved_is_printed_until_the_changes_are(roadmap, curator):
    edit_activity(Activity.objects.get(number="14."), actor=curator.user, deadline="до 20 октября 2026")
    rows = [row.cells for stage in content(roadmap, "roadmap").stages for row in stage.rows]
    assert next(row for row in rows if row[0] == "14.")[2] == "до 5 октября 2026"
    paper = content(roadmap, "roadmap_changes")
    assert [row.cells for row in paper.rows] == [
        ["14.", "Отчитаться", "Срок", "до 5 октября 2026", "до 20 октября 2026"]
    ]


def test_draft_says_so_and_has_no_list_of_changes(org, tmp_path):
    roadmap = makers.roadmap(factories.programme(org))
    assert "ПРОЕКТ" in text_of(drawn(roadmap, "roadmap", "pdf", tmp_path))
    with pytest.raises(CommandError, match="не утверждалась"):
        drawn(roadmap, "roadmap_changes", "pdf", tmp_path)


def test_list_of_changes_is_a_paper_in_both_forms(roadmap, curator, tmp_path):
    edit_activity(Activity.objects.get(number="14."), actor=curator.user, deadline="до 20 октября 2026")
    assert "до 20 октября 2026" in text_of(drawn(roadmap, "roadmap_changes", "pdf", tmp_path))
    word = Word(str(drawn(roadmap, "roadmap_changes", "docx", tmp_path)))
    assert "до 20 октября 2026" in [cell.text for row in word.tables[-1].rows for cell in row.cells]


def test_report_of_a_day_counts_what_was_so_on_that_day(roadmap):
    later = content(roadmap, "roadmap_progress", on="2026-10-10")
    total = later.total
    assert (total.total, total.in_time, total.late, total.overdue) == (14, 0, 1, 1)
    assert [(row.number, row.done_text, row.is_late) for row in later.done] == [
        ("13.", "02.09.2026, с опозданием", True)
    ]
    assert [(row.number, row.days) for row in later.overdue] == [("14.", 5)]
    early = content(roadmap, "roadmap_progress", on="2026-09-01")
    assert (early.total.late, early.total.overdue, early.done) == (0, 0, [])
    for wrong in ("2026-02-30", "2999-01-01"):
        with pytest.raises(DomainError):
            content(roadmap, "roadmap_progress", on=wrong)


def test_report_is_a_paper_in_both_forms(roadmap, tmp_path):
    text = text_of(drawn(roadmap, "roadmap_progress", "pdf", tmp_path))
    assert "Отчёт о выполнении дорожной карты" in text
    assert "Протокол № 1" in text.replace("\u00a0", " ")
    word = Word(str(drawn(roadmap, "roadmap_progress", "docx", tmp_path)))
    assert any("Просрочено" in paragraph.text for paragraph in word.paragraphs)


def test_papers_cost_the_same_queries_for_one_row_and_for_three(org, curator, queries_of):
    costs = []
    for count in (1, 3):
        programme = factories.programme(org)
        made = [makers.row(number=f"{n}.", stage=f"Этап {n}.") for n in range(1, count + 1)]
        roadmap = approve_roadmap(makers.roadmap(programme, *made), actor=curator.user)
        for activity in Activity.objects.filter(stage__roadmap=roadmap):
            add_evidence(activity, actor=curator.user, note="Протокол", completes=True, on=date(2026, 9, 2))
        costs.append(
            [
                queries_of(
                    lambda what=what, roadmap=roadmap: content(roadmap, what, columns=["text", "state"])
                )
                for what in ("roadmap", "roadmap_changes", "roadmap_progress")
            ]
        )
    assert costs[0] == costs[1]


@pytest.mark.slow
def test_files_come_from_the_page(roadmap, curator, director, signed_in):
    browser = signed_in(curator)
    page = browser.get(reverse("reports:roadmap_print", args=[roadmap.pk])).content.decode()
    assert "Отчёт о выполнении на дату" in page
    for what in ("plan", "changes", "progress"):
        for form, start in (("pdf", b"%PDF"), ("docx", b"PK")):
            answer = browser.get(reverse("reports:roadmap_file", args=[roadmap.pk, what]), {"format": form})
            assert (answer.status_code, answer.content[: len(start)]) == (200, start)
    address = reverse("reports:roadmap_file", args=[roadmap.pk, "plan"])
    assert browser.get(address, {"format": "odt"}).status_code == 404
    assert browser.get(address, {"columns": ["salary"]}).status_code == 302
    assert browser.get(reverse("reports:roadmap_file", args=[roadmap.pk, "poster"])).status_code == 404
    word = io.BytesIO(browser.get(address, {"format": "docx", "columns": ["text"]}).content)
    assert len(Word(word).tables[-1].columns) == 1


def test_report_of_today_is_kept_once_a_day(roadmap, curator, signed_in):
    browser = signed_in(curator)
    for _ in range(2):
        answer = browser.post(reverse("reports:roadmap_report_keep", args=[roadmap.pk]))
    document = Document.objects.get(kind="roadmap_progress")
    assert answer.url == reverse("reports:document", args=[document.pk])
    assert document.state == "issued"


@pytest.mark.parametrize(("what", "form"), [("plan", "pdf"), ("progress", "docx")])
def test_the_paper_of_a_long_plan_is_a_job(roadmap, curator, signed_in, monkeypatch, what, form):
    monkeypatch.setattr(roadmap_files, "AT_ONCE", 3)
    client = signed_in(curator)
    address = reverse("reports:roadmap_file", args=[roadmap.pk, what])
    asked = {"format": form, "columns": ["number", "text"]}
    if what == "plan":  # a mistake is told at once
        wrong = client.get(address, {"format": form, "columns": ["nothing"]})
        assert wrong["Location"] == reverse("reports:roadmap_print", args=[roadmap.pk])
    answer = client.get(address, asked)
    assert client.get(address, asked)["Location"] == answer["Location"]  # pressed twice, one job
    job = Job.objects.get()
    assert answer["Location"] == reverse("core:job", args=[job.pk])
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    with job.result_file.file.open("rb") as file:
        data = file.read()
    text = (
        text_of(io.BytesIO(data))
        if form == "pdf"
        else "\n".join(
            cell.text for table in Word(io.BytesIO(data)).tables for row in table.rows for cell in row.cells
        )
    )
    assert ("Дело 12." if what == "plan" else "Собраться") in text
    assert job.result_file.name.endswith(f"2026-2027.{form}")
    assert AuditEntry.objects.filter(action="roadmap.printed").count() == 1
