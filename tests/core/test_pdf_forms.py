"""A form laid out once and filled in is, operator for operator, the page that a full layout gives."""

import datetime as dt
import io
import logging

import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pdf import html_to_pdf, sheet_to_pdf
from core.pdf.codes import SheetCode, sheet_code, stamp_pages
from core.pdf.forms import ALPHABET, take_apart
from core.pdf.render import _engine

MOMENT = dt.datetime(2026, 10, 5, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
SHARED = "Текст согласия, который у всех одинаков и занимает несколько строк листа формата А4. " * 3


def page(name="Примерова Анна Сергеевна", address="г. Примерск, ул. Садовая, д. 1, кв. 5", *, extra=""):
    return f"""<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Согласие: {name}</title></head><body>
<h1 class="kind">СОГЛАСИЕ</h1><table class="subject">
<tr><th scope="row">Я</th><td data-fill>{name}</td></tr>
<tr><th scope="row">адрес</th><td data-fill>{address}</td></tr>
<tr><th scope="row">паспорт</th><td data-fill>&nbsp;</td></tr></table>
<div class="text"><p>{SHARED}</p>{extra}</div>
<table class="signs"><tr><td class="who" data-fill>{name}</td><td><span class="line sign">&nbsp;</span></td></tr>
</table></body></html>"""


def drawn(maker, html):
    return maker(html, stylesheet="consent", created=MOMENT)


def parts(pdf):
    """What makes a page look and read as it does: content, marks for screen readers, metadata."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            "content": [each.Contents.read_bytes() for each in document.pages],
            "boxes": [list(map(float, each.MediaBox)) for each in document.pages],
            "marks": structure(document.Root.StructTreeRoot),
            "metadata": document.Root.Metadata.read_bytes(),
            "info": {key: str(value) for key, value in document.docinfo.items()},
            "fonts": sorted(str(font.BaseFont) for font in document.pages[0].Resources.Font.values()),
        }


def structure(element):
    kids = element.get("/K", [])
    if not isinstance(kids, pikepdf.Array):
        kids = [kids]
    return str(element.get("/S", "")), [
        structure(kid) if isinstance(kid, pikepdf.Dictionary) else int(kid) for kid in kids
    ]


def text_of(pdf):
    return "\n".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Примерова Анна Сергеевна", "г. Примерск, ул. Садовая, д. 1, кв. 5"),
        ("О’Коннор-Ёлкина Щука", "пос. №&nbsp;7 «Заря»"),
        ("Я", "1"),
        ("ОБРАЗЦОВ АВТАНДИЛ", "AVAST Street, 10 — 12 &amp; Co"),
        ("Тестов  Пётр \n Ильич", "ул. &lt;b&gt;"),
    ],
)
def test_a_filled_sheet_is_the_page_that_a_full_layout_gives(name, address):
    html = page(name, address)
    full, filled = drawn(html_to_pdf, html), drawn(sheet_to_pdf, html)
    assert parts(filled) == parts(full)
    assert text_of(filled) == text_of(full)


# A space at the end of a value is drawn by a full layout and left out here: nobody sees it.
NAMES = st.text(
    st.sampled_from(ALPHABET.replace("<", "").replace(">", "").replace("&", "")), max_size=60
).map(str.strip)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES)
def test_any_name_and_address_come_out_as_by_a_full_layout(name, address):
    html = page(name, address)
    assert parts(drawn(sheet_to_pdf, html))["content"] == parts(drawn(html_to_pdf, html))["content"]


def test_a_sheet_has_the_same_bytes_whatever_was_drawn_before():
    first, second = page("Первый Иван"), page("Вторая Мария", "г. Другой")
    _engine().forms.clear()
    once = drawn(sheet_to_pdf, first), drawn(sheet_to_pdf, second)
    _engine().forms.clear()
    again = drawn(sheet_to_pdf, second), drawn(sheet_to_pdf, first)
    assert once == again[::-1]


@pytest.mark.parametrize(
    "name",
    ["Примерова Анна Сергеевна " * 5, "Ναυσικά", "Примерова 🙂", "Ӳпӳк"],
    ids=["long", "greek", "emoji", "chuvash"],
)
def test_what_does_not_fit_the_line_gets_a_layout_of_its_own(name):
    html = page(name)
    assert drawn(sheet_to_pdf, html) == drawn(html_to_pdf, html)


def test_a_page_without_marks_is_laid_out_as_ever():
    html = page().replace(" data-fill", "")
    assert drawn(sheet_to_pdf, html) == drawn(html_to_pdf, html)


def test_a_mark_in_the_middle_of_a_line_is_reported_and_the_sheet_is_right(caplog):
    html = page(extra="<p>Здесь <b data-fill>имя</b> стоит среди слов.</p>")
    with caplog.at_level(logging.WARNING):
        filled = drawn(sheet_to_pdf, html)
    assert filled == drawn(html_to_pdf, html)
    assert "is no form" in caplog.text


@pytest.mark.slow
def test_a_form_is_laid_out_once_and_few_are_kept():
    engine = _engine()
    engine.forms.clear()
    for number in range(5):
        drawn(sheet_to_pdf, page(f"Примерова {number}"))
    assert len(engine.forms) == 1
    for number in range(40):
        drawn(sheet_to_pdf, page(extra=f"<p>{number}</p>"))
    assert len(engine.forms) == 32


def test_values_are_taken_out_of_the_page_and_blanks_stay():
    sheet = take_apart(page("Тестов &quot;Пётр&quot;", "  улица\n 5 "))
    assert sheet.values == ('Тестов "Пётр"', "улица 5", 'Тестов "Пётр"')
    assert "Тестов" not in sheet.form
    assert "улица" not in sheet.form
    assert sheet.title == 'Согласие: Тестов "Пётр"'


@pytest.mark.parametrize(
    "name", ["Примерова Анна Сергеевна", "Я", "Примерова Анна Сергеевна " * 5], ids=["usual", "short", "long"]
)
def test_a_code_set_while_filling_gives_the_bytes_of_one_set_afterwards(name):
    html = page(name) + "<p style='break-before: page'>Вторая страница</p>"
    code = sheet_code(SheetCode(7, 41, "3f2a90bc"))
    at_once = sheet_to_pdf(html, stylesheet="consent", created=MOMENT, code=code)
    assert at_once == stamp_pages(drawn(sheet_to_pdf, html), code)
    assert len(pypdf.PdfReader(io.BytesIO(at_once)).pages) == 2
