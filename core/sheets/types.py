"""The shapes every reader of spreadsheets gives and every importer takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import DomainError


class SheetError(DomainError):
    """The file is a spreadsheet but cannot be used; the message names the sheet, the row or the cell."""


@dataclass(frozen=True)
class CellError:
    """A cell whose value is an Excel error or a formula that was never calculated."""

    code: str

    @property
    def message(self) -> str:
        if self.code == UNCALCULATED:
            return "формула без вычисленного значения: откройте файл в Excel, сохраните и загрузите снова"
        return f"ошибка {self.code} в ячейке"

    def __str__(self) -> str:
        return self.code


UNCALCULATED = "=?"


@dataclass
class Sheet:
    """One sheet. ``rows[i][j]`` is row ``i + 1``, column ``j + 1`` of the file: nothing above or left is cut off.

    Cells are ``None | str | int | float | bool | date | datetime | time | CellError``; rows may differ in length.
    ``merged`` holds 0-based inclusive ``(first_row, first_column, last_row, last_column)``.
    """

    name: str
    rows: list[list[object]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    visible: bool = True


@dataclass
class Workbook:
    sheets: list[Sheet]


@dataclass(frozen=True)
class Column:
    """A column of a table: 0-based place, header as written, and the field it was recognised as (or empty)."""

    index: int
    header: str
    field: str = ""

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(frozen=True)
class TableRow:
    """A row under the header: ``number`` as Excel shows it (from 1) and the cells by column index."""

    number: int
    cells: tuple[object, ...]

    def value(self, index: int) -> object:
        return self.cells[index] if 0 <= index < len(self.cells) else None


@dataclass
class Table:
    """A recognised table: which columns it has, which rows follow, what was skipped and why."""

    sheet: str
    header_row: int
    columns: list[Column]
    rows: list[TableRow]
    warnings: list[str] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, list[Column]]:
        """Recognised field → its columns (several where one header is merged over several columns)."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            if column.field:
                found.setdefault(column.field, []).append(column)
        return found

    @property
    def unknown(self) -> list[Column]:
        return [column for column in self.columns if not column.field and column.header]

    def mapped(self, mapping: Mapping[int, str]) -> Table:
        """The same table with the fields of some columns set by hand (``{column index: field or ""}``)."""
        columns = [
            Column(column.index, column.header, mapping.get(column.index, column.field))
            for column in self.columns
        ]
        return Table(self.sheet, self.header_row, columns, self.rows, list(self.warnings))

    def values(self, row: TableRow) -> dict[str, object]:
        """Field → cell of ``row``; several columns of one field are joined by a space."""
        result: dict[str, object] = {}
        for name, columns in self.fields.items():
            cells = [row.value(column.index) for column in columns]
            result[name] = cells[0] if len(cells) == 1 else _joined(cells)
        return result


def _joined(cells: list[object]) -> object:
    errors = [cell for cell in cells if isinstance(cell, CellError)]
    if errors:
        return errors[0]
    texts = [text for text in map(cell_text, cells) if text]
    return " ".join(texts) or None


def column_letter(index: int) -> str:
    """0 → «A», 25 → «Z», 26 → «AA»."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """1-based row and 0-based column → «C7»."""
    return f"{column_letter(column)}{row}"


def cell_text(value: object) -> str:
    """A cell as the text a person reads, without the traps of floats («79991234567», not «79991234567.0»)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, dt.datetime):
        return value.strftime("%d.%m.%Y") if value.time() == dt.time() else value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return clean_text(str(value))


#: Invisible and direction-changing characters that come with copied text and make equal names unequal.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x180E, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], " ")


def clean_text(text: str) -> str:
    """Text without invisible, bidirectional and control characters, each run of spaces made one, line breaks kept."""
    if "  " not in text and text.isprintable():  # nearly every cell: nothing to clean inside
        return text.strip()
    text = text.translate(_INVISIBLE).translate(_CONTROLS).replace("\r\n", "\n").replace("\r", "\n")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(lines).strip()
