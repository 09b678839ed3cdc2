"""A copy of a document's content without the names of some people. Pure: names in, content out.

Every form of a name goes: «Примерову Анну Сергеевну», «Примеровой А. С.», «А. С. Примерова», the surname alone. What
stands beside a hidden name in the same record (group, position) goes with it: it would tell who is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from core.names import Case, UnknownGenderError, decline
from mentorship.naming_text import Named, fold, surname_forms, words_of

HIDDEN = "(имя скрыто)"
#: The head of the institution and its requisites are public (273-ФЗ ст. 29).
KEPT = frozenset({"letterhead", "signatory"})
#: Fields of a record about a person that tell who is meant.
BESIDE = frozenset({"occupation", "group", "position", "place_of_work", "employer"})
_SPACE = r"[\s\u00a0]"
_INITIAL = rf"[А-ЯЁ]\.{_SPACE}?"
#: A namesake's own name and patronymic: a surname hidden alone would leave half of a name on the page.
_NAMESAKE = rf"{_SPACE}+[А-ЯЁ][а-яё]+{_SPACE}+[А-ЯЁ][а-яё]*(?:ич|вн|чн)[а-яё]{{0,3}}"
_CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "prepositional")


def strings_of(value: Any) -> Iterable[str]:
    """All texts of a snapshot but its kept parts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from strings_of(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in KEPT:
                yield from strings_of(each)


def named_among(snapshot: dict[str, Any], people: Iterable[Named]) -> list[Named]:
    """Those of the people whose surname stands in the content in any case."""
    said = {word for text in strings_of(snapshot) for word in words_of(text)}
    heads = {word[:2] for word in said}
    likely = [one for one in people if fold(one.last_name)[:2] in heads]
    return [one for one in likely if said & surname_forms(one)]


class Redactor:
    """Hides the names of the people given; `count` is how many places were hidden."""

    def __init__(self, barred: Iterable[Named]) -> None:
        self.patterns = [_pattern(one) for one in barred]
        self.count = 0

    def text(self, value: str) -> str:
        for pattern in self.patterns:
            value, hits = pattern.subn(HIDDEN, value)
            self.count += hits
        return value

    def content(self, value: Any) -> Any:
        """The same content with the names hidden; numbers, dates and kept parts as they were."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.content(each) for each in value]
        if isinstance(value, dict):
            return self._record(value)
        return value

    def _record(self, record: dict[str, Any]) -> dict[str, Any]:
        before = self.count
        made = {key: each if key in KEPT else self.content(each) for key, each in record.items()}
        own = any(isinstance(each, str) and HIDDEN in each for each in made.values())
        if self.count > before and own:
            made |= {key: "" for key in BESIDE & made.keys() if isinstance(made[key], str)}
        return made


def _pattern(person: Named) -> re.Pattern[str]:
    """The surname in any case with the names or initials around it; a capital letter tells it from a common word."""
    surnames = "|".join(_word(form) for form in sorted(surname_forms(person), key=len, reverse=True))
    given = [_either(_forms(person, part)) for part in (1, 2)]
    first = f"(?:{given[0]}|{_INITIAL})" if given[0] else _INITIAL
    middle = f"(?:{given[1]}|{_INITIAL})" if given[1] else _INITIAL
    before = f"(?:{first}{_SPACE}*(?:{middle}{_SPACE}*)?)?"
    after = f"(?:{_SPACE}+{first}(?:{_SPACE}*{middle})?|{_NAMESAKE})?"
    return re.compile(rf"(?<![А-Яа-яЁё-]){before}(?<![А-Яа-яЁё-])(?:{surnames})(?![А-Яа-яЁё-]){after}")


def _either(forms: Iterable[str]) -> str:
    found = sorted(forms, key=len, reverse=True)
    return f"(?:{'|'.join(_word(form) for form in found)})" if found else ""


def _word(form: str) -> str:
    """The folded word with a capital, «е» and «ё» alike: «семенова» → «С[её]м[её]нова»; capitals throughout too."""
    parts = []
    for place, letter in enumerate(form):
        capital = place == 0 or form[place - 1] == "-"
        letters = "её" if letter == "е" else letter
        upper = letters.upper()
        parts.append(f"[{upper}]" if capital else f"[{letters}{upper}]")
    return "".join(part if part != "[--]" else "-" for part in parts)


def _forms(person: Named, part: int) -> set[str]:
    """A given name in every case, folded."""
    word = (person.last_name, person.first_name, person.middle_name)[part]
    found = {fold(word)} - {""}
    for gender in [person.gender] if person.gender else ["male", "female"]:
        for case in _CASES:
            try:
                whole = decline(
                    person.last_name, person.first_name, person.middle_name, Case(case), gender=gender
                )
            except (UnknownGenderError, ValueError):
                continue
            pieces = whole.split()
            if len(pieces) > part:
                found.add(fold(pieces[part]))
    return found
