"""Freezing what was approved: a version is the plan as it stood, and nothing changes it afterwards."""

from datetime import date

from django.db import transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from roadmap.comparing import compare
from roadmap.enums import RoadmapState
from roadmap.models import Roadmap, RoadmapVersion
from roadmap.selectors.outlines import held_outline, outline_of


def freeze_version(
    roadmap: Roadmap, *, actor: User | None, on: date | None = None, reason: str = ""
) -> RoadmapVersion:
    """Keep the roadmap as it stands now as its next approved version; the caller has moved its state."""
    with transaction.atomic():
        locked = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
        last = locked.versions.order_by("-number").first()
        return RoadmapVersion.objects.create(
            roadmap=roadmap,
            number=last.number + 1 if last else 1,
            content=outline_of(locked).to_json(),
            approved_on=on or today(roadmap.organization),
            approved_by=actor,
            reason=reason[:500],
        )


def approve_changes(roadmap: Roadmap, *, actor: User | None, reason: str = "") -> RoadmapVersion:
    """Approve what was changed since the last version: it becomes the next one.

    Raises DomainError when the roadmap is not approved or nothing has changed.
    """
    if roadmap.state != RoadmapState.APPROVED:
        raise DomainError("Сначала утвердите саму дорожную карту: изменять пока нечего.", code="not_approved")
    with transaction.atomic():
        locked = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
        last = locked.versions.order_by("-number").first()
        changes = compare(held_outline(last), outline_of(locked)) if last else None
        if changes is not None and not changes.any:
            raise DomainError("С последней утверждённой версии ничего не изменилось.", code="same")
        version = freeze_version(roadmap, actor=actor, reason=reason)
        counts = changes.counts if changes else {}
        audit.record("roadmap.changes_approved", subject=roadmap, actor=actor, after=counts, reason=reason)
    return version
