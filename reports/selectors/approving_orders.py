"""By which signed order a paper of a programme is approved."""

from __future__ import annotations

from core.russian import NBSP, date_long
from mentorship.models import Programme
from reports.enums import IN_FORCE
from reports.models import Document


def approving_order(programme: Programme, kind: str) -> Document | None:
    """The latest order of the kind that is in force; an order that is not signed yet approves nothing."""
    return (
        Document.objects.filter(programme=programme, kind=kind, state__in=IN_FORCE, date__isnull=False)
        .order_by("-date", "-pk")
        .first()
    )


def approved_lines(programme: Programme, kind: str) -> list[str]:
    """The lines under «УТВЕРЖДЕНО» (ГОСТ Р 7.0.97); empty when there is no such order."""
    order = approving_order(programme, kind)
    if order is None or order.date is None:
        return []
    return [
        f"приказом {programme.organization.short_name or programme.organization.full_name}",
        f"от{NBSP}{date_long(order.date)} №{NBSP}{order.number}",
    ]
