"""The editor's rows: clauses as the form shows and sends them, with what its buttons do to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reports.wordings.declared import ANNEX_NUMBER, NOT, PART_LABELS, Clause, Part, Text

MAX_ROWS = 150


@dataclass
class Row:
    """A clause on the page. `choices` of parts and conditions mark the chosen one."""

    place: int
    key: str
    part: str
    text: str
    condition: str
    name: str
    parts: list[tuple[str, str]]
    conditions: list[tuple[str, str]]
    variables: list[tuple[str, str]]
    errors: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return dict(self.parts).get(self.part, "Часть")

    @property
    def condition_label(self) -> str:
        return dict(self.conditions).get(self.condition, self.condition) if self.condition else ""

    @property
    def is_annex(self) -> bool:
        return self.part == Part.ANNEX

    @property
    def lines(self) -> int:
        """The height of the field, from two to twelve lines."""
        return min(12, max(2, len(self.text) // 90 + 1 + self.text.count("\n")))


def rows_of(text: Text, clauses: Iterable[Clause]) -> list[Row]:
    listed = list(clauses)
    parts = [(str(part), PART_LABELS[part]) for part in text.parts]
    conditions = [("", "всегда")]
    for name in text.conditions:
        conditions += [(name, f"если {name}"), (NOT + name, f"кроме случая: {name}")]
    variables = [(name, f"{{{name}}} – {each.label}") for name, each in text.known.items()]
    variables += [
        (f"{ANNEX_NUMBER}, {one.name}", f"{{{ANNEX_NUMBER}, {one.name}}}")
        for one in listed
        if one.part == Part.ANNEX and one.name
    ]
    return [
        Row(place, one.key, str(one.part), one.text, one.condition, one.name, parts, conditions, variables)
        for place, one in enumerate(listed)
    ]


def clauses_from(rows: Iterable[Row]) -> list[Clause]:
    return [Clause(row.key, row.part, row.text, row.condition, row.name) for row in rows]


def rows_from(text: Text, data: Mapping[str, str]) -> list[Row]:
    """The rows that a form has sent; what is not a part or a condition stays and is told at saving."""
    clauses: list[Clause] = []
    for place in range(MAX_ROWS):
        if f"n-{place}-key" not in data:
            break
        words = data.get(f"n-{place}-text", "").replace("\r\n", "\n")
        if insert := data.get(f"n-{place}-insert", ""):
            pressed = data.get("act", "") == f"insert-{place}"
            words = f"{words.rstrip()} {{{insert}}}" if pressed else words
        clauses.append(
            Clause(
                data[f"n-{place}-key"][:40],
                data.get(f"n-{place}-part", "")[:20],
                words,
                data.get(f"n-{place}-condition", "")[:100],
                data.get(f"n-{place}-name", "")[:40],
            )
        )
    return rows_of(text, clauses)


def changed_rows(text: Text, rows: list[Row], act: str) -> list[Row]:
    """The rows after a button: «up-3», «down-3», «remove-3», «add-3» (a point after the third)."""
    verb, _, given = act.partition("-")
    place = int(given) if given.isdecimal() and len(given) < 4 else -1
    clauses = clauses_from(rows)
    if verb == "add" and place < len(clauses):
        part = Part.POINT if Part.POINT in text.parts else text.parts[0]
        clauses.insert(place + 1, Clause(_free_key(clauses), part, ""))
    elif 0 <= place < len(clauses):
        if verb == "remove":
            del clauses[place]
        elif verb == "up" and place:
            clauses[place - 1], clauses[place] = clauses[place], clauses[place - 1]
        elif verb == "down" and place + 1 < len(clauses):
            clauses[place + 1], clauses[place] = clauses[place], clauses[place + 1]
    return rows_of(text, clauses)


def _free_key(clauses: list[Clause]) -> str:
    taken = {one.key for one in clauses}
    number = 1
    while f"own-{number}" in taken:
        number += 1
    return f"own-{number}"
