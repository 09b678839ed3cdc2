"""A table of the contingent from a spreadsheet: every row is read or told why not. Pure functions over a file."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from core.sheets import CellError, SheetError, TableRow, cell_text, find_table, parse_date, read_workbook
from reports.indicator_enums import ContingentKind

LARGEST = 2_000_000_000
MOST_ROWS = 500
_SOURCE_LENGTH = 300

SYNONYMS = {
    "kind": ("Кто", "Категория", "Показатель", "Контингент", "Наименование"),
    "count": ("Сколько", "Численность", "Количество", "Человек", "Число"),
    "as_of": ("На дату", "Дата", "По состоянию на"),
    "source": ("Источник", "Основание", "Откуда", "Документ"),
}
#: Words by which a line is known, beside the portal's own: the first that fits.
_KINDS: tuple[tuple[ContingentKind, str], ...] = (
    (ContingentKind.STUDENTS_10_19, r"10\D{1,6}19"),
    (ContingentKind.STUDENTS_15_19, r"15\D{1,6}19"),
    (ContingentKind.YOUNG_SPECIALISTS, r"молод\w* (?:специалист|педагог)|начинающ"),
)
#: Words of a line that is about all of them: «студенты с ОВЗ» are not all students, and such a line is asked about.
_WHOLE: tuple[tuple[ContingentKind, str], ...] = (
    (ContingentKind.TEACHERS, r"педагог\w*|преподавател\w*|учител\w*|мастер\w*"),
    (ContingentKind.PARTNERS, r"предприяти\w*|партнер\w*|работодател\w*"),
    (ContingentKind.STUDENTS, r"обучающ\w*|студент\w*|учащ\w*|ученик\w*"),
)
_FILLING = (
    r"все\w*|всего|всех|общ\w+|итого|численность|число|количество|контингент\w*|человек|чел|и|в|по|на|из|работник\w*|"
    r"организаци\w*|колледж\w*|школ\w*|техникум\w*|училищ\w*|лице\w*|гимнази\w*|учреждени\w*|производственн\w*|"
    r"обучени\w*|возраст\w*"
)


@dataclass(frozen=True)
class ContingentLine:
    kind: ContingentKind
    count: int
    as_of: dt.date
    source: str


@dataclass(frozen=True)
class RowProblem:
    """`row` is the number that the spreadsheet shows; 0: the file as a whole."""

    row: int
    text: str

    def __str__(self) -> str:
        return f"Строка {self.row}: {self.text}" if self.row else self.text


@dataclass
class ContingentFile:
    lines: list[ContingentLine] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def read_contingent(data: bytes, filename: str, *, today: dt.date) -> ContingentFile:
    """Lines of the first table of the file and what is wrong with others; raises DomainError for no table."""
    found = ContingentFile()
    sheets = [sheet for sheet in read_workbook(data, filename).sheets if sheet.visible]
    if not sheets:
        raise SheetError("В файле нет видимых листов.", code="no_data")
    table = find_table(sheets[0], SYNONYMS, required=("kind", "count", "as_of", "source"))
    places = {column.field: column.index for column in table.columns if column.field}
    if len(table.rows) > MOST_ROWS:
        raise SheetError(f"В таблице больше {MOST_ROWS} строк: это не контингент.", code="too_many")
    seen: dict[tuple[str, dt.date], int] = {}
    for row in table.rows:
        line, problems = _read(row, places, today)
        found.problems += [RowProblem(row.number, text) for text in problems]
        if line is None:
            continue
        first = seen.setdefault((line.kind, line.as_of), row.number)
        if first != row.number:
            text = f"«{line.kind.label}» на эту дату уже есть в строке {first}"
            found.problems.append(RowProblem(row.number, text))
            continue
        found.lines.append(line)
    return found


def _read(row: TableRow, places: dict[str, int], today: dt.date) -> tuple[ContingentLine | None, list[str]]:
    cells = {name: row.value(index) for name, index in places.items()}
    problems = [
        f"«{SYNONYMS[name][0]}»: {cell.message}"
        for name, cell in cells.items()
        if isinstance(cell, CellError)
    ]
    if problems:
        return None, problems
    kind = kind_of(cell_text(cells["kind"]))
    if kind is None:
        told = cell_text(cells["kind"])
        labels = "; ".join(label for _, label in ContingentKind.choices)
        problems.append(f"не понять, кто посчитан: «{told[:60]}». Бывает: {labels}")
    count = count_of(cells["count"])
    if count is None:
        problems.append(f"«Сколько» – целое число от нуля, а стоит «{cell_text(cells['count'])[:40]}»")
    as_of = None
    try:
        as_of = parse_date(cells["as_of"])
        if as_of > today:
            problems.append("дата ещё не наступила")
    except ValueError as error:
        problems.append(f"«На дату»: {error}")
    source = " ".join(cell_text(cells["source"]).split())
    if not source:
        problems.append("не указан источник: приказ, отчёт, форма")
    elif len(source) > _SOURCE_LENGTH:
        problems.append(f"источник длиннее {_SOURCE_LENGTH} знаков")
    if problems or kind is None or count is None or as_of is None:
        return None, problems
    return ContingentLine(kind, count, as_of, source), []


def kind_of(text: str) -> ContingentKind | None:
    """Whom the words are about: the portal's own names first, then words that passports use."""
    plain = " ".join(text.lower().replace("ё", "е").split())
    for kind in ContingentKind:
        if plain in {kind.label.lower(), kind.value}:
            return kind
    named = next((kind for kind, pattern in _KINDS if re.search(pattern, plain)), None)
    words = [word for word in re.findall(r"[а-яa-z0-9]+", plain) if not re.fullmatch(_FILLING, word)]
    for kind, pattern in () if named else _WHOLE:
        if words and all(re.fullmatch(pattern, word) for word in words):
            return kind
    return named


def count_of(value: object) -> int | None:
    """A whole number of people, also as text with spaces («1 250»); None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        value = int(value) if value.is_integer() and abs(value) <= LARGEST else None
    if isinstance(value, str):
        bare = re.sub(r"\s", "", value)
        value = int(bare) if re.fullmatch(r"[0-9]{1,10}", bare) else None
    return value if isinstance(value, int) and 0 <= value <= LARGEST else None
