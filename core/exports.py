"""Lists as files: XLSX and CSV that a spreadsheet program opens without running or changing anything."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
MAX_CELL = 32_767  # characters that a cell of XLSX can hold
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# «-5», «+7 (999) 123-45-67», «−12,5»: a sign before digits alone starts no formula that could do harm.
_NUMBER_OR_PHONE = re.compile(r"[+-][\d\s\u00a0().,-]*")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Text that XLSX can hold: control characters and lone surrogates dropped, too long text cut visibly."""
    text = _SURROGATES.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run the text; signed numbers and phones are not meant."""
    return text.startswith(_DANGEROUS) and _NUMBER_OR_PHONE.fullmatch(text) is None


def defused(text: str) -> str:
    """For formats without types (CSV): an apostrophe keeps a formula a text."""
    return f"'{text}" if is_formula(text) else text


def typed(value: Any) -> Any:
    """A value as a cell keeps it: numbers, dates and truth stay themselves, the rest becomes clean text."""
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, dt.date | dt.time):
        return value
    return clean_text(str(value)) or None  # an empty cell, not an empty text


def xlsx_bytes(title: str, rows: Iterable[Sequence[Any]], *, heading: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet in memory; see `write_xlsx`."""
    target = io.BytesIO()
    write_xlsx(target, title, rows, heading=heading)
    return target.getvalue()


def write_xlsx(
    target: BinaryIO, title: str, rows: Iterable[Sequence[Any]], *, heading: Sequence[str] = ()
) -> None:
    """A workbook of one sheet: lines of `heading`, then `rows`, the first of which is the header.

    Text is stored as text, whatever it begins with. Rows go to the file as they come: memory does not grow with them.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "Лист")
    sheet.freeze_panes = f"A{len(heading) + 2}"
    for number, row in enumerate(rows):
        if number == 0:
            for place in range(len(row)):
                sheet.column_dimensions[_letter(place)].width = 24
            for line in heading:
                sheet.append([_title_cell(sheet, line)])
        sheet.append([_cell(sheet, value, head=number == 0) for value in row])
    book.save(target)


def _title_cell(sheet: Any, line: str) -> WriteOnlyCell:
    cell = _cell(sheet, line, head=False)
    cell.font = Font(bold=True)
    return cell


def _letter(place: int) -> str:
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _cell(sheet: Any, value: Any, *, head: bool) -> WriteOnlyCell:
    value = typed(value)
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would turn «=1+1» into a formula
    elif isinstance(value, dt.datetime):
        cell.number_format = "DD.MM.YYYY HH:MM"
    elif isinstance(value, dt.date):
        cell.number_format = "DD.MM.YYYY"
    if head:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """CSV as Excel in Russian reads it at a double click: UTF-8 with BOM, «;», CRLF, decimal comma."""
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = io.StringIO()
        csv.writer(line, delimiter=";").writerow([_csv_value(value) for value in row])
        yield line.getvalue().encode("utf-8")


def _csv_value(value: Any) -> str:
    value = typed(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, dt.datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    return defused(str(value))
