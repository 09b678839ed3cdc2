"""A programme with two forms, people of different ages, confirmed pairs with all that the law demands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import pytest
from django_scopes import scope

from core.context import acting
from core.enums import Gender, Role
from core.models import Membership, Organization, User
from mentorship.ages import is_minor
from mentorship.domain.consents import ensure_needed
from mentorship.domain.people import add_guardian
from mentorship.enums import (
    ConsentMethod,
    ConsentState,
    EntryState,
    GuardianshipKind,
    PairState,
    PersonCategory,
)
from mentorship.models import Consent, Guardianship, Pair, Person, Programme, Project
from mentorship.selectors.consents import open_people
from tests import factories

MENTEES = [
    ("Тестова", "Мария", "Денисовна", Gender.FEMALE, date(2009, 12, 4)),
    ("Проверкин", "Лев", "Олегович", Gender.MALE, date(2010, 1, 30)),
    ("Пробная", "Любовь", "Никитична", Gender.FEMALE, date(2009, 6, 1)),
]
MENTORS = [
    ("Примеров", "Савва", "Кузьмич", Gender.MALE),
    ("Образцова", "Анна", "Ильинична", Gender.FEMALE),
]


@dataclass
class College:
    """The rows that tests of documents start from."""

    org: Organization
    programme: Programme
    project: Project
    curator: Membership
    director: Membership
    pairs: list[Pair] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    @contextmanager
    def as_curator(self) -> Iterator[User]:
        """Inside the institution, on the curator's behalf."""
        with scope(organization=self.org), acting(self.curator.user, membership=self.curator):
            yield self.curator.user

    @contextmanager
    def as_director(self) -> Iterator[User]:
        with scope(organization=self.org), acting(self.director.user, membership=self.director):
            yield self.director.user


def sign_all_consents(programme: Programme) -> None:
    """Every consent that is needed is signed on the first day of the programme."""
    for person in open_people(programme):
        if is_minor(person.birth_date, programme.period_start) and not person.guardian_links.exists():
            parent = factories.person(programme.organization, birth_date=date(1980, 1, 1), group="")
            add_guardian(person, guardian=parent, kind="mother", actor=None)
    ensure_needed(programme, actor=None)
    Consent.objects.filter(programme=programme).update(
        state=ConsentState.SIGNED,
        signed_on=programme.period_start,
        cosigned_on=programme.period_start,
        method=ConsentMethod.PAPER,
        original_place="папка 3",
    )


def make_college(org: Organization) -> College:
    curator = factories.membership(
        org, Role.CURATOR, user=factories.user(full_name="Кураторова Нина Петровна"), position="методист"
    )
    director = factories.membership(org, Role.DIRECTOR, user=factories.user(full_name="Образцов Пётр Ильич"))
    programme = factories.programme(
        org,
        curator=curator.user,
        period_start=date(2026, 9, 1),
        period_end=date(2027, 8, 31),
        goals="Помочь освоиться",
    )
    college = College(org, programme, factories.project(programme), curator, director)
    parent = factories.person(
        org, last_name="Тестов", first_name="Денис", middle_name="Олегович", gender=Gender.MALE,
        birth_date=date(1980, 5, 5), category=PersonCategory.PARENT, group="", address="г. Примерск, ул. Садовая, д. 2",
    )  # fmt: skip
    mentees = []
    for last, first, middle, gender, born in MENTEES:
        ward = factories.person(
            org,
            last_name=last,
            first_name=first,
            middle_name=middle,
            gender=gender,
            birth_date=born,
            group="ГД-11",
        )
        Guardianship.objects.create(
            organization=org, guardian=parent, ward=ward, kind=GuardianshipKind.FATHER,
            authority="свидетельство о рождении",
        )  # fmt: skip
        college.people.append(ward)
        mentees.append(factories.mentee(programme, person=ward, state=EntryState.SELECTED))
    mentors = []
    for last, first, middle, gender in MENTORS:
        grown = factories.person(
            org, last_name=last, first_name=first, middle_name=middle, gender=gender, birth_date=date(2005, 4, 9),
            group="ГД-31",
        )  # fmt: skip
        college.people.append(grown)
        mentors.append(factories.mentor(programme, person=grown, capacity=3))
    state = {"state": PairState.TO_ORDER, "period_start": date(2026, 11, 2), "period_end": date(2027, 5, 31)}
    college.pairs.append(factories.pair(college.project, mentor=mentors[0], mentees=mentees[:1], **state))
    college.pairs.append(factories.pair(college.project, mentor=mentors[1], mentees=mentees[1:], **state))
    return college


@pytest.fixture
def college(org: Organization) -> College:
    made = make_college(org)
    sign_all_consents(made.programme)
    return made


@pytest.fixture
def bare_college(org: Organization) -> College:
    """The same people without a single consent."""
    return make_college(org)
