"""Writing the audit trail. Reading it is `core.selectors.audit`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from core.context import current
from core.models import AuditEntry, Organization, User


def record(
    action: str,
    *,
    subject: models.Model,
    actor: User | None = None,
    organization: Organization | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Append one entry: `action` is a stable English code («pair.approved», «document.read»).

    `actor` defaults to the person acting now; the organisation to the subject's own. Values must be JSON-able:
    use `plain` for model fields. Never pass answers, tokens or passwords.
    """
    made = _entry(_acting_now(actor), action, subject, organization, before, after, reason)
    made.save(force_insert=True)
    return made


@dataclass(frozen=True)
class Told:
    """One entry of many for `record_all`: what `record` takes, of one subject."""

    action: str
    subject: models.Model
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""


def record_all(entries: Iterable[Told], *, actor: User | None = None) -> int:
    """Append many entries at once, for work on thousands of rows; returns how many."""
    acting = _acting_now(actor)
    made = [
        _entry(acting, one.action, one.subject, None, one.before, one.after, one.reason) for one in entries
    ]
    AuditEntry.objects.model._base_manager.bulk_create(made, batch_size=1000)
    return len(made)


def _acting_now(actor: User | None) -> dict[str, Any]:
    now = current()
    who = actor or now.user
    return {
        "actor": who,
        "actor_name": str(who)[:200] if who else "",
        "role": now.membership.role if now.membership else "",
        "ip_address": now.ip_address,
    }


def _entry(
    acting: Mapping[str, Any],
    action: str,
    subject: models.Model,
    organization: Organization | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    reason: str,
) -> AuditEntry:
    owner = organization or getattr(subject, "organization", None)
    if owner is None and isinstance(subject, Organization):
        owner = subject
    return AuditEntry(
        organization=owner,
        action=action,
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        object_name=str(subject)[:300],
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        **acting,
    )


def plain(instance: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The named fields of an object as JSON values, to be kept as `before` or `after`."""
    values: dict[str, Any] = {}
    for name in fields:
        field = instance._meta.get_field(name)
        value = field.value_from_object(instance)  # type: ignore[union-attr]
        values[name] = (
            value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
        )
    return values


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only what differs between two `plain` snapshots."""
    keys = [key for key in after if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after[key] for key in keys}
