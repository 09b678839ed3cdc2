"""Word documents made of blocks are read back and looked at."""

import datetime as dt
import io

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from core.docx import (
    Align,
    Approval,
    Band,
    Cell,
    Heading,
    PageBreak,
    Paragraph,
    SignatureLine,
    Table,
    write_docx,
)

BLOCKS = [
    Approval(["Директор", "____________ П. И. Образцов"]),
    Heading("Портфолио наставника", align=Align.CENTER),
    Paragraph("Наладка станков", lead="Компетенции:"),
    Table(
        ["№", "Пара", "Результат"],
        [
            Band("2026/2027"),
            ["1", "Примерова А.", "Первая строка\nвторая"],
            ["2", Cell("Тестов И.", bold=True), ""],
        ],
        widths=[1, 4, 5],
    ),
    PageBreak(),
    SignatureLine("Директор", "П. И. Образцов", dated=True),
]


def read(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def test_page_has_margins_of_the_standard_both_ways_up() -> None:
    upright, lying = (read(write_docx("Лист", BLOCKS, landscape=way)).sections[0] for way in (False, True))

    for section in (upright, lying):
        sides = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        assert [round(side.mm) for side in sides] == [20, 10, 20, 20]
    assert (round(upright.page_width.mm), round(lying.page_width.mm)) == (210, 297)


def test_everything_is_set_in_times_in_russian() -> None:
    document = read(write_docx("Лист", BLOCKS))

    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        fonts = document.styles[name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{each}")) for each in ("ascii", "hAnsi", "cs")} == {"Times New Roman"}
        assert not [key for key in fonts.attrib if key.endswith("Theme")]
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "ru-RU"
    assert document.core_properties.title == "Лист"
    assert document.core_properties.language == "ru-RU"


def test_head_of_a_table_is_repeated_and_rows_are_whole() -> None:
    table = read(write_docx("Лист", BLOCKS)).tables[0]

    head, band, first, second = table.rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert band.cells[0]._tc is band.cells[2]._tc
    assert band.cells[0].text == "2026/2027"
    assert [cell.text for cell in first.cells] == ["1", "Примерова А.", "Первая строка\nвторая"]
    assert second.cells[1].paragraphs[0].runs[0].bold
    assert sum(cell.width for cell in first.cells) == pytest.approx(Mm(180), rel=0.01)


def test_headings_are_headings_and_the_signature_stays_on_a_line() -> None:
    document = read(write_docx("Лист", BLOCKS))

    assert [each.text for each in document.paragraphs if each.style.name == "Heading 1"] == [
        "Портфолио наставника"
    ]
    line = next(each for each in document.paragraphs if "П. И. Образцов" in each.text and "\t" in each.text)
    assert line.text.startswith("Директор\t")
    assert "УТВЕРЖДАЮ" in [each.text for each in document.paragraphs]


def test_same_blocks_give_the_same_bytes() -> None:
    moment = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)

    assert write_docx("Лист", BLOCKS, created=moment) == write_docx("Лист", BLOCKS, created=moment)
    assert read(write_docx("Лист", BLOCKS, created=moment)).core_properties.created == moment


def test_a_row_of_another_length_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="cells under a head"):
        write_docx("Лист", [Table(["Один", "Два"], [["один"]])])
    with pytest.raises(ValueError, match="widths"):
        write_docx("Лист", [Table(["Один", "Два"], [], widths=[1])])
    with pytest.raises(ValueError, match="level"):
        write_docx("Лист", [Heading("Слишком мелко", level=7)])


@pytest.mark.slow
@settings(max_examples=20)
@given(st.text(max_size=60))
def test_any_text_makes_a_document_that_opens(text: str) -> None:
    blocks = [
        Heading(text),
        Paragraph(text, lead=text),
        Table([text], [[text], Band(text)]),
        SignatureLine(text, text),
    ]

    document = read(write_docx(text, blocks))

    assert len(document.tables[0].rows) == 3
