"""Names in cases: a form set by hand first, then the rules; whose names a person should look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from core.names import Case, UnknownGenderError, decline, doubt
from mentorship.models import Person, Programme
from mentorship.selectors.consents import open_people

CASE_NAMES = {
    Case.GENITIVE: "Родительный (кого?)",
    Case.DATIVE: "Дательный (кому?)",
    Case.ACCUSATIVE: "Винительный (кого?)",
    Case.INSTRUMENTAL: "Творительный (кем?)",
    Case.PREPOSITIONAL: "Предложный (о ком?)",
}
_PHRASES = {
    Case.GENITIVE: "заявление {}",
    Case.DATIVE: "поручить {}",
    Case.ACCUSATIVE: "назначить {}",
    Case.INSTRUMENTAL: "закрепить за наставником {}",
    Case.PREPOSITIONAL: "сведения о {}",
}
LOOKED_AT = 20_000
SHOWN = 300


def full_name_in(person: Person, case: str) -> str:
    """The full name in a case; a form set by hand on the card wins. Raises core.names.UnknownGenderError."""
    by_hand = str(person.case_forms.get(case, "")).strip()
    return by_hand or decline(
        person.last_name, person.first_name, person.middle_name, case, person.gender or None
    )


@dataclass(frozen=True)
class CaseForm:
    """A form of the name; `text` empty when the rules cannot tell it."""

    case: Case
    label: str
    text: str
    by_hand: bool
    phrase: str


def forms_of(person: Person) -> list[CaseForm]:
    return [_form(person, case) for case in CASE_NAMES]


def _form(person: Person, case: Case) -> CaseForm:
    try:
        text = full_name_in(person, case)
    except UnknownGenderError:
        text = ""
    by_hand = bool(str(person.case_forms.get(case, "")).strip())
    return CaseForm(case, CASE_NAMES[case], text, by_hand, _PHRASES[case].format(text) if text else "")


@dataclass(frozen=True)
class Doubtful:
    """A person whose name a person should look at; `is_problem`: no form can be told at all."""

    person: Person
    why: str
    is_problem: bool
    forms: list[CaseForm]


def doubtful_names(people: Iterable[Person]) -> list[Doubtful]:
    """Those without a known gender first, then those the rules are not sure of; settled by hand, nobody is told."""
    found = []
    for person in people:
        if all(str(person.case_forms.get(case, "")).strip() for case in CASE_NAMES):
            continue
        why = doubt(person.last_name, person.first_name, person.middle_name, person.gender or None)
        if why:
            forms = forms_of(person)
            found.append(Doubtful(person, why, not forms[0].text, forms))
    return sorted(found, key=lambda one: (not one.is_problem, one.person.full_name))


def people_to_check(programme: Programme, visible: QuerySet[Person]) -> list[Person]:
    """People of both bases among those the member sees, in one query."""
    people = open_people(programme).filter(pk__in=visible.values("pk"))
    return list(people.order_by("last_name", "first_name", "pk")[:LOOKED_AT])
