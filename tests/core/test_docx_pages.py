"""A printed page read back as blocks of a Word document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.docx import Align, Band, Columns, Heading, Paragraph, SignatureLine, Table, write_docx
from core.docx.pages import blocks_of_page

PAGE = """<html lang="ru"><head><title>Т</title></head><body>
<div class="code"><img alt="QR"></div>
<div class="letterhead"><p>Учредитель</p><p class="organization">Колледж</p></div>
<h1 class="kind">ПИСЬМО</h1>
<table class="requisites" role="presentation"><tr><td><span class="blank">&nbsp;</span></td>
<td class="number">№&nbsp;7</td></tr></table>
<h2 class="heading">О&nbsp;деле</h2>
<div class="text"><p>Первый
   абзац<br>со второй <b>строкой</b></p><p class="point">1. Раздел</p><p class="plain"><b>Срок:</b> до мая</p>
<ul><li>пункт</li></ul>
<table class="grid"><thead><tr><th>№</th><th>Кто</th></tr></thead><tbody><tr><td>1</td><td><p>А</p><p>Б</p></td></tr>
<tr><th colspan="2">Полоса</th></tr></tbody></table></div>
<table class="signature" role="presentation"><tr><td>Директор</td><td></td><td>П. И. Образцов</td></tr></table>
</body></html>"""


def test_each_part_of_a_page_becomes_its_block() -> None:
    found = blocks_of_page(PAGE)
    assert found == [
        Paragraph("Учредитель", align=Align.CENTER),
        Paragraph("Колледж", align=Align.CENTER, bold=True),
        Heading("ПИСЬМО", 1, Align.CENTER),
        Columns(("______________", "№\u00a07")),
        Heading("О\u00a0деле", 2, Align.LEFT),
        Paragraph("Первый абзац\nсо второй строкой", indent=True),
        Paragraph("1. Раздел", align=Align.CENTER, bold=True),
        Paragraph("до мая", lead="Срок:"),
        Paragraph("– пункт"),
        Table(["№", "Кто"], [["1", "А\nБ"], Band("Полоса")], widths=[3.0, 3.0], size=11),
        SignatureLine("Директор", "П. И. Образцов"),
    ]
    assert write_docx("Т", found)


@pytest.mark.slow
@settings(max_examples=20)
@given(st.text(max_size=200), st.sampled_from(["<p>%s</p>", "<table><tr><td>%s</td></tr></table>", "%s"]))
def test_whatever_stands_on_a_page_makes_a_document(text: str, frame: str) -> None:
    page = f"<html><body>{frame % text.replace('%', '')}</body></html>"
    assert write_docx("Т", blocks_of_page(page))


def test_an_empty_page_has_no_blocks() -> None:
    assert blocks_of_page("") == []
