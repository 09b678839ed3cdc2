"""Scripts of meetings: the built-in ones are brought by every `migrate`, an institution writes its own over them."""

from __future__ import annotations

from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import Organization, User
from mentorship.meeting_enums import MeetingKind
from mentorship.models import MeetingScript

PARTS = ("goal", "steps", "questions")


def write_script(
    organization: Organization, kind: str, *, goal: str, steps: str, questions: str = "", actor: User | None
) -> MeetingScript:
    """The institution's own script of a kind. Raises DomainError."""
    if not goal.strip() or not steps.strip():
        raise DomainError("Напишите, зачем встреча и как она идёт.", field="steps", code="empty")
    values = {"goal": goal.strip(), "steps": steps.strip(), "questions": questions.strip()}
    with transaction.atomic():
        made, _ = MeetingScript.objects.update_or_create(
            organization=organization, kind=MeetingKind(kind), defaults=values
        )
        audit.record("meeting_script.written", subject=made, actor=actor, organization=organization)
    return made


def give_back_script(organization: Organization, kind: str, *, actor: User | None) -> bool:
    """The built-in script counts again; whether there was one's own."""
    own = MeetingScript.objects.filter(organization=organization, kind=kind).first()
    if own is None:
        return False
    with transaction.atomic():
        audit.record("meeting_script.given_back", subject=own, actor=actor, organization=organization)
        own.delete()
    return True


def scripts_of(organization: Organization) -> dict[str, MeetingScript]:
    """Kind → the script that counts in the institution: one query."""
    rows = MeetingScript.objects.filter(organization__isnull=True) | MeetingScript.objects.filter(
        organization=organization
    )
    found: dict[str, MeetingScript] = {}
    for row in rows:
        if row.kind not in found or row.organization_id is not None:
            found[row.kind] = row
    return {kind.value: found[kind] for kind in MeetingKind if kind in found}
