"""Every usual spreadsheet becomes the same rows; every hostile one a message, in bounded memory."""

import contextlib
import datetime as dt
import resource
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from core.sheets import CellError, Sheet, SheetError, cell_text, read_workbook
from core.sheets.delimited import decode
from core.uploads import UploadError
from tests.data.bad import files

PEOPLE = Path(__file__).parents[1] / "data" / "people"
TEXT = "ФИО;Группа\nОбразцов Пётр Ильич;ТМ-21\nПримерова Анна;ГД-11\n"
ROWS = [["ФИО", "Группа"], ["Образцов Пётр Ильич", "ТМ-21"], ["Примерова Анна", "ГД-11"]]


def one_cell(reference: str) -> bytes:
    return files.raw_xlsx(files.sheet_xml(f'<row><c r="{reference}"><v>1</v></c></row>'))


def only(data: bytes, name: str = "people.xlsx") -> Sheet:
    (sheet,) = read_workbook(data, name).sheets
    return sheet


@pytest.mark.parametrize(
    "encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "koi8-r", "cp866"]
)
def test_csv_of_any_usual_encoding(encoding):
    assert only(TEXT.encode(encoding), "a.csv").rows == ROWS


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_csv_of_any_usual_delimiter_and_line_end(delimiter, newline):
    data = TEXT.replace(";", delimiter).replace("\n", newline).encode()
    assert only(data, "a.csv").rows == ROWS


def test_line_breaks_in_quotes_keep_rows_and_their_numbers():
    sheet = only('ФИО;Текст\nОбразцов;"две\nстроки"\nПримерова;x\n'.encode(), "a.csv")
    assert sheet.rows[1] == ["Образцов", "две\nстроки"]
    assert sheet.rows[3] == ["Примерова", "x"]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        ("ФИО;Группа\nОбразцов;\x00\n".encode(), "nul", "Строка 2"),
        ('ФИО;Группа\nОбразцов;1\nПримерова;"нет конца\n'.encode(), "quotes", "Строка 3"),
        ("ФИО;Группа\n".encode() + "Образцов;ТМ\n".encode("cp1251"), "mixed_encoding", "Строка 2"),
        (("ФИО;Группа\n" + "я" * 200_000 + ";1\n").encode(), "long_field", "Строка 2"),
        (b"\xef\xbb\xbf" + "ФИО;Группа\n".encode() + b"\xff;1\n", "encoding", "Строка 2"),
    ],
)
def test_broken_csv_names_its_line(data, code, words):
    with pytest.raises(SheetError) as caught:
        read_workbook(data, "a.csv")
    assert caught.value.code == code
    assert words in caught.value.message


def test_xls_and_ods_give_typed_cells():
    xls = only((PEOPLE / "list.xls").read_bytes(), "list.xls")
    assert xls.rows[1] == ["Образцов Пётр Ильич", dt.date(2008, 3, 5), "ТМ-21"]
    assert xls.rows[2][1] == "05.04.2007"
    ods = only((PEOPLE / "list.ods").read_bytes(), "list.xlsx")
    assert ods.rows[1] == ["Тестов Егор Львович", dt.date(1980, 2, 1), "ООО «Вымышленный завод»"]
    assert len(ods.rows) == 2


def test_rows_and_columns_keep_their_own_numbers():
    book = openpyxl.Workbook()
    book.active["C7"] = "здесь"
    sheet = only(files.saved(book))
    assert sheet.rows[6][2] == "здесь"
    assert len(sheet.rows) == 7


def test_dates_of_both_epochs():
    rows = [["Дата"], [dt.date(2022, 11, 1)]]
    assert only(files.workbook(rows)).rows[1] == [dt.date(2022, 11, 1)]
    assert only(files.workbook(rows, date1904=True)).rows[1] == [dt.date(2022, 11, 1)]


def test_error_cells_and_uncalculated_formulas_are_marked():
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["B2"] = "#REF!"
    book.active["B2"].data_type = "e"
    book.active["C3"] = "=A1"
    sheet = only(files.saved(book))
    assert sheet.rows[1][1] == CellError("#REF!")
    assert "формула без вычисленного" in sheet.rows[2][2].message


def test_merged_cells_and_hidden_sheets_are_told():
    book = openpyxl.Workbook()
    book.active.append(["ФИО", None, None])
    book.active.merge_cells("A1:C1")
    book.create_sheet("Скрытый").sheet_state = "hidden"
    first, second = read_workbook(files.saved(book), "a.xlsx").sheets
    assert first.merged == [(0, 0, 0, 2)]
    assert (first.visible, second.visible) == (True, False)


@pytest.mark.parametrize("reference", ["A1", "A1:XFD1048576", "1:49", ""])
def test_lying_dimension_changes_nothing(reference):
    xml = files.sheet_xml(files.table_rows(), before=f'<dimension ref="{reference}"/>')
    assert only(files.raw_xlsx(xml)).rows == [files.HEADER, files.ROW]


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (files.far_cell, "XFD1048576"),
        (lambda: one_cell("A2147483647"), "A2147483647"),
        (lambda: one_cell("ZZZZ1"), "ZZZZ1"),
    ],
)  # fmt: skip
def test_cell_far_away_is_refused_by_name(build, words):
    with pytest.raises(SheetError) as caught:
        read_workbook(build(), "a.xlsx")
    assert words in caught.value.message


@pytest.mark.slow
def test_million_formatted_empty_rows_read_as_the_two_real_ones():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = files.million_empty_rows()
    built = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert only(data).rows == [files.HEADER, files.ROW]
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before, built)
    assert grown < 200_000, "kilobytes beyond what building the file took"


@pytest.mark.parametrize(
    "xml",
    [
        "<worksheet>",
        "не xml",
        files.sheet_xml('<row r="x"><c r="A1"><v>1</v></c></row>'),
        files.sheet_xml('<row><c r="1A"><v>1</v></c></row>'),
    ],
)  # fmt: skip
def test_broken_sheet_is_a_message(xml):
    with pytest.raises(UploadError) as caught:
        read_workbook(files.raw_xlsx(xml), "a.xlsx")
    assert "повреждена" in caught.value.message


@pytest.mark.slow
@pytest.mark.parametrize("name", ["list.xls", "list.ods"])
def test_cut_and_flipped_files_never_crash(name):
    whole = (PEOPLE / name).read_bytes()
    for cut in range(0, len(whole), max(1, len(whole) // 20)):
        with pytest.raises(DomainError):
            read_workbook(whole[:cut], name)
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        with contextlib.suppress(DomainError):
            read_workbook(bytes(broken), name)


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя АБВГ;\n", min_size=40, max_size=400))
@settings(max_examples=60, deadline=None)
def test_utf8_and_utf16_come_back_exactly(text):
    assert decode(text.encode()) == text
    assert decode(text.encode("utf-16")) == text


@given(st.binary(min_size=1, max_size=600))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_rows_or_a_message(data):
    with contextlib.suppress(DomainError):
        read_workbook(data, "a.csv")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (79991234567.0, "79991234567"),
        (1.5, "1.5"),
        (True, "да"),
        (dt.datetime(2022, 11, 1, 0, 0), "01.11.2022"),  # noqa: DTZ001 -- spreadsheets have no zones
        ("\u200b Обра\u00adзцов\xa0\xa0Пётр\u202e ", "Образцов Пётр"),
        ("a\x0bb", "a b"),
    ],
)
def test_cells_as_text(value, text):
    assert cell_text(value) == text
