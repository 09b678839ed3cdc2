"""The people of one invented institution: students, workers, partners' workers, parents of the minors."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from config.scale.names import CARD, card
from config.scale.writing import Writer
from mentorship.ages import age_on
from mentorship.enums import GuardianshipKind, PersonCategory
from mentorship.models import Guardianship, Person

#: Of a hundred participants.
STUDENTS, EMPLOYEES = 70, 15
_CHILDREN = 2  # of one parent
COLUMNS = ("id", "organization_id", *CARD, "birth_date", "category", "group", "position", "employer")
_TRADES = ("ТМ", "СВ", "ЭЛ", "ПК", "АВ")


@dataclass(frozen=True)
class Someone:
    pk: int
    category: str
    born: dt.date
    parent: int | None = None


@dataclass(frozen=True)
class Pool:
    students: list[Someone]
    employees: list[Someone]
    employers: list[Someone]


def add_people(
    writer: Writer, organization: int, count: int, *, seed: int, is_school: bool, years: int, today: dt.date
) -> Pool:
    """`count` participants and, beyond them, a parent for every two minors.

    Students of a programme of several years come in so many parts, the earliest first and the oldest by now.
    """
    keys = writer.keys(Person, count)
    students = count * STUDENTS // 100
    employees = count * EMPLOYEES // 100
    rows, people, minors = [], [], []
    for place, pk in enumerate(keys):
        if place < students:
            left = years - 1 - place * years // max(1, students)
            category, age = PersonCategory.STUDENT, _student_age(place, is_school=is_school) + left
        elif place < students + employees:
            category, age = PersonCategory.EMPLOYEE, 23 + place % 37
        else:
            category, age = PersonCategory.EMPLOYER, 25 + place % 35
        born = _born(today, age, seed + place)
        group, position, employer = _occupation(category, place, age, is_school=is_school)
        rows.append(
            (pk, organization, *card(seed + place, born), born, category.value, group, position, employer)
        )
        someone = Someone(pk, category.value, born)
        people.append(someone)
        if category is PersonCategory.STUDENT and age_on(born, today) < 18:
            minors.append(place)
    parents = _add_parents(writer, organization, [people[place] for place in minors], seed=seed, today=today)
    for place, parent in zip(minors, parents, strict=True):
        one = people[place]
        people[place] = Someone(one.pk, one.category, one.born, parent)
    writer.add(Person, COLUMNS, rows)
    return Pool(people[:students], people[students : students + employees], people[students + employees :])


def _student_age(place: int, *, is_school: bool) -> int:
    return 10 + place % 8 if is_school else 15 + place % 6


def _born(today: dt.date, age: int, number: int) -> dt.date:
    """A day on which somebody of this age may have been born."""
    return dt.date(today.year - age - 1, today.month, min(today.day, 28)) + dt.timedelta(
        days=1 + number * 37 % 360
    )


def _occupation(category: PersonCategory, place: int, age: int, *, is_school: bool) -> tuple[str, str, str]:
    if category is PersonCategory.EMPLOYEE:
        return "", ("Преподаватель", "Мастер производственного обучения", "Учитель")[place % 3], ""
    if category is PersonCategory.EMPLOYER:
        return "", "Инженер", f"ООО «Пример {1 + place % 12}»"
    if is_school:
        return f"{min(11, age - 6)}{'АБВ'[place % 3]}", "", ""
    return f"{_TRADES[place % len(_TRADES)]}-{min(4, max(1, age - 14))}{1 + place % 2}", "", ""


def _add_parents(
    writer: Writer, organization: int, minors: list[Someone], *, seed: int, today: dt.date
) -> list[int]:
    """The parent of each minor."""
    keys = writer.keys(Person, (len(minors) + _CHILDREN - 1) // _CHILDREN)
    cards = []
    for place, pk in enumerate(keys):
        born = _born(today, 35 + place % 15, seed + place)
        name = card(seed + 7 * place, born)
        cards.append((pk, organization, *name, born, PersonCategory.PARENT.value, "", "", ""))
    writer.add(Person, COLUMNS, cards)
    chosen = [keys[place // _CHILDREN] for place in range(len(minors))]
    writer.add(
        Guardianship,
        ("organization_id", "guardian_id", "ward_id", "kind"),
        [
            (organization, parent, minor.pk, GuardianshipKind.MOTHER.value)
            for parent, minor in zip(chosen, minors, strict=True)
        ],
    )
    return chosen
