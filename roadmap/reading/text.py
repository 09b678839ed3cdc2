"""Plain text as paragraphs and grids: a `.txt` file, or what was copied from a document, a workbook or a PDF.

A table in a text has lost its borders. What is left is a tab (copied from Word or Excel), a bar («| 1 | … |»), columns
held by spaces, or a cell a line (copied from a PDF). Rows keep the number of their line; merged cells are not known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from roadmap.reading.columns import ACTIVITY, ROW_NUMBER, STAGE, Columns, columns_at, meaning_of
from roadmap.reading.model import Block, Cell, Grid, GridRow, joined, one_line, without_markup
from roadmap.reading.rows import STAGE_WORDS, TASK_WORDS
from roadmap.reading.text_blocks import read_lines
from roadmap.reading.text_layout import read_layout

MOST_COLUMNS = 30
LONGEST_HEADING = 160
LOOK_AHEAD = 4
LINE_IN_CELL = "\x0b"
QUOTED = re.compile(r'(?:(?<=\t)|(?<=\n)|^)"((?:[^"]|"")*\n(?:[^"]|"")*)"(?=\t|\n|$)')
RULE = re.compile(r"[\s|+:=_-]*[-=_+]{3,}[\s|+:=_-]*|[\s|:=_-]*\|[\s|:=_-]*")
NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,4})\.?\s+\S")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text: its cells (one cell — no table line), and its number from 1."""

    number: int
    cells: list[str]

    @property
    def is_row(self) -> bool:
        return len(self.cells) > 1


@dataclass(slots=True)
class Table:
    """Rows gathered so far under a header (none yet — what stands above it), its columns and its frame's width."""

    place: str
    columns: Columns | None = None
    header: list[str] = field(default_factory=list)
    framed: bool = False
    rows: list[tuple[int, list[str], bool]] = field(default_factory=list)


def read_text(text: str) -> list[Block]:
    """Blocks of a text, tables by whatever holds their columns together."""
    text = QUOTED.sub(lambda match: match[1].replace('""', '"').replace("\n", LINE_IN_CELL), _plain(text))
    lines = text.split("\n")
    barred = sum(line.count("|") >= 2 for line in lines)
    tabbed = sum("\t" in line.strip() for line in lines)
    if max(barred, tabbed) < 2:
        return read_layout(lines) or read_lines(lines) or [line for line in map(one_line, lines) if line]
    split = _split_bars if barred > tabbed else _split_tabs
    return list(_blocks([Line(number, split(line)) for number, line in enumerate(lines, 1)]))


def _plain(text: str) -> str:
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return text.replace("\u00a0", " ").replace("\x00", " ")


def _split_tabs(line: str) -> list[str]:
    if not line.strip() or RULE.fullmatch(line):
        return []
    return [_cell(cell) for cell in line.split("\t")][:MOST_COLUMNS]


def _split_bars(line: str) -> list[str]:
    """«| 1 | Собрать | май |» without its outer bars; a rule under a header is no line at all."""
    line = line.strip()
    if RULE.fullmatch(line):
        return [] if "-" in line or "=" in line or "_" in line else [""] * max(line.count("|") - 1, 1)
    inner = line.removeprefix("|").removesuffix("|") if line.count("|") >= 2 else line
    return [_cell(cell) for cell in inner.split("|")][:MOST_COLUMNS] if line else []


def _cell(text: str) -> str:
    return joined(one_line(line) for line in without_markup(text.replace(LINE_IN_CELL, "\n")).split("\n"))


def _blocks(lines: list[Line]) -> Iterator[Block]:
    table: Table | None = None
    made = 0
    for place, line in enumerate(lines):
        if not line.cells:
            continue
        if line.is_row:
            if table is None:
                made += 1
                table = Table(f"таблица {made}")
            _add_row(table, line, lines, place)
        elif table is not None and table.columns is not None and _stays_inside(table, lines, place):
            _add_single(table, line)
        else:
            if table is not None:
                yield _grid(table)
                table = None
            yield line.cells[0].lstrip("*# ").rstrip("* ")
    if table is not None:
        yield _grid(table)


def _add_row(table: Table, line: Line, lines: list[Line], place: int) -> None:
    cells = _without_tail(line.cells)
    if (columns := _columns(cells)) is not None and len(cells) > 2:
        table.columns, table.framed = columns, _frames(cells, lines, place)
        table.header = _aligned(line.cells, lines, place, framed=table.framed)
        table.rows.append((line.number, list(table.header), False))
        return
    if table.columns is not None:
        cells = _fitted(table, line.cells)
        if _goes_on_below(table, cells):
            number, before, _ = table.rows[-1]
            last = joined((before[-1], cells[0]))
            table.rows[-1] = (number, [*before[:-1], last, *cells[1:]], False)
            return
    table.rows.append((line.number, cells, False))


def _goes_on_below(table: Table, cells: list[str]) -> bool:
    """A row cut by a line break inside its cell: the row above lacks columns, this line has just what it lacks."""
    _, before, whole = table.rows[-1]
    wanted = len(table.header)
    if (
        whole
        or before == table.header
        or len(before) >= wanted
        or ROW_NUMBER.fullmatch(cells[0])
        or not cells[0]
    ):
        return False
    return len(before) + len(cells) - 1 <= wanted and len(cells) < wanted


def _add_single(table: Table, line: Line) -> None:
    """A line without columns under a header: a heading over all of them, or the tail of a cell that was cut."""
    number, before, whole = table.rows[-1]
    text = line.cells[0]
    cut = not whole and 1 < len(before) < len(table.header) and not _heads(text)
    if cut:
        table.rows[-1] = (number, [*before[:-1], joined((before[-1], text))], False)
    else:
        table.rows.append((line.number, [text.lstrip("*# ").rstrip("* ")], True))


def _heads(text: str) -> bool:
    return bool(STAGE_WORDS.match(text) or TASK_WORDS.match(text) or NUMBERED.match(text))


def _stays_inside(table: Table, lines: list[Line], place: int) -> bool:
    """Whether rows of the same table follow this line soon; a long paragraph ends a table anyway."""
    text = lines[place].cells[0]
    if len(text) > LONGEST_HEADING and not _heads(text):
        return False
    wanted = len(table.header) - 1 - table.framed
    seen = 0
    for line in lines[place + 1 :]:
        if not line.cells:
            continue
        if line.is_row:
            cells = _without_tail(line.cells)
            broken = len(cells) > 1 and len(line.cells) < wanted and bool(ROW_NUMBER.fullmatch(cells[0]))
            return (len(cells) >= wanted or broken) and _columns(cells) is None
        seen += 1
        if seen >= LOOK_AHEAD:
            return False
    return False


def _without_tail(cells: list[str]) -> list[str]:
    kept = list(cells)
    while len(kept) > 1 and not kept[-1]:
        kept.pop()
    return kept


def _columns(cells: list[str]) -> Columns | None:
    return columns_at(Grid([_grid_row(1, cells)], ""), 0)


def _following(lines: list[Line], place: int, count: int = 2) -> list[list[str]]:
    return [line.cells for line in lines[place + 1 :] if line.is_row][:count]


def _frames(cells: list[str], lines: list[Line], place: int) -> bool:
    """«Планируемые мероприятия» of a passport, left of the plan: the cells below it are empty."""
    below = _following(lines, place)
    if meaning_of(cells[0]) is not None and meaning_of(cells[1]) == meaning_of(cells[0]):
        return bool(below) and all(not row[0] for row in below)
    meanings = [meaning_of(cell) for cell in cells]
    if meanings[0] not in (None, ACTIVITY, STAGE) and meanings[0] not in meanings[1:]:
        return False  # «Ответственный» over empty cells is a column that nobody has filled in yet
    named = sum(meaning is not None for meaning in meanings[1:])
    return bool(cells[0]) and named >= 2 and len(below) > 1 and all(not row[0] for row in below)


def _aligned(cells: list[str], lines: list[Line], place: int, *, framed: bool) -> list[str]:
    """A header with as many cells as its rows have: the heading of the numbers' column is often left out."""
    header, below = list(cells), _following(lines, place)
    first = int(framed)
    width = max((len(_without_tail(row)) for row in below), default=len(header))
    counted = below and all(len(row) > first and ROW_NUMBER.fullmatch(row[first]) for row in below)
    if counted and header[first] and meaning_of(header[first]) != "number":
        shorter = _without_tail(header)
        if len(shorter) < max(width, len(header)):
            return [*shorter[:first], "", *shorter[first:]]
    return header


def _fitted(table: Table, cells: list[str]) -> list[str]:
    """A row in the header's columns: a page break drops the empty cell under a frame, spare empty cells go."""
    wanted = len(table.header)
    cells = list(cells)
    while len(cells) > wanted and not cells[-1]:
        cells.pop()
    if len(cells) > wanted:
        cells = [*cells[: wanted - 1], joined(cells[wanted - 1 :], " ")]
    if table.framed and len(cells) == wanted - 1 and (ROW_NUMBER.fullmatch(cells[0]) or not cells[0]):
        cells = ["", *cells]
    return cells


def _grid_row(number: int, cells: list[str]) -> GridRow:
    return GridRow(number, [Cell(text, column) for column, text in enumerate(cells)])


def _grid(table: Table) -> Grid:
    """The table's rows as a grid: a frame's empty cells belong to its label, a lonely line spans all columns."""
    width = max((len(cells) for _, cells, _ in table.rows), default=1)
    rows: list[GridRow] = []
    label: Cell | None = None
    for number, cells, whole in table.rows:
        if whole:
            cell = Cell(cells[0], 0, width)
            rows.append(GridRow(number, [cell] * width))
            continue
        row = _grid_row(number, [*cells, *[""] * (width - len(cells))])
        if table.framed:
            if cells == table.header:
                label = row.slots[0]
            elif label is not None and not cells[0]:
                row.slots[0] = label = Cell("", 0, 1, label)
            else:
                label = None
        rows.append(row)
    return Grid(rows, table.place)
