"""What a workbook shows and its values do not tell: hidden rows, dates shown as a month, merges of OpenDocument.

calamine gives values only, and no merged cells of ODS. The file has been checked and opened by `core.sheets` before.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import Any

from lxml import etree

LARGEST_PART = 30 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5_000, 200
MONTH_FORMAT_ID = 17
CELL_NAME = re.compile(r"([A-Z]{1,3})(\d{1,7})")
NOT_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')


@dataclass(slots=True)
class Marks:
    """Of one sheet, rows and columns from 0: hidden rows, cells shown as a month, merged ranges (as `Sheet.merged`)."""

    hidden: set[int] = field(default_factory=set)
    months: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def marks_of(data: bytes) -> dict[str, Marks]:
    """Sheet name → its marks; {} for what is no archive or cannot be told (the values are read all the same)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" in archive.namelist():
                return dict(_ods(archive))
            return dict(_xlsx(archive))
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        return {}


def _walk(
    archive: zipfile.ZipFile, name: str, events: tuple[str, ...] = ("start",)
) -> Iterator[tuple[str, Any]]:
    if archive.getinfo(name).file_size > LARGEST_PART:
        return
    with archive.open(name) as part:
        yield from etree.iterparse(part, events=events, resolve_entities=False, no_network=True)


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


# Excel ----------------------------------------------------------------------------------------------------------------


def _xlsx(archive: zipfile.ZipFile) -> Iterator[tuple[str, Marks]]:
    targets = {
        element.get("Id", ""): element.get("Target", "")
        for _, element in _walk(archive, "xl/_rels/workbook.xml.rels")
        if _local(element) == "Relationship"
    }
    styles = _month_styles(archive) if "xl/styles.xml" in archive.namelist() else set()
    for _, element in _walk(archive, "xl/workbook.xml"):
        if _local(element) == "sheet":
            target = targets.get(_attribute(element, "id"), "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            if path in archive.namelist():
                yield _attribute(element, "name"), _xlsx_sheet(archive, path, styles)


def _xlsx_sheet(archive: zipfile.ZipFile, path: str, styles: set[str]) -> Marks:
    marks = Marks()
    row = -1
    for _, element in _walk(archive, path):
        tag = _local(element)
        if tag == "row":
            row = int(element.get("r", row + 2)) - 1
            if element.get("hidden") in ("1", "true"):
                marks.hidden.add(row)
        elif (
            tag == "c" and element.get("s") in styles and (name := CELL_NAME.fullmatch(element.get("r", "")))
        ):
            marks.months.add((int(name[2]) - 1, _column(name[1])))
    return marks


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _month_styles(archive: zipfile.ZipFile) -> set[str]:
    """Numbers of the cell styles that show a date as its month and year only."""
    shown_as_month = {MONTH_FORMAT_ID}
    found: set[str] = set()
    in_cells, number = False, 0
    for event, element in _walk(archive, "xl/styles.xml", ("start", "end")):
        tag = _local(element)
        if tag == "numFmt" and event == "start" and is_month_format(element.get("formatCode", "")):
            shown_as_month.add(int(element.get("numFmtId", "0")))
        elif tag == "cellXfs":
            in_cells = event == "start"
        elif tag == "xf" and event == "start" and in_cells:
            if int(element.get("numFmtId", "0")) in shown_as_month:
                found.add(str(number))
            number += 1
    return found


def is_month_format(code: str) -> bool:
    """«mmmm yyyy», «[$-419]mmm" "yy», «mm.yyyy»: a month, and neither a day nor a time."""
    plain = NOT_CODE.sub("", code.split(";")[0]).lower()
    return "m" in plain and not set("dhsд") & set(plain) and bool(re.search(r"y|mmm", plain))


# OpenDocument ---------------------------------------------------------------------------------------------------------


def _ods(archive: zipfile.ZipFile) -> Iterator[tuple[str, Marks]]:
    marks, name, row, column = Marks(), "", 0, 0
    for event, element in _walk(archive, "content.xml", ("start", "end")):
        tag = _local(element)
        if tag == "table" and event == "start":
            marks, name, row = Marks(), _attribute(element, "name"), -1
        elif tag == "table":
            yield name, marks
        elif tag == "table-row" and event == "start":
            row, column = row + 1, 0
            if _attribute(element, "visibility") in ("collapse", "filter"):
                marks.hidden.add(row)
        elif tag == "table-row":
            row += min(_count(element, "number-rows-repeated"), MOST_ROWS) - 1
        elif tag in ("table-cell", "covered-table-cell") and event == "start":
            down, right = (_count(element, f"number-{side}-spanned") for side in ("rows", "columns"))
            if (down > 1 or right > 1) and row < MOST_ROWS and column < MOST_COLUMNS:
                marks.merged.append((row, column, row + down - 1, column + right - 1))
            column += _count(element, "number-columns-repeated")


def _count(element: Any, name: str) -> int:
    value = _attribute(element, name)
    return int(value) if value.isdecimal() and value != "0" else 1
