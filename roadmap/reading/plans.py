"""Finds the plans of a file: which tables are plans, which of them are one plan, which rows are activities."""

import re
from dataclasses import dataclass, field

from core.sheets.delimited import decode
from core.uploads import SPREADSHEETS, FileKind, inspect
from roadmap.deadlines import parse_deadline
from roadmap.enums import DeadlineKind
from roadmap.reading import columns as c
from roadmap.reading.columns import Columns, find_columns
from roadmap.reading.docx import read_docx
from roadmap.reading.model import Block, Grid, PlanDraft, PlanError, PlanRow, one_line
from roadmap.reading.month_grid import with_one_deadline
from roadmap.reading.rows import STAGE_WORDS, extract_rows, row_doubts
from roadmap.reading.sheets import read_sheets
from roadmap.reading.text import read_text
from roadmap.reading.titles import names_plan, names_term, period_of, period_of_rows, term_in, title_of

ALLOWED = SPREADSHEETS | {FileKind.DOCX, FileKind.TXT}
WANTED = "«Мероприятие» и «Срок» (ещё «Ответственный», «Результат»)"
MOST_ROWS = 3000
MOST_CHARACTERS = 400_000
# Paragraphs before a table that may tell its term, and those that begin the document.
NEAR, OPENING = 12, 25


@dataclass(slots=True)
class Building:
    """A plan while its tables are being gathered."""

    columns: Columns
    place: str
    texts: list[str]
    terms: list[str]
    own_texts: list[str] = field(default_factory=list)
    rows: list[PlanRow] = field(default_factory=list)
    tasks: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    stage: str = ""
    opening: list[str] = field(default_factory=list)


def read_plan(data: bytes, filename: str) -> list[PlanDraft]:
    """All plans of a DOCX, XLSX, XLS, ODS, CSV or TXT, in the order of the document.

    Raises DomainError with a Russian message if the file is not sound, holds no table, no table with a plan's
    header, or a header with nothing under it. Nothing is stored.
    """
    kind = inspect(data, filename, allowed=ALLOWED)
    return plans_of(_blocks(data, filename, kind), f"В файле «{filename}»")


def read_pasted(text: str) -> list[PlanDraft]:
    """All plans of a text copied from a document, a workbook or a PDF. Raises PlanError as `read_plan` does."""
    if not text.strip():
        raise PlanError("Вставьте текст плана.", code="empty")
    if len(text) > MOST_CHARACTERS:
        raise PlanError("Текст слишком длинный. Сохраните его файлом и загрузите файл.", code="too_long")
    return plans_of(read_text(text), "Во вставленном тексте")


def _blocks(data: bytes, filename: str, kind: FileKind) -> list[Block]:
    if kind is FileKind.DOCX:
        return read_docx(data)
    if kind is not FileKind.TXT:
        return read_sheets(data, filename)
    text = decode(data)
    semicolons = sum(line.count(";") >= 2 for line in text.splitlines())
    if semicolons > len(text.splitlines()) // 2 and "\t" not in text:
        return read_sheets(data, f"{filename}.csv")
    return read_text(text)


def plans_of(blocks: list[Block], where: str) -> list[PlanDraft]:
    """The plans among a document's paragraphs and tables; `where` begins the message if there is no table at all."""
    grids = [block for block in blocks if isinstance(block, Grid)]
    if not grids:
        raise PlanError(
            f"{where} нет ни одной таблицы. План должен быть таблицей с колонками {WANTED}.",
            code="no_table",
        )
    built = _gather(blocks)
    if not built:
        raise _no_header(grids)
    drafts = [_draft(plan) for plan in built if plan.rows]
    if not drafts:
        header = ", ".join(f"«{one_line(heading)}»" for heading in built[0].columns.headings if heading)
        raise PlanError(
            f"{built[0].place.capitalize()}: под заголовком ({header}) нет ни одной строки с мероприятием.",
            code="no_rows",
        )
    if sum(len(draft.rows) for draft in drafts) > MOST_ROWS:
        raise PlanError(f"В плане больше {MOST_ROWS} строк. Разделите файл на части.", code="too_long")
    return drafts


def _no_header(grids: list[Grid]) -> PlanError:
    first = next((row for grid in grids for row in grid.rows if row.filled()), None)
    sample = " | ".join(one_line(cell.text)[:30] for cell in first.filled()[:4]) if first else ""
    places = ", ".join(grid.place for grid in grids[:5]) + ("…" if len(grids) > 5 else "")
    shown = f" Первая строка: «{sample}»." if sample else ""
    return PlanError(
        f"Не найдена строка заголовков плана ({places}): нужны колонки {WANTED}.{shown} "
        "Добавьте над таблицей строку с названиями колонок и загрузите файл снова.",
        code="no_header",
    )


def _gather(blocks: list[Block]) -> list[Building]:
    built: list[Building] = []
    texts: list[str] = []
    general: list[str] = []
    opening = [block for block in blocks if isinstance(block, str)][:OPENING]
    for block in blocks:
        if isinstance(block, str):
            texts.append(block)
            continue
        found = _plans_of(block, texts, built, general)
        if found:
            general += texts
            texts = []
        for plan in found:
            if not any(plan is other for other in built):
                plan.opening = opening
                built.append(plan)
    return built


def _plans_of(grid: Grid, texts: list[str], built: list[Building], general: list[str]) -> list[Building]:
    """Plans that a table holds or goes on with; [] for a table that is none."""
    grid = with_one_deadline(grid)
    columns = find_columns(grid)
    if columns is None:
        last = built[-1] if built else None
        if last and all(BETWEEN.fullmatch(text) for text in texts) and _is_rest(grid, last):
            _extend(last, grid, last.columns, first=0)
            return [last]
        return []
    found: list[Building] = []
    start = 0
    while columns is not None:
        above = [one_line(cell.text) for row in grid.rows[start : columns.row] for cell in row.filled()]
        plan = _continued(built, columns, texts, above)
        if plan is None or found:
            own = [*texts, *above]
            terms = _terms(grid, start, columns.row, texts)
            plan = Building(columns, grid.place, [*general[-3:], *own[-NEAR:]], terms, own)
        else:
            plan.stage = _stage_of(texts) or plan.stage
        stop = _extend(plan, grid, columns)
        found.append(plan)
        start = max(stop, columns.row + 1)
        columns = find_columns(grid, start)
    return found


BETWEEN = re.compile(r"\W*|\d{1,3}|(?i:продолжение .{0,40})")


def _is_rest(grid: Grid, plan: Building) -> bool:
    """Whether a table without a header is the rest of a plan: as wide, and its deadlines are deadlines."""
    meanings = plan.columns.meanings
    if grid.width != len(meanings) or not plan.rows:
        return False
    rows = [row for row in grid.rows if len(row.filled()) > 1]
    when = [i for i, meaning in enumerate(meanings) if meaning in (c.DEADLINE, c.DEADLINE_AND_RESPONSIBLE)]
    texts = [row.at(i).text for row in rows for i in when if row.at(i).text]
    read = [text for text in texts if parse_deadline(text).kind != DeadlineKind.UNKNOWN]
    return bool(texts) and len(read) * 2 > len(texts)


def _continued(
    built: list[Building], columns: Columns, texts: list[str], above: list[str]
) -> Building | None:
    """The plan that a table with the same header goes on with, unless a title of another stands between."""
    if not built or built[-1].columns.signature != columns.signature:
        return None
    return (
        None
        if any(names_plan(text) and not STAGE_WORDS.match(text) for text in [*texts, *above])
        else built[-1]
    )


def _stage_of(texts: list[str]) -> str:
    return next((one_line(text) for text in reversed(texts) if STAGE_WORDS.match(text)), "")


def _terms(grid: Grid, start: int, stop: int, texts: list[str]) -> list[str]:
    """What the document says of its term: lines «Срок реализации: …» and passport rows of that name."""
    terms = [term for text in texts if (term := term_in(text))]
    for row in grid.rows[start:stop]:
        cells = row.filled()
        if len(cells) >= 2 and c.meaning_of(cells[0].text) == c.DEADLINE:
            terms.append(cells[1].text)
        elif len(cells) == 1 and (term := term_in(cells[0].text)):
            terms.append(term)
    return terms


def _extend(plan: Building, grid: Grid, columns: Columns, first: int | None = None) -> int:
    if not plan.stage and not plan.rows:
        plan.stage = _stage_of(plan.texts[-2:])
    found = extract_rows(grid, columns, stage=plan.stage, first=first)
    plan.rows += found.rows
    plan.stage = found.stage
    plan.tasks |= found.tasks
    plan.doubts += [*(note for note in grid.notes if note not in plan.doubts), *found.doubts]
    return found.stop


def _draft(plan: Building) -> PlanDraft:
    rows = row_doubts(plan.rows)
    period = period_of(plan.texts, plan.terms)
    if not period.known:
        period = period_of([text for text in plan.opening if names_term(text)], [])
    doubts = list(plan.doubts)
    if not period.known and (period := period_of_rows(rows)).known:
        doubts.append("Срок действия плана взят из дат его строк: проверьте.")
    if not period.known:
        doubts.append("Срок действия плана не найден: укажите его, без него месяцы без года не понять.")
    return PlanDraft(
        title=title_of(plan.own_texts or plan.texts, plan.place),
        period=period,
        columns=plan.columns.described(),
        rows=tuple(rows),
        tasks=plan.tasks,
        doubts=tuple(doubts),
        place=plan.place,
    )
