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

from core import name_exceptions
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

_AFTER_VOWEL = re.compile(r"[аеёиоуыэюя]а$")
_HUSHING = "жшчщц"

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


_FLEETING_LOOK = re.compile(r"(?<!^.)(ец|ок|ёк|ек|ей|ень|оть|ость|ёл|ёр)$")
_UNSURE_STRESS = re.compile(r"(ь|ж|ш|щ|ц|ыч|уч|ёч)$")


def doubt(last: str, first: str, middle: str, gender: str | None = None) -> str:
    """Why a person should look at the cases of this name, in words; empty where the rules are sure.

    A missing gender is no doubt but a problem, and is told as such.
    """
    known = Gender(gender) if gender else gender_from_patronymic(middle)
    if known is None:
        return "не указан пол, и отчество его не показывает"
    if any(char.isascii() and char.isalpha() for char in last + first):
        return "латинские буквы: имя не склоняется"
    if any(len(part.strip(".")) < 2 for part in (last, first)):
        return "имя или фамилия сокращены"
    low = last.lower().split("-")[-1]
    if known is Gender.MALE and low not in name_exceptions.MENS_SURNAMES:
        if _FLEETING_LOOK.search(low):
            return "в фамилии может выпадать гласная"
        if _UNSURE_STRESS.search(low) and not low.endswith("ич"):
            return "ударение фамилии решает окончание творительного падежа"
    return "двойное имя или фамилия" if "-" in last or "-" in first else ""


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
    elif part is _Part.FIRSTNAME:
        declined = _decline_first_name(source, case, gender)
    else:
        declined = _petrovich(part, source, case, gender)
    return declined.upper() if shouting else declined


def _decline_surname(text: str, case: Case, gender: Gender) -> str:
    if "-" not in text or not any(_by_exception(piece, case, gender) for piece in text.split("-")):
        return _by_exception(text, case, gender) or _petrovich(_Part.LASTNAME, text, case, gender)
    return "-".join(
        _by_exception(piece, case, gender) or _petrovich(_Part.LASTNAME, piece, case, gender)
        for piece in text.split("-")
    )


def _by_exception(piece: str, case: Case, gender: Gender) -> str | None:
    """The form of a surname that the rules get wrong, or None."""
    low = piece.lower()
    if low in name_exceptions.INDECLINABLE_SURNAMES or _AFTER_VOWEL.search(low):
        return piece
    if (
        gender is Gender.MALE
        and len(low) > 2
        and (low in name_exceptions.MENS_SURNAMES or low.endswith("ач"))
    ):
        return _from_instrumental(piece, name_exceptions.MENS_SURNAMES.get(low, low + "ом"), case)
    if case is not Case.INSTRUMENTAL:
        return None
    if low.endswith("ой") and low[-3:-2] in set("гкхжшчщ"):
        return piece[:-2] + "им"  # the rules say «Сухым»
    if low in name_exceptions.STRESSED_YA:
        return piece[:-1] + "ёй"
    if len(low) > 2 and low.endswith("а") and low[-2] in _HUSHING and low not in name_exceptions.STRESSED_A:
        return piece[:-1] + "ей"
    return None


def _from_instrumental(name: str, instrumental: str, case: Case) -> str:
    """The other cases of a man's surname: «зайцем» → «Зайца», «королём» → «Короля»."""
    stem, ending = instrumental[:-2], instrumental[-2:]
    is_soft = ending == "ём" or (ending == "ем" and stem[-1] not in _HUSHING)
    endings = ("я", "ю", "я", ending, "е") if is_soft else ("а", "у", "а", ending, "е")
    return name[0] + (stem + endings[_OBLIQUE.index(case)])[1:]


def _decline_first_name(text: str, case: Case, gender: Gender) -> str:
    low = text.lower()
    if gender is Gender.FEMALE and low in name_exceptions.SOFT_WOMENS_NAMES:
        return text[:-1] + ("и", "и", "ь", "ью", "и")[_OBLIQUE.index(case)]
    if gender is Gender.FEMALE and _AFTER_VOWEL.search(low):
        return text
    # Of a French double name the last part alone declines: «Жан-Поля».
    first, hyphen, rest = text.partition("-")
    if hyphen and low.startswith("жан-"):
        return f"{first}-{_petrovich(_Part.FIRSTNAME, rest, case, gender)}"
    return _petrovich(_Part.FIRSTNAME, text, case, gender)


def _petrovich(part: _Part, text: str, case: Case, gender: Gender) -> str:
    known = _Gender.FEMALE if gender is Gender.FEMALE else _Gender.MALE
    return _maker().make(part, known, _CASES[case], text)


def _title(text: str) -> str:
    return " ".join("-".join(piece.capitalize() for piece in word.split("-")) for word in text.split(" "))
