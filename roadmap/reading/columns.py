"""Which column means what: headings of plans are recognised by their words, in any order."""

import re
from dataclasses import dataclass

from roadmap.deadlines.lexer import in_cyrillic
from roadmap.reading.model import Grid, GridRow, folded, joined

NUMBER, STAGE, ACTIVITY, CONTENT = "number", "stage", "activity", "content"
DEADLINE, RESPONSIBLE, RESULT, OTHER = "deadline", "responsible", "result", ""
STAGE_AND_DEADLINE, DEADLINE_AND_RESPONSIBLE = "stage_deadline", "deadline_responsible"
MEANING_NAMES = {
    NUMBER: "номер",
    STAGE: "этап",
    ACTIVITY: "мероприятие",
    CONTENT: "содержание",
    DEADLINE: "срок",
    RESPONSIBLE: "ответственный",
    RESULT: "результат",
    STAGE_AND_DEADLINE: "этап и срок",
    DEADLINE_AND_RESPONSIBLE: "срок и ответственный",
    OTHER: "не используется",
}

# The first that matches wins; a heading is short and holds no dates.
PATTERNS: tuple[tuple[str, str], ...] = (
    (NUMBER, r"(?:№|#|n|no|номер|п/?п)(?:\s*(?:п\s?[/.]?\s?п|этапа|пункта|мероприятия|строки))?\.?"),
    (OTHER, r"(?:отметка|примечани|комментари|целевая аудитория|категори|место|форма проведения|статус|выполнени|"
     r"факт|финансир|(?:объем|источник)\w* |ресурс|класс|группа|кол-во|количеств|ссылка|контроль$|для кого|с кем|"
     r"аудитория).*|.{0,20}\(факт\w*\)"),
    (STAGE_AND_DEADLINE, r"(?:наименование |название )?этапы?\s*[,/(и]+\s*(?:сроки?|дат[аы]|период).*"),
    (DEADLINE_AND_RESPONSIBLE, r"(?:сроки?|дат[аы])[^,;/]{0,30}(?:[,;/]| и )\s*ответственн.*"),
    (RESPONSIBLE, r"(?:фио |ф\.и\.о\. )?(?:.{0,20}\b)?(?:ответственн|исполнител|соисполнител|"
     r"организатор|отв\b|ответств\b|исп$|кто (?:отвечает|делает|проводит)).*"),
    (DEADLINE, r"(?:(?:план|календарн|предполагаем|примерн|ориентировочн|контрольн|"
     r"установленн|рекомендуем|конечн|учебн)\w* )?"
     r"(?:сроки?|дат[аы]|период|дедлайн|частота|начало|окончание|недел[яи]|"
     r"длительность|время|когда|месяц|продолжительность|график)"
     r"(?:\s*[,/(и-]?\s*(?:и |/ ?)?[а-я]+){0,4}\)?:?"),
    (ACTIVITY, r".{0,30}(?:мероприят|на этом этапе (?:важно|необходимо|нужно)).{0,30}"),
    (RESULT, r"(?:.{0,40}\b)?(?:результат|документ|продукт|итог|форма (?:отчет|подтвержд|представл)|отчетн|"
     r"подтверждени|чем (?:подтвержд|законч|заканчив|заверш)|что (?:получ|будет)|"
     r"форма завершени|вид отчет|контрольн\w+ (?:точк|событи)).*"),
    (STAGE, r"(?:наименование |название )?(?:этап|раздел|направлени|блок|модуль|стади)\w*(?: \w+){0,4}:?"),
    (CONTENT, r"(?:краткое |основное )?(?:содержани|описани|цел[ьи]|задач|работа с |работа внутри |работа во|работа$|"
     r"(?:планируем\w+ )?деятельность|формы? и (?:виды|методы|содержание)|"
     r"виды? (?:деятельности|работ)|форм[аы] работ|формы,? методы|.{0,20}действи|"
     r"что (?:делаем|нужно|необходимо)|"
     r"наименование (?:работ|действ)|шаг|тема|вопрос|план(?:ируемая)? работ|наименование|название|работы?\b).*"),
    (RESPONSIBLE, r"(?:кто|кем|участник|куратор).{0,30}"),
    (RESULT, r"(?:ожидаем|показател|критери|индикатор|выход).{0,40}"),
)  # fmt: skip
# «Меро- приятия»: a word broken at the end of a narrow cell's line.
HYPHENATED = re.compile(r"(?<=[а-я])[-\u00ad¬]\s+(?=[а-я])|\u00ad")
COMPILED = tuple((meaning, re.compile(pattern)) for meaning, pattern in PATTERNS)
LONGEST_HEADING = 90
# Tables with such a heading are lists of something else, whatever other headings they have.
NO_PLAN = re.compile(r".{0,30}\b(?:риск|угроз)\w*.{0,30}|.{0,20}\b(?:под|рос)пис[ьи]\b.{0,20}")
PEOPLE = re.compile(r"(?:фио|ф\. ?и\. ?о\.?).{0,40}|наставник\w*|наставляем\w*")
DIGITS = re.compile(r"\d{3,}|\d+\s*[.%]")


def meaning_of(text: str) -> str | None:
    """What a heading means (OTHER for a known but unused one), None if it is no heading of a plan."""
    plain = in_cyrillic(folded(text)).strip(" :.*")
    plain = HYPHENATED.sub("", plain)
    if not plain or len(plain) > LONGEST_HEADING or DIGITS.search(plain):
        return None
    for meaning, pattern in COMPILED:
        if pattern.fullmatch(plain):
            return meaning
    return None


@dataclass(frozen=True, slots=True)
class Columns:
    """A recognised header: `meanings[i]` for column i, the headings, and where the plan's own rows begin.

    `frame` are the columns left of the plan whose cells span many rows («Планируемые мероприятия» of a passport).
    """

    row: int
    below: int
    meanings: tuple[str, ...]
    headings: tuple[str, ...]
    frame: tuple[int, ...] = ()

    @property
    def signature(self) -> tuple[str, ...]:
        return tuple(folded(heading) for heading in self.headings)

    def of(self, meaning: str) -> list[int]:
        return [index for index, each in enumerate(self.meanings) if each == meaning]

    def described(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (heading, MEANING_NAMES[meaning])
            for index, (heading, meaning) in enumerate(zip(self.headings, self.meanings, strict=True))
            if index not in self.frame
        )


def find_columns(grid: Grid, start: int = 0) -> Columns | None:
    """The first header of a plan from `start` on: what is done, and when, by whom or with what result."""
    for index in range(start, len(grid.rows)):
        if columns := columns_at(grid, index):
            return columns
    return None


def columns_at(grid: Grid, index: int, *, strict: bool = False) -> Columns | None:
    """The header in a row, None if it is none. `strict` (inside a plan): every heading is known, three at least."""
    row = grid.rows[index]
    if len(row.cells()) < 2:
        return None
    frame = _frame(grid, index)
    headings, below = _headings(grid, index, frame)
    meanings = [OTHER if i in frame else (meaning_of(heading) or OTHER) for i, heading in enumerate(headings)]
    if _lists_something_else(headings):
        return None
    known = [i for i, heading in enumerate(headings) if i not in frame and meaning_of(heading) is not None]
    filled = [i for i, heading in enumerate(headings) if heading and i not in frame]
    if strict and (len(known) < len(filled) or len(known) < 3):
        return None
    if len(known) * 2 < len(filled) or not _enough({meanings[i] for i in known}):
        return None
    meanings = _settled(grid, below, meanings, headings, frame)
    return Columns(index, below, tuple(meanings), tuple(headings), tuple(sorted(frame)))


def _lists_something_else(headings: list[str]) -> bool:
    """Risks, sheets of signatures, lists of pairs."""
    plain = [folded(heading).strip(" :.") for heading in headings]
    people = sum(bool(PEOPLE.fullmatch(heading)) for heading in plain)
    return people > 1 or any(NO_PLAN.fullmatch(heading) for heading in plain)


def _enough(meanings: set[str]) -> bool:
    work = meanings & {ACTIVITY, STAGE, CONTENT, STAGE_AND_DEADLINE}
    when = meanings & {DEADLINE, STAGE_AND_DEADLINE, DEADLINE_AND_RESPONSIBLE}
    rest = meanings & {RESPONSIBLE, RESULT, CONTENT}
    return (
        bool(work)
        and (bool(when) or {RESPONSIBLE, RESULT} <= meanings or {ACTIVITY, RESPONSIBLE} <= meanings)
        and bool(when | rest)
        and len(meanings) >= 2
    )


def _frame(grid: Grid, index: int) -> set[int]:
    """Columns whose heading cell goes on for three rows or more: a label beside the plan, not a heading of it."""
    row = grid.rows[index]
    below = grid.rows[index + 1 : index + 3]
    if len(below) < 2:
        return set()
    return {
        column
        for column, cell in enumerate(row.slots)
        if all(under.at(column).origin is cell.origin and under.at(column).above for under in below)
        or (cell.above is not None and below[0].at(column).origin is cell.origin)
    }


def _headings(grid: Grid, index: int, frame: set[int]) -> tuple[list[str], int]:
    """Heading of each column, two-line headers joined, and the index of the first row below the header."""
    row, width = grid.rows[index], grid.width
    headings = [row.at(column).origin.text for column in range(width)]
    below = index + 1
    if below < len(grid.rows) and _second_line(row, grid.rows[below], frame):
        under = grid.rows[below]
        for column in range(width):
            cell = under.at(column)
            if cell.above is None and cell.text and folded(cell.text) != folded(headings[column]):
                headings[column] = joined((headings[column], cell.text), " ")
        below += 1
    return headings, below


def _second_line(row: GridRow, under: GridRow, frame: set[int]) -> bool:
    """Whether the next row belongs to the header: some headings go down into it, others are split in it."""
    deep = [i for i in range(len(under.slots)) if i not in frame and under.at(i).above is row.at(i)]
    split = [i for i in range(len(under.slots)) if row.at(i).colspan > 1 and under.at(i).text]
    return (bool(deep) and bool(split)) or _written_twice(row, under, frame)


def _written_twice(row: GridRow, under: GridRow, frame: set[int]) -> bool:
    """A two-line header whose cells are not merged: all headings are there again, but one that two columns share."""
    columns = [i for i in range(len(under.slots)) if i not in frame]
    above, below = ({i: folded(line.at(i).text) for i in columns} for line in (row, under))
    same = [i for i in columns if above[i] and above[i] == below[i]]
    parted = [i for i in columns if above[i] and below[i] and above[i] != below[i]]
    shared = all(above[i] in (above.get(i - 1), above.get(i + 1)) for i in parted)
    return len(same) >= 2 and len(parted) >= 2 and shared and len(same) + len(parted) == len(columns)


def _settled(grid: Grid, below: int, meanings: list[str], headings: list[str], frame: set[int]) -> list[str]:
    """One column for the activity, the rest of its kind as content; an unnamed column of numbers is the number."""
    settled = list(meanings)
    if ACTIVITY not in settled and CONTENT in settled and not {STAGE, STAGE_AND_DEADLINE} & set(settled):
        settled[settled.index(CONTENT)] = ACTIVITY
    seen = False
    for index, meaning in enumerate(settled):
        if meaning == ACTIVITY:
            settled[index] = CONTENT if seen else ACTIVITY
            seen = True
    named = [index for index, meaning in enumerate(settled) if meaning == RESPONSIBLE]
    strong = [index for index in named if re.search("ответств|исполнит", folded(headings[index]))]
    for index in named:
        if strong and index not in strong:
            settled[index] = OTHER
    if NUMBER not in settled:
        for index, heading in enumerate(headings):
            if (
                not settled[index]
                and index not in frame
                and len(heading) <= 4
                and _counts(grid, below, index, frame)
            ):
                settled[index] = NUMBER
                break
    return settled


ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")


def _counts(grid: Grid, below: int, column: int, frame: set[int]) -> bool:
    """Whether a column without a heading holds the rows' numbers (inside the frame, where there is one)."""
    rows = grid.rows[below : below + 40]
    if frame and rows:
        label = rows[0].at(min(frame)).origin
        rows = [row for row in rows if row.at(min(frame)).origin is label]
    texts = [row.at(column).text for row in rows if len(row.filled()) > 1]
    filled = [text for text in texts if text]
    return bool(filled) and all(ROW_NUMBER.fullmatch(text.strip()) for text in filled)
