"""What a report is made of. Frozen with the document: str, int, float, lists and nested dataclasses only."""

from __future__ import annotations

import hashlib
import importlib
import json
from dataclasses import asdict, dataclass, field, replace


@dataclass(frozen=True)
class Grid:
    """A table; `widths` are per cents of the line, `figures` the columns (from 0) set to the right.

    The head is repeated on each page and a row is never parted. `total`: the last row sums up.
    """

    head: list[str]
    rows: list[list[str]]
    caption: str = ""
    widths: list[int] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)
    total: bool = False

    @property
    def columns(self) -> list[tuple[str, int, bool]]:
        """Heading, width in per cent, whether figures."""
        even = 100 // max(len(self.head), 1)
        widths = self.widths or [even] * len(self.head)
        return [(head, widths[at], at in self.figures) for at, head in enumerate(self.head)]

    @property
    def lines(self) -> list[GridLine]:
        last = len(self.rows) - 1
        return [
            GridLine(
                [(cell, at in self.figures) for at, cell in enumerate(row)], self.total and number == last
            )
            for number, row in enumerate(self.rows)
        ]


@dataclass(frozen=True)
class GridLine:
    """A row as it is laid out: cells with whether they are figures."""

    cells: list[tuple[str, bool]]
    is_total: bool


@dataclass(frozen=True)
class Chart:
    """Bars with their figures written at the end; `seconds`, where given, are the plan: hatched bars under them.

    `names` says what the two series are, the fact and the plan. `limit` fixes the scale (100 for shares).
    """

    title: str
    labels: list[str]
    values: list[float]
    texts: list[str]
    limit: float | None = None
    seconds: list[float | None] = field(default_factory=list)
    second_texts: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @property
    def picture(self) -> str:
        """The chart as a `data:` address of an SVG."""
        charts = importlib.import_module("core.charts")  # matplotlib: loaded by the few that draw
        if self.seconds:
            told = list(zip(self.texts, self.second_texts, strict=True))
            drawn = charts.plan_and_fact_chart(
                self.labels, self.values, self.seconds, texts=told, limit=self.limit
            )
        else:
            drawn = charts.bar_chart(self.labels, self.values, texts=self.texts, limit=self.limit)
        return str(charts.svg_data_uri(drawn))

    @property
    def words(self) -> str:
        """The same in words, for those who do not see it."""
        return f"{self.title}: " + "; ".join(
            f"{row[0]} – {row[2]}{f' ({self.names[1]} – {row[4]})' if row[4] else ''}" for row in self.rows
        )

    @property
    def rows(self) -> list[tuple[str, float, str, float | None, str]]:
        """Label, share of the scale in per cent, text; the same of the second series."""
        top = self.limit or max([*self.values, *(value or 0 for value in self.seconds), 1])
        seconds = self.seconds or [None] * len(self.labels)
        texts = self.second_texts or [""] * len(self.labels)
        return [
            (
                label,
                value / top * 100,
                text,
                None if second is None else second / top * 100,
                told if second is not None else "",
            )
            for label, value, text, second, told in zip(
                self.labels, self.values, self.texts, seconds, texts, strict=True
            )
        ]


@dataclass(frozen=True)
class Piece:
    """One thing of a section: a paragraph, a list, a table or a chart, with a heading of its own or without."""

    text: str = ""
    heading: str = ""
    items: list[str] = field(default_factory=list)
    grid: Grid | None = None
    chart: Chart | None = None


@dataclass(frozen=True)
class Section:
    """A section as drafted, with the curator's own text: in place of the pieces when they are gone, else after them."""

    code: str
    title: str
    pieces: list[Piece]
    own: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """Changes whenever anything that the section tells has changed."""
        told = json.dumps([asdict(piece) for piece in self.pieces], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    @property
    def texts(self) -> list[str]:
        """Everything that is read as prose."""
        return [text for piece in self.pieces for text in (piece.text, *piece.items) if text]


def with_own(section: Section, text: str, *, instead: bool) -> Section:
    """The section with the curator's text; a blank line begins a new paragraph. Figures stay in their tables."""
    own = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    pieces = [replace(piece, text="", items=[]) for piece in section.pieces] if instead else section.pieces
    kept = [piece for piece in pieces if piece.text or piece.items or piece.grid or piece.chart]
    return replace(section, pieces=kept, own=own)


@dataclass(frozen=True)
class Book:
    """The body of a report: numbered sections, then annexes, each from a new page."""

    sections: list[Section]
    annexes: list[Section] = field(default_factory=list)

    @property
    def numbered(self) -> list[tuple[str, str, Section]]:
        """«1.» · anchor · section."""
        return [
            (f"{number}.", f"s{number}", section) for number, section in enumerate(self.sections, start=1)
        ]

    @property
    def annexed(self) -> list[tuple[str, str, Section]]:
        return [
            (f"Приложение {number}", f"a{number}", section)
            for number, section in enumerate(self.annexes, start=1)
        ]
