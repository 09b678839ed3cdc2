"""Partners: entered, edited, put away; their people and the people of the bases who work there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from core import audit
from core.errors import DomainError
from core.models import Organization, User
from core.names import gender_from_patronymic
from core.requisites import ENTREPRENEUR_INN, ENTREPRENEUR_OGRN, clean_inn, clean_kpp, clean_ogrn
from core.workflow import move
from mentorship.employers import employer_key
from mentorship.models import PartnerEmployee, PartnerMember, PartnerOrganization, Person
from mentorship.naming import clean_name, name_problem, search_key
from mentorship.partner_enums import PARTNER_TRANSITIONS, AgreementState, PartnerRole, PartnerState
from mentorship.permissions import MANAGE_PARTNERS

JOB_KIND = "people.partner"
_HEAD = {
    "head_last_name": "Фамилия руководителя",
    "head_first_name": "Имя руководителя",
    "head_middle_name": "Отчество руководителя",
}
_NUMBERS = {"inn": clean_inn, "kpp": clean_kpp, "ogrn": clean_ogrn}


def create_partner(organization: Organization, *, actor: User | None, **values: Any) -> PartnerOrganization:
    """Enter a partner; `values` are columns of `PartnerOrganization`. Raises DomainError naming the field."""
    partner = PartnerOrganization(organization=organization, **values)
    _finish(partner)
    try:
        with transaction.atomic():
            partner.save()
            audit.record("partner.created", subject=partner, actor=actor, after=audit.plain(partner, values))
    except IntegrityError as error:
        raise _taken() from error
    return partner


def edit_partner(partner: PartnerOrganization, *, actor: User | None, **values: Any) -> PartnerOrganization:
    """Write the given columns and record what changed; returns the fresh row. Raises DomainError."""
    try:
        with transaction.atomic():
            locked = PartnerOrganization.objects.select_for_update().get(pk=partner.pk)
            before = audit.plain(locked, values)
            renamed = any(values.get(name, getattr(locked, name)) != getattr(locked, name) for name in _HEAD)
            if renamed and "head_forms" not in values:
                locked.head_forms = {}  # forms set by hand for somebody else
            for name, value in values.items():
                setattr(locked, name, value)
            _finish(locked)
            locked.save()
            old, new = audit.changes(before, audit.plain(locked, values))
            if new:
                audit.record("partner.edited", subject=locked, actor=actor, before=old, after=new)
    except IntegrityError as error:
        raise _taken() from error
    return locked


def archive_partner(partner: PartnerOrganization, *, actor: User | None, reason: str) -> PartnerOrganization:
    """Put a partner away: its people see nothing any more, its history stays.

    Raises DomainError while an agreement is in force.
    """
    with transaction.atomic():
        PartnerOrganization.objects.select_for_update().get(pk=partner.pk)
        if partner.agreements.filter(state=AgreementState.ACTIVE).exists():
            raise DomainError("Сначала завершите или расторгните действующее соглашение.", code="in_force")
        return move(
            partner,
            to=PartnerState.ARCHIVED,
            transitions=PARTNER_TRANSITIONS,
            actor=actor,
            rule=MANAGE_PARTNERS,
            reason=reason,
        )


def restore_partner(partner: PartnerOrganization, *, actor: User | None) -> PartnerOrganization:
    return move(
        partner,
        to=PartnerState.ACTIVE,
        transitions=PARTNER_TRANSITIONS,
        actor=actor,
        rule=MANAGE_PARTNERS,
    )


def add_member(
    partner: PartnerOrganization,
    *,
    role: str,
    actor: User | None,
    person: Person | None = None,
    user: User | None = None,
) -> PartnerMember:
    """Tie a card or an account to a partner in a role; twice the same changes nothing. Raises DomainError."""
    if person is None and user is None:
        raise DomainError("Выберите человека или учётную запись.", field="person", code="nobody")
    if role not in PartnerRole.values:
        raise DomainError("Укажите, кто это для партнёра.", field="role", code="role")
    with transaction.atomic():
        PartnerOrganization.objects.select_for_update().get(pk=partner.pk)
        known = PartnerMember.objects.filter(partner=partner, role=role)
        found = (known.filter(person=person) if person else known.filter(user=user)).first()
        if found is not None:
            return found
        made = PartnerMember.objects.create(
            organization=partner.organization, partner=partner, person=person, user=user, role=role
        )
        audit.record(
            "partner.member_added",
            subject=partner,
            actor=actor,
            after={"who": str(person or user), "role": PartnerRole(role).label},
        )
    return made


def remove_member(member: PartnerMember, *, actor: User | None, reason: str) -> None:
    """Untie somebody from a partner; they see nothing of it from the next request on."""
    with transaction.atomic():
        audit.record(
            "partner.member_removed",
            subject=member.partner,
            actor=actor,
            before={"who": str(member.person or member.user), "role": member.get_role_display()},
            reason=reason,
        )
        member.delete()


def link_employees(
    partner: PartnerOrganization, people: QuerySet[Person] | Iterable[Person], *, actor: User | None
) -> int:
    """Confirm that these people work at the partner, by the place of work on their cards; returns how many.

    Whoever was linked by another place of work, or to another partner, is linked anew. Raises DomainError.
    """
    if partner.state != PartnerState.ACTIVE:
        raise DomainError("Партнёр в архиве: сначала верните его.", code="archived")
    rows = list(people)
    if any(person.organization_id != partner.organization_id for person in rows):
        raise DomainError("Человек из другой организации.", code="organization")
    with transaction.atomic():
        PartnerOrganization.objects.select_for_update().get(pk=partner.pk)
        PartnerEmployee.objects.filter(person__in=rows).delete()
        PartnerEmployee.objects.bulk_create(
            [
                PartnerEmployee(
                    organization=partner.organization,
                    partner=partner,
                    person=person,
                    employer=person.employer,
                )
                for person in rows
            ],
            batch_size=500,
        )
        if rows:
            audit.record("partner.people_linked", subject=partner, actor=actor, after={"people": len(rows)})
    return len(rows)


def unlink_employee(link: PartnerEmployee, *, actor: User | None) -> None:
    """The person does not work there; what is written on their card stays."""
    with transaction.atomic():
        audit.record(
            "partner.person_unlinked", subject=link.partner, actor=actor, before={"who": str(link.person)}
        )
        link.delete()


def _finish(partner: PartnerOrganization) -> None:
    for name, label in (("full_name", "Полное наименование"), ("short_name", "Краткое наименование")):
        setattr(partner, name, " ".join((getattr(partner, name) or "").split()))
        if not employer_key(getattr(partner, name)):
            raise DomainError(f"{label}: нужно заполнить.", field=name, code="empty")
    for name, clean in _NUMBERS.items():
        try:
            setattr(partner, name, clean(getattr(partner, name) or ""))
        except ValueError as error:
            raise DomainError(f"{error}.", field=name, code=name) from error
    _check_numbers(partner)
    for name, label in _HEAD.items():
        value = clean_name(getattr(partner, name) or "")
        setattr(partner, name, value)
        if value and (problem := name_problem(value)):
            raise DomainError(f"{label}: {problem}.", field=name, code="name")
    if partner.head_last_name and not partner.head_first_name:
        raise DomainError("Укажите имя руководителя.", field="head_first_name", code="empty")
    if not partner.head_gender:
        # Never guessed from a first name: only the patronymic tells, else it stays to be asked.
        partner.head_gender = gender_from_patronymic(partner.head_middle_name) or ""
    partner.head_forms = {
        case: " ".join(text.split()) for case, text in partner.head_forms.items() if text.strip()
    }
    partner.search_key = search_key(partner.short_name, partner.full_name)
    partner.name_key = employer_key(partner.short_name)


def _check_numbers(partner: PartnerOrganization) -> None:
    inn, ogrn = partner.inn, partner.ogrn
    if inn and ogrn and (len(inn) == ENTREPRENEUR_INN) != (len(ogrn) == ENTREPRENEUR_OGRN):
        raise DomainError(
            "ИНН из 12 цифр бывает у предпринимателя, у него ОГРНИП из 15 цифр; у организации — 10 и 13.",
            field="ogrn",
            code="mixed",
        )
    if len(inn) == ENTREPRENEUR_INN and partner.kpp:
        raise DomainError("У предпринимателя нет КПП.", field="kpp", code="mixed")


def _taken() -> DomainError:
    return DomainError("Партнёр с таким ИНН и КПП уже есть.", field="inn", code="taken")
