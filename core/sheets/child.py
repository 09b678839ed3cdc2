"""The process that opens a workbook: ``python -m core.sheets.child KIND < file > pickled Workbook or message``.

calamine is fast, but a flipped byte makes it panic or ask for 500 GB, which aborts the process it runs in, and its
grid is dense. So it runs here, in a process of its own with bounded memory and time, after a streaming scan that
also finds what calamine does not tell: error cells and formulas without a value.
"""

from __future__ import annotations

import io
import pickle
import re
import resource
import sys
import zipfile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from core.sheets import scans
from core.sheets.types import CellError, Sheet, cell_name
from core.uploads import FileKind

MAX_ROWS = 200_000
MAX_COLUMNS = 1_024
MAX_CELLS = 4_000_000
MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 120
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?/>")


def main() -> None:
    """Read the file from standard input; answer ``("sheets", [Sheet, …])`` or ``(code, message)``."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind = FileKind(sys.argv[1])
    data = sys.stdin.buffer.read()
    pickle.dump(_answer(data, kind), sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


def _answer(data: bytes, kind: FileKind) -> tuple[str, object]:
    try:
        found = scans.scan(data, kind)
        far = _too_far(found)
        return ("too_far", far) if far else ("sheets", _sheets(data, kind, found))
    except scans.ScanError as error:
        return "damaged", str(error)
    except (CalamineError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        return ("protected" if "password" in str(error).lower() else "damaged"), ""


def _too_far(found: dict[str, scans.SheetScan]) -> str:
    for name, scan in found.items():
        if scan.last_row > MAX_ROWS or scan.last_column > MAX_COLUMNS or scan.area > MAX_CELLS:
            far = cell_name(scan.last_row, scan.last_column - 1)
            return (
                f"Лист «{name}»: данные доходят до ячейки {far}, это больше, чем можно прочитать "
                f"({MAX_ROWS} строк, {MAX_COLUMNS} колонок). Удалите лишнее далеко от таблицы и сохраните файл."
            )
    return ""


def _sheets(data: bytes, kind: FileKind, found: dict[str, scans.SheetScan]) -> list[Sheet]:
    try:
        return _read(data, found)
    except CalamineError as error:
        if kind is FileKind.XLSX and "Range is missing" in str(error):
            return _read(_without_dimensions(data), found)
        raise


def _read(data: bytes, found: dict[str, scans.SheetScan]) -> list[Sheet]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return [
            _sheet(book.get_sheet_by_name(meta.name), found.get(meta.name), meta.visible)
            for meta in book.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet
        ]


def _without_dimensions(data: bytes) -> bytes:
    """The workbook without ``<dimension>``: a hint that some programs write wrongly and calamine insists on."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if "worksheets/" in info.filename:
                content = _DIMENSION.sub(b"", content[:8192], count=1) + content[8192:]
            target.writestr(info.filename, content)
    return buffer.getvalue()


def _sheet(source: CalamineSheet, scan: scans.SheetScan | None, visible: SheetVisibleEnum) -> Sheet:
    # calamine keeps the cells' own places only when it is told not to skip the empty area before them.
    rows: list[list[object]] = [
        [_cell(value) for value in row] for row in source.to_python(skip_empty_area=False)
    ]
    if scan is not None:
        _mark_errors(rows, scan)
    merged = [(first[0], first[1], last[0], last[1]) for first, last in source.merged_cell_ranges or []]
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    return Sheet(source.name, rows, merged, visible == SheetVisibleEnum.Visible)


def _cell(value: object) -> object:
    if value == "" and isinstance(value, str):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _mark_errors(rows: list[list[object]], scan: scans.SheetScan) -> None:
    for (row, column), code in scan.errors.items():
        while len(rows) <= row:
            rows.append([])
        cells = rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = CellError(code)


if __name__ == "__main__":
    main()
