"""The card of an organisation."""

from typing import Any

from django.db import transaction

from core import audit
from core.models import Organization, User

CARD = [
    "founder",
    "full_name",
    "short_name",
    "city",
    "municipality",
    "address",
    "inn",
    "ogrn",
    "phone",
    "email",
    "site",
    "time_zone",
    "year_basis",
    "order_number_format",
    "head_position",
    "head_last_name",
    "head_first_name",
    "head_middle_name",
    "head_gender",
]


def edit_organization(organization: Organization, *, actor: User | None, **values: Any) -> Organization:
    """Write the given fields of the card (any of `CARD`) and record what changed."""
    unknown = set(values) - set(CARD)
    if unknown:
        raise ValueError(f"not on the card: {sorted(unknown)}")
    with transaction.atomic():
        locked = Organization.objects.select_for_update().get(pk=organization.pk)
        before = audit.plain(locked, values)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save(update_fields=[*values, "updated_at"])
        old, new = audit.changes(before, audit.plain(locked, values))
        if new:
            audit.record("organization.edited", subject=locked, actor=actor, before=old, after=new)
    return locked


def create_organization(*, code: str, full_name: str, short_name: str, **values: Any) -> Organization:
    """A new institution; done by the operator from the command line."""
    organization = Organization.objects.create(
        code=code, full_name=full_name, short_name=short_name, **values
    )
    audit.record("organization.created", subject=organization, after={"code": code})
    return organization
