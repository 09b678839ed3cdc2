"""The text of a clause: plain words with variables in braces, «{куратор, дательный}».

A brace that is meant as a brace is doubled: «{{» and «}}». There is nothing else in the language: no expressions, no
filters, no loops. So whatever a person types is either words or the name of a value, and is never executed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_TEXT = 6000  # letters in a clause
_SPACES = re.compile(r"\s+")
_NAME = re.compile(r"[0-9a-zа-яё№«» -]+(?:, [0-9a-zа-яё№«» -]+)*")
_COMMA = re.compile(r"\s*,\s*")


@dataclass(frozen=True)
class Slot:
    """A place for a value. `name` is normalized: «куратор, дательный»."""

    name: str


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a text, in words for whoever typed it; `at` is the place, from 0."""

    message: str
    at: int


@dataclass(frozen=True)
class Parsed:
    """Words and slots in their order, and the mistakes; with a mistake the parts are as far as it was understood."""

    parts: tuple[str | Slot, ...]
    mistakes: tuple[Mistake, ...] = ()

    @property
    def names(self) -> list[str]:
        """Names of the slots, each once, in their order."""
        return list(dict.fromkeys(part.name for part in self.parts if isinstance(part, Slot)))


def normalized(name: str) -> str:
    """«  Куратор ,дательный» → «куратор, дательный»: how names are compared."""
    return _COMMA.sub(", ", _SPACES.sub(" ", name).strip()).lower()


def parse(text: str) -> Parsed:
    """The parts of a text. Never raises: mistakes are told, one for each place."""
    parts: list[str | Slot] = []
    mistakes: list[Mistake] = []
    words: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char not in "{}":
            words.append(char)
            at += 1
        elif text[at : at + 2] == char * 2:
            words.append(char)
            at += 2
        elif char == "}":
            mistakes.append(Mistake(f"Лишняя скобка «}}» после слов «{_near(text, at)}».", at))
            at += 1
        else:
            end = _end_of(text, at)
            name = normalized(text[at + 1 : end if end > 0 else len(text)])
            if end < 0:
                mistakes.append(
                    Mistake(f"Скобка «{{» не закрыта: «{text[at : at + 30]}…». Допишите «}}».", at)
                )
                at += 1
                continue
            if not name:
                mistakes.append(Mistake("Пустые скобки «{}»: впишите имя переменной или удалите их.", at))
            elif not _NAME.fullmatch(name):
                mistakes.append(
                    Mistake(f"В имени переменной «{name[:60]}» бывают только буквы, цифры и запятая.", at)
                )
            else:
                if words:
                    parts.append("".join(words))
                    words = []
                parts.append(Slot(name))
            at = end + 1
    if words:
        parts.append("".join(words))
    return Parsed(tuple(parts), tuple(mistakes))


def _end_of(text: str, start: int) -> int:
    """The place of the brace that closes the one at `start`, or -1: another opening brace or the end comes first."""
    for at in range(start + 1, len(text)):
        if text[at] == "}":
            return at
        if text[at] == "{":
            return -1
    return -1


def _near(text: str, at: int) -> str:
    return _SPACES.sub(" ", text[max(0, at - 25) : at]).strip()


def write(parts: tuple[str | Slot, ...]) -> str:
    """The text of the parts: `parse(write(parts)).parts` are the same parts."""
    return "".join(
        "{" + part.name + "}" if isinstance(part, Slot) else part.replace("{", "{{").replace("}", "}}")
        for part in parts
    )
