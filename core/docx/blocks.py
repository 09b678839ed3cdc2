"""What a Word document is put together from. Texts are plain; a line feed inside one is a line break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1…3: what Word's navigation and a screen reader go by."""

    text: str
    level: int = 1
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `lead` stands before the text in bold («Компетенции:»). `indent` is that of the first line."""

    text: str
    lead: str = ""
    align: Align = Align.JUSTIFY
    bold: bool = False
    italic: bool = False
    indent: bool = False
    keep_with_next: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell that differs from its neighbours; a plain string will do for the others."""

    text: str
    bold: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Band:
    """A row of a table that is one cell over all columns: «1 этап. Подготовка условий»."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table with borders; `head` is repeated on each page and a row is never parted.

    Every row has as many cells as `head`. `widths` are shares of the line's width, equal when left out; `size` is
    that of the letters in points; `caption` stands above.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str | Cell] | Band]
    widths: Sequence[float] = ()
    size: float = 12
    caption: str = ""


@dataclass(frozen=True)
class Columns:
    """One line of two or three texts: at the left, in the middle, at the right edge. The date, place and number."""

    texts: Sequence[str]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Contents:
    """The table of contents: (level, heading) as they stand in the text; Word fills in the pages on opening."""

    lines: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class SignatureLine:
    """«Директор ____________ П. И. Образцов»; an empty `name` leaves a line to write it on."""

    position: str
    name: str = ""
    dated: bool = False


@dataclass(frozen=True)
class Approval:
    """The stamp of approval at the right edge of the first page: «УТВЕРЖДАЮ» and the lines under it."""

    lines: Sequence[str] = field(default_factory=tuple)
    word: str = "УТВЕРЖДАЮ"


Block = Heading | Paragraph | Table | Columns | PageBreak | Contents | SignatureLine | Approval
