"""People as documents name them: hand-set case forms first, then the rules."""

from __future__ import annotations

from core.names import NBSP, Case, short_name
from core.russian import lower_first
from mentorship.enums import PersonCategory
from mentorship.models import Person
from mentorship.selectors.cases import full_name_in


def full_name(person: Person, case: str = Case.NOMINATIVE) -> str:
    """The full name in a case; a form set by hand on the person's card wins.

    Raises core.names.UnknownGenderError when the rules need a gender that nobody has told.
    """
    return full_name_in(person, case)


def initials(person: Person, case: str = Case.NOMINATIVE) -> str:
    """«Примерову А. С.»: the surname of a form set by hand, initials of the nominative."""
    by_hand = str(person.case_forms.get(case, "")).split()
    if by_hand:
        letters = short_name("", person.first_name, person.middle_name, initials_first=True)
        return f"{by_hand[0]}{NBSP}{letters}" if letters else by_hand[0]
    return short_name(
        person.last_name, person.first_name, person.middle_name, case=case, gender=person.gender or None
    )


def occupation(person: Person) -> str:
    """«преподаватель» of an employee, «ГД-31» of a student, «мастер, ООО «Пример»» of a partner's employee."""
    if person.group and not person.position:
        return person.group
    # One's own institution is at the head of the document already.
    employer = "" if person.category == PersonCategory.EMPLOYEE else person.employer
    return ", ".join(part for part in (lower_first(person.position), employer) if part) or person.group
