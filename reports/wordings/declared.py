"""What the wording of a kind may be made of: its shipped clauses, the variables and the conditions that it knows.

A kind of documents registers a `Text` once; the editor, the checks at saving and the filling all go by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from core.errors import DomainError
from reports.wordings.syntax import Slot, normalized, parse

ANNEX_NUMBER = "номер приложения"
NOT = "не "  # before a condition: the clause stands when the condition does not hold


class Part(StrEnum):
    """What a clause is on the page."""

    PREAMBLE = "preamble"
    SECTION = "section"
    POINT = "point"
    SUBPOINT = "subpoint"
    TEXT = "text"
    CONTROL = "control"
    ANNEX = "annex"


PART_LABELS = {
    Part.PREAMBLE: "Преамбула",
    Part.SECTION: "Раздел (заголовок)",
    Part.POINT: "Пункт",
    Part.SUBPOINT: "Подпункт",
    Part.TEXT: "Абзац без номера",
    Part.CONTROL: "Пункт о контроле",
    Part.ANNEX: "Приложение",
}
# Cases as a secretary calls them, with the values of `core.names.Case`.
CASES = {
    "родительный": "genitive",
    "дательный": "dative",
    "винительный": "accusative",
    "творительный": "instrumental",
    "предложный": "prepositional",
}


@dataclass(frozen=True)
class Clause:
    """A clause of a wording. `key` is stable; `condition` the name of a declared one, with «не » for its opposite.

    `name` is that of an annex: «состав» in «{номер приложения, состав}».
    """

    key: str
    part: str
    text: str
    condition: str = ""
    name: str = ""


@dataclass(frozen=True)
class Variable:
    """A value that texts may name. With `cases` it has a form for each case; a `table` ends its clause.

    `listed`: several sentences; alone in a point or subpoint, it makes one of each.
    """

    name: str
    label: str
    cases: bool = False
    table: bool = False
    listed: bool = False

    @property
    def names(self) -> list[str]:
        return [self.name, *(f"{self.name}, {case}" for case in CASES)] if self.cases else [self.name]


@dataclass(frozen=True)
class Text:
    """The declared text of a kind. `parts` are what clauses of it may be."""

    kind: str
    clauses: tuple[Clause, ...]
    variables: tuple[Variable, ...]
    conditions: dict[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = (Part.PREAMBLE, Part.POINT, Part.SUBPOINT, Part.CONTROL, Part.ANNEX)

    @property
    def known(self) -> dict[str, Variable]:
        """Every name that may stand in braces, but for the numbers of annexes."""
        return {name: each for each in self.variables for name in each.names}

    @property
    def tables(self) -> set[str]:
        return {each.name for each in self.variables if each.table}

    @property
    def listed(self) -> set[str]:
        return {each.name for each in self.variables if each.listed}


_texts: dict[str, Text] = {}


def register_text(text: Text) -> Text:
    """Declare the text of a kind. ValueError when it is declared twice or its shipped clauses break its own rules."""
    if text.kind in _texts:
        raise ValueError(f"the text of {text.kind} is declared twice")
    wrong = problems(text, text.clauses)
    if wrong:
        raise ValueError(f"the shipped text of {text.kind}: {wrong}")
    _texts[text.kind] = text
    return text


def text_of(kind: str) -> Text:
    """The declared text; DomainError for a kind whose wording is not edited."""
    try:
        return _texts[kind]
    except KeyError:
        raise DomainError("Текст документов этого вида не редактируется.", code="no_text") from None


def has_text(kind: str) -> bool:
    return kind in _texts


def all_texts() -> list[Text]:
    return list(_texts.values())


def problems(text: Text, clauses: Iterable[Clause]) -> dict[str, list[str]]:
    """What keeps these clauses from being saved: key of the clause → messages; the key "" is the whole text."""
    clauses = list(clauses)
    found: dict[str, list[str]] = {}

    def tell(key: str, message: str) -> None:
        found.setdefault(key, []).append(message)

    annexes = [normalized(one.name) for one in clauses if one.part == Part.ANNEX]
    seen: set[str] = set()
    for one in clauses:
        if one.key in seen:
            tell("", f"Две части текста с одним ключом «{one.key}».")
        seen.add(one.key)
        for message in _clause_problems(text, one, annexes):
            tell(one.key, message)
    if not any(one.part in {Part.POINT, Part.CONTROL, Part.TEXT} for one in clauses):
        tell("", "В тексте не осталось ни одного пункта.")
    _order_problems(clauses, tell)
    return found


def _order_problems(clauses: list[Clause], tell) -> None:  # type: ignore[no-untyped-def]
    """A subpoint stands under a point, the control point once."""
    previous = ""
    for one in clauses:
        if one.part == Part.SUBPOINT and previous not in {Part.POINT, Part.SUBPOINT}:
            tell(one.key, "Подпункт стоит после пункта: переместите его или сделайте пунктом.")
        if one.part not in {Part.TEXT, Part.ANNEX}:
            previous = one.part
    if sum(one.part == Part.CONTROL for one in clauses) > 1 and not all(
        one.condition for one in clauses if one.part == Part.CONTROL
    ):
        tell("", "Пункт о контроле может быть только один.")


def _clause_problems(text: Text, one: Clause, annexes: list[str]) -> list[str]:
    told = []
    parsed = parse(one.text)
    told += [mistake.message for mistake in parsed.mistakes]
    if not one.text.strip():
        told.append("Текст пуст: впишите его или удалите эту часть.")
    if one.part not in text.parts:
        told.append("В документах этого вида таких частей не бывает.")
    if one.condition and one.condition.removeprefix(NOT) not in text.conditions:
        told.append(f"Условия «{one.condition}» портал не знает.")
    told += [message for name in parsed.names if (message := _unknown(text, name, annexes))]
    tables = [part for part in parsed.parts if isinstance(part, Slot) and part.name in text.tables]
    if len(tables) > 1:
        told.append("В одной части текста может быть только одна таблица.")
    elif tables and _after(parsed.parts, tables[0]).strip():
        told.append(f"Таблица {{{tables[0].name}}} стоит в конце: перенесите текст после неё в другой пункт.")
    listed = next((name for name in parsed.names if name in text.listed), "")
    if listed and (len(parsed.parts) > 1 or one.part not in {Part.POINT, Part.SUBPOINT}):
        told.append(f"Переменная {{{listed}}} – это несколько пунктов: она стоит в пункте одна.")
    if one.part == Part.ANNEX:
        if not one.name.strip():
            told.append("Назовите приложение одним-двумя словами: «состав», «график».")
        elif annexes.count(normalized(one.name)) > 1:
            told.append(f"Приложений с именем «{one.name}» два.")
    return told


def _unknown(text: Text, name: str, annexes: list[str]) -> str:
    if name in text.known:
        return ""
    base, comma, rest = name.partition(", ")
    if base == ANNEX_NUMBER and comma:
        return "" if rest in annexes else f"Приложения «{rest}» в тексте нет."
    variable = text.known.get(base)
    if variable is not None and comma:
        if not variable.cases:
            return f"Переменная «{base}» не склоняется: уберите «, {rest}»."
        return f"У переменной «{base}» нет формы «{rest}». Есть: {', '.join(CASES)}."
    near = get_close_matches(name, list(text.known), n=2, cutoff=0.6)
    hint = f" Может быть, {' или '.join(f'{{{one}}}' for one in near)}?" if near else ""
    return f"Переменной «{name}» нет.{hint}"


def _after(parts: tuple[str | Slot, ...], slot: Slot) -> str:
    rest = parts[parts.index(slot) + 1 :]
    return "".join(part if isinstance(part, str) else part.name for part in rest)
