"""Reading single fields of a definition: takes what is right, notes what is not, goes on."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import TextChoices

from surveys.instruments.schema import OTHER, Choice
from surveys.instruments.text import clean_text

MAX_PROBLEMS = 50
MAX_CHOICES = 80

_CODE = re.compile(r"[a-z][a-z0-9_-]{0,59}")
T = TypeVar("T", bound=TextChoices)


class Reader:
    """Collects ``problems`` while fields are read, so that an author sees all faults at once."""

    def __init__(self, lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self.lists = lists
        self.problems: list[str] = []

    def fault(self, where: str, message: str) -> None:
        """Note a fault at ``where``."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(f"{where}: {message}")

    def known(self, data: Mapping[Any, Any], allowed: set[str], where: str) -> None:
        """Note every field that does not belong here: a misspelt «requred» must not pass in silence."""
        for name in data:
            if name not in allowed:
                self.fault(where, f"лишнее поле «{str(name)[:40]}»")

    def text(
        self, data: Mapping[str, Any], name: str, where: str, limit: int, *, required: bool = False
    ) -> str:
        """Return a cleaned text of at most ``limit`` characters."""
        value = data.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.fault(where, f"поле {name} должно быть текстом, возьмите его в кавычки")
            return ""
        value = clean_text(value)
        if required and not value:
            self.fault(where, f"поле {name} не заполнено")
        if len(value) > limit:
            self.fault(where, f"поле {name} длиннее {limit} знаков")
        return value

    def code(self, data: Mapping[str, Any], name: str, where: str, *, required: bool = True) -> str:
        """Return a stable code: Latin small letters, digits, «_» and «-», from a letter, up to 60."""
        value = data.get(name)
        if value in (None, "") and not required:
            return ""
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            self.fault(where, f"поле {name}: нужны строчные латинские буквы, цифры, «_» и «-», до 60 знаков")
            return ""
        return value

    def choice(
        self,
        data: Mapping[str, Any],
        name: str,
        allowed: type[T],
        where: str,
        default: T,
        *,
        required: bool = False,
    ) -> T:
        """Return a member of ``allowed``."""
        value = data.get(name)
        if value is None and not required:
            return default
        if isinstance(value, str) and value in allowed.values:
            return allowed(value)
        self.fault(where, f"поле {name}: возможны {', '.join(allowed.values)}")
        return default

    def whole(
        self, data: Mapping[str, Any], name: str, where: str, default: Any, *, low: int, high: int
    ) -> Any:
        """Return a whole number within bounds, or ``default`` (may be None) when absent."""
        value = data.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault(where, f"поле {name}: нужно целое число от {low} до {high}")
            return default
        return value

    def flag(self, data: Mapping[str, Any], name: str, where: str) -> bool:
        """Return true or false; absent is false."""
        value = data.get(name, False)
        if not isinstance(value, bool):
            self.fault(where, f"поле {name}: нужно true или false")
            return False
        return value

    def choices(self, data: object, name: str, where: str, *, least: int = 2) -> tuple[Choice, ...]:
        """Return choices given in place or by the name of a shared list."""
        if isinstance(data, Mapping) and set(data) == {"list"}:
            listed = self.lists.get(data["list"]) if isinstance(data["list"], str) else None
            if listed is None:
                self.fault(where, f"общего списка «{str(data['list'])[:40]}» нет")
                return ()
            data = list(listed)
        if not isinstance(data, list | tuple) or not least <= len(data) <= MAX_CHOICES:
            self.fault(where, f"поле {name}: нужен список, от {least} до {MAX_CHOICES} вариантов")
            return ()
        found = [self._choice(entry, f"{where}, {name} {place}") for place, entry in enumerate(data, start=1)]
        codes = [choice.code for choice in found if choice.code]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            self.fault(where, f"код варианта «{code}» повторяется")
        return tuple(found)

    def _choice(self, data: object, where: str) -> Choice:
        if not isinstance(data, Mapping):
            self.fault(where, "нужны поля code и label")
            return Choice("", "")
        self.known(data, {"code", "label", "score"}, where)
        code = self.code(data, "code", where)
        if code == OTHER:
            self.fault(where, "код other занят вариантом «другое», пишите other: true")
        return Choice(
            code,
            self.text(data, "label", where, 300, required=True),
            self.whole(data, "score", where, None, low=-1_000, high=1_000),
        )
