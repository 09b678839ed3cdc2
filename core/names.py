"""Russian personal names in the cases that documents need.

Automatic forms come from pytrovich; a person's own hand-set forms are kept with the person and win over these
(the caller looks them up first). Gender is read from the patronymic or given: it is never guessed from a
first name or a surname, since a wrong guess ends up in a signed order.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from pytrovich.enums import Case as _Case
from pytrovich.enums import Gender as _Gender
from pytrovich.enums import NamePart as _Part
from pytrovich.maker import PetrovichDeclinationMaker

from core.enums import Gender

NBSP = "\u00a0"


class Case(StrEnum):
    """Grammatical case; the values are what `decline` takes."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    PREPOSITIONAL = "prepositional"


class UnknownGenderError(ValueError):
    """The name cannot be declined: neither the gender nor a patronymic that shows it is known."""


_CASES = {
    Case.GENITIVE: _Case.GENITIVE,
    Case.DATIVE: _Case.DATIVE,
    Case.ACCUSATIVE: _Case.ACCUSATIVE,
    Case.INSTRUMENTAL: _Case.INSTRUMENTAL,
    Case.PREPOSITIONAL: _Case.PREPOSITIONAL,
}
_OBLIQUE = tuple(_CASES)

# Men's surnames with a fleeting vowel, which the rules of pytrovich keep («Заяца»): the accepted forms in the
# order genitive, dative, accusative, instrumental, prepositional.
_FLEETING = {
    "заяц": ("Зайца", "Зайцу", "Зайца", "Зайцем", "Зайце"),
    "орёл": ("Орла", "Орлу", "Орла", "Орлом", "Орле"),
    "орел": ("Орла", "Орлу", "Орла", "Орлом", "Орле"),
    "палец": ("Пальца", "Пальцу", "Пальца", "Пальцем", "Пальце"),
    "перец": ("Перца", "Перцу", "Перца", "Перцем", "Перце"),
    "соловей": ("Соловья", "Соловью", "Соловья", "Соловьём", "Соловье"),
    "стрелец": ("Стрельца", "Стрельцу", "Стрельца", "Стрельцом", "Стрельце"),
}
# Surnames in a stressed -я do not decline.
_INDECLINABLE = frozenset({"золя"})

_MALE_PATRONYMIC = re.compile(r"[а-яё]{2,}ич$|(^|[\s-])(оглы|оглу|улы|уулу)$")
_FEMALE_PATRONYMIC = re.compile(r"[а-яё]{2,}(вна|чна)$|(^|[\s-])(кызы|гызы|кизи)$")


@lru_cache(maxsize=1)
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


def gender_from_patronymic(middle: str) -> Gender | None:
    """Gender shown by a Russian or Turkic patronymic, or None when it shows nothing."""
    text = " ".join(middle.lower().split())
    if _FEMALE_PATRONYMIC.search(text):
        return Gender.FEMALE
    if _MALE_PATRONYMIC.search(text):
        return Gender.MALE
    return None


def decline(last: str, first: str, middle: str, case: str, gender: str | None = None) -> str:
    """«Фамилия Имя Отчество» in the given case.

    Empty parts are left out. A part typed in capitals comes back in capitals. `gender` is «male» or «female»;
    without it the patronymic decides. Raises UnknownGenderError when neither tells, ValueError for an unknown
    case.
    """
    case = Case(case)
    parts = [(_Part.LASTNAME, last), (_Part.FIRSTNAME, first), (_Part.MIDDLENAME, middle)]
    present = [(part, " ".join(text.split())) for part, text in parts if text.strip()]
    if case is Case.NOMINATIVE:
        return " ".join(text for _, text in present)
    known = _known_gender(middle, gender)
    return " ".join(_decline_part(part, text, case, known) for part, text in present)


def short_name(
    last: str,
    first: str,
    middle: str,
    *,
    case: str = Case.NOMINATIVE,
    gender: str | None = None,
    initials_first: bool = False,
) -> str:
    """«Иванова А. С.» (lists, running text) or «А. С. Иванова» (the signature line).

    The surname declines, initials come from the nominative. Joined by non-breaking spaces.
    """
    surname = decline(
        last, "", "", case, _known_gender(middle, gender) if case != Case.NOMINATIVE else gender
    )
    letters = NBSP.join(initial for initial in (_initial(first), _initial(middle)) if initial)
    ordered = (letters, surname) if initials_first else (surname, letters)
    return NBSP.join(piece for piece in ordered if piece)


def _known_gender(middle: str, gender: str | None) -> Gender:
    known = Gender(gender) if gender else gender_from_patronymic(middle)
    if known is None:
        raise UnknownGenderError(
            "Не указан пол, а по отчеству он не виден: имя нельзя поставить в нужный падеж."
        )
    return known


def _initial(name: str) -> str:
    """«Анна» → «А.», «Анна-Мария» → «А.-М.», «Гасан оглы» → «Г.»."""
    word = name.split()[0] if name.split() else ""
    return "-".join(f"{part[0].upper()}." for part in word.split("-") if part)


@lru_cache(maxsize=20_000)
def _decline_part(part: _Part, text: str, case: Case, gender: Gender) -> str:
    letters = [char for char in text if char.isalpha()]
    shouting = len(letters) > 1 and all(char.isupper() for char in letters)
    source = _title(text) if shouting else text
    if part is _Part.LASTNAME:
        declined = _decline_surname(source, case, gender)
    else:
        declined = _petrovich(part, source, case, gender)
    return declined.upper() if shouting else declined


def _decline_surname(text: str, case: Case, gender: Gender) -> str:
    pieces = text.split("-")
    exceptional = _INDECLINABLE | (_FLEETING.keys() if gender is Gender.MALE else set())
    if not any(piece.lower() in exceptional for piece in pieces):
        return _petrovich(_Part.LASTNAME, text, case, gender)
    return "-".join(_exception(piece, case, gender) for piece in pieces)


def _exception(piece: str, case: Case, gender: Gender) -> str:
    key = piece.lower()
    if key in _INDECLINABLE:
        return piece
    if gender is Gender.MALE and key in _FLEETING:
        return _FLEETING[key][_OBLIQUE.index(case)]
    return _petrovich(_Part.LASTNAME, piece, case, gender)


def _petrovich(part: _Part, text: str, case: Case, gender: Gender) -> str:
    known = _Gender.FEMALE if gender is Gender.FEMALE else _Gender.MALE
    return _maker().make(part, known, _CASES[case], text)


def _title(text: str) -> str:
    return " ".join("-".join(piece.capitalize() for piece in word.split("-")) for word in text.split(" "))
