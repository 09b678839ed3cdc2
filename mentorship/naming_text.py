"""Who is named in a text: surnames of known people in any case, and what looks like somebody's name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.names import Case, UnknownGenderError, decline

_WORD = re.compile(r"[а-яёa-z]+(?:-[а-яёa-z]+)*", re.IGNORECASE)
_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIALS = r"[А-ЯЁ]\.[\s\u00a0]?(?:[А-ЯЁ]\.)?"
#: «Образцов П. И.» or «П. И. Образцов».
_LIKE_NAME = re.compile(
    rf"(?:(?P<after>{_SURNAME})[\s\u00a0]{_INITIALS})|(?:{_INITIALS}[\s\u00a0]?(?P<before>{_SURNAME}))"
)
_CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "prepositional")


@dataclass(frozen=True, slots=True)
class Named:
    """A person as the text may name them."""

    last_name: str
    first_name: str = ""
    middle_name: str = ""
    gender: str = ""


def surname_forms(person: Named) -> frozenset[str]:
    """The surname in all cases, folded. Without a known gender both are tried: one name too many is no harm."""
    parts = (person.last_name, person.first_name, person.middle_name)
    found = {fold(person.last_name)}
    for gender in [person.gender] if person.gender else ["male", "female"]:
        for case in _CASES:
            try:
                whole = decline(*parts, Case(case), gender=gender)
            except (UnknownGenderError, ValueError):
                continue
            found.add(fold(whole.split()[0]))
    return frozenset(found - {""})


def fold(word: str) -> str:
    return word.lower().replace("ё", "е")


def words_of(text: str) -> set[str]:
    """The words of a text, folded; a double surname is one word."""
    return {fold(word) for word in _WORD.findall(text)}


def named_in(text: str, people: Iterable[Named]) -> list[Named]:
    """Those of the people whose surname stands in the text."""
    said = words_of(text)
    return [person for person in people if said & surname_forms(person)]


def strangers_in(text: str, people: Iterable[Named]) -> list[str]:
    """What looks like a name («Образцов П. И.») and is nobody of these people."""
    known = {form for person in people for form in surname_forms(person)}
    found = []
    for match in _LIKE_NAME.finditer(text):
        surname = match["after"] or match["before"]
        if fold(surname) not in known:
            found.append(" ".join(match[0].split()))
    return list(dict.fromkeys(found))


def without_names(text: str, person: Named, *, instead: str = "…") -> str:
    """The text with every form of the person's names replaced."""
    forms = set(surname_forms(person)) | {fold(person.first_name), fold(person.middle_name)}
    for gender in [person.gender] if person.gender else ["male", "female"]:
        for case in _CASES:
            try:
                whole = decline(
                    person.last_name, person.first_name, person.middle_name, Case(case), gender=gender
                )
            except (UnknownGenderError, ValueError):
                continue
            forms |= {fold(part) for part in whole.split()}
    forms.discard("")
    return _WORD.sub(lambda match: instead if fold(match[0]) in forms else match[0], text)
