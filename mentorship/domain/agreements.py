"""Agreements on cooperation: written, sent, in force, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django_scopes import scopes_disabled

from core import audit
from core.clock import today
from core.context import inside
from core.domain.files import store_file
from core.errors import DomainError
from core.models import Organization, User
from core.uploads import SCANS, inspect
from core.workflow import move
from mentorship.models import Agreement, PartnerOrganization, Project
from mentorship.partner_enums import (
    AGREEMENT_TRANSITIONS,
    UNSIGNED_AGREEMENTS,
    AgreementState,
    PartnerState,
)
from mentorship.permissions import MANAGE_PARTNERS

#: Purpose of the file of a signed copy.
COPY_PURPOSE = "partner_agreement"
_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}


def create_agreement(
    partner: PartnerOrganization, *, actor: User | None, projects: Iterable[Project] = (), **values: Any
) -> Agreement:
    """Begin an agreement as a draft; `values` are columns of `Agreement`. Raises DomainError naming the field."""
    if partner.state != PartnerState.ACTIVE:
        raise DomainError("Партнёр в архиве: сначала верните его.", code="archived")
    agreement = Agreement(organization=partner.organization, partner=partner, **values)
    _check(agreement)
    projects = _own(partner, projects)
    try:
        with transaction.atomic():
            agreement.save()
            agreement.projects.set(projects)
            audit.record(
                "agreement.created", subject=agreement, actor=actor, after=audit.plain(agreement, values)
            )
    except IntegrityError as error:
        raise _taken() from error
    return agreement


def edit_agreement(
    agreement: Agreement, *, actor: User | None, projects: Iterable[Project] = (), **values: Any
) -> Agreement:
    """Change what is agreed on while nothing is signed. Raises DomainError."""
    projects = _own(agreement.partner, projects)
    try:
        with transaction.atomic():
            locked = (
                Agreement.objects.select_for_update(of=("self",))
                .select_related("partner")
                .get(pk=agreement.pk)
            )
            if locked.state not in UNSIGNED_AGREEMENTS:
                raise DomainError("Подписанное соглашение не меняется: заключите новое.", code="signed")
            before = audit.plain(locked, values)
            for name, value in values.items():
                setattr(locked, name, value)
            _check(locked)
            locked.save()
            locked.projects.set(projects)
            old, new = audit.changes(before, audit.plain(locked, values))
            if new:
                audit.record("agreement.edited", subject=locked, actor=actor, before=old, after=new)
    except IntegrityError as error:
        raise _taken() from error
    return locked


def mark_sent(agreement: Agreement, *, actor: User | None, on: dt.date | None = None) -> Agreement:
    """The draft has gone to the partner for signature."""
    return _move(agreement, AgreementState.SENT, actor, sent_on=on or today(agreement.organization))


def take_back(agreement: Agreement, *, actor: User | None) -> Agreement:
    """The partner wants changes: the agreement is a draft again."""
    return _move(agreement, AgreementState.DRAFT, actor, sent_on=None)


def put_in_force(
    agreement: Agreement,
    *,
    number: str,
    signed_on: dt.date,
    actor: User | None,
    copy: tuple[str, bytes] | None = None,
) -> Agreement:
    """Both sides have signed: number, date and, if there is one, the scan `(name, bytes)` of the signed copy.

    Raises DomainError (UploadError for a file that is no scan).
    """
    number = " ".join(number.split())
    if not number:
        raise DomainError("Укажите номер соглашения.", field="number", code="number")
    if signed_on > today(agreement.organization):
        raise DomainError("Дата подписания ещё не наступила.", field="signed_on", code="future")
    if signed_on > agreement.ends_on:
        raise DomainError(
            "Соглашение подписано позже, чем кончается его срок.", field="signed_on", code="order"
        )
    try:
        with transaction.atomic():
            _move(agreement, AgreementState.ACTIVE, actor, number=number, signed_on=signed_on)
            if copy is not None:
                attach_copy(agreement, name=copy[0], data=copy[1], actor=actor)
    except IntegrityError as error:
        raise _taken() from error
    return agreement


def attach_copy(agreement: Agreement, *, name: str, data: bytes, actor: User | None) -> Agreement:
    """Keep the scan of the signed copy; one that is there is never replaced. Raises DomainError."""
    kind = inspect(data, name, allowed=SCANS)
    with transaction.atomic():
        locked = (
            Agreement.objects.select_for_update(of=("self",)).select_related("partner").get(pk=agreement.pk)
        )
        if locked.state in UNSIGNED_AGREEMENTS:
            raise DomainError("Сначала отметьте соглашение подписанным.", code="unsigned")
        if locked.file_id is not None:
            raise DomainError("Подписанный экземпляр уже приложен.", field="copy", code="known")
        locked.file = store_file(
            data,
            name=name,
            content_type=_TYPES[kind.value],
            purpose=COPY_PURPOSE,
            organization=locked.organization,
            created_by=actor,
        )
        locked.save(update_fields=["file", "updated_at"])
        audit.record("agreement.copy_added", subject=locked, actor=actor, after={"file": name})
    agreement.file = locked.file
    return agreement


def terminate(agreement: Agreement, *, on: dt.date, reason: str, actor: User | None) -> Agreement:
    """The agreement ends before its term, with a reason. Raises DomainError."""
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    if on > today(agreement.organization):
        raise DomainError("Эта дата ещё не наступила.", field="on", code="future")
    if agreement.signed_on and on < agreement.signed_on:
        raise DomainError("Расторгнуть можно не раньше дня подписания.", field="on", code="past")
    return _move(
        agreement,
        AgreementState.TERMINATED,
        actor,
        reason=reason,
        closed_on=on,
        close_reason=reason.strip()[:300],
    )


def end_due(organization: Organization) -> int:
    """End the agreements whose last day is over; returns how many. A second call on a day does nothing."""
    day = today(organization)
    over = Agreement.objects.filter(state=AgreementState.ACTIVE, ends_on__lt=day).select_related(
        "organization", "partner"
    )
    count = 0
    for agreement in over:
        _move(agreement, AgreementState.ENDED, None, closed_on=agreement.ends_on)
        count += 1
    return count


def end_due_everywhere() -> int:
    """The pass over all institutions."""
    with scopes_disabled():
        organizations = list(Organization.objects.filter(is_region=False))
    count = 0
    for organization in organizations:
        with inside(organization):
            count += end_due(organization)
    return count


def _move(
    agreement: Agreement, to: str, actor: User | None, *, reason: str = "", **columns: Any
) -> Agreement:
    return move(
        agreement,
        to=to,
        transitions=AGREEMENT_TRANSITIONS,
        actor=actor,
        rule=MANAGE_PARTNERS,
        reason=reason,
        set_fields=columns,
    )


def _check(agreement: Agreement) -> None:
    agreement.subject = agreement.subject.strip()
    if not agreement.subject:
        raise DomainError("Укажите предмет соглашения.", field="subject", code="empty")
    if agreement.ends_on < agreement.starts_on:
        raise DomainError("Срок «по» раньше, чем «с».", field="ends_on", code="order")


def _own(partner: PartnerOrganization, projects: Iterable[Project]) -> list[Project]:
    found = list(projects)
    if any(project.organization_id != partner.organization_id for project in found):
        raise DomainError("Форма наставничества из другой организации.", field="projects", code="project")
    return found


def _taken() -> DomainError:
    return DomainError("Соглашение с таким номером и датой уже записано.", field="number", code="taken")
