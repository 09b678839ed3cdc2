"""What a reader of plans gives: drafts of roadmaps, row by row, and the grids that they are read from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.errors import DomainError
from roadmap.deadlines import Period


class PlanError(DomainError):
    """The file holds no plan that could be read; the message says what was looked for and where."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One activity as it stands in the document.

    `number` is kept as written («4.5.», duplicates and gaps included). `content` is a second column of the activity.
    `inherited` holds the fields («deadline», «responsible», «result») whose cell is merged with the row above: the
    field itself is then "", the text above is the value. `source_row` is the row of the table or sheet, from 1.
    """

    stage: str
    number: str
    activity: str
    content: str = ""
    deadline: str = ""
    responsible: str = ""
    result: str = ""
    doubts: tuple[str, ...] = ()
    source_row: int = 0
    inherited: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The activity with its content column below."""
        return "\n".join(part for part in (self.activity, self.content) if part)

    def effective(self, name: str) -> str:
        """A field's value, the merged cell's text included."""
        own: str = getattr(self, name)
        return own or self.inherited.get(name, "")


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """One plan found in a document. `columns` are (header, meaning) in their order; `tasks` the aims of stages."""

    title: str
    period: Period
    columns: tuple[tuple[str, str], ...]
    rows: tuple[PlanRow, ...]
    tasks: dict[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    place: str = ""

    @property
    def stages(self) -> list[str]:
        """Stage titles in the order of the document, each once."""
        return list(dict.fromkeys(row.stage for row in self.rows if row.stage))


@dataclass(slots=True)
class Cell:
    """A cell of a grid. `above` is the cell that it is merged with vertically; `colspan` its width in columns."""

    text: str = ""
    column: int = 0
    colspan: int = 1
    above: "Cell | None" = None

    @property
    def origin(self) -> "Cell":
        cell = self
        while cell.above is not None:
            cell = cell.above
        return cell


@dataclass(slots=True)
class GridRow:
    """A row: `slots[i]` is the cell that covers column i (one cell stands in several slots when it spans).

    `doubt` is what the reader of the file wants a person to know of the row.
    """

    number: int
    slots: list[Cell]
    doubt: str = ""

    def cells(self) -> list[Cell]:
        """The row's cells, each once, in order."""
        seen: list[Cell] = []
        for cell in self.slots:
            if not any(cell is other for other in seen):
                seen.append(cell)
        return seen

    def filled(self) -> list[Cell]:
        return [cell for cell in self.cells() if cell.text]

    def at(self, column: int) -> Cell:
        return self.slots[column] if 0 <= column < len(self.slots) else Cell(column=column)


@dataclass(slots=True)
class Grid:
    """A table of a document or a sheet of a workbook. `place` names it in messages: «таблица 2», «лист „План“».

    `notes` are what a person should know of the whole table («Пропущено скрытых строк: 2.»).
    """

    rows: list[GridRow]
    place: str
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return max((len(row.slots) for row in self.rows), default=0)


Block = str | Grid


TAGS = re.compile(r"</?(?:ul|ol|p|b|i|u|em|strong|span|div|font|table|td|tr)\b[^<>]{0,200}>", re.IGNORECASE)
BREAKS = re.compile(r"<(?:br|/li|/p|/tr)\s*/?>\s*", re.IGNORECASE)
ITEMS = re.compile(r"<li\b[^<>]{0,200}>\s*", re.IGNORECASE)
BOLD = re.compile(r"\*\*(?=\S)(.{1,2000}?)\*\*", re.DOTALL)


def without_markup(text: str) -> str:
    """Text copied with its marks («<li>», «**») as plain lines; text without such marks comes back as it is."""
    if "<" not in text and "**" not in text:
        return text
    plain = TAGS.sub("", BREAKS.sub("\n", ITEMS.sub("\n– ", text)))
    return joined(line.strip() for line in BOLD.sub(r"\1", plain).split("\n"))


def one_line(text: str) -> str:
    """Text with every run of spaces and line breaks made one space."""
    return " ".join(text.split())


def folded(text: str) -> str:
    """One line, lower case, «е» for «ё»: for comparing headings."""
    return one_line(text).lower().replace("ё", "е")


def joined(parts: Iterable[str], by: str = "\n") -> str:
    return by.join(part for part in parts if part)
