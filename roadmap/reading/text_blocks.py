"""A table copied from a PDF: a cell a line (or several), nothing between the columns but their order."""

import re
from dataclasses import dataclass
from itertools import pairwise

from roadmap.deadlines import parse_deadline
from roadmap.enums import DeadlineKind
from roadmap.reading import columns as c
from roadmap.reading.columns import Columns, columns_at, meaning_of
from roadmap.reading.model import Block, Cell, Grid, GridRow, one_line
from roadmap.reading.rows import STAGE_WORDS, TASK_WORDS

NUMBER_LINE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3})*[.)]?)(?:\s+(?P<rest>\D.*))?")
LONGEST_CELL_LINES = 40
SHORT = 60
GUESSED = "границы колонок в тексте не видны, строка разложена по догадке"
MIXED = "слова разных колонок перемешаны: сверьте строку с документом, срок мог остаться в тексте мероприятия"
MONTH = r"(?:янв|фев|мар(?=т|\b)|апр|ма[йяе]\b|июн|июл|авг|сен|окт|ноя|дек)[а-я]*"
LEFT_TIME = re.compile(rf"(?i)\b{MONTH}|\b(?:до|с|по)\s+\d{{1,2}}\b|\b\d{{1,2}}\.\d{{1,2}}\.(?:20)?\d\d\b")


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
        texts += split_number(text)
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


NUMBER_HEADING = re.compile(r"(№(?:\s?п\.?/?п\.?)?|N(?:\s?п/п)?)\s+(\S.*)")


def split_number(text: str) -> list[str]:
    """«№ Мероприятие», two headings that a copy has put in one line, as two."""
    match = NUMBER_HEADING.fullmatch(text)
    return [match[1], match[2]] if match and meaning_of(match[2]) not in (None, c.NUMBER) else [text]


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
            cells = _cells(bunch, header)
            rows.append(_row(began, cells, note=MIXED if _is_mixed(cells, header) else GUESSED))
            bunch.clear()

    while place < len(lines):
        text = lines[place]
        match = NUMBER_LINE.fullmatch(text)
        if text and (again := _header(lines, place)) is not None:
            if again.texts != header.texts:
                break
            place = again.below
            continue
        if numbered and match and _begins_row(match, last):
            close()
            last, began = match["number"], place + 1
            bunch += [last, *([match["rest"]] if match["rest"] else [])]
        elif STAGE_WORDS.match(text) or (TASK_WORDS.match(text) and not bunch):
            close()
            rows.append(GridRow(place + 1, [Cell(text, 0, width)] * width))
        elif text and bunch and len(bunch) < LONGEST_CELL_LINES:
            bunch.append(text)
        elif text:
            break
        place += 1
    close()
    return Grid(rows, f"таблица {number}"), place


def _begins_row(match: re.Match[str], last: str) -> bool:
    """Whether a line begins the next row: «5 октября», «2 шт.» do not; «2. …» after «1.3.» does with a deadline."""
    number, rest = match["number"], match["rest"] or ""
    parts, before = _parts(number), _parts(last)
    if re.match(rf"(?i){MONTH}", rest):
        return False
    other_style = bool(before) and number[-1].isdigit() != last[-1].isdigit()
    if (other_style and not rest[:1].isupper()) or (rest[:1].islower() and parts == before):
        return False
    if _follows(number, last):
        return True
    return len(parts) == 1 < len(before) and parts[0] == before[0] + 1 and bool(_cut_by_time([rest])[1])


def _parts(number: str) -> list[int]:
    return [int(part) for part in number.strip(".)").split(".") if part]


def _follows(number: str, last: str) -> bool:
    """Whether a number is that of the next row, not a number inside a cell."""
    parts = _parts(number)
    if not last:
        return len(parts) > 1 or parts[0] in (1, 0) or number.endswith(".")
    before = _parts(last)
    if len(parts) == 1 and len(before) == 1:
        return 0 <= parts[0] - before[0] <= 3
    return len(parts) > 1 and (parts[:-1] == before[:-1] or parts[0] == before[0] + 1)


def _cells(bunch: list[str], header: Header) -> list[str]:
    """A row's lines in the header's columns: the deadline is the line that reads as one, the rest by their order."""
    meanings = header.columns.meanings
    width = len(meanings)
    cells = [""] * width
    cells[0], rest = bunch[0], bunch[1:]
    when = meanings.index(c.DEADLINE) if c.DEADLINE in meanings else -1
    if len(rest) == width - 1 and (when < 1 or _is_deadline(rest[when - 1])):
        cells[1:] = rest
        return cells
    before, deadline, after = _cut_by_time(rest) if when > 0 else (" ".join(rest), "", "")
    if not deadline:
        cells[1] = " ".join(rest)
        return cells
    cells[when] = deadline
    _spread(cells, list(range(1, when)), [before])
    _spread(cells, list(range(when + 1, width)), [after] if after else [])
    return cells


def _is_mixed(cells: list[str], header: Header) -> bool:
    """Whether words of a deadline stand outside its cell: lines of the page went across the columns."""
    others = (
        cell for cell, meaning in zip(cells, header.columns.meanings, strict=True) if meaning != c.DEADLINE
    )
    return c.DEADLINE in header.columns.meanings and any(LEFT_TIME.search(cell) for cell in others)


def _is_deadline(text: str) -> bool:
    return len(text) <= SHORT and parse_deadline(text).kind != DeadlineKind.UNKNOWN


def _spread(cells: list[str], columns: list[int], lines: list[str]) -> None:
    """Lines over columns in their order: one each if they are as many, else the longer column takes what is over.

    Fewer lines than columns are cut where a cell seems to begin: at a word with a capital letter.
    """
    if not columns:
        return
    if 0 < len(lines) < len(columns):
        lines = _cut_at_capitals(" ".join(lines), len(columns))
    if len(lines) >= len(columns):
        head = len(lines) - len(columns) + 1
        groups = [lines[:head], *([line] for line in lines[head:])]
    else:
        groups = [[line] for line in lines]
    for column, group in zip(columns, groups, strict=False):
        cells[column] = " ".join(group)


TIME_WORD = re.compile(
    r"[\d.,/–—-]+г?\.?|(?:янв|фев|мар|апр|ма[йяе]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?,?"
    r"(?:[/–—-](?:янв|фев|мар|апр|ма[йяе]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?,?)?|"
    r"(?:понедельник|вторник|сред[ауы]|четверг|пятниц|суббот)[а-я]*,?|кв\.?|нед\.?|до|с|со|по|к|в|во|на|и|не|реже|"
    r"позднее|течени[ие]|начал[оае]|кон(?:ец|ца|це)|весь|всего|период[а-я]*|срок[а-я]*|год[а-я]*\.?|г\.?г?\.?|учебн[а-я]+|уч\.?|"
    r"ежегодно,?|ежемесячно,?|еженедельно,?|ежеквартально,?|постоянно|раз[а]?|месяц[а-я]*|недел[а-я]+|квартал[а-я]*|"
    r"полугоди[а-я]*|четверт[а-я]+|числ[а-я]+|кажд[а-я]+|декад[а-я]|I{1,3}|IV|мере|необходимости|запросу|плану|графику",
    re.IGNORECASE,
)


def _cut_by_time(lines: list[str]) -> tuple[str, str, str]:
    """A row's words: what stands before its longest run of words of time, the run, what stands behind it.

    A word of time with a capital letter begins a run of its own («… на год Ежегодно»), and so does a line that is one.
    """
    words = " ".join(lines).split()
    best = (0, 0)
    start = None
    for place in range(1, len(words) + 1):
        timely = place < len(words) and TIME_WORD.fullmatch(words[place])
        if timely and start is not None and not words[place][0].isupper():
            continue
        if start is not None:
            first = start
            while first < place and not _is_deadline(" ".join(words[first:place])):
                first += 1
            if first < place and place - first >= best[1] - best[0]:
                best = (first, place)
        start = place if timely else None
    first, last = best
    return " ".join(words[:first]), " ".join(words[first:last]), " ".join(words[last:])


def _cut_at_capitals(text: str, parts: int) -> list[str]:
    """«Кураторы проектов Заявки групп» → «Кураторы проектов», «Заявки групп»; abbreviations and names begin nothing."""
    words = text.split()
    starts = [
        place
        for place in range(1, len(words))
        if words[place][0].isupper()
        and not words[place].isupper()
        and not words[place - 1].endswith((",", "«", "-"))
        and not re.fullmatch(r"[А-ЯЁ]\.(?:[А-ЯЁ]\.)?", words[place])
    ][: parts - 1]
    edges = [0, *starts, len(words)]
    return [" ".join(words[first:last]) for first, last in pairwise(edges)]


def _row(number: int, cells: list[str], note: str = "") -> GridRow:
    return GridRow(number, [Cell(text, column) for column, text in enumerate(cells)], note)
