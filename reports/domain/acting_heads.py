"""Keeping who acts for the head: by which order, from which day to which."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from core import audit, clock
from core.context import current
from core.errors import DomainError
from core.models import Organization, User
from core.names import gender_from_patronymic
from core.russian import date_short
from core.workflow import NotAllowed
from reports.domain.rights import require
from reports.models import ActingHead
from reports.permissions import MANAGE_HEADS, SIGN_DOCUMENTS
from reports.selectors.heads import why_not_head


def appoint(
    organization: Organization,
    *,
    last_name: str,
    first_name: str,
    middle_name: str = "",
    gender: str = "",
    position: str = "И.о. директора",
    basis: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    user: User | None = None,
    actor: User | None,
) -> ActingHead:
    """Somebody acts for the head. Raises DomainError for days that another acting head has, wrong days, no basis."""
    require(MANAGE_HEADS)
    last_name, first_name, middle_name = (
        " ".join(part.split()) for part in (last_name, first_name, middle_name)
    )
    if not last_name or not first_name:
        raise DomainError("Укажите фамилию и имя.", field="last_name", code="required")
    if not basis.strip():
        raise DomainError("Укажите основание: приказ, его дату и номер.", field="basis", code="required")
    if ends_on is not None and ends_on < starts_on:
        raise DomainError("Последний день раньше первого.", field="ends_on", code="order")
    if not gender and not gender_from_patronymic(middle_name):
        raise DomainError("Укажите пол: по отчеству он не виден.", field="gender", code="gender")
    if user is not None and not user.memberships.filter(organization=organization, is_active=True).exists():
        raise DomainError("Это сотрудник другой организации.", field="user", code="foreign")
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        last = ends_on or dt.date.max
        same = ActingHead.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on),
            # Revoked before its first day it never was.
            Q(revoked_on__isnull=True) | Q(Q(revoked_on__gt=starts_on), Q(revoked_on__gt=F("starts_on"))),
            organization=organization,
            starts_on__lte=last,
        ).first()
        if same is not None:
            raise DomainError(
                f"На эти дни уже назначен(а) {same.position} {same.last_name} "
                f"(с {date_short(same.starts_on)}).",
                field="starts_on",
                code="busy",
            )
        made = ActingHead.objects.create(
            organization=organization,
            last_name=last_name,
            first_name=first_name,
            middle_name=middle_name,
            gender=gender,
            position=position.strip() or "И.о. директора",
            basis=" ".join(basis.split()),
            starts_on=starts_on,
            ends_on=ends_on,
            user=user,
            author=actor,
        )
        audit.record(
            "acting_head.appointed",
            subject=made,
            actor=actor,
            after={"who": made.last_name, "from": starts_on.isoformat(), "basis": made.basis},
        )
    return made


def end_acting(head: ActingHead, *, on: dt.date, actor: User | None) -> ActingHead:
    """The last day of the acting head's powers."""
    require(MANAGE_HEADS)
    if on < head.starts_on:
        raise DomainError("Последний день раньше первого.", field="ends_on", code="order")
    if head.revoked_on is not None:
        raise DomainError("Полномочия уже отозваны.", code="transition")
    if head.ends_on is not None and on > head.ends_on:
        raise DomainError("Срок можно только сократить: на новые дни назначают заново.", field="ends_on")
    head.ends_on = on
    with transaction.atomic():
        head.save(update_fields=["ends_on", "updated_at"])
        audit.record("acting_head.ended", subject=head, actor=actor, after={"on": on.isoformat()})
    return head


def revoke_acting(head: ActingHead, *, reason: str, actor: User | None) -> ActingHead:
    """The powers end now; what was signed while they held stays signed. DomainError without a reason."""
    require(MANAGE_HEADS)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError(
            "Напишите, почему отзываете: приказ, его дату и номер.", field="reason", code="required"
        )
    with transaction.atomic():
        locked = ActingHead.objects.select_for_update().get(pk=head.pk)
        day = clock.today(locked.organization)
        if locked.revoked_on is not None or (locked.ends_on is not None and locked.ends_on < day):
            raise DomainError("Этих полномочий уже нет.", code="transition")
        head.revoked_on, head.revoke_reason = day, reason[:300]
        head.save(update_fields=["revoked_on", "revoke_reason", "updated_at"])
        audit.record(
            "acting_head.revoked", subject=head, actor=actor, after={"on": day.isoformat()}, reason=reason
        )
    return head


def check_may_act_as_head(organization: Organization) -> None:
    """Refuse whoever bears the head's right and is not the head today: by term, by powers, by institution.

    Asked before every act of the head: registering, returning, cancelling what is numbered, signing in each way.
    A curator who registers is no head and is not asked. System work passes: its caller has checked.
    """
    membership = current().membership
    if membership is None:
        return
    if membership.organization_id != organization.pk:
        raise NotAllowed("Этот документ другой организации.", code="foreign")
    if not SIGN_DOCUMENTS.allows(membership):
        return
    why = why_not_head(membership, clock.today(organization))
    if why:
        raise NotAllowed(why, code="not_head")
