"""A plan whose months are columns («сен | окт | ноя | …», a mark where the work falls): they become one deadline."""

import re
from dataclasses import replace

from roadmap.deadlines.lexicon import MONTH_GENITIVE, MONTH_NAMES, month_of
from roadmap.reading.columns import ACTIVITY, CONTENT, STAGE, meaning_of
from roadmap.reading.model import Cell, Grid, GridRow, folded, one_line

FEWEST = 4
LONGEST = 30
HEADING = "Срок по месяцам"
MONTHS_JOINED = "Срок составлен из отметок в колонках месяцев: проверьте."
MONTH_HEADING = re.compile(r"([а-я]+)\.?(?:\s*(20\d\d)(?:\s*г\.?)?)?")
YEAR = re.compile(r"(20\d\d)(?:\s*(?:г\.?|год))?")
DAYS = re.compile(r"(?:(до|с|к|по)\s+)?\d{1,2}(?:\s*[-–—,]\s*\d{1,2})?(?:-?го)?")
NO_MARK = frozenset({"", "-", "–", "—", "0"})
Months = dict[int, tuple[int, str]]


def with_one_deadline(grid: Grid) -> Grid:
    """The grid with its month columns joined into one, the same grid if it has none."""
    for index in range(len(grid.rows)):
        if months := _months(grid, index):
            top = index - _begins_above(grid, index, months)
            kept = [(at, row) for at, row in enumerate(grid.rows) if not top < at <= index]
            rows = [_joined(row, months, at - top) for at, row in kept]
            return replace(grid, rows=rows, notes=(*grid.notes, MONTHS_JOINED))
    return grid


def _months(grid: Grid, index: int) -> Months:
    """Month and year (or "") of each month column, if this row is a header that has them beside the work itself."""
    row = grid.rows[index]
    found: Months = {}
    for column, cell in enumerate(row.slots):
        text = cell.origin.text
        match = MONTH_HEADING.fullmatch(folded(text).strip(" :")) if len(text) <= LONGEST else None
        number, misspelt = month_of(match[1]) if match else (0, False)
        if match and number and not misspelt:
            found[column] = number, match[2] or _year_above(grid, index, column)
    if len(found) < FEWEST:
        return {}
    return found if _names_work(row, found) or _begins_above(grid, index, found) else {}


def _names_work(row: GridRow, months: Months) -> bool:
    others = (meaning_of(cell.origin.text) for column, cell in enumerate(row.slots) if column not in months)
    return bool({ACTIVITY, CONTENT, STAGE} & set(others))


def _begins_above(grid: Grid, index: int, months: Months) -> bool:
    """Whether the header has a line above its months («Сроки» over them), merged with it or not."""
    return index > 0 and _names_work(grid.rows[index - 1], months)


def _year_above(grid: Grid, index: int, column: int) -> str:
    above = grid.rows[index - 1].at(column).origin.text if index else ""
    match = YEAR.fullmatch(folded(above))
    return match[1] if match else ""


def _joined(row: GridRow, months: Months, at: int) -> GridRow:
    """A row without its month columns, with their deadline in place of the first; `at` 0 is the header."""
    first = min(months)
    title = any(cell.origin is row.at(first).origin for i, cell in enumerate(row.slots) if i not in months)
    made = HEADING if at == 0 else _deadline(row, months)
    when = row.at(first) if at < 0 or title else Cell(made)
    slots: list[Cell] = []
    for column, cell in enumerate(row.slots):
        if column not in months:
            slots.append(cell)
        elif column == first:
            slots.append(when)
    for column, cell in enumerate(slots):
        if not any(cell is other for other in slots[:column]):
            cell.column, cell.colspan = column, sum(cell is other for other in slots)
    return replace(row, slots=slots)


def _deadline(row: GridRow, months: Months) -> str:
    """«октябрь, ноябрь», «октябрь – декабрь» for a cell merged over them, «до 15 октября» for days in a cell."""
    parts: list[str] = []
    seen: list[Cell] = []
    for column in sorted(months):
        cell = row.at(column).origin
        text = one_line(cell.text)
        if text in NO_MARK or any(cell is other for other in seen):
            continue
        seen.append(cell)
        last = max(each for each in months if row.at(each).origin is cell)
        if DAYS.fullmatch(text) and last == column:
            parts.append(f"{text} {_named(months[column], MONTH_GENITIVE)}")
        else:
            names = [_named(months[each], MONTH_NAMES) for each in (column, last)]
            parts.append(names[0] if last == column else " – ".join(names))
    return ", ".join(parts)


def _named(month: tuple[int, str], names: tuple[str, ...]) -> str:
    number, year = month
    return f"{names[number]} {year}".strip()
