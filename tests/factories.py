"""Short ways to make rows for tests. Names are obviously invented."""

from datetime import date
from itertools import count
from typing import Any

from core.enums import Gender, Role
from core.models import Membership, Organization, User
from mentorship.domain.partners import create_partner
from mentorship.enums import EntryState, PersonCategory, ProgrammeState
from mentorship.likeness import keys_of_values
from mentorship.models import (
    FormOfMentoring,
    MenteeEntry,
    MentorEntry,
    Pair,
    PairMentee,
    PartnerOrganization,
    Person,
    Programme,
    Project,
)

_numbers = count(1)
PASSWORD = "Verno-Horosho-7"


def organization(**given: Any) -> Organization:
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"college-{number}",
        "full_name": f"Государственное бюджетное учреждение «Примерный колледж № {number}»",
        "short_name": f"ГБУ «Примерный колледж № {number}»",
        "founder": "Министерство образования Примерной области",
        "city": "г. Примерск",
        "address": "г. Примерск, ул. Учебная, д. 1",
        "head_position": "Директор",
        "head_last_name": "Образцов",
        "head_first_name": "Пётр",
        "head_middle_name": "Ильич",
        "head_gender": Gender.MALE,
    }
    return Organization.objects.create(**values | given)


def user(**given: Any) -> User:
    number = next(_numbers)
    password = given.pop("password", PASSWORD)
    values = {"email": f"user{number}@example.test", "full_name": f"Примеров Тест {number}"}
    return User.objects.create_user(password=password, **values | given)


def membership(org: Organization, role: Role, **given: Any) -> Membership:
    return Membership.objects.create(
        organization=org, role=role, user=given.pop("user", None) or user(), **given
    )


def form(**given: Any) -> FormOfMentoring:
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"test-form-{number}",
        "title": "Студент – студент",
        "mentor_category": PersonCategory.STUDENT,
        "mentee_category": PersonCategory.STUDENT,
    }
    return FormOfMentoring.objects.create(**values | given)


def programme(org: Organization, **given: Any) -> Programme:
    values: dict[str, Any] = {
        "code": f"programme-{next(_numbers)}",
        "title": "Программа наставничества 2026/27",
        "state": ProgrammeState.ACTIVE,
        "period_start": date(2026, 9, 1),
        "period_end": date(2027, 8, 31),
    }
    return Programme.objects.create(organization=org, **values | given)


def project(of: Programme, **given: Any) -> Project:
    values: dict[str, Any] = {"title": "Студент – студент"}
    values["form"] = given.pop("form", None) or form()
    return Project.objects.create(organization=of.organization, programme=of, **values | given)


def person(org: Organization, **given: Any) -> Person:
    number = next(_numbers)
    values: dict[str, Any] = {
        "last_name": f"Тестова{number}",
        "first_name": "Примера",
        "middle_name": "Образцовна",
        "gender": Gender.FEMALE,
        "birth_date": date(2009, 3, 2),
        "group": "ТМ-21",
    }
    values |= given
    values.setdefault(
        "search_key",
        f"{values['last_name']} {values['first_name']} {values['middle_name']}".lower().replace("ё", "е"),
    )
    return Person.objects.create(organization=org, **_keys(values) | values)


def _keys(values: dict[str, Any]) -> dict[str, str]:
    return keys_of_values({"birth_date": None, "phone": "", "email": ""} | values)


def partner(org: Organization, **given: Any) -> PartnerOrganization:
    name = given.pop("short_name", f"ООО «Пример-{next(_numbers)}»")
    values: dict[str, Any] = {
        "short_name": name,
        "full_name": name.replace("ООО", "Общество с ограниченной ответственностью"),
        "head_position": "Директор",
        "head_last_name": "Образцов",
        "head_first_name": "Пётр",
        "head_middle_name": "Ильич",
    }
    return create_partner(org, actor=None, **{**values, **given})


def mentee(of: Programme, **given: Any) -> MenteeEntry:
    who = given.pop("person", None) or person(of.organization)
    return MenteeEntry.objects.create(
        organization=of.organization, programme=of, person=who, **{"state": EntryState.SURVEYED} | given
    )


def mentor(of: Programme, **given: Any) -> MentorEntry:
    who = given.pop("person", None) or person(of.organization, birth_date=date(1990, 5, 17), group="")
    return MentorEntry.objects.create(
        organization=of.organization, programme=of, person=who, **{"state": EntryState.SELECTED} | given
    )


def pair(of: Project, **given: Any) -> Pair:
    its_mentor = given.pop("mentor", None) or mentor(of.programme)
    mentees = given.pop("mentees", None) or [mentee(of.programme)]
    made = Pair.objects.create(
        organization=of.organization, programme=of.programme, project=of, mentor=its_mentor, **given
    )
    taken = PairMentee.objects.filter(mentor=its_mentor, is_live=True).count()
    for slot, each in enumerate(mentees, start=taken + 1):
        PairMentee.objects.create(pair=made, mentee=each, project=of, mentor=its_mentor, slot=slot)
    return made
