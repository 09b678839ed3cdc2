"""People: entered, edited, tied to their representatives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import Organization, User
from core.names import Case, gender_from_patronymic
from mentorship.ages import age_on
from mentorship.enums import GuardianshipKind
from mentorship.likeness import keys_of_values
from mentorship.models import Guardianship, Person
from mentorship.naming import clean_name, name_problem, search_key

_NAMES = {"last_name": "Фамилия", "first_name": "Имя", "middle_name": "Отчество"}
OLDEST = 120


def create_person(organization: Organization, *, actor: User | None, **values: Any) -> Person:
    """Enter a person; `values` are columns of `Person`. Raises DomainError naming the field.

    Whether they are known already is the caller's question (`selectors.people.find_alike`): namesakes exist.
    """
    person = prepare_person(organization, values)
    with transaction.atomic():
        person.save()
        audit.record("person.created", subject=person, actor=actor, after=audit.plain(person, values))
    return person


def prepare_person(organization: Organization, values: dict[str, Any]) -> Person:
    """A checked `Person` that is not saved yet: names cleaned, key made, gender read from the patronymic."""
    person = Person(organization=organization, **values)
    _finish(person, day=today(organization))
    return person


def finish_person(person: Person, *, day: dt.date) -> Person:
    """The same for a row built elsewhere, such as by an import of thousands; `day` is today in the organisation."""
    _finish(person, day=day)
    return person


NAME_PARTS = ("last_name", "first_name", "middle_name")


def edit_person(person: Person, *, actor: User | None, **values: Any) -> Person:
    """Write the given columns and record what changed; returns the fresh row. Raises DomainError."""
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        names = [*values, "search_key", "gender", "case_forms"]
        before = audit.plain(locked, names)
        if "case_forms" not in values and any(
            values.get(name, getattr(locked, name)) != getattr(locked, name) for name in NAME_PARTS
        ):
            locked.case_forms = {}  # forms set by hand for the old name
        for name, value in values.items():
            setattr(locked, name, value)
        _finish(locked, day=today(locked.organization))
        old, new = audit.changes(before, audit.plain(locked, names))
        if new:
            locked.save()
            shown = [key for key in new if key != "search_key"]
            audit.record(
                "person.edited",
                subject=locked,
                actor=actor,
                before={key: old[key] for key in shown},
                after={key: new[key] for key in shown},
            )
        if {"birth_date", "is_emancipated"} & set(new):
            _follow_signers(locked, old.get("birth_date"), actor)
    return locked


def _follow_signers(person: Person, former: str | None, actor: User | None) -> None:
    from mentorship.domain.signers import follow_signers  # noqa: PLC0415 - consents stand on people

    follow_signers(person, actor=actor, former=dt.date.fromisoformat(former) if former else None)


def set_case_forms(person: Person, forms: Mapping[str, str], *, actor: User | None) -> Person:
    """Keep the forms set by hand, by case; an empty one gives the word back to the rules."""
    unknown = set(forms) - set(Case)
    if unknown:
        raise ValueError(f"no such case: {unknown}")
    kept = {str(case): " ".join(text.split()) for case, text in forms.items() if text.strip()}
    return edit_person(person, actor=actor, case_forms=kept)


def add_guardian(
    ward: Person, *, guardian: Person, kind: str, actor: User | None, authority: str = ""
) -> Guardianship:
    """Tie a representative to a minor; the same pair twice changes nothing. Raises DomainError."""
    if guardian.pk == ward.pk:
        raise DomainError("Человек не может представлять сам себя.", field="guardian", code="self")
    if guardian.birth_date and age_on(guardian.birth_date, today(ward.organization)) < 18:
        raise DomainError("Представителю должно быть не меньше 18 лет.", field="guardian", code="minor")
    if kind not in GuardianshipKind.values:
        raise DomainError("Укажите, кем приходится.", field="kind", code="kind")
    known = Guardianship.objects.filter(ward=ward, guardian=guardian).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            link = Guardianship.objects.create(
                organization=ward.organization, ward=ward, guardian=guardian, kind=kind, authority=authority
            )
            audit.record(
                "person.guardian_added",
                subject=ward,
                actor=actor,
                after={"guardian": str(guardian), "kind": kind},
            )
    except IntegrityError:  # somebody tied them a moment ago
        return Guardianship.objects.get(ward=ward, guardian=guardian)
    return link


def remove_guardian(link: Guardianship, *, actor: User | None, reason: str) -> None:
    """Untie a representative; signed consents keep their signer."""
    with transaction.atomic():
        audit.record(
            "person.guardian_removed",
            subject=link.ward,
            actor=actor,
            before={"guardian": str(link.guardian)},
            reason=reason,
        )
        link.delete()


def _finish(person: Person, *, day: dt.date) -> None:
    for name, label in _NAMES.items():
        value = clean_name(getattr(person, name) or "")
        setattr(person, name, value)
        if not value and name != "middle_name":
            raise DomainError(f"{label}: нужно заполнить.", field=name, code="empty")
        problem = name_problem(value) if value else ""
        if problem:
            raise DomainError(f"{label}: {problem}.", field=name, code="name")
    if not person.gender:
        # Never guessed from a first name: only the patronymic tells, else it stays to be asked.
        person.gender = gender_from_patronymic(person.middle_name) or ""
    if person.birth_date:
        _check_birth(person.birth_date, day)
    person.search_key = search_key(person.last_name, person.first_name, person.middle_name)
    write_keys(person)


def write_keys(person: Person) -> Person:
    """Set the columns that duplicates are looked up by; the caller saves them (`KEY_COLUMNS`)."""
    for name, value in keys_of_values(vars(person)).items():
        setattr(person, name, value)
    return person


def _check_birth(birth_date: dt.date, day: dt.date) -> None:
    if birth_date > day:
        raise DomainError("Дата рождения ещё не наступила.", field="birth_date", code="future")
    if age_on(birth_date, day) > OLDEST:
        raise DomainError("Дата рождения больше 120 лет назад.", field="birth_date", code="old")
