"""Reading people: whom a member sees, who may be the same person, what hangs on a card."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.enums import Role
from core.models import Membership, Organization
from mentorship.models import Guardianship, MenteeEntry, MentorEntry, Person, Project
from mentorship.naming import search_key, unordered_key


def people_visible_to(membership: Membership) -> QuerySet[Person]:
    """People of the organisation; a project curator sees those in the bases of their projects and their parents."""
    found = Person.objects.all()
    if membership.role in {Role.DIRECTOR, Role.CURATOR, Role.PSYCHOLOGIST}:
        return found
    if membership.role != Role.PROJECT_CURATOR:
        return found.none()
    projects = Project.objects.filter(curators=membership.user)
    mentees = MenteeEntry.objects.filter(project__in=projects)
    free = MenteeEntry.objects.filter(project__isnull=True, programme__projects__in=projects)
    mentors = MentorEntry.objects.filter(projects__in=projects)
    wards = Guardianship.objects.filter(
        Q(ward__mentee_entries__in=mentees) | Q(ward__mentor_entries__in=mentors), guardian=OuterRef("pk")
    )
    return found.filter(
        Exists(mentees.filter(person=OuterRef("pk")))
        | Exists(free.filter(person=OuterRef("pk")))
        | Exists(mentors.filter(person=OuterRef("pk")))
        | Exists(wards)
    )


@dataclass(frozen=True)
class Likeness:
    """Somebody already known who may be the person being entered, and why."""

    person: Person
    why: str
    same: bool
    """Name and birth date are equal: almost surely the same person."""


def find_alike(
    organization: Organization,
    *,
    last_name: str,
    first_name: str,
    middle_name: str = "",
    birth_date: dt.date | None = None,
    phone: str = "",
    email: str = "",
    exclude: int | None = None,
) -> list[Likeness]:
    """People who may be the same: by name in any order with ё as е, by phone, by e-mail; the likeliest first."""
    key = search_key(last_name, first_name, middle_name)
    words = key.split()
    condition = Q()
    if len(words) >= 2:
        by_name = Q()
        for word in words[:2]:
            by_name &= Q(search_key__contains=word)
        condition |= by_name
    if phone:
        condition |= Q(phone=phone)
    if email:
        condition |= Q(email__iexact=email)
    if not condition:
        return []
    found = Person.objects.filter(condition, organization=organization).exclude(pk=exclude or 0)[:50]
    alike = [_likeness(person, key, birth_date, phone, email) for person in found]
    return sorted((one for one in alike if one), key=lambda one: (not one.same, one.person.pk))


def _likeness(
    person: Person, key: str, birth_date: dt.date | None, phone: str, email: str
) -> Likeness | None:
    same_name = unordered_key(person.search_key) == unordered_key(key)
    same_birth = birth_date is not None and person.birth_date == birth_date
    if same_name and same_birth:
        return Likeness(person, "те же имя и дата рождения", True)
    if same_name and (birth_date is None or person.birth_date is None):
        return Likeness(person, "то же имя, дата рождения неизвестна", False)
    if same_name:
        return Likeness(person, f"то же имя, родился {person.birth_date:%d.%m.%Y}", False)
    if phone and person.phone == phone:
        return Likeness(person, "тот же телефон", False)
    if email and person.email.lower() == email.lower():
        return Likeness(person, "та же почта", False)
    return None


def guardians_of(people: Iterable[Person]) -> dict[int, list[Guardianship]]:
    """Person id → their representatives, in one query."""
    ids = [person.pk for person in people]
    found: dict[int, list[Guardianship]] = {}
    for link in Guardianship.objects.filter(ward_id__in=ids).select_related("guardian"):
        found.setdefault(link.ward_id, []).append(link)
    return found
