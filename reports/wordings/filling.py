"""Clauses + values → the lines of a document, numbered: what is frozen in its snapshot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from core.errors import DomainError
from core.russian import typography
from reports.wordings.declared import ANNEX_NUMBER, NOT, Clause, Part, Text
from reports.wordings.syntax import Slot, normalized, parse, write

# A value is a text or how to find it: forms of names are asked for only when a text uses them.
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
Value = str | Callable[[], str]


@dataclass(frozen=True)
class Grid:
    """A table of a document. A line feed in a cell parts it into paragraphs; `widths` are shares of the line."""

    head: list[str]
    rows: list[list[str]]
    widths: list[int]


@dataclass(frozen=True)
class Line:
    """A clause as it is printed. `number` is «2», «2.1», an annex's number; `table` follows the text."""

    key: str
    part: str
    number: str
    text: str
    table: Grid | None = None

    @property
    def paragraphs(self) -> list[str]:
        return [each.strip() for each in self.text.split("\n") if each.strip()]


@dataclass(frozen=True)
class Worded:
    """The words of one document. `version` is the institution's own version of the text, 0 the shipped one."""

    version: int = 0
    lines: list[Line] = field(default_factory=list)

    def of(self, *parts: str) -> list[Line]:
        return [line for line in self.lines if line.part in parts]

    @property
    def preamble(self) -> list[Line]:
        return self.of(Part.PREAMBLE)

    @property
    def body(self) -> list[Line]:
        return self.of(Part.SECTION, Part.POINT, Part.SUBPOINT, Part.TEXT, Part.CONTROL)

    @property
    def annexes(self) -> list[Line]:
        return self.of(Part.ANNEX)


@dataclass(frozen=True)
class Filling:
    """What a kind's builder gives its text: values, conditions that hold, tables and lists of sentences by name."""

    values: Mapping[str, Value]
    holds: frozenset[str] = frozenset()
    tables: Mapping[str, Grid] = field(default_factory=dict)
    lists: Mapping[str, list[str]] = field(default_factory=dict)


def fill(text: str, values: Mapping[str, Value]) -> str:
    """The text with its values. Values are put in as they are: a brace in a name of a person is a brace.

    Raises DomainError for a name without a value.
    """
    made = []
    for part in parse(text).parts:
        if isinstance(part, str):
            made.append(part)
        elif part.name not in values:
            raise DomainError(f"У переменной «{part.name}» здесь нет значения.", code="no_value")
        else:
            value = values[part.name]
            made.append(value() if callable(value) else value)
    return "".join(made)


def word(text: Text, clauses: Iterable[Clause], filling: Filling, *, version: int) -> Worded:
    """The lines of a document. Raises DomainError when a clause asks for what the document does not have."""
    standing = _listed(text, [one for one in clauses if _stands(one, filling.holds)], filling)
    annexes = {
        normalized(one.name): number
        for number, one in enumerate((one for one in standing if one.part == Part.ANNEX), start=1)
    }
    numbers = {f"{ANNEX_NUMBER}, {name}": str(number) for name, number in annexes.items()}
    values = {**filling.values, **numbers}
    lines = []
    for one, number in zip(standing, _numbers(standing), strict=True):
        table = next((name for name in parse(one.text).names if name in text.tables), "")
        try:
            words = fill(one.text, {**values, table: ""} if table else values)
        except DomainError as error:
            raise DomainError(
                f"Часть текста «{_begin(one.text)}»: {error.message}", code=error.code
            ) from error
        lines.append(
            Line(one.key, one.part, number, _set(words), filling.tables.get(table) if table else None)
        )
    return Worded(version, lines)


def _listed(text: Text, clauses: list[Clause], filling: Filling) -> list[Clause]:
    """A clause that is a list of sentences becomes as many clauses, their braces kept as braces."""
    made: list[Clause] = []
    for one in clauses:
        name = next((name for name in parse(one.text).names if name in text.listed), "")
        if not name:
            made.append(one)
            continue
        sentences = filling.lists.get(name, [])
        made += [
            replace(one, key=f"{one.key}-{place}", text=write((sentence,)))
            for place, sentence in enumerate(sentences, start=1)
        ]
    return made


def _stands(one: Clause, holds: frozenset[str]) -> bool:
    if not one.condition:
        return True
    if one.condition.startswith(NOT):
        return one.condition.removeprefix(NOT) not in holds
    return one.condition in holds


def _numbers(clauses: list[Clause]) -> list[str]:
    """«1», «1.1» of an order; under sections «1.» of a statute its points are «1.1», their subpoints «1.1.1»."""
    by_sections = any(one.part == Part.SECTION for one in clauses)
    section = point = subpoint = annex = 0
    made = []
    for one in clauses:
        if one.part == Part.SECTION:
            section, point, subpoint = section + 1, 0, 0
            made.append(str(section))
        elif one.part in {Part.POINT, Part.CONTROL}:
            point, subpoint = point + 1, 0
            made.append(f"{section}.{point}" if by_sections and section else str(point))
        elif one.part == Part.SUBPOINT:
            subpoint += 1
            above = f"{section}.{point}" if by_sections and section else str(point)
            made.append(f"{above}.{subpoint}")
        elif one.part == Part.ANNEX:
            annex += 1
            made.append(str(annex))
        else:
            made.append("")
    return made


def _set(words: str) -> str:
    """As print sets it, paragraph by paragraph; spaces that an empty value has left behind go."""
    lines = [line.strip() for line in words.replace("\r\n", "\n").split("\n")]
    tidy = [_tidy(line) for line in lines if line]
    return "\n".join(typography(line) for line in tidy)


def _tidy(line: str) -> str:
    while "  " in line:
        line = line.replace("  ", " ")
    for mark in (",", ".", ";", ":", ")"):
        line = line.replace(f" {mark}", mark)
    # «…2027 г.» at the end of a sentence brings its own full stop.
    return _TWO_STOPS.sub(".", line)


def _begin(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:57]}…"


def slots_in(clauses: Iterable[Clause]) -> list[str]:
    """Names that the clauses use, each once."""
    return list(
        dict.fromkeys(
            part.name for one in clauses for part in parse(one.text).parts if isinstance(part, Slot)
        )
    )
