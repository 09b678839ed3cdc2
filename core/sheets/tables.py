"""Find the table on a sheet: its header by Russian synonyms, its rows, and what stands in the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.sheets.types import CellError, Column, Sheet, SheetError, Table, TableRow, Workbook, cell_text

#: Header rows are looked for this far down: title, approval and school lines stand above.
HEADER_DEPTH = 60
MAX_COLUMNS = 300
#: Words that may follow a known header without changing its meaning: «ФИО обучающегося», «Дата рождения полностью».
FILLERS = frozenset(
    word
    for line in (
        "наставляемого наставника обучающегося обучающихся студента ученика участника сотрудника педагога лица",
        "полностью при наличии г год лет дд мм гггг формат указать если есть основной основная",
    )
    for word in line.split()
)
_TOTALS = ("итого", "всего", "total")

Synonyms = Mapping[str, Sequence[str]]


def normalize_header(text: str) -> str:
    """«Ф.И.О.» → «фио», «Дата  рождения (дд.мм.гггг)» → «дата рождения»: words in lower case, ё as е, no marks."""
    text = text.lower().replace("ё", "е")
    text = re.sub(r"\([^)]*\)", " ", text)
    text = re.sub(r"\b([а-яa-z])\.\s*(?=[а-яa-z]\.)", r"\1", text)
    text = re.sub(r"(?<=[а-яa-z])-(?=[а-яa-z])", "", text)
    return " ".join(re.findall(r"[0-9a-zа-я№]+", text))


def find_tables(
    workbook: Workbook,
    synonyms: Synonyms,
    *,
    required: Collection[str] = (),
    repeatable: Collection[str] = (),
) -> list[Table]:
    """Tables of all visible sheets that have one (of hidden sheets only when no visible one has).

    Raises ``SheetError`` when there is none, or when a sheet with a table is malformed.
    """
    for visible in (True, False):
        tables = [
            find_table(sheet, synonyms, required=required, repeatable=repeatable)
            for sheet in workbook.sheets
            if sheet.visible is visible and _best_header(sheet, _Matcher(synonyms)) is not None
        ]
        if tables:
            return tables
    if not any(any(cell is not None for row in sheet.rows for cell in row) for sheet in workbook.sheets):
        raise SheetError("В файле нет ни одной заполненной ячейки.", code="no_data")
    raise _no_header(synonyms)


def find_table(
    sheet: Sheet, synonyms: Synonyms, *, required: Collection[str] = (), repeatable: Collection[str] = ()
) -> Table:
    """Recognise the one table on ``sheet``.

    ``synonyms``: field → headers it is known by (any spelling; the first one is its name in messages). The header
    may stand under title rows, take two lines, or be merged; «Итого» rows, rows of column numbers, empty rows and
    headers repeated at a page break are left out with a warning. Unknown columns are kept for mapping by hand.

    Raises ``SheetError``: no header, no rows, two tables, one field in two columns (unless it is ``repeatable``), a
    missing ``required`` field.
    """
    matcher = _Matcher(synonyms)
    header = _best_header(sheet, matcher)
    if header is None:
        raise _no_header(synonyms)
    _refuse_side_by_side(sheet, header)
    _refuse_duplicates(sheet, header, synonyms, repeatable)
    table = Table(sheet.name, header.row + 1, header.columns, [])
    _collect_rows(sheet, header, matcher, table)
    _refuse_missing(table, synonyms, required)
    if not table.rows:
        raise SheetError(
            f"Лист «{sheet.name}»: под заголовками (строка {table.header_row}) нет ни одной строки.",
            code="no_rows",
        )
    return table


def _no_header(synonyms: Synonyms) -> SheetError:
    names = ", ".join(f"«{headers[0]}»" for headers in list(synonyms.values())[:5])
    return SheetError(
        f"Не найдена строка с заголовками колонок. Добавьте над таблицей заголовки, например: {names}.",
        code="no_header",
    )


class _Matcher:
    """Headers → fields: the whole header first, then a known header followed by filler words only."""

    def __init__(self, synonyms: Synonyms) -> None:
        self.exact: dict[str, str] = {}
        for field, headers in synonyms.items():
            for header in headers:
                self.exact.setdefault(normalize_header(header), field)
        self.known: dict[str, str] = {}

    def field(self, text: str) -> str:
        """The field of a header; the texts that a column repeats are looked at once."""
        if text not in self.known:
            if len(self.known) > 5_000:
                self.known.clear()
            self.known[text] = self._field(text)
        return self.known[text]

    def _field(self, text: str) -> str:
        normal = normalize_header(text)
        if normal in self.exact:
            return self.exact[normal]
        words = normal.split()
        for length in range(len(words) - 1, 0, -1):
            head, tail = " ".join(words[:length]), words[length:]
            if head in self.exact and all(word in FILLERS for word in tail):
                return self.exact[head]
        return ""


@dataclass
class _Header:
    row: int
    """0-based index of the header's first line."""
    lines: int
    columns: list[Column]
    score: int


def _best_header(sheet: Sheet, matcher: _Matcher) -> _Header | None:
    """The row (or two rows) that names most fields; the upper one of equals."""
    best: _Header | None = None
    for row in range(min(len(sheet.rows), HEADER_DEPTH)):
        if not any(isinstance(cell, str) for cell in sheet.rows[row]):
            continue
        for lines in (1, 2):
            if row + lines > len(sheet.rows):
                continue
            columns = _columns(sheet, row, lines, matcher)
            score = len({column.field for column in columns if column.field})
            if best is None or score > best.score:
                best = _Header(row, lines, columns, score)
    if best is None:
        return None
    return best if best.score >= 2 or (best.score == 1 and _is_wordy(sheet.rows[best.row])) else None


def _is_wordy(cells: list[object]) -> bool:
    """One known header is enough where the row holds words only: the others are left to be mapped by hand."""
    present = [cell for cell in cells if cell is not None]
    return all(isinstance(cell, str) and not any(char.isdigit() for char in cell) for cell in present)


def _columns(sheet: Sheet, row: int, lines: int, matcher: _Matcher) -> list[Column]:
    top = _line(sheet, row, spread=True)
    bottom = _line(sheet, row + 1, spread=False) if lines == 2 else []
    columns = []
    for index in range(min(max(len(top), len(bottom)), MAX_COLUMNS)):
        upper = top[index] if index < len(top) else ""
        lower = bottom[index] if index < len(bottom) else ""
        if lines == 2 and lower and lower != upper:
            header = f"{upper}: {lower}" if upper else lower
            field = matcher.field(f"{upper} {lower}") or matcher.field(lower)
        else:
            header = upper
            field = matcher.field(upper)
        columns.append(Column(index, header[:200], field))
    while columns and not columns[-1].header:
        columns.pop()
    return columns


def _line(sheet: Sheet, row: int, *, spread: bool) -> list[str]:
    """Texts of a row; with ``spread`` a cell merged over several columns stands in each of them."""
    texts = [cell_text(cell) if not isinstance(cell, CellError) else "" for cell in sheet.rows[row]]
    if spread:
        for first_row, first, last_row, last in sheet.merged:
            if first_row <= row <= last_row and first < len(texts) and last - first < MAX_COLUMNS:
                source = sheet.rows[first_row]
                text = cell_text(source[first]) if first < len(source) else ""
                texts.extend([""] * (last + 1 - len(texts)))
                texts[first : last + 1] = [text] * (last + 1 - first)
    return texts


def _refuse_side_by_side(sheet: Sheet, header: _Header) -> None:
    """Two tables beside each other: the same fields again after an empty column."""
    seen: set[str] = set()
    gap = False
    repeated: list[Column] = []
    for column in header.columns:
        if not column.header:
            gap = gap or bool(seen)
        elif column.field:
            if gap and column.field in seen:
                repeated.append(column)
            seen.add(column.field)
    if repeated:
        raise SheetError(
            f"Лист «{sheet.name}»: рядом стоят две таблицы, вторая начинается в колонке {repeated[0].letter}. "
            "Оставьте на листе одну таблицу.",
            code="two_tables",
        )


def _refuse_duplicates(
    sheet: Sheet, header: _Header, synonyms: Synonyms, repeatable: Collection[str]
) -> None:
    """One field in two columns is a question, not a choice; a header merged over columns is one field in parts."""
    places: dict[str, Column] = {}
    for column in header.columns:
        one = column.field and column.field not in repeatable
        first = places.setdefault(column.field, column) if one else column
        if first is column or _one_merged_cell(sheet, header, first.index, column.index):
            continue
        raise SheetError(
            f"Лист «{sheet.name}», строка {header.row + 1}: колонка «{synonyms[column.field][0]}» встретилась дважды "
            f"({first.letter} — «{first.header}» и {column.letter} — «{column.header}»). Уберите или переименуйте "
            "одну из них.",
            code="duplicate_header",
        )


def _one_merged_cell(sheet: Sheet, header: _Header, first: int, second: int) -> bool:
    return any(
        top <= header.row <= bottom and left <= first and second <= right
        for top, left, bottom, right in sheet.merged
    )


def _refuse_missing(table: Table, synonyms: Synonyms, required: Collection[str]) -> None:
    missing = [field for field in required if field not in table.fields]
    if missing:
        names = ", ".join(f"«{synonyms[field][0]}»" for field in missing)
        found = ", ".join(f"«{column.header}»" for column in table.columns if column.header)
        raise SheetError(
            f"Лист «{table.sheet}», строка {table.header_row}: нет обязательной колонки {names}. Есть: {found[:500]}.",
            code="missing_column",
        )


def _collect_rows(sheet: Sheet, header: _Header, matcher: _Matcher, table: Table) -> None:
    filled = _filled_down(sheet, header.row + header.lines)
    width = len(header.columns)
    after_gap = False
    overflow: list[int] = []
    for index in range(header.row + header.lines, len(sheet.rows)):
        cells = filled.get(index) or sheet.rows[index]
        number = index + 1
        texts = ["" if isinstance(cell, CellError) else cell_text(cell) for cell in cells]
        present = [
            cell if text or isinstance(cell, CellError) else None
            for cell, text in zip(cells, texts, strict=True)
        ]
        count = len(present) - present.count(None)
        if not count:
            after_gap = True
            continue
        if _is_header_again(texts, header, matcher):
            _accept_repeated_header(sheet, table, number, after_gap)
            continue
        if _is_numbering(texts) and not table.rows:
            continue
        if next(text for text in [*texts, "?"] if text).lower().startswith(_TOTALS):
            table.warnings.append(f"Строка {number} («Итого») пропущена.")
            continue
        # A line of one cell after an empty row may be the title of a second table: remembered until it is known.
        after_gap = after_gap and count == 1
        if len(texts) > width and any(texts[width:]):
            overflow.append(number)
        table.rows.append(TableRow(number, tuple(present[:width])))
    if overflow:
        table.warnings.append(
            f"Строка {overflow[0]}: справа от таблицы есть значения без заголовка, они не прочитаны"
            + (f" (и ещё в {len(overflow) - 1} строках)." if len(overflow) > 1 else ".")
        )


def _accept_repeated_header(sheet: Sheet, table: Table, number: int, after_gap: bool) -> None:
    """A header again right under data is a page break; under a gap or a title it opens a second table."""
    last = table.rows[-1] if table.rows else None
    titled = (
        last is not None
        and last.number == number - 1
        and sum(1 for cell in last.cells if cell is not None) == 1
    )
    if after_gap or titled:
        raise SheetError(
            f"Лист «{sheet.name}»: две таблицы — заголовки в строке {table.header_row} и в строке {number}. "
            "Оставьте на листе одну таблицу или перенесите вторую на другой лист.",
            code="two_tables",
        )
    table.warnings.append(f"Строка {number}: повтор заголовков пропущен.")


def _is_header_again(texts: list[str], header: _Header, matcher: _Matcher) -> bool:
    known = [text for text in texts if text]
    strangers = 0
    fields: set[str] = set()
    for text in known:
        field = matcher.field(text) if text[0].isalpha() or text[0] == "№" else ""
        if field:
            fields.add(field)
            continue
        strangers += 1
        if strangers * 2 > len(known):  # the usual row: told by its first few cells
            return False
    return len(fields) >= 2 and len(fields) * 2 >= len(known)


def _is_numbering(texts: list[str]) -> bool:
    """The row «1 2 3 4 …» that official forms put under the header."""
    values = [text for text in texts if text]
    return len(values) >= 3 and all(text == str(place) for place, text in enumerate(values, start=1))


def _filled_down(sheet: Sheet, first_row: int) -> dict[int, list[object]]:
    """Body rows that need the value of a cell merged over them (a group written once for 25 people)."""
    changed: dict[int, list[object]] = {}
    for top, left, bottom, _ in sheet.merged:
        source = sheet.rows[top] if first_row <= top < len(sheet.rows) else []
        if bottom == top or left >= len(source) or source[left] is None:
            continue
        value = source[left]
        for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
            cells = changed.setdefault(row, list(sheet.rows[row]))
            cells.extend([None] * (left + 1 - len(cells)))
            cells[left] = value
    return changed
