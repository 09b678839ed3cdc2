"""Age on a day, and who signs for a person of that age."""

from __future__ import annotations

import datetime as dt

from mentorship.enums import ConsentSigner

#: Methodology: participants are at least ten years old (Положение, п. 3.1).
YOUNGEST = 10
FULL_AGE = 18
TEENAGE = 14


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Whole years; somebody born on 29 February has the birthday on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def birthday(birth_date: dt.date, years: int) -> dt.date:
    """The day on which a person becomes `years` old."""
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:
        return dt.date(birth_date.year + years, 3, 1)


def is_minor(birth_date: dt.date | None, day: dt.date, *, emancipated: bool = False) -> bool:
    """Unknown birth date counts as no minor here; consents ask for the date first."""
    return birth_date is not None and not emancipated and age_on(birth_date, day) < FULL_AGE


def may_be_minor(birth_date: dt.date | None, day: dt.date, *, emancipated: bool = False) -> bool:
    """For what everybody sees: whoever may be a child is treated as one, so an unknown birth date counts."""
    return birth_date is None or is_minor(birth_date, day, emancipated=emancipated)


def signer_for(birth_date: dt.date, day: dt.date, *, emancipated: bool = False) -> ConsentSigner:
    """Who signs a consent: the working rule of methodology §6.1 (ГК ст. 26–28; 152-ФЗ names no age)."""
    age = age_on(birth_date, day)
    if emancipated or age >= FULL_AGE:
        return ConsentSigner.SELF
    return ConsentSigner.REPRESENTATIVE if age < TEENAGE else ConsentSigner.REPRESENTATIVE_AND_TEENAGER
