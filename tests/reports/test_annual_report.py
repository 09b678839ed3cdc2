"""The annual report as a document: read back from its PDF, equal to the selectors, edited, frozen, signed."""

import io
import re
from datetime import UTC, date, datetime

import docx
import pypdf
import pytest
from django_scopes import scope

from core import facts, registries
from core.clock import today
from core.domain.files import read_file
from core.domain.job_run import run_job
from core.enums import JobState, Role
from core.errors import DomainError
from mentorship.domain import pairs as pair_domain
from mentorship.enums import PairState
from mentorship.models import Pair
from reports.documents.annual_report import ANNUAL_REPORT, AnnualReport
from reports.documents.letterhead import Letterhead, Signatory
from reports.documents.report_book import PAIRS_REPORT, ReportPaper
from reports.domain import report_texts as texts
from reports.domain.documents import renew_document
from reports.domain.drawing import rebuild_pdf
from reports.domain.reports import make_annual_report, make_report, start_annual_report
from reports.enums import DocumentState
from reports.models import Document, DocumentVersion, ReportSection
from reports.narrative.book import Book, Grid, Piece, Section
from reports.rendering import Requisites, render_docx, render_html, render_pdf
from reports.selectors.books import ANNUAL_KIND, PAIRS_KIND, PROJECT_KIND, annual_book, draft_of, final_book
from reports.selectors.spans import span_before, span_of
from reports.snapshot import freeze, thaw
from tests import factories
from tests.reports.conftest import College
from tests.reports.pdf_reading import fonts_embedded
from tests.reports.test_orders import make_draft, register, sign

MOMENT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def reader_of(document):
    return pypdf.PdfReader(io.BytesIO(read_file(document.file)))


def flat(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u00ad", "").split())


def squeezed(text):
    """Without spaces: a cell may be broken over lines anywhere."""
    return "".join(flat(text).split())


def text_of(document):
    return flat(" ".join(page.extract_text() for page in reader_of(document).pages))


@pytest.fixture
def no_roadmap(monkeypatch):
    monkeypatch.setattr(registries.year_lines, "_providers", [])


def span(college):
    return span_of(college.programme, today(college.org))


def book_text(college):
    """What the paper would be drawn of, titles and prose: that the paper holds it all is tested once below."""
    book = final_book(ANNUAL_KIND, span(college))
    return flat(
        " ".join(
            word for one in [*book.sections, *book.annexes] for word in (one.title, *one.texts, *one.own)
        )
    )


def old_snapshot(college):
    """What a version of wording "1" holds."""
    signatory = {"position": "Директор", "initials": "П. И. Образцов", "full_name": "Образцов Пётр Ильич"}
    names = ("founder", "full_name", "short_name", "city", "address", "inn", "ogrn")
    row = {"group": "", "title": "Доля", "plan": "10 %", "fact": "7,3 %", "fraction": "3 из 41", "note": ""}
    form = {"form": "Студент – студент", "pairs": 1, "groups": 1, "mentees": 3, "active": 2}
    return {
        "title": "Итоговый отчёт о реализации программы наставничества за 2025/26 учебный год",
        "letterhead": dict.fromkeys(names, "") | {"full_name": college.org.full_name},
        "signatory": signatory,
        "programme": "Программа 2025/26",
        "goals": "Помочь освоиться",
        "period": "с 1 сентября 2025 г. по 31 августа 2026 г.",
        "cut_on": "2026-06-30",
        "curator": "",
        "forms": ["Студент – студент"],
        "stages": [{"title": "Подготовка", "done": 3, "total": 6}],
        "mentees": [{"state": "Отобран", "count": 3}],
        "mentors": [],
        "pairs": [form | {"completed": 0, "terminated": 0}],
        "consents": {"signed": 5, "people": 5},
        "orders": [{"title": "О закреплении", "number": "1-ОД", "date": "2025-11-02"}],
        "indicators": [row],
    }


def test_a_report_of_the_former_wording_is_drawn_as_it_was(college):
    snapshot = old_snapshot(college)
    with scope(organization=college.org):
        html = render_html(ANNUAL_REPORT, snapshot, "1", Requisites())
    text = flat(re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", " "))
    assert "2. Выполнение дорожной карты" in text
    assert "Подготовка 3 из 6 50,0 %" in text
    assert "7. Показатели" in text
    assert "Содержание" not in text
    with pytest.raises(DomainError, match="только в PDF"):
        render_docx(ANNUAL_REPORT, snapshot, moment=MOMENT)


def test_what_is_not_known_is_said_to_be_unknown(bare_college, no_roadmap):
    with bare_college.as_curator():
        Pair.objects.update(state=PairState.PROPOSED)
        text = book_text(bare_college)
    assert "Дорожная карта программы в портал не загружена: о её выполнении нет данных." in text
    assert "Пар и групп, закреплённых приказом, в отчётном году не было." in text
    assert "Показатели программы в портале не заведены: нет данных." in text
    assert "Завершённых анкетирований в отчётном году не было: нет данных." in text


def test_an_empty_programme_has_a_report(org, no_roadmap):
    programme = factories.programme(org)
    curator = factories.membership(org, Role.CURATOR)
    empty = College(org, programme, None, curator, curator)
    with empty.as_curator():
        text = book_text(empty)
    assert "Проекты программы не заведены: нет данных." in text
    assert "Базы наставляемых и наставников не заполнены: нет данных." in text


@pytest.mark.slow
def test_figures_of_the_paper_are_those_of_the_selectors(college):
    sign(college, register(college, make_draft(college)))
    with college.as_curator() as user:
        pair = Pair.objects.order_by("pk").first()
        pair_domain.terminate_pair(
            pair, on=today(college.org), actor=user, reason="переезд Тестовой в другой город"
        )
        book = annual_book(span(college))
        document = make_annual_report(college.programme, actor=user)
    text = text_of(document)
    assert "Итоговый отчёт о реализации программы наставничества за 2026/27 учебный год" in text
    for section in [*book.sections, *book.annexes]:
        for told in section.texts:
            assert flat(told) in text, section.code
        for piece in section.pieces:
            for row in piece.grid.rows if piece.grid else []:
                assert all(squeezed(cell) in squeezed(text) for cell in row), section.code
    assert "работали 1 пара и 1 группа: 2 наставника и 3 наставляемых" in text
    assert "Прекращена досрочно 1 пара или группа (50,0 %)." in text
    assert "Причины: прочие (каждая меньше чем у 5 пар) – 1." in text
    assert "переезд" not in text, "the order names the pair, so that the reason would be a child's"
    assert "1-ОД" in text


@pytest.mark.slow
def test_contents_lead_to_the_pages_fonts_are_embedded_and_word_has_the_same_sections(college):
    with college.as_curator() as user:
        document = make_annual_report(college.programme, actor=user)
        version = document.versions.get()
        word = render_docx(ANNUAL_REPORT, version.snapshot, moment=version.rendered_at)
        assert rebuild_pdf(version) == read_file(document.file)
    pages = [flat(page.extract_text()) for page in reader_of(document).pages]
    contents = re.findall(r"(?<!Приложение )\b(\d+)\. ([^.]+?) \.[ .]+ ?(\d+)", pages[0])
    assert [int(number) for number, _, _ in contents] == list(range(1, len(contents) + 1))
    assert len(contents) >= 15
    for number, title, page in contents:
        assert f"{number}. {title}" in pages[int(page) - 1], title
    assert [int(page) for _, _, page in contents] == sorted(int(page) for _, _, page in contents)
    assert fonts_embedded(reader_of(document))
    headings = [
        part.text for part in docx.Document(io.BytesIO(word)).paragraphs if part.style.name == "Heading 2"
    ]
    told = [f"{number} {section.title}" for number, _, section in annual_sections(version)]
    assert headings[: len(told)] == told


def annual_sections(version: DocumentVersion):
    return thaw(AnnualReport, version.snapshot).book.numbered


def test_long_tables_repeat_their_head():
    grid = Grid(
        ["Столбец один", "Столбец два"], [[f"строка {n}", str(n)] for n in range(150)], widths=[70, 30]
    )
    paper = ReportPaper(
        "Отчёт", Letterhead(*[""] * 7), Signatory("Директор", "П. И. Образцов", ""), "П", "П", date(2026, 11, 21),
        Book([Section("x", "Раздел", [Piece(grid=grid)])]),
    )  # fmt: skip
    pdf = render_pdf(PAIRS_REPORT, freeze(paper), "1", Requisites(), moment=MOMENT)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    inside = [page for page in pages if "строка" in page]
    assert len(inside) >= 3
    assert all("Столбец один" in page for page in inside)


# --- its life ---


@pytest.mark.slow
def test_the_job_makes_a_draft_and_the_signature_tells_the_roadmap(college, no_roadmap):
    told = []
    facts.happened.connect(
        lambda fact, **_: told.append((fact.kind, fact.detail)), weak=False, dispatch_uid="test"
    )
    try:
        with college.as_curator() as user:
            job = start_annual_report(college.programme, actor=user)
        run_job(job.pk)
        with college.as_curator() as user:
            job.refresh_from_db()
            assert job.state == JobState.DONE, job.error
            document = Document.objects.get(kind=ANNUAL_KIND)
            assert document.state == DocumentState.DRAFT
            assert job.result_file_id == document.file_id
            assert ("report_issued", ANNUAL_KIND) not in told
        signed = sign(college, register(college, document))
    finally:
        facts.happened.disconnect(dispatch_uid="test")
    assert signed.state == DocumentState.SIGNED
    assert signed.number == "1-ОТ"
    assert ("report_issued", ANNUAL_KIND) in told


@pytest.mark.slow
def test_a_draft_is_brought_up_to_date_and_a_signed_report_stays(college, no_roadmap):
    with college.as_curator() as user:
        first = make_annual_report(college.programme, actor=user)
        assert make_annual_report(college.programme, actor=user).pk == first.pk
        assert first.versions.count() == 1
        texts.write_section(ANNUAL_KIND, span(college), "pairs", text="Новое.", mode="beside", actor=user)
        again = make_annual_report(college.programme, actor=user)
        assert (again.pk, again.revision) == (first.pk, 2)
    signed = sign(college, register(college, again))
    frozen = read_file(signed.file)
    with college.as_curator() as user:
        texts.restore_section(ANNUAL_KIND, span(college), "pairs", actor=user)
        assert make_annual_report(college.programme, actor=user).pk != signed.pk
        signed.refresh_from_db()
        assert read_file(signed.file) == frozen
        with pytest.raises(DomainError):
            renew_document(signed, actor=user)


def test_a_year_that_the_programme_has_not_had_is_refused(college):
    with college.as_curator() as user, pytest.raises(DomainError, match="за годы программы: 2026"):
        make_annual_report(college.programme, actor=user, year=2031)


@pytest.mark.slow
def test_other_reports_are_issued_at_once_and_count_their_own(college):
    sign(college, register(college, make_draft(college)))
    with college.as_curator() as user:
        pairs = make_report(PAIRS_KIND, span(college), actor=user)
        own = span_of(college.programme, today(college.org), project=college.project)
        project = make_report(PROJECT_KIND, own, actor=user)
        assert make_report(PAIRS_KIND, span(college), actor=user).pk == pairs.pk
    assert pairs.state == project.state == DocumentState.ISSUED
    assert "Пары по ролевым моделям" in text_of(pairs)
    assert "Куратор программы" in text_of(project)


# --- the curator's hand ---


def drafted(college, code):
    return next(one for one in draft_of(ANNUAL_KIND, span(college)) if one.section.code == code)


def test_own_text_stands_in_the_paper_and_can_be_given_back(college, no_roadmap):
    with college.as_curator() as user:
        where = (ANNUAL_KIND, span(college), "practices")
        texts.write_section(*where, text="Своя мысль.", mode="instead", actor=user)
        one = drafted(college, "practices")
        assert one.shown.own == ["Своя мысль."]
        assert one.shown.texts == []
        assert "Своя мысль." in book_text(college)
        texts.restore_section(*where, actor=user)
        assert drafted(college, "practices").shown.texts == drafted(college, "practices").section.texts
        assert "Своя мысль." not in book_text(college)


def test_the_draft_says_when_the_figures_have_moved(college, no_roadmap):
    with college.as_curator() as user:
        texts.write_section(ANNUAL_KIND, span(college), "bases", text="Было трое.", mode="beside", actor=user)
        assert not drafted(college, "bases").moved
        factories.mentee(college.programme)
        assert drafted(college, "bases").moved
        texts.write_section(
            ANNUAL_KIND, span(college), "bases", text="Теперь четверо.", mode="beside", actor=user
        )
        assert not drafted(college, "bases").moved


def test_sections_are_left_out_and_put_in_another_order(college, no_roadmap):
    with college.as_curator() as user:
        here = span(college)
        texts.drop_section(ANNUAL_KIND, here, "plans", is_dropped=True, actor=user)
        texts.move_section(ANNUAL_KIND, here, "forms", up=True, actor=user)
        texts.move_section(ANNUAL_KIND, here, "forms", up=True, actor=user)
        order = [one.section.code for one in draft_of(ANNUAL_KIND, here) if not one.is_annex]
        assert order[:3] == ["forms", "goals", "roadmap"]
        kept = [one.title for one in final_book(ANNUAL_KIND, here).sections]
        assert kept[0] == "Формы наставничества и проекты"
        assert "Планы развития наставляемых" not in kept
        texts.drop_section(ANNUAL_KIND, here, "plans", is_dropped=False, actor=user)
        assert "Планы развития наставляемых" in [one.title for one in final_book(ANNUAL_KIND, here).sections]


def test_unknown_sections_and_endless_texts_are_refused(college, no_roadmap):
    with college.as_curator() as user:
        with pytest.raises(DomainError, match="Такого раздела"):
            texts.write_section(ANNUAL_KIND, span(college), "nothing", text="а", mode="beside", actor=user)
        with pytest.raises(DomainError, match="Не больше"):
            texts.write_section(
                ANNUAL_KIND, span(college), "goals", text="а" * 30_000, mode="beside", actor=user
            )
        assert not ReportSection.objects.exists()


# --- the year before ---


def test_the_year_before_is_the_former_programme(college):
    with scope(organization=college.org):
        assert span_before(span(college)) is None
        factories.programme(college.org, period_start=date(2025, 9, 1), period_end=date(2026, 8, 31))
        found = span_before(span(college))
        assert found is not None
        assert (found.number, found.day) == (2025, date(2026, 8, 31))
