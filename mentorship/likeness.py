"""May two cards be one person? Keys that find whom to compare, and the comparison itself. Pure: no database.

Nothing here is certain but the level «точно»: the same full name and birth date. Twins (another first name) and
namesakes (another birth date) never get it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

from mentorship.naming import search_key, unordered_key

#: Latin letters that can stand for Cyrillic ones in a word typed wholly in the wrong layout («COBA»).
_LOOKS_CYRILLIC = str.maketrans("aceopxykmhtb", "асеорхукмнтв")
_ONLY_LOOKALIKES = re.compile(r"[aceopxykmhtb\-]+")
_HAS_CYRILLIC = re.compile("[а-я]")
_DIGITS = re.compile(r"\D+")
LONG_NAME = 6  # in shorter names one letter makes another name


class Level(IntEnum):
    """How sure it is that two cards are one person."""

    POSSIBLE = 1
    PROBABLE = 2
    EXACT = 3

    @property
    def label(self) -> str:
        return {1: "возможно", 2: "вероятно", 3: "точно"}[self.value]


@dataclass(frozen=True, slots=True)
class Traits:
    """What people are compared by, folded: lower case, ё as е, digits of the phone. `year` without a `birth`.

    `name` is all its words in alphabetical order. Made by `traits_of`.
    """

    last: str
    first: str
    middle: str = ""
    birth: dt.date | None = None
    year: int | None = None
    phone: str = ""
    email: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score` 1…100 orders matches of one level; `reasons` are Russian phrases for a curator."""

    level: Level
    score: int
    reasons: tuple[str, ...]
    contradicted: bool = False  # something known speaks against it: birth dates differ, twins

    @property
    def why(self) -> str:
        return "; ".join(self.reasons)


def phone_digits(text: str) -> str:
    """The last ten digits: +7, 8, brackets and dashes do not matter. Empty for fewer than five digits."""
    digits = _DIGITS.sub("", text or "")
    return digits[-10:] if len(digits) >= 5 else ""


def traits_of(
    last_name: str,
    first_name: str,
    middle_name: str = "",
    *,
    birth_date: dt.date | None = None,
    birth_year: int | None = None,
    phone: str = "",
    email: str = "",
) -> Traits:
    """Traits from what was typed. An unreadable part is simply empty."""
    last, first, middle = _folded(last_name, first_name, middle_name)
    return Traits(
        last,
        first,
        middle,
        birth_date,
        birth_date.year if birth_date else birth_year,
        phone_digits(phone),
        (email or "").strip().lower(),
        unordered_key(f"{last} {first} {middle}"),
    )


def _folded(*parts: str) -> tuple[str, ...]:
    keys = [_key(part or "") for part in parts]
    if any(_ONLY_LOOKALIKES.fullmatch(key) for key in keys) and any(map(_HAS_CYRILLIC.search, keys)):
        keys = [key.translate(_LOOKS_CYRILLIC) if _ONLY_LOOKALIKES.fullmatch(key) else key for key in keys]
    return tuple(keys)


@lru_cache(maxsize=100_000)
def _key(part: str) -> str:
    """First names and patronymics come again and again: a name is folded once."""
    return search_key(part)


def keys_of(traits: Traits) -> dict[str, str]:
    """Columns of `Person` that a look-up goes by; people who share none of them are never compared.

    `name_key` the words of the name in alphabetical order; `brief_key` surname and initial; `head_key` and
    `tail_key` the ends of the surname with the given names (one wrong letter leaves one end whole); `born_key` the
    birth date with the given names (the surname has changed).
    """
    given = " ".join(part for part in (traits.first, traits.middle) if part)
    full = traits.last and traits.first
    return {
        "name_key": traits.name[:260] if full else "",
        "brief_key": f"{traits.last} {traits.first[:1]}" if full else "",
        "head_key": f"{traits.last[:3]}~ {given}" if full and len(traits.last) >= LONG_NAME else "",
        "tail_key": f"~{traits.last[-3:]} {given}" if full and len(traits.last) >= LONG_NAME else "",
        "born_key": f"{traits.birth:%Y%m%d} {given}" if traits.birth and traits.first else "",
        "phone_key": traits.phone,
        "email_key": traits.email,
    }


KEY_COLUMNS = ("name_key", "brief_key", "head_key", "tail_key", "born_key", "phone_key", "email_key")


def keys_of_values(values: Mapping[str, Any]) -> dict[str, str]:
    """The key columns of a card with these columns."""
    return keys_of(
        traits_of(
            values["last_name"],
            values["first_name"],
            values["middle_name"],
            birth_date=values["birth_date"],
            phone=values["phone"],
            email=values["email"],
        )
    )


def compare(one: Traits, other: Traits) -> Verdict | None:
    """None when nothing says that the two are one person. `compare(a, b) == compare(b, a)`."""
    birth = _birth(one, other)
    contact = tuple(
        told
        for told, left, right in (("телефон", one.phone, other.phone), ("почта", one.email, other.email))
        if left and left == right
    )
    name, words = _name(one, other)
    found = _WEIGHTS.get((name, birth))
    if name == "other" or found is None:
        if not contact:
            return None
        shared = (f"{'тот же' if contact[0] == 'телефон' else 'та же'} {' и '.join(contact)}",)
        if name == "other":
            return Verdict(Level.POSSIBLE, 20, shared, contradicted=True)
        found = (1, 30)
    level, score = found
    if contact:
        level, score = _raised(name, birth, level), min(score + 10, 100)
    reasons = [_COINCIDED.get(words, "совпали") + f" {words}"] if words else []
    return _verdict(name, birth, level, score, reasons, contact, (one, other))


def _verdict(
    name: str,
    birth: str,
    level: int,
    score: int,
    reasons: list[str],
    contact: tuple[str, ...],
    sides: tuple[Traits, Traits],
) -> Verdict:
    if birth == "equal":
        reasons[0] = _with_birth(reasons[0], "дата рождения")
    elif birth == "year":
        reasons[0] = _with_birth(reasons[0], "год рождения")
    reasons += [_ASIDE[name]] if name in _ASIDE else []
    if contact:
        reasons.append(f"{'тот же' if contact[0] == 'телефон' else 'та же'} {' и '.join(contact)}")
    if birth == "unknown":
        reasons.append("дата рождения известна не у обоих")
    if birth == "different":
        born = sorted(side.birth for side in sides if side.birth)
        dates = f": {born[0]:%d.%m.%Y} и {born[1]:%d.%m.%Y}" if len(born) == 2 else ""
        reasons.append(f"даты рождения разные{dates}")
    against = birth == "different" or name == "twin"
    return Verdict(Level(level), score, tuple(reasons), contradicted=against)


# (how the names agree, how the birth dates agree) → level and score before contacts are asked.
_WEIGHTS = {
    ("same", "equal"): (3, 95),
    ("same", "year"): (2, 80),
    ("same", "unknown"): (2, 70),
    ("same", "different"): (1, 35),
    ("two words", "equal"): (2, 85),
    ("two words", "year"): (1, 60),
    ("two words", "unknown"): (1, 50),
    ("two words", "different"): (1, 25),
    ("no middle", "equal"): (2, 85),
    ("no middle", "year"): (1, 60),
    ("no middle", "unknown"): (1, 50),
    ("initials", "equal"): (2, 80),
    ("initials", "year"): (1, 55),
    ("initials", "unknown"): (1, 45),
    ("letter", "equal"): (2, 85),
    ("letter", "year"): (1, 60),
    ("letter", "unknown"): (1, 55),
    ("surname", "equal"): (1, 60),
    ("first letter", "equal"): (1, 50),
    ("twin", "equal"): (1, 30),
}
_COINCIDED = {"фамилия": "совпала", "имя": "совпало"}
_ASIDE = {
    "letter": "фамилии отличаются одной буквой",
    "first letter": "имена отличаются одной буквой",
    "surname": "фамилии разные: возможно, сменилась",
    "initials": "на одной из карточек только инициалы",
    "no middle": "на одной из карточек нет отчества",
    "twin": "имена разные: похоже на близнецов",
}


def _raised(name: str, birth: str, level: int) -> int:
    """What a shared phone or e-mail adds. It never makes twins or people born on different days «точно»."""
    if name == "twin":
        return 1
    if birth == "different":
        return 2 if name == "same" else 1
    if name in {"same", "two words", "no middle"}:
        return 3 if birth == "equal" or (name == "same" and birth == "year") else 2
    return 2


def _birth(one: Traits, other: Traits) -> str:
    if one.birth and other.birth:
        return "equal" if one.birth == other.birth else "different"
    if one.year and other.year:
        return "year" if one.year == other.year else "different"
    return "unknown"


def _name(one: Traits, other: Traits) -> tuple[str, str]:
    """(how the names agree, the parts that are equal, in words)."""
    if one.name == other.name and one.name:
        full = bool(one.middle and other.middle)
        return ("same", "фамилия, имя и отчество") if full else ("two words", "фамилия и имя")
    if one.last == other.last and one.last:
        return _same_surname(one, other)
    if one.first == other.first and one.first and one.middle == other.middle:
        words = "имя и отчество" if one.middle else "имя"
        if one_letter_apart(one.last, other.last):
            return "letter", words
        if one.middle and one.birth and one.birth == other.birth:
            return "surname", words
    return "other", ""


def _same_surname(one: Traits, other: Traits) -> tuple[str, str]:
    if one.first == other.first:
        if not one.middle or not other.middle:
            return "no middle", "фамилия и имя"
        return ("initials", "фамилия и имя") if _agree(one.middle, other.middle) else ("other", "")
    if _agree(one.first, other.first) and _agree(one.middle, other.middle):
        return "initials", "фамилия"
    same_middle = bool(one.middle) and one.middle == other.middle
    if same_middle and one.first[:1] == other.first[:1] and one_letter_apart(one.first, other.first):
        return "first letter", "фамилия и отчество"
    if same_middle and one.birth and one.birth == other.birth and (one.phone and one.phone == other.phone):
        return "twin", "фамилия и отчество"
    return "other", ""


def _agree(one: str, other: str) -> bool:
    """Equal, missing, or one is the initial of the other."""
    if not one or not other or one == other:
        return True
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


def one_letter_apart(one: str, other: str) -> bool:
    """In long names: one letter changed, lost, added, or two neighbours swapped."""
    if one[:3] != other[:3] and one[-3:] != other[-3:]:
        return False  # one mistake leaves one end of a long name whole
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < LONG_NAME:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return len(one) > LONG_NAME and swapped and one[start + 2 :] == other[start + 2 :]


def _with_birth(reason: str, what: str) -> str:
    """«совпали фамилия и имя» → «совпали фамилия, имя и дата рождения»."""
    _, _, words = reason.partition(" ")
    return f"совпали {words.replace(' и ', ', ')} и {what}"
