"""A workbook's sheets as grids: merged ranges become merged cells, dates and numbers become text."""

from datetime import date

from core.sheets import CellError, Sheet, cell_text, read_workbook
from roadmap.deadlines.lexicon import MONTH_NAMES
from roadmap.reading.model import Block, Cell, Grid, GridRow, joined, one_line, without_markup
from roadmap.reading.sheet_marks import Marks, marks_of

MOST_COLUMNS = 63


def read_sheets(data: bytes, filename: str) -> list[Block]:
    """Every visible sheet with anything in it, as a grid. Raises DomainError as `core.sheets.read_workbook` does."""
    sheets = [sheet for sheet in read_workbook(data, filename).sheets if sheet.visible]
    marks = marks_of(data)
    return [
        grid_of(sheet, marks.get(sheet.name, Marks()), alone=len(sheets) == 1)
        for sheet in sheets
        if any(any(row) for row in sheet.rows)
    ]


def grid_of(sheet: Sheet, marks: Marks, *, alone: bool) -> Grid:
    """A sheet as a grid without its hidden rows, which nobody sees on paper; how many they are stands in `notes`."""
    width = min(max((_used(row) for row in sheet.rows), default=0), MOST_COLUMNS)
    merged = {(a, b): (c, d) for a, b, c, d in sheet.merged or marks.merged}
    grid: list[list[Cell | None]] = [[None] * width for _ in sheet.rows]
    for i, values in enumerate(sheet.rows):
        for j in range(width):
            if grid[i][j] is not None:
                continue
            text = shown_text(values[j], as_month=(i, j) in marks.months) if j < len(values) else ""
            last_row, last_column = merged.get((i, j), (i, j))
            _place(grid, text, (i, j), (min(last_row, len(grid) - 1), min(last_column, width - 1)))
    rows = [
        GridRow(i + 1, [cell or Cell(column=j) for j, cell in enumerate(line)])
        for i, line in enumerate(grid)
        if i not in marks.hidden
    ]
    skipped = sum(1 for i in marks.hidden if i < len(sheet.rows) and any(sheet.rows[i]))
    notes = (f"Пропущено скрытых строк: {skipped}.",) if skipped else ()
    return Grid(rows, "таблица" if alone else f"лист «{sheet.name}»", notes)


def _used(row: list[object]) -> int:
    return max((index + 1 for index, value in enumerate(row) if value not in (None, "")), default=0)


def _place(grid: list[list[Cell | None]], text: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Lay a cell over its merged range: the rows below the first are continuations of it."""
    above: Cell | None = None
    for i in range(first[0], last[0] + 1):
        cell = Cell(text if above is None else "", first[1], last[1] - first[1] + 1, above)
        for j in range(first[1], last[1] + 1):
            grid[i][j] = cell
        above = cell


def shown_text(value: object, *, as_month: bool) -> str:
    """A cell's text as the sheet shows it: a date formatted as a month is that month."""
    if as_month and isinstance(value, date):
        return f"{MONTH_NAMES[value.month]} {value.year}"
    return plain_text(value)


def plain_text(value: object) -> str:
    if isinstance(value, CellError):
        return ""
    return joined(one_line(line) for line in without_markup(cell_text(value)).split("\n"))
