"""From a grid under a recognised header to the rows of a plan."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from roadmap.deadlines import parse_deadline
from roadmap.enums import DeadlineKind
from roadmap.reading import columns as c
from roadmap.reading.columns import Columns, columns_at
from roadmap.reading.model import Cell, Grid, GridRow, PlanRow, folded, joined, one_line

INLINE_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)])\s*(?=\D)(.+)", re.DOTALL)
STAGE_WORDS = re.compile(
    r"(?:этап|раздел|блок|модуль|направление|стадия)\b|[ivxlc]+[.)\s]|\d+\s*(?:-?й\s+)?(?:этап|раздел)\b",
    re.IGNORECASE,
)
TASK_WORDS = re.compile(r"(?:задач[аи]|цел[ьи])\b", re.IGNORECASE)
NOTE_WORDS = re.compile(
    r"(?:примечани|\*|согласован|утвержд|исполнитель:|директор\s*_|подпись)", re.IGNORECASE
)
TOTAL_WORDS = re.compile(r"(?:итого|всего)\b", re.IGNORECASE)
PAGE_NUMBER = re.compile(r"\d{1,3}")
MERGED_FIELDS = (c.DEADLINE, c.RESPONSIBLE, c.RESULT)

SPLIT_ROW = "продолжение с новой страницы приклеено к строке"
GUESSED_STAGE = "строка с одной ячейкой принята за название этапа"
PAGE_NUMBER_DROPPED = "номер страницы «{}» внутри ячейки отброшен"
INHERITED = "ячейка объединена с верхней"


@dataclass(slots=True)
class Extract:
    """Rows read so far, the stage that runs, and where reading stopped (index of the next row of the grid)."""

    columns: Columns
    rows: list[PlanRow] = field(default_factory=list)
    tasks: dict[str, str] = field(default_factory=dict)
    stage: str = ""
    heading: bool = False
    stop: int = 0
    doubts: list[str] = field(default_factory=list)


def extract_rows(grid: Grid, columns: Columns, *, stage: str = "", first: int | None = None) -> Extract:
    """Rows of the plan below a header, until its frame ends, another header begins, or the grid is over."""
    found = Extract(columns, stage=stage, stop=len(grid.rows))
    inline = _inline_numbers(grid, columns)
    sections = _has_sections(grid, columns)
    frame_cells = (
        [grid.rows[columns.row].at(column).origin for column in columns.frame] if first is None else []
    )
    for index in range(columns.below if first is None else first, len(grid.rows)):
        row = grid.rows[index]
        if frame_cells and [row.at(column).origin for column in columns.frame] != frame_cells:
            found.stop = index
            break
        if _same_heading(grid, index, columns):
            continue
        again = columns_at(grid, index, strict=True)
        if again is not None and again.meanings != columns.meanings:
            found.stop = index
            break
        _read_row(found, row, inline=inline, sections=sections)
    return found


def _same_heading(grid: Grid, index: int, columns: Columns) -> bool:
    """The header once more, as a new page begins with it."""
    texts = [folded(grid.rows[index].at(column).text) for column in range(len(columns.headings))]
    pairs = [
        (text, own)
        for i, (text, own) in enumerate(zip(texts, columns.signature, strict=True))
        if i not in columns.frame
    ]
    return sum(bool(text) for text, _ in pairs) > 1 and all(text == own for text, own in pairs if text)


def _read_row(found: Extract, row: GridRow, *, inline: bool, sections: bool) -> None:
    columns = found.columns
    own = [cell for cell in row.filled() if cell.column not in columns.frame]
    if not own or _column_numbers(own):
        return
    if (heading := _heading(row, own, columns, inline=inline)) is not None:
        _take_heading(found, heading, guessed=_is_guess(own[-1], row, columns))
        return
    made = _activity(found, row, inline=inline, sections=sections)
    if made is None:
        return
    if found.rows and not found.heading and _continues(made, found.rows[-1]):
        found.rows[-1] = _glued(found.rows[-1], made)
        return
    found.heading = False
    found.rows.append(made)


def _is_guess(cell: Cell, row: GridRow, columns: Columns) -> bool:
    """A lonely cell of the activity's column: nothing but its loneliness says that it is a heading."""
    return (
        len(row.cells()) > 2
        and not STAGE_WORDS.match(cell.text)
        and columns.meanings[cell.column] != c.NUMBER
    )


def _column_numbers(cells: list[Cell]) -> bool:
    """The line «1 | 2 | 3 | 4» under a header."""
    texts = [cell.text.strip(" .") for cell in cells]
    return len(texts) >= 3 and texts == [
        str(int(texts[0]) + i) if texts[0].isdecimal() else "" for i in range(len(texts))
    ]


def _heading(row: GridRow, own: list[Cell], columns: Columns, *, inline: bool) -> str | None:
    """The text of a row that is a heading of a stage or its aim, None for a row of the plan."""
    if any(cell.above for cell in row.cells() if cell.column not in columns.frame):
        return None
    width = len(row.slots) - len(columns.frame)
    last = own[-1]
    if len(own) == 2 and c.ROW_NUMBER.fullmatch(own[0].text.strip()) and last.colspan >= max(3, width - 2):
        return last.text
    if len(own) != 1:
        return None
    text = last.text
    if last.colspan >= max(2, width - 1):
        return text
    if columns.meanings[last.column] == c.NUMBER:
        return None if c.ROW_NUMBER.fullmatch(text.strip()) else text
    if columns.meanings[last.column] not in (c.ACTIVITY, c.STAGE, c.STAGE_AND_DEADLINE) and last.column != 0:
        return None
    if STAGE_WORDS.match(text) or TASK_WORDS.match(text) or NOTE_WORDS.match(text):
        return text
    numbered = inline and INLINE_NUMBER.match(text)
    return None if numbered or text[:1].islower() or columns.meanings[last.column] == c.STAGE else text


def _take_heading(found: Extract, text: str, *, guessed: bool) -> None:
    line = one_line(text)
    if NOTE_WORDS.match(line) or TOTAL_WORDS.match(line):
        return
    if TASK_WORDS.match(line) and found.stage:
        found.tasks[found.stage] = joined((found.tasks.get(found.stage, ""), line), " ")
        return
    found.stage, found.heading = line.rstrip(":"), True
    if guessed:
        found.doubts.append(f"«{line[:60]}»: {GUESSED_STAGE}")


def _inline_numbers(grid: Grid, columns: Columns) -> bool:
    """Whether numbers stand inside the activity's cell: no column for them, and half the cells begin with one."""
    activity = columns.of(c.ACTIVITY)
    if columns.of(c.NUMBER) or not activity:
        return False
    cells = [row.at(activity[0]) for row in grid.rows[columns.below :] if len(row.filled()) > 1]
    texts = [cell.text for cell in cells if cell.text]
    return bool(texts) and sum(bool(INLINE_NUMBER.match(text)) for text in texts) * 2 >= len(texts)


def _has_sections(grid: Grid, columns: Columns) -> bool:
    """Whether merged headings of stages stand between the rows: then a column «Этап» names the activity."""
    return any(
        (heading := _heading(row, row.filled(), columns, inline=False)) is not None
        and not TASK_WORDS.match(heading)
        for row in grid.rows[columns.below :]
        if row.filled()
    )


def _activity(found: Extract, row: GridRow, *, inline: bool, sections: bool) -> PlanRow | None:
    columns, doubts = found.columns, []
    values = {name: _column_text(row, columns, name) for name in (c.NUMBER, c.ACTIVITY, *MERGED_FIELDS)}
    number, activity = one_line(values[c.NUMBER]), values[c.ACTIVITY]
    content = _contents(row, columns)
    deadline = values[c.DEADLINE]
    if inline and (match := INLINE_NUMBER.match(activity)):
        number, activity = match[1], match[2].strip()
    name = _stage_column(row, columns)
    if columns.of(c.STAGE_AND_DEADLINE) and not deadline:
        name, deadline = split_deadline(name)
    for index in columns.of(c.DEADLINE_AND_RESPONSIBLE):
        deadline, _, values[c.RESPONSIBLE] = row.at(index).text.partition("\n")
    if name:
        if sections and not activity:
            activity = name
            found.stage = found.stage or name
        else:
            found.stage = one_line(name)
            activity, content = (activity, content) if activity else (content or name, "")
    elif not activity:
        activity, content = content, ""
    if not joined((activity, deadline, values[c.RESULT], values[c.RESPONSIBLE])) or TOTAL_WORDS.match(
        activity
    ):
        return None
    activity, dropped = _without_page_number(activity)
    if dropped:
        doubts.append(PAGE_NUMBER_DROPPED.format(dropped))
    inherited = _inherited(row, columns)
    doubts += [f"{c.MEANING_NAMES[field]}: {INHERITED}" for field in inherited]
    return PlanRow(
        stage=found.stage,
        number=number,
        activity=activity,
        content=content,
        deadline=deadline,
        responsible=values[c.RESPONSIBLE],
        result=values[c.RESULT],
        doubts=tuple(doubts),
        source_row=row.number,
        inherited=inherited,
    )


def _column_text(row: GridRow, columns: Columns, meaning: str) -> str:
    """Text of the column, or of several: two deadlines are the beginning and the end."""
    texts = [row.at(index).text for index in columns.of(meaning)]
    if meaning == c.DEADLINE and len([text for text in texts if text]) == 2:
        first, last = texts
        return f"с {first} по {last}" if first != last else first
    return joined(texts, ", " if meaning == c.RESPONSIBLE else "\n")


def _contents(row: GridRow, columns: Columns) -> str:
    """Content columns one under another; from the second on each under its own heading."""
    indexes = columns.of(c.CONTENT)
    parts = []
    for place, index in enumerate(indexes):
        text = row.at(index).text
        if not text.strip("-–— "):
            continue
        if place:
            text = f"{one_line(columns.headings[index]).rstrip(':')}: {text}"
        parts.append(text)
    return joined(parts)


def _stage_column(row: GridRow, columns: Columns) -> str:
    indexes = columns.of(c.STAGE) + columns.of(c.STAGE_AND_DEADLINE)
    return joined(row.at(index).text for index in indexes)


def _inherited(row: GridRow, columns: Columns) -> dict[str, str]:
    found = {}
    for name in MERGED_FIELDS:
        texts = [row.at(index).origin.text for index in columns.of(name) if row.at(index).above is not None]
        if text := joined(texts):
            found[name] = text
    return found


def split_deadline(text: str) -> tuple[str, str]:
    """«Этап, сроки» in one cell: the name and the last lines that are a deadline."""
    lines = text.split("\n")
    for first in range(1, len(lines)):
        tail = " ".join(lines[first:])
        if parse_deadline(tail).kind != DeadlineKind.UNKNOWN:
            return "\n".join(lines[:first]), tail
    match = re.search(
        r"[\s,(]+((?:(?:до|с|в)\s+)?(?:\d{1,2}[.\s]|[А-Яа-я]+\s+20\d\d|20\d\d).*)$", text, re.DOTALL
    )
    if match and parse_deadline(match[1]).kind != DeadlineKind.UNKNOWN:
        return text[: match.start()], match[1].strip(" ()")
    return text, ""


def _without_page_number(text: str) -> tuple[str, str]:
    """A line of an activity that is nothing but a number has come from the page's edge."""
    lines = text.split("\n")
    kept = [line for index, line in enumerate(lines) if not (index and PAGE_NUMBER.fullmatch(line.strip()))]
    dropped = [
        line.strip() for index, line in enumerate(lines) if index and PAGE_NUMBER.fullmatch(line.strip())
    ]
    return "\n".join(kept), ", ".join(dropped)


def _continues(made: PlanRow, before: PlanRow) -> bool:
    """The lower half of a row split by a page break: no number, every part goes on mid-sentence."""
    if made.number or made.inherited or made.stage != before.stage:
        return False
    parts = [part for part in (made.text, made.deadline, made.responsible, made.result) if part]
    whole = made.text and made.deadline and made.responsible
    return bool(parts) and not whole and all(_goes_on(part) for part in parts)


def _goes_on(text: str) -> bool:
    first = text.lstrip(" –-•")[:1]
    return first.islower() or first in "),.;»"


def _glued(before: PlanRow, made: PlanRow) -> PlanRow:
    names = ("activity", "content", "deadline", "responsible", "result")
    parts: dict[str, Any] = {
        name: joined((getattr(before, name), getattr(made, name)), " ") for name in names
    }
    doubts = before.doubts if SPLIT_ROW in before.doubts else (*before.doubts, SPLIT_ROW)
    return replace(before, **parts, doubts=doubts)


def row_doubts(rows: list[PlanRow]) -> list[PlanRow]:
    """Rows with what a person should look at: repeated numbers and texts, empty deadline or responsible."""
    numbers = [row.number.strip(" .") for row in rows]
    texts = [folded(row.text) for row in rows]
    anyone = any(row.responsible for row in rows)
    done = []
    for index, row in enumerate(rows):
        doubts = list(row.doubts)
        if numbers[index] and numbers.count(numbers[index]) > 1:
            doubts.append(f"номер {numbers[index]} встречается дважды")
        if texts[index] in texts[:index]:
            doubts.append(
                f"повторяет строку {rows[texts.index(texts[index])].number or texts.index(texts[index]) + 1}"
            )
        if not row.effective("deadline"):
            doubts.append("срок не указан")
        if anyone and not row.effective("responsible"):
            doubts.append("ответственный не указан")
        done.append(replace(row, doubts=tuple(doubts)))
    return done
