"""Taking a person's words out of what `core` keeps: the audit trail, messages of jobs, accounts, invitations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from core.audit_guard import FORGOTTEN
from core.models import AuditEntry, Invitation, Job, JobMessage, Membership, Organization, User

SHORTEST = 5  # a shorter text would be found in words that are not about the person
_CHUNK = 400


def forget_in_audit(
    organization: Organization,
    *,
    objects: Mapping[str, Iterable[object]],
    texts: Iterable[str],
    spare: Mapping[str, Iterable[object]],
    actor: User | None = None,
) -> int:
    """Empty the words of entries about `objects` (label → keys) and of all others that have one of `texts` in them.

    Entries about `spare` objects are left alone unless they are in `objects`: a namesake keeps their history. Who did
    what to which row and when stays, the database lets nothing else change. Returns how many entries it touched.
    """
    entries = AuditEntry.objects.filter(organization=organization).exclude(object_name=FORGOTTEN)
    found: set[int] = set()
    for condition in _about(objects):
        found.update(entries.filter(condition).values_list("pk", flat=True))
    words = entries.annotate(was=Cast("before", TextField()), became=Cast("after", TextField()))
    spared: set[int] = set()
    for condition in _about(spare):
        spared.update(entries.filter(condition).values_list("pk", flat=True))
    for text in _searchable(texts):
        # SQLite keeps JSON with Cyrillic letters escaped, PostgreSQL as they are.
        escaped = json.dumps(text)[1:-1]
        condition = Q(object_name__contains=text) | Q(reason__contains=text)
        for column in ("was", "became"):
            condition |= Q(**{f"{column}__contains": text}) | Q(**{f"{column}__contains": escaped})
        found.update(set(words.filter(condition).values_list("pk", flat=True)) - spared)
    blank = {"object_name": FORGOTTEN, "before": {}, "after": {}, "reason": ""}
    for chunk in _chunks(found):
        entries.filter(pk__in=chunk).update(**blank)
    if actor is not None:
        acted = AuditEntry.objects.filter(organization=organization, actor=actor)
        acted.update(actor_name=FORGOTTEN, ip_address=None)
    return len(found)


def forget_in_jobs(organization: Organization, texts: Iterable[str]) -> int:
    """Messages and notes of jobs that name the person."""
    count = 0
    for text in _searchable(texts):
        messages = JobMessage.objects.filter(job__organization=organization)
        count += messages.filter(Q(subject__contains=text) | Q(text__contains=text)).update(
            subject=FORGOTTEN, text=FORGOTTEN
        )
        jobs = Job.objects.filter(organization=organization)
        for column in ("title", "note", "error"):
            count += jobs.filter(**{f"{column}__contains": text}).update(**{column: FORGOTTEN})
    return count


def forget_invitations(organization: Organization, emails: Iterable[str]) -> int:
    """Invitations to sign in lose the address and the name."""
    count = 0
    for row in Invitation.objects.filter(organization=organization, email__in=[one for one in emails if one]):
        row.email, row.full_name = f"erased-{row.pk}@invalid.invalid", ""
        row.save(update_fields=["email", "full_name", "updated_at"])
        count += 1
    return count


def close_account(user: User, organization: Organization, roles: Iterable[str]) -> bool:
    """Close an account that has only `roles`, and those here only; False leaves it alone: it serves something else."""
    memberships = Membership._base_manager.filter(user=user)
    if memberships.filter(is_active=True).exclude(organization=organization, role__in=list(roles)).exists():
        return False
    memberships.update(is_active=False, position="", groups=[])
    user.email, user.full_name, user.is_active = f"erased-{user.pk}@invalid.invalid", FORGOTTEN, False
    user.set_unusable_password()
    user.save()
    return True


def _about(objects: Mapping[str, Iterable[object]]) -> list[Q]:
    return [
        Q(object_type=label, object_id__in=chunk)
        for label, keys in objects.items()
        for chunk in _chunks({str(key) for key in keys})
    ]


def _searchable(texts: Iterable[str]) -> list[str]:
    return sorted(
        {text.strip() for text in texts if len(text.strip()) >= SHORTEST}, key=lambda text: (-len(text), text)
    )


def _chunks(values: set[Any]) -> list[list[Any]]:
    listed = sorted(values)
    return [listed[start : start + _CHUNK] for start in range(0, len(listed), _CHUNK)]
