"""From a grid under a recognised header to the rows of a plan."""

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import zip_longest

from core.sheets.dates import EXCEL_EPOCH
from roadmap.deadlines import DATED_KINDS, parse_deadline
from roadmap.enums import DeadlineKind
from roadmap.reading import columns as c
from roadmap.reading.columns import Columns, columns_at
from roadmap.reading.model import Cell, Grid, GridRow, PlanRow, folded, joined, one_line
from roadmap.reading.splits import INLINE_NUMBER, PAGE_NUMBER_DROPPED, begins_low, goes_on, with_rest

STAGE_WORDS = re.compile(
    r"(?:этап|раздел|блок|модуль|направление|стадия)\b|[ivxlc]+[.)\s]|\d+\s*(?:-?й\s+)?(?:этап|раздел)\b",
    re.IGNORECASE,
)
OUTER_STAGE = re.compile(r"(?:\d+(?:-?й)?\s+)?(?:этап|стадия)\b|[ivx]+[.)\s]", re.IGNORECASE)
TASK_WORDS = re.compile(r"(?:задач[аи]|цел[ьи])\b", re.IGNORECASE)
NOTE_WORDS = re.compile(
    r"(?:примечани|\*|согласован|утвержд|исполнитель:|директор\s*_|подпись)", re.IGNORECASE
)
TOTAL_WORDS = re.compile(r"(?:итого|всего)\b", re.IGNORECASE)
PAGE_NUMBER = re.compile(r"\d{1,3}")
ENDS = re.compile(r"\bначал|\bоконч|\bкон[еч]|\bс\b.*\bпо\b|\bот\b.*\bдо\b")
MERGED_FIELDS = (c.DEADLINE, c.RESPONSIBLE, c.RESULT)
WORK = (c.ACTIVITY, c.STAGE, c.STAGE_AND_DEADLINE, c.CONTENT)

# A day of 2009–2064 as Excel counts it: a date cell that lost its format.
SERIAL = re.compile(r"[45]\d{4}")
FROM_SERIAL = "число {} в колонке срока понято как дата Excel"
LONGEST_TIME = 40
FROM_HEADING = "срок взят из заголовка раздела"
GUESSED_STAGE = "строка с одной ячейкой принята за название этапа"
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
    inline: bool = False
    sections: bool = False
    pending: GridRow | None = None
    outer: str = ""
    nested: bool = False


def extract_rows(grid: Grid, columns: Columns, *, stage: str = "", first: int | None = None) -> Extract:
    """Rows of the plan below a header, until its frame ends, another header begins, or the grid is over."""
    found = Extract(columns, stage=stage, stop=len(grid.rows))
    found.inline = _inline_numbers(grid, columns)
    found.sections = _has_sections(grid, columns)
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
        _read_row(found, grid, index)
    _flush(found)
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


def _read_row(found: Extract, grid: Grid, index: int) -> None:
    columns, row = found.columns, grid.rows[index]
    own = [cell for cell in row.filled() if cell.column not in columns.frame]
    if not own or _column_numbers(own):
        return
    following = next((after for after in grid.rows[index + 1 :] if after.filled()), None)
    if (heading := _heading(row, own, columns, inline=found.inline, following=following)) is not None:
        _flush(found)
        _take_heading(found, heading, guessed=_is_guess(own[-1], row, columns))
        return
    if found.pending is not None and goes_on(row, found.pending, columns, inline=found.inline):
        found.pending = with_rest(found.pending, row, columns)
        return
    _flush(found)
    found.pending = row


def _flush(found: Extract) -> None:
    """Make the row that waited for its lower half an activity of the plan."""
    row, found.pending = found.pending, None
    made = _activity(found, row, inline=found.inline, sections=found.sections) if row is not None else None
    if made is not None:
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


def _heading(
    row: GridRow, own: list[Cell], columns: Columns, *, inline: bool, following: GridRow | None = None
) -> str | None:
    """The text of a row that is a heading of a stage or its aim, None for a row of the plan."""
    if any(cell.above for cell in row.cells() if cell.column not in columns.frame):
        return None
    width = len(row.slots) - len(columns.frame)
    last = own[-1]
    if (
        len(own) == 2
        and c.ROW_NUMBER.fullmatch(own[0].text.strip())
        and _is_numbered_stage(own, width, columns, following)
    ):
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
    return None if numbered or begins_low(text) or columns.meanings[last.column] == c.STAGE else text


def _is_numbered_stage(own: list[Cell], width: int, columns: Columns, following: GridRow | None) -> bool:
    """«2 | Основной этап: | | |»: a number, a name and nothing else, and the rows below are 2.1, 2.2."""
    number, name = own
    if name.colspan >= max(3, width - 2):
        return True
    if columns.meanings[number.column] != c.NUMBER or columns.meanings[name.column] not in WORK:
        return False
    below = following.at(number.column).text.strip() if following is not None else ""
    deeper = below.startswith(f"{number.text.strip(' .)')}.") and below.strip(" .)") != number.text.strip(
        " .)"
    )
    return (
        deeper or bool(STAGE_WORDS.match(name.text)) or bool(re.search(r"\bэтап\w*\W*$", name.text.lower()))
    )


def _take_heading(found: Extract, text: str, *, guessed: bool) -> None:
    line = one_line(text)
    if NOTE_WORDS.match(line) or TOTAL_WORDS.match(line):
        return
    if TASK_WORDS.match(line) and found.stage:
        found.tasks[found.stage] = joined((found.tasks.get(found.stage, ""), line), " ")
        return
    found.stage, found.heading = _nested(found, line.rstrip(":")), True
    if guessed:
        found.doubts.append(f"«{line[:60]}»: {GUESSED_STAGE}")


def _nested(found: Extract, title: str) -> str:
    """A section directly under a stage («Этап 1» / «Работа с родителями») keeps the stage before its own name."""
    if OUTER_STAGE.match(title):
        found.outer, found.nested = title, found.nested
        return title
    if found.outer and found.heading and found.stage == found.outer:
        found.nested = True
    return f"{found.outer.rstrip('. ')}. {title}" if found.outer and found.nested else title


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
    rows = [row for row in grid.rows[columns.below :] if row.filled()]
    for row, following in zip_longest(rows, rows[1:]):
        heading = _heading(row, row.filled(), columns, inline=False, following=following)
        if heading is not None and not TASK_WORDS.match(heading):
            return True
    return False


def _activity(found: Extract, row: GridRow, *, inline: bool, sections: bool) -> PlanRow | None:
    columns, doubts = found.columns, row.doubt.split("; ") if row.doubt else []
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
        deadline, values[c.RESPONSIBLE] = split_responsible(row.at(index).text)
    if name:
        if sections and not activity:
            activity = name
            found.stage = found.stage or name
        else:
            found.stage = one_line(name)
            activity, content = (activity, content) if activity else (content or name, "")
    elif not activity and content and not _above(row, columns):
        activity, content = content, ""
    if not joined((activity, deadline, values[c.RESULT], values[c.RESPONSIBLE])) or TOTAL_WORDS.match(
        activity
    ):
        return None
    if not activity and (above := _above(row, columns)):
        activity = above
        doubts.append(f"{c.MEANING_NAMES[c.ACTIVITY]}: {INHERITED}")
    activity, dropped = _without_page_number(activity)
    if dropped:
        doubts.append(PAGE_NUMBER_DROPPED.format(dropped))
    if not columns.of(c.DEADLINE) and not deadline and is_month_heading(found.stage):
        deadline = found.stage
        doubts.append(FROM_HEADING)
    if SERIAL.fullmatch(deadline):
        doubts.append(FROM_SERIAL.format(deadline))
        deadline = f"{EXCEL_EPOCH + timedelta(days=int(deadline)):%d.%m.%Y}"
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
        first, last = (text for text in texts if text)
        headings = " ".join(folded(columns.headings[index]) for index in columns.of(meaning))
        if first == last:
            return first
        return f"с {first} по {last}" if ENDS.search(headings) else f"{first}, {last}"
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


def is_month_heading(text: str) -> bool:
    """Whether a section is headed by its time («СЕНТЯБРЬ», «1 полугодие»): a plan by months has no column for it."""
    reading = parse_deadline(text)
    return bool(text) and len(text) <= LONGEST_TIME and reading.kind in DATED_KINDS and not reading.doubts


def _above(row: GridRow, columns: Columns) -> str:
    """The activity's text when its cell is merged with the one above: one work, several deadlines."""
    cells = [row.at(index) for index in columns.of(c.ACTIVITY)]
    return cells[0].origin.text if cells and cells[0].above is not None else ""


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


def split_responsible(text: str) -> tuple[str, str]:
    """«Сентябрь\\nкуратор», «до 1 сентября, директор» in one cell: what is a deadline, and the rest of the cell."""
    first, parted, rest = text.partition("\n")
    if parted:
        return first, rest
    parts = re.split(r"\s*[,;]\s*", text)
    for cut in range(len(parts) - 1, 0, -1):
        halves = ", ".join(parts[:cut]), ", ".join(parts[cut:])
        dated = [parse_deadline(half).kind != DeadlineKind.UNKNOWN for half in halves]
        if dated == [True, False]:
            return halves
        if dated == [False, True]:
            return halves[1], halves[0]
    return text, ""


def _without_page_number(text: str) -> tuple[str, str]:
    """A line of an activity that is nothing but a number has come from the page's edge."""
    lines = text.split("\n")
    kept = [line for index, line in enumerate(lines) if not (index and PAGE_NUMBER.fullmatch(line.strip()))]
    dropped = [
        line.strip() for index, line in enumerate(lines) if index and PAGE_NUMBER.fullmatch(line.strip())
    ]
    return "\n".join(kept), ", ".join(dropped)


def row_doubts(rows: list[PlanRow]) -> list[PlanRow]:
    """Rows with what a person should look at: repeated numbers and texts, empty deadline or responsible."""
    numbers = [_numbered(row) for row in rows]
    texts = [folded(row.text) for row in rows]
    anyone = any(row.responsible for row in rows)
    done = []
    for index, row in enumerate(rows):
        doubts = list(row.doubts)
        if numbers[index][1] and numbers.count(numbers[index]) > 1:
            doubts.append(f"номер {numbers[index][1]} встречается дважды")
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


def _numbered(row: PlanRow) -> tuple[str, str]:
    """What a number is alone in: «4.5» in the plan, «1» in its stage, where plans begin to count anew."""
    number = row.number.strip(" .")
    return ("" if "." in number else row.stage, number)
