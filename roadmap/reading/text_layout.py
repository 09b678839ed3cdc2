"""A table held together by spaces, as `pdftotext -layout` gives it: columns are where the words of the header begin."""

import re
from dataclasses import dataclass
from itertools import pairwise

from roadmap.reading.columns import NUMBER, ROW_NUMBER, Columns, columns_at
from roadmap.reading.model import Block, Cell, Grid, GridRow, joined, one_line
from roadmap.reading.rows import STAGE_WORDS, TASK_WORDS
from roadmap.reading.text_blocks import NUMBER_HEADING

PIECE = re.compile(r"\S+(?: \S+)*")
GLUED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*[.)]?) (\D.*)")
BY_SPACES = "Колонки текста разложены по пробелам: проверьте строки."
SLACK = 3
LONGEST_HEADER = 4


@dataclass(frozen=True, slots=True)
class Header:
    """Where columns begin, what they are, and the line after the header."""

    starts: tuple[int, ...]
    columns: Columns
    texts: tuple[str, ...]
    below: int


def read_layout(lines: list[str]) -> list[Block]:
    """Blocks of a text whose columns are held by two spaces or more; [] if no line of it is such a header."""
    lines = [line.expandtabs(4) for line in lines]
    found = False
    blocks: list[Block] = []
    place = 0
    while place < len(lines):
        header = _header(lines, place)
        if header is None:
            if text := one_line(lines[place]):
                blocks.append(text)
            place += 1
            continue
        found = True
        rows, place = _rows(lines, header)
        blocks.append(_grid(header, rows, sum(isinstance(block, Grid) for block in blocks) + 1))
    return blocks if found else []


def _pieces(line: str) -> list[tuple[int, int, str]]:
    """Runs of words with their places; a number glued to its row's text by one space stands apart."""
    found: list[tuple[int, int, str]] = []
    for match in PIECE.finditer(line):
        glued = None if found else (GLUED.fullmatch(match.group()) or NUMBER_HEADING.fullmatch(match.group()))
        if glued:
            at = match.start() + glued.start(2)
            found += [(match.start(), match.start() + glued.end(1), glued[1]), (at, match.end(), glued[2])]
        else:
            found.append((match.start(), match.end(), match.group()))
    return found


def _header(lines: list[str], place: int) -> Header | None:
    """A header that begins in this line and takes up to four; its longest form that is understood wins."""
    first = _pieces(lines[place])
    if len(first) < 2:
        return None
    best: Header | None = None
    gathered: list[tuple[int, int, str]] = []
    for below in range(place, min(place + LONGEST_HEADER, len(lines))):
        pieces = _pieces(lines[below])
        if not pieces or (gathered and (ROW_NUMBER.fullmatch(pieces[0][2]) or _names_stage(pieces))):
            break
        gathered = _merged(gathered, pieces)
        texts = [text for _, _, text in gathered]
        columns = columns_at(Grid([_row(1, texts)], ""), 0)
        if columns is None or len(texts) < 3:
            continue
        if best is not None and len(texts) != len(best.texts):
            break
        best = Header(tuple(start for start, _, _ in gathered), columns, tuple(texts), below + 1)
    return best


def _names_stage(pieces: list[tuple[int, int, str]]) -> bool:
    return len(pieces) < 3 and bool(STAGE_WORDS.match(" ".join(text for _, _, text in pieces)))


def _merged(
    gathered: list[tuple[int, int, str]], pieces: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """Words of the header's next line put under the words above them that they overlap."""
    done = list(gathered)
    for start, end, text in pieces:
        for index, (left, right, above) in enumerate(done):
            if start < right + 1 and end > left - 1:
                done[index] = (min(left, start), max(right, end), f"{above} {text}")
                break
        else:
            done.append((start, end, text))
    return sorted(done)


def _rows(lines: list[str], header: Header) -> tuple[list[tuple[int, list[str], bool]], int]:
    """Rows below a header and where they end; a line of the row goes on with its cells."""
    width = len(header.starts)
    numbers = NUMBER in header.columns.meanings
    rows: list[tuple[int, list[str], bool]] = []
    gap = True
    place = header.below
    while place < len(lines):
        pieces = _pieces(lines[place])
        if not pieces:
            gap = True
            place += 1
            continue
        if _header(lines, place) is not None:
            break
        if _is_lonely(pieces, header):
            if not _table_goes_on(lines, place, header):
                break
            rows.append((place + 1, [pieces[0][2]], True))
        else:
            cells = _cells(pieces, header)
            begins = bool(ROW_NUMBER.fullmatch(cells[0])) if numbers else gap and bool(cells[0])
            if begins or not rows or rows[-1][2]:
                rows.append((place + 1, cells, False))
            else:
                before = rows[-1][1]
                joined_cells = [joined((before[i], cells[i]), " ") for i in range(width)]
                rows[-1] = (rows[-1][0], joined_cells, False)
        gap = False
        place += 1
    return rows, place


def _cells(pieces: list[tuple[int, int, str]], header: Header) -> list[str]:
    cells = [""] * len(header.starts)
    edges = [0, *(right - min(SLACK, (right - left) // 2) for left, right in pairwise(header.starts))]
    for start, text in [part for piece in pieces for part in _cut_at_columns(piece, header)]:
        column = max((i for i, edge in enumerate(edges) if edge <= start), default=0)
        cells[column] = joined((cells[column], text), " ")
    return cells


def _cut_at_columns(piece: tuple[int, int, str], header: Header) -> list[tuple[int, str]]:
    """A run of words that crosses into the next column by one space, cut where a word begins at that column."""
    start, end, text = piece
    edges = [start]
    for left in header.starts:
        if edges[-1] < left < end and text[left - start - 1] == " " and text[left - start] != " ":
            edges.append(left)
    edges.append(end)
    return [(first, text[first - start : last - start].strip()) for first, last in pairwise(edges)]


def _is_lonely(pieces: list[tuple[int, int, str]], header: Header) -> bool:
    """One run of words that crosses columns, or that says itself that it is a stage."""
    if len(pieces) != 1:
        return False
    start, end, text = pieces[0]
    crossed = sum(start < left < end for left in header.starts)
    return crossed > 1 or bool(STAGE_WORDS.match(text) or TASK_WORDS.match(text))


def _table_goes_on(lines: list[str], place: int, header: Header) -> bool:
    """Whether a row of several cells follows within a few lines."""
    for line in [line for line in lines[place + 1 :] if line.strip()][:LONGEST_HEADER]:
        pieces = _pieces(line)
        if len(pieces) > 1:
            return sum(bool(cell) for cell in _cells(pieces, header)) > 1
    return False


def _row(number: int, cells: list[str]) -> GridRow:
    return GridRow(number, [Cell(text, column) for column, text in enumerate(cells)])


def _grid(header: Header, rows: list[tuple[int, list[str], bool]], number: int) -> Grid:
    width = len(header.starts)
    made = [_row(header.below, list(header.texts))]
    for place, cells, whole in rows:
        made.append(GridRow(place, [Cell(cells[0], 0, width)] * width) if whole else _row(place, cells))
    return Grid(made, f"таблица {number}", (BY_SPACES,))
