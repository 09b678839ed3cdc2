"""What an indicator is about, told by its words: passports word one row in many ways. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from reports.indicator_enums import Formula
from reports.indicator_formulas import spec_of
from reports.indicator_lines import IndicatorLine

#: Two long titles with so many words in common are one indicator, unless they are known to mean different things.
ALIKE, LONG = 0.55, 8

_STUDENTS = re.compile(r"обучающ|студент|учащ|ученик|подростк|дет(?:ей|и)\b")
YOUNG = re.compile(r"молод\w*[\s-]+(?:специалист|педагог)|начинающ\w* педагог|педагог\w*\W+молод")
_AGES = re.compile(r"(?:от\s*)?(\d{1,2})\s*(?:[-–—]|до)\s*(\d{1,2})\s*лет|(?:до|не старше)\s*(\d{1,2})\s*лет")
_WHOLE = re.compile(r"\b(?:к|ко)\s+(?:общ\w+|все\w+|числ\w+|количеств\w+)")


def plain(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())


def meaning_of(title: str) -> Formula | None:
    """The named formula that a title speaks of; None when its words fit none."""
    words = re.sub(r"\([^()]*\)", " ", plain(title))
    if "удовлетворенност" in words:
        told = re.search(r"удовлетворенност\w*\s+(?:\w+\s+)?(наставник|наставляем)", words)
        if told is None:
            return None
        return Formula.MENTOR_SATISFACTION if told[1] == "наставник" else Formula.MENTEE_SATISFACTION
    if "предприят" in words and "наставник" in words:
        return Formula.PARTNERS
    if "наставник" in words and re.search(r"про(?:шли|шедш)\w*\s+(?:\w+\s+)?(?:обучени|подготовк)", words):
        return Formula.TRAINED_MENTORS
    role = re.search(r"в\s+роли\s+(наставник|наставляем)", words)
    if role is None:
        return None
    if role[1] == "наставляем" and YOUNG.search(words):
        return Formula.YOUNG_SPECIALISTS
    if not _STUDENTS.search(words):
        return None
    if role[1] == "наставляем":
        return Formula.STUDENT_MENTEES_10_19 if ages_in(words) == (10, 19) else Formula.STUDENT_MENTEES
    return Formula.STUDENT_MENTORS_15_19 if ages_in(words) == (15, 19) else Formula.STUDENT_MENTORS


def ages_in(text: str) -> tuple[int, int] | None:
    """The band of whole years that the words name, «до 19 лет» from nought; None when they name none."""
    found = _AGES.search(plain(text))
    if found is None:
        return None
    return (0, int(found[3])) if found[3] else (int(found[1]), int(found[2]))


def alike(lines: Sequence[IndicatorLine]) -> list[tuple[IndicatorLine, IndicatorLine]]:
    """Pairs of rows that seem to be one indicator in other words: of one meaning, or of nearly the same words.

    Rows that share a formula or a title word for word are left to whoever compares those.
    """
    known = {line.pk: _meaning(line) for line in lines}
    return [
        (one, other)
        for one, other in combinations(lines, 2)
        if (known[one.pk] is not None and known[one.pk] == known[other.pk])
        or (known[one.pk] is None and known[other.pk] is None and _share_words(one.title, other.title))
    ]


def _meaning(line: IndicatorLine) -> Formula | None:
    return meaning_of(line.title) if line.formula == Formula.MANUAL else Formula(line.formula)


def _share_words(one: str, other: str) -> bool:
    first, second = (set(re.findall(r"[а-яa-z0-9]+", plain(text))) for text in (one, other))
    if min(len(first), len(second)) < LONG:
        return False
    return len(first & second) >= ALIKE * len(first | second)


def ages_apart(line: IndicatorLine) -> str:
    """Why the numerator is of other ages than the denominator, in words; empty when nothing says so."""
    part, _, whole = _halves(line.definition)
    named, over = ages_in(part) or ages_in(line.title), ages_in(whole)
    if whole and named != over and (named is not None or over is not None):
        return (
            f"в числителе – {_told(named)}, в знаменателе – {_told(over)}. "
            "Доля берётся от тех же возрастов, что и часть."
        )
    own = spec_of(line.formula).ages
    if named is not None and line.formula in _OF_STUDENTS and named != own:
        return f"в названии – {_told(named)}, а формула считает {_told(own)}."
    return ""


_OF_STUDENTS = frozenset(
    {
        Formula.STUDENT_MENTEES,
        Formula.STUDENT_MENTEES_10_19,
        Formula.STUDENT_MENTORS,
        Formula.STUDENT_MENTORS_15_19,
    }
)


def _halves(definition: str) -> tuple[str, str, str]:
    words = plain(definition)
    found = _WHOLE.search(words)
    return (words[: found.start()], found[0], words[found.start() :]) if found else (words, "", "")


def _told(ages: tuple[int, int] | None) -> str:
    if ages is None:
        return "всех возрастов"
    return f"до {ages[1]} лет" if not ages[0] else f"{ages[0]}–{ages[1]} лет"
