"""A long document as numbered sections of paragraphs, lists and tables: one content for print and for Word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.docx import Band, Block, Cell, Heading, Paragraph, Table
from core.russian import typography

TEXT, ITEM, TABLE, CARD = "text", "item", "table", "card"
_MARKED = re.compile(r"^\s*(?:[-\u2013\u2014\u2022*]|(\d{1,3})[.)])\s+(?=\S)")


@dataclass(frozen=True)
class Part:
    """A paragraph, an item of a list, or a table; a `card` is a table of two columns without a head.

    `name` is the class of the table in the print stylesheet; `total` says that the last row sums up.
    """

    kind: str
    text: str = ""
    mark: str = ""
    name: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    total: bool = False

    @property
    def body(self) -> list[list[str]]:
        return self.rows[:-1] if self.total else self.rows

    @property
    def lines(self) -> list[tuple[bool, list[str]]]:
        """Rows with whether they are a band: one cell over all columns."""
        return [(len(row) > 1 and bool(row[0]) and not any(row[1:]), row) for row in self.body]

    @property
    def sum(self) -> list[str]:
        return self.rows[-1] if self.total and self.rows else []


@dataclass(frozen=True)
class Section:
    """`number` as printed («4.2»), empty for what is not numbered; `level` 1 or 2."""

    number: str
    title: str
    level: int
    parts: list[Part]
    own_page: bool = False

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title

    @property
    def anchor(self) -> str:
        return f"part-{self.number.replace('.', '-')}" if self.number else f"part-{abs(self.level)}-x"


def prose(text: str) -> list[Part]:
    """Typed text as paragraphs, one a line; a line that begins with a dash or a number is an item of a list."""
    found: list[Part] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = line.strip()
        if not line:
            continue
        match = _MARKED.match(line)
        if match:
            mark = f"{match.group(1)}." if match.group(1) else "\u2013"
            found.append(Part(ITEM, text=typography(line[match.end() :].strip()), mark=mark))
        else:
            found.append(Part(TEXT, text=typography(line)))
    return found


def items(lines: Iterable[str]) -> list[Part]:
    return [Part(ITEM, text=typography(line), mark="\u2013") for line in lines if line.strip()]


def table(
    name: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "", total: bool = False
) -> Part:
    return Part(
        TABLE,
        text=caption,
        name=name,
        head=list(head),
        rows=[[typography(cell.strip()) for cell in row] for row in rows],
        total=total,
    )


def card(rows: Iterable[tuple[str, str]], name: str = "card") -> Part:
    """Pairs of label and text; a row without text is left out."""
    return Part(
        CARD, name=name, rows=[[label, typography(text.strip())] for label, text in rows if text.strip()]
    )


def numbered(sections: Iterable[tuple[str, int, list[Part]]]) -> list[Section]:
    """Sections (title, level, parts) with their numbers; those of nothing are left out, so that numbers have no gaps.

    A section of level 1 without parts stays when a section of level 2 that has some follows it.
    """
    given = list(sections)
    kept = [
        one
        for place, one in enumerate(given)
        if one[2] or (one[1] == 1 and any(parts for _, _, parts in _under(given, place)))
    ]
    found: list[Section] = []
    first = second = 0
    for title, level, parts in kept:
        if level == 1:
            first, second = first + 1, 0
        else:
            second += 1
        number = str(first) if level == 1 else f"{first}.{second}"
        found.append(Section(number, typography(title), level, parts))
    return found


def _under(given: list[tuple[str, int, list[Part]]], place: int) -> Iterator[tuple[str, int, list[Part]]]:
    for one in given[place + 1 :]:
        if one[1] == 1:
            return
        yield one


def blocks_of(sections: Iterable[Section], widths: Mapping[str, Sequence[float]]) -> list[Block]:
    """The sections for Word; `widths` are shares of the line by the name of a table."""
    blocks: list[Block] = []
    for section in sections:
        blocks.append(Heading(section.heading, level=min(section.level, 3)))
        for part in section.parts:
            blocks += _part_blocks(part, widths)
    return blocks


def _part_blocks(part: Part, widths: Mapping[str, Sequence[float]]) -> list[Block]:
    if part.kind == TEXT:
        return [Paragraph(part.text, indent=True)]
    if part.kind == ITEM:
        return [Paragraph(f"{part.mark} {part.text}")]
    if part.kind == CARD:
        rows: list[list[str | Cell]] = [[Cell(label, bold=True), text] for label, text in part.rows]
        return [Table(("Раздел", "Содержание"), rows, widths=(3, 7), size=11)] if rows else []
    body: list[list[str | Cell] | Band] = [Band(row[0]) if band else list(row) for band, row in part.lines]
    if part.sum:
        body.append([Cell(cell, bold=True) for cell in part.sum])
    chosen = widths.get(part.name, ())
    fits = chosen if len(chosen) == len(part.head) else ()
    return [Table(part.head, body, widths=fits, size=11, caption=part.text)]
