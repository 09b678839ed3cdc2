"""Files that a spreadsheet opens: no formula runs, nothing is changed, nothing breaks the writer."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.exports import MAX_CELL, csv_lines, defused, is_formula, xlsx_bytes

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+cmd|' /C calc'!A0",
    "-2+3*cmd()",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1",
    "＝1+1",
]
HARMLESS = ["+7 (999) 123-45-67", "-5", "-12,5", "+79991234567", "−5", "Иванов", "12-34", ""]


def read_xlsx(data: bytes) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def read_csv(rows: list[list[object]]) -> list[list[str]]:
    text = b"".join(csv_lines(rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_stay_text_in_both_formats(text: str) -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes("Список", [["Имя"], [text]])))
    assert book.active["A2"].data_type == "s"
    assert read_csv([["Имя"], [text]])[1][0].startswith("'")


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_and_phones_are_not_touched(text: str) -> None:
    assert defused(text) == text
    assert (read_xlsx(xlsx_bytes("Список", [["Имя"], [text or "-"]]))[1][0]) == (text or "-")


def test_numbers_and_dates_keep_their_types() -> None:
    row = [-5, 2.5, Decimal("10.20"), dt.date(2026, 11, 1), True, None]
    assert read_xlsx(xlsx_bytes("Список", [["a"] * 6, row]))[1] == [
        -5, 2.5, 10.2, dt.datetime(2026, 11, 1), True, None,  # noqa: DTZ001 - a spreadsheet knows no zones
    ]  # fmt: skip
    assert read_csv([["a"] * 6, row])[1] == ["-5", "2,5", "10,20", "01.11.2026", "да", ""]


def test_characters_that_xlsx_cannot_hold_are_dropped_and_long_text_is_cut_visibly() -> None:
    value = read_xlsx(xlsx_bytes("Список", [["a"], ["один\x00два\x0bтри\ud800"]]))[1][0]
    assert value == "одиндватри"
    assert str(read_xlsx(xlsx_bytes("Список", [["a"], ["я" * 40_000]]))[1][0]) == "я" * (MAX_CELL - 1) + "…"


def test_a_title_with_forbidden_signs_names_the_sheet() -> None:
    assert (
        load_workbook(io.BytesIO(xlsx_bytes("Пары [2026/27]: все?", [["a"]])))
        .sheetnames[0]
        .startswith("Пары")
    )


@pytest.mark.slow
@given(st.text(max_size=60))
def test_any_text_is_exported_without_a_formula(text: str) -> None:
    data = xlsx_bytes("Список", [["a"], [text]])
    cells = [cell for row in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not is_formula(defused(text))
