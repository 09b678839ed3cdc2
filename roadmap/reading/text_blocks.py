"""A table copied from a PDF: a cell a line (or several), nothing between the columns but their order."""

import re
from dataclasses import dataclass

from roadmap.deadlines import parse_deadline
from roadmap.enums import DeadlineKind
from roadmap.reading import columns as c
from roadmap.reading.columns import Columns, columns_at, meaning_of
from roadmap.reading.model import Block, Cell, Grid, GridRow, joined, one_line
from roadmap.reading.rows import STAGE_WORDS, TASK_WORDS

NUMBER_LINE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3})*[.)]?)(?:\s+(?P<rest>\D.*))?")
LONGEST_CELL_LINES = 40
LONGEST_DEADLINE_LINES = 4
GUESSED = "границы колонок в тексте не видны, строка разложена по догадке"


@dataclass(frozen=True, slots=True)
class Header:
    columns: Columns
    texts: tuple[str, ...]
    below: int


def read_lines(lines: list[str]) -> list[Block]:
    """Blocks of a text whose header stands a heading a line; [] if it has none. Guessed rows say so in `note`."""
    plain = [one_line(line) for line in lines]
    blocks: list[Block] = []
    found, place = False, 0
    while place < len(plain):
        header = _header(plain, place)
        if header is None:
            if plain[place]:
                blocks.append(plain[place])
            place += 1
            continue
        grid, place = _table(plain, header, sum(isinstance(block, Grid) for block in blocks) + 1)
        blocks.append(grid)
        found = True
    return blocks if found else []


def _header(lines: list[str], place: int) -> Header | None:
    """Headings one under another («№», «Мероприятие», «Срок», …), or all of them in one line."""
    if not lines[place]:
        return None
    texts: list[str] = []
    for index in range(place, min(place + 12, len(lines))):
        text = lines[index]
        if not text:
            continue
        if meaning_of(text) is None:
            if texts and meaning_of(f"{texts[-1]} {text}") is not None and not NUMBER_LINE.fullmatch(text):
                texts[-1] = f"{texts[-1]} {text}"
                continue
            break
        texts.append(text)
    columns = columns_at(Grid([_row(1, texts)], ""), 0) if len(texts) >= 3 else None
    if columns is not None:
        seen, below = 0, place
        while seen < len(" ".join(texts).split()):
            seen += len(lines[below].split())
            below += 1
        return Header(columns, tuple(texts), below)
    return _header_in_one_line(lines, place)


def _header_in_one_line(lines: list[str], place: int) -> Header | None:
    """«№ п/п Мероприятие Срок Ответственный»: cut at the words that begin a heading."""
    words = lines[place].split()
    if not 3 <= len(words) <= 16 or len(lines[place]) > 140:
        return None
    texts = _cut(words)
    if texts is None:
        return None
    columns = columns_at(Grid([_row(1, texts)], ""), 0)
    return Header(columns, tuple(texts), place + 1) if columns is not None else None


BEGINS = re.compile(
    r"(?:№|этап|мероприяти|наименовани|содержани|срок|дата|период|ответствен|исполнител|результат|ожидаем|документ|"
    r"форма|вид|примечани|отметка|направлени|раздел)",
    re.IGNORECASE,
)


def _cut(words: list[str]) -> list[str] | None:
    texts: list[str] = []
    for word in words:
        if not texts or (BEGINS.match(word) and meaning_of(texts[-1]) is not None):
            texts.append(word)
        else:
            texts[-1] += f" {word}"
    known = [meaning_of(text) for text in texts]
    return texts if len(texts) >= 3 and None not in known and known[0] == c.NUMBER else None


def _table(lines: list[str], header: Header, number: int) -> tuple[Grid, int]:
    """Rows begin at their numbers (the next one, or a deeper one); a line that names a stage stands alone."""
    rows = [_row(header.below, list(header.texts))]
    width = len(header.texts)
    place, bunch, began = header.below, list[str](), 0
    numbered = header.columns.meanings[0] == c.NUMBER
    last = ""

    def close() -> None:
        if bunch:
            rows.append(_row(began, _cells(bunch, header), note=GUESSED))
            bunch.clear()

    while place < len(lines):
        text = lines[place]
        match = NUMBER_LINE.fullmatch(text)
        if text and (again := _header(lines, place)) is not None:
            if again.texts != header.texts:
                break
            place = again.below
            continue
        if numbered and match and _follows(match["number"], last):
            close()
            last, began = match["number"], place + 1
            bunch += [last, *([match["rest"]] if match["rest"] else [])]
        elif STAGE_WORDS.match(text) or TASK_WORDS.match(text):
            close()
            rows.append(GridRow(place + 1, [Cell(text, 0, width)] * width))
        elif text and bunch and len(bunch) < LONGEST_CELL_LINES:
            bunch.append(text)
        elif text:
            break
        place += 1
    close()
    return Grid(rows, f"таблица {number}"), place


def _follows(number: str, last: str) -> bool:
    """Whether a number is that of the next row, not a number inside a cell."""
    parts = [int(part) for part in number.strip(".)").split(".")]
    if not last:
        return len(parts) > 1 or parts[0] in (1, 0) or number.endswith(".")
    before = [int(part) for part in last.strip(".)").split(".")]
    if len(parts) == 1 and len(before) == 1:
        return 0 <= parts[0] - before[0] <= 3
    return (parts[: len(before) - 1] == before[:-1] and parts[-1] - before[-1] in (0, 1, 2)) or parts[
        0
    ] == before[0] + 1


def _cells(bunch: list[str], header: Header) -> list[str]:
    """A row's lines in the header's columns: the deadline is the line that reads as one, the rest by their order."""
    meanings = header.columns.meanings
    width = len(meanings)
    cells = [""] * width
    cells[0], rest = bunch[0], bunch[1:]
    if len(rest) == width - 1:
        cells[1:] = rest
        return cells
    when = meanings.index(c.DEADLINE) if c.DEADLINE in meanings else -1
    first, last = _deadline_lines(rest) if when > 0 else (0, 0)
    if first == last and when > 0:
        rest = _cut_by_time(" ".join(rest))
        first, last = (1, 2) if len(rest) > 1 else (0, 0)
    if first == last:
        cells[1] = joined(rest, " ")
        return cells
    cells[when] = " ".join(rest[first:last])
    _spread(cells, list(range(1, when)), rest[:first])
    _spread(cells, list(range(when + 1, width)), rest[last:])
    return cells


def _spread(cells: list[str], columns: list[int], lines: list[str]) -> None:
    """Lines over columns in their order: one each if they are as many, else the longer column takes what is over."""
    if not columns:
        return
    if len(lines) >= len(columns):
        head = len(lines) - len(columns) + 1
        groups = [lines[:head], *([line] for line in lines[head:])]
    else:
        groups = [[line] for line in lines]
    for column, group in zip(columns, groups, strict=False):
        cells[column] = " ".join(group)


def _deadline_lines(lines: list[str]) -> tuple[int, int]:
    """The first run of lines, behind the activity, that is a deadline and stays one as it grows; (0, 0) if none."""
    for first in range(1, len(lines)):
        for last in range(min(first + LONGEST_DEADLINE_LINES, len(lines)), first, -1):
            text = " ".join(lines[first:last])
            found = parse_deadline(text)
            if found.kind != DeadlineKind.UNKNOWN and not found.doubts and _is_all(text):
                return first, last
    return 0, 0


TIME_WORD = re.compile(
    r"[\d.,/–—-]+г?\.?|(?:янв|фев|мар|апр|ма[йяе]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?,?|до|с|со|по|к|в|во|на|и|не|реже|"
    r"позднее|течени[ие]|начал[оае]|кон(?:ец|ца|це)|весь|всего|период[а-я]*|срок[а-я]*|год[а-я]*\.?|г\.?г?\.?|учебн[а-я]+|уч\.?|"
    r"ежегодно,?|ежемесячно,?|еженедельно,?|ежеквартально,?|постоянно|раз[а]?|месяц[а-я]*|недел[а-я]+|квартал[а-я]*|"
    r"полугоди[а-я]*|четверт[а-я]+|числ[а-я]+|кажд[а-я]+|декад[а-я]|I{1,3}|IV|мере|необходимости|запросу|плану|графику",
    re.IGNORECASE,
)


def _cut_by_time(text: str) -> list[str]:
    """A whole row in one line: what stands before its longest run of words of time, the run, what stands behind."""
    words = text.split()
    best = (0, 0)
    start = None
    for place in range(1, len(words) + 1):
        if place < len(words) and TIME_WORD.fullmatch(words[place]):
            start = place if start is None else start
            continue
        if start is not None:
            first = start
            while first < place and parse_deadline(" ".join(words[first:place])).kind == DeadlineKind.UNKNOWN:
                first += 1
            if place - first >= best[1] - best[0] and first < place:
                best = (first, place)
        start = None
    first, last = best
    parts = (" ".join(words[:first]), " ".join(words[first:last]), " ".join(words[last:]))
    return [part for part in parts if part] if first else [text]


SHORT = 60
OTHER_WORDS = re.compile(
    r"директор|куратор|педагог|завуч|классн|психолог|приказ|отчет|отчёт|методист|наставник", re.I
)


def _is_all(text: str) -> bool:
    """Whether the text is a deadline and nothing else."""
    return len(text) <= SHORT and not OTHER_WORDS.search(text)


def _row(number: int, cells: list[str], note: str = "") -> GridRow:
    return GridRow(number, [Cell(text, column) for column, text in enumerate(cells)], note)
