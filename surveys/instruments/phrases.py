"""Conditions as a line of text: what an XLSX cell holds and an author can type.

A comparison is «key = да», «key != home», «key из it, math», «key не из it», «key >= 5», «key <= 5»; a group is
«все(… ; …)» or «любое(… ; …)», groups stand in groups. «да» and «нет» are yes and no, digits are a number, anything
else a code; in quotes ("5", "да") a value is always a code, a quote in it is doubled. Writing and reading back gives
an equal condition.
"""

from __future__ import annotations

import re

from surveys.instruments.conditions import Condition

MAX_LENGTH = 4_000
MAX_DEPTH = 6
SIGNS = {"is": "=", "not": "!=", "any_of": "из", "none_of": "не из", "at_least": ">=", "at_most": "<="}
GROUPS = {"all": "все", "any": "любое"}

_OPERATORS = {sign: name for name, sign in SIGNS.items()}
_WORDS = {word: name for name, word in GROUPS.items()}
_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<sign>!=|>=|<=|=|[();,])|(?P<word>[^\s();,="<>!]+))', re.UNICODE
)
_WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)


class PhraseError(ValueError):
    """A line is no condition; the message says in Russian what was expected and where."""


def write_phrase(condition: Condition) -> str:
    """Return the condition as one line."""
    if condition.group:
        inside = "; ".join(write_phrase(part) for part in condition.parts)
        return f"{GROUPS[condition.group]}({inside})"
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    return f"{condition.item} {SIGNS[condition.operator]} {', '.join(_write(value) for value in values)}"


def read_phrase(text: str) -> Condition:
    """Return the condition that a line says. Raises :class:`PhraseError`."""
    if len(text) > MAX_LENGTH:
        raise PhraseError(f"условие длиннее {MAX_LENGTH} знаков")
    reader = _Reader(_tokens(text))
    condition = reader.condition(0)
    if reader.place < len(reader.tokens):
        raise PhraseError(f"лишнее после условия: «{reader.shown()}»")
    return condition


def _write(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, int):
        return str(value)
    return value if _BARE.fullmatch(value) else '"{}"'.format(value.replace('"', '""'))


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    end = len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            raise PhraseError(f"непонятный знак «{text[place:].strip()[:1]}»")
        found.append((str(match.lastgroup), match[match.lastgroup or 0]))
        place = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.place = 0

    def shown(self) -> str:
        return self.tokens[self.place][1][:40] if self.place < len(self.tokens) else "конец строки"

    def take(self, kind: str = "", value: str = "") -> str | None:
        """The next token when it is of this kind and value, else None and nothing is taken."""
        if self.place >= len(self.tokens):
            return None
        found, text = self.tokens[self.place]
        if (kind and found != kind) or (value and text.lower() != value):
            return None
        self.place += 1
        return text

    def condition(self, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            raise PhraseError("слишком много скобок одна в другой")
        word = self.take("word")
        if word is None:
            raise PhraseError(f"ожидался ключ вопроса, а стоит «{self.shown()}»")
        if word.lower() in _WORDS and self.take("sign", "("):
            parts = [self.condition(depth + 1)]
            while self.take("sign", ";"):
                parts.append(self.condition(depth + 1))
            if not self.take("sign", ")"):
                raise PhraseError(f"ожидалась «)» или «;», а стоит «{self.shown()}»")
            return Condition(group=_WORDS[word.lower()], parts=tuple(parts))
        return self._comparison(word)

    def _comparison(self, key: str) -> Condition:
        operator = self._operator(key)
        values = [self._value()]
        while self.take("sign", ","):
            values.append(self._value())
        if operator in ("any_of", "none_of"):
            return Condition(item=key, operator=operator, value=tuple(_as_code(value) for value in values))
        if len(values) > 1:
            raise PhraseError(f"у «{SIGNS[operator]}» одно значение; для нескольких напишите «из»")
        return Condition(item=key, operator=operator, value=values[0])

    def _operator(self, key: str) -> str:
        if self.take("word", "из"):
            return "any_of"
        if self.take("word", "не"):
            if self.take("word", "из"):
                return "none_of"
            raise PhraseError("после «не» ожидалось «из»")
        sign = self.take("sign")
        if sign not in _OPERATORS:
            raise PhraseError(f"после «{key[:40]}» ожидалось =, !=, >=, <=, «из» или «не из»")
        return _OPERATORS[sign]

    def _value(self) -> str | int | bool:
        quoted = self.take("text")
        if quoted is not None:
            return quoted[1:-1].replace('""', '"')
        word = self.take("word")
        if word is None:
            raise PhraseError(f"ожидался ответ, а стоит «{self.shown()}»")
        if word.lower() in ("да", "нет"):
            return word.lower() == "да"
        return int(word) if _WHOLE.fullmatch(word) else word


def _as_code(value: str | int | bool) -> str:
    """Lists hold codes; yes and no have codes of their own."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
