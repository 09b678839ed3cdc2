"""«Программа наставничества» read back: order of sections, pages of the contents, repeated heads, Word."""

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_scopes import scopes_disabled
from docx import Document as Word
from pypdf import PdfReader

from core.domain.files import read_file
from core.errors import DomainError
from reports.domain.documents import build
from reports.domain.drawing import rebuild_pdf
from reports.domain.passport_paper import make_programme_document
from reports.domain.passports import RowEdit, edit_passport, edit_project_card, save_rows, set_funding
from reports.indicator_enums import Formula
from reports.kinds import kind_of
from reports.models import Document, PassportResource, PassportRisk, PassportStage, ProjectCost, ProjectStep
from roadmap.domain.roadmaps import approve_roadmap
from tests import factories
from tests.reports.indicator_worlds import indicator
from tests.reports.pdf_reading import fonts_embedded
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def programme(curator):
    made = factories.programme(
        curator.organization, goals="Помочь каждому", tasks="1. Собрать запросы\n2. Найти наставников",
        expected_results="Пары работают до мая", control="Директор",
    )  # fmt: skip
    project = factories.project(made, title="Рядом старший", goals="Освоиться", budget=30, extra_budget=10)
    edit_passport(
        made, actor=None, columns={"basis": "Положение колледжа"}, acts=["education", "target_model"],
        considered_by="педагогического совета", considered_protocol="1", considered_on=date(2026, 8, 28),
        analysis="Что есть.\n- трудность первая", mechanisms="Как идёт", monitoring="Что измеряем",
    )  # fmt: skip
    set_funding(
        made, amounts={("budget", 2026): Decimal(150_000)}, total=None, text="Из двух источников.", actor=None
    )
    save_rows(made, PassportStage, [RowEdit({"title": "Подготовка", "period": "август"})], actor=None)
    save_rows(made, PassportResource, [RowEdit({"kind": "staff", "text": "Кураторы"})], actor=None)
    save_rows(
        made, PassportRisk, [RowEdit({"text": "Мало наставников", "probability": 3, "impact": 2})], actor=None
    )
    edit_project_card(
        project, actor=None, columns={}, about="О проекте словами", lead="Завуч", tasks="Задача"
    )
    steps = [RowEdit({"text": f"Дело {n}. {'подробно ' * 12}", "order": n}) for n in range(40)]
    save_rows(made, ProjectStep, steps, actor=None, project=project)
    cost = {"text": "Печать", "source": "budget", "amount": Decimal(30)}
    save_rows(made, ProjectCost, [RowEdit(cost)], actor=None, project=project)
    indicator(made, Formula.YOUNG_SPECIALISTS, title="Доля молодых педагогов")
    approve_roadmap(makers.roadmap(made, makers.row(number="1.", text="Издать приказ")), actor=curator.user)
    return made


def pdf_of(programme, path) -> PdfReader:
    out = path / "programme.pdf"
    call_command("build_document", "programme_passport", "--subject", str(programme.pk), "--out", str(out))
    return PdfReader(io.BytesIO(out.read_bytes()))


@pytest.mark.slow
def test_sections_stand_in_order_and_the_contents_tell_their_pages(programme, tmp_path) -> None:
    reader = pdf_of(programme, tmp_path)
    pages = [page.extract_text() for page in reader.pages]
    assert "ПРОГРАММА НАСТАВНИЧЕСТВА" in pages[0]
    assert "протокол №\u00a01" in pages[0].replace("№ 1", "№\u00a01")
    assert "УТВЕРЖДАЮ" in pages[0]
    found = re.findall(r"^(\d(?:\.\d)?\. .+?|Приложение\. .+?)[ .]*(\d+)$", pages[1], re.M)
    assert [title.split(" ")[0] for title, _ in found] == [
        "1.", "2.", "3.", "4.", "4.1.", "5.", "5.1.", "5.2.", "6.", "7.", "8.", "9.", "Приложение.",
    ]  # fmt: skip
    for title, number in found:
        words = title.split(" ", 1)[1][:25].replace("\u00a0", " ")
        assert words in pages[int(number) - 1].replace("\u00a0", " "), title
    whole = "\n".join(pages[2:]).replace("\u00a0", " ")
    for words in ("трудность первая", "О проекте словами", "Дело 39", "150", "высокая", "Издать приказ"):
        assert words in whole
    heads = [page for page in pages if "Ответственный" in page and "Дело" in page]
    assert len(heads) > 1  # the plan's head is repeated on each of its pages
    assert fonts_embedded(reader)
    assert reader.metadata.title.startswith("Программа наставничества")


def test_what_is_not_filled_is_left_out_without_gaps(programme) -> None:
    edit_passport(programme, actor=None, columns={}, analysis="", monitoring="")
    built = build(kind_of("programme_passport"), programme, organization=programme.organization)
    assert [one.heading for one in built.content.sections if one.level == 1] == [
        "1. Паспорт программы",
        "2. Цель и\u00a0задачи программы",
        "3. Механизмы реализации и\u00a0проекты программы",
        "4. Ресурсное обеспечение программы",
        "5. Ожидаемые результаты и\u00a0показатели",
        "6. Финансирование программы",
        "7. Риски и\u00a0меры по\u00a0их снижению",
    ]
    bare = factories.programme(programme.organization)
    with pytest.raises(DomainError, match="цель"):
        build(kind_of("programme_passport"), bare, organization=bare.organization)


def test_word_has_the_same_sections_and_a_contents_field(programme, tmp_path) -> None:
    out = tmp_path / "programme.docx"
    call_command(
        "build_document",
        "programme_passport",
        "--subject",
        str(programme.pk),
        "--out",
        str(out),
        "--format",
        "docx",
    )
    word = Word(str(out))
    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == "1. Паспорт программы"
    assert headings[-1].startswith("Приложение")
    assert "TOC" in word.element.xml
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "Рядом старший" in " ".join(headings)
    assert "Мало наставников" in cells


@pytest.mark.slow
def test_the_curator_makes_it_from_the_passport_page(programme, curator, signed_in) -> None:
    with scopes_disabled():
        web = signed_in(curator)
        answer = web.post(reverse("reports:passport_document", args=[programme.pk]))
        document = Document.objects.get(kind="programme_passport")
        assert answer.url == reverse("reports:document", args=[document.pk])
        save_rows(programme, PassportStage, [RowEdit({"title": "Ещё этап", "order": 5})], actor=None)
        again = make_programme_document(programme, actor=curator.user)
        first = document.versions.get(revision=1)
        assert rebuild_pdf(first) == read_file(first.file)  # the old text stays what it was, to the byte
    assert (again.pk, again.revision) == (document.pk, 2)
