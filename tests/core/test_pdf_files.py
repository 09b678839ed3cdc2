"""What is done with finished PDFs: joined for the printer, packed, shown as pictures; and charts inside them."""

import datetime as dt
import io
import zipfile

import pikepdf
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.charts import bar_chart, svg_data_uri
from core.pdf import html_to_pdf, merge_pdfs, page_count, page_png, safe_file_name, write_zip
from core.pdf.archive import MAX_NAME_BYTES
from core.pdf.pages import UnreadablePdfError


def document(title, pages=1):
    body = (
        "".join(f'<p style="break-after:page">{title}, лист {n}</p>' for n in range(1, pages))
        + f"<p>{title}</p>"
    )
    return html_to_pdf(f'<html lang="ru"><title>{title}</title>{body}</html>')


def test_parts_are_joined_in_order_with_bookmarks():
    target = io.BytesIO()
    parts = [("Примерова Анна", document("Первый", 2)), ("Образцов Пётр", document("Второй"))]
    assert merge_pdfs(parts, target, title="Согласия") == 3
    reader = pypdf.PdfReader(io.BytesIO(target.getvalue()))
    assert [page.extract_text().split()[0].strip(",") for page in reader.pages] == [
        "Первый",
        "Первый",
        "Второй",
    ]
    assert [item.title for item in reader.outline] == ["Примерова Анна", "Образцов Пётр"]
    assert [reader.get_destination_page_number(item) for item in reader.outline] == [0, 2]
    with pikepdf.open(io.BytesIO(target.getvalue())) as joined:
        assert joined.check_pdf_syntax() == []


def test_on_a_duplex_printer_two_people_never_share_a_sheet():
    target = io.BytesIO()
    parts = [("А", document("Первый")), ("Б", document("Второй", 2)), ("В", document("Третий", 3))]
    assert merge_pdfs(parts, target, title="Согласия", whole_sheets=True) == 2 + 2 + 4
    texts = [page.extract_text().strip() for page in pypdf.PdfReader(io.BytesIO(target.getvalue())).pages]
    assert texts[1] == ""
    assert texts[2].startswith("Второй")


def test_joining_is_repeatable_to_the_byte():
    def join():
        target = io.BytesIO()
        merge_pdfs([("А", document("Первый"))], target, title="Т")
        return target.getvalue()

    assert join() == join()


def test_an_archive_keeps_russian_names_and_parts_the_equal_ones():
    target = io.BytesIO()
    names = ["ГД-11/Примерова Анна.pdf", "ГД-11/примерова анна.pdf", "../../../etc/passwd", "a:b?.pdf"]
    count = write_zip(
        [(name, name.encode()) for name in names], target, moment=dt.datetime(2026, 10, 5, tzinfo=dt.UTC)
    )
    assert count == 4
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "ГД-11/Примерова Анна.pdf", "ГД-11/примерова анна (2).pdf", "etc/passwd", "a b.pdf",
        ]  # fmt: skip
        assert all(info.flag_bits & 0x800 or info.filename.isascii() for info in archive.infolist())
        assert archive.read("ГД-11/Примерова Анна.pdf").decode() == names[0]


@given(st.text(max_size=400))
def test_any_text_gives_a_file_name_that_every_system_takes(text):
    name = safe_file_name(text, ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert not set(name) & set('<>:"/\\|?*\n\r\t\0')
    assert name[0] not in ". "
    assert name != ".pdf"


def test_file_names_that_windows_reserves_are_avoided():
    assert safe_file_name("CON", ".pdf") == "файл CON.pdf"
    assert safe_file_name("...", ".pdf") == "файл.pdf"


def test_a_page_becomes_a_picture_of_the_asked_width():
    pdf = document("Приказ", 2)
    image = Image.open(io.BytesIO(page_png(pdf, 2, width=640)))
    assert image.size[0] == 640
    assert image.size[1] == pytest.approx(640 * 297 / 210, abs=2)
    assert len(image.convert("L").getcolors()) > 2
    for number in (0, 3, -1):
        with pytest.raises(IndexError):
            page_png(pdf, number)


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n%broken"])
def test_a_broken_pdf_is_told_not_a_crash(content):
    with pytest.raises(UnreadablePdfError):
        page_count(content)
    with pytest.raises(UnreadablePdfError):
        page_png(content, 1)


def test_a_chart_prints_as_tagged_vectors_with_its_figures():
    svg = bar_chart(["студент – студент", "педагог – педагог"], [12, 5], texts=["12 пар", "5 пар"])
    assert svg == bar_chart(["студент – студент", "педагог – педагог"], [12, 5], texts=["12 пар", "5 пар"])
    pdf = html_to_pdf(
        f'<html lang="ru"><title>Т</title><figure><img alt="Пары по формам" src="{svg_data_uri(svg)}"></figure></html>',
        stylesheet="report",
    )
    text = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "12 пар" in text
    assert "студент" in text
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        figures = [
            item
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        assert [str(item.Alt) for item in figures] == ["Пары по формам"]
        assert not any(
            item.get("/Subtype") == "/Image" for item in opened.objects if isinstance(item, pikepdf.Stream)
        )


def test_a_chart_with_uneven_data_is_refused():
    with pytest.raises(ValueError, match="length"):
        bar_chart(["а", "б"], [1])
