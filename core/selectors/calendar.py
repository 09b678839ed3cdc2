"""The calendar of a year as it was written down for an institution, or by the region above it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django_scopes import get_scope, scopes_disabled

from core.models import CalendarYear, Organization

_KEPT = "_production_years"


def organization_in_scope() -> Organization | None:
    """The one institution whose scope is open; None outside a scope."""
    found: Any = get_scope().get("organization")
    return found if isinstance(found, Organization) else None


def edited_year(year: int, organization: Organization | None) -> CalendarYear | None:
    """The institution's own calendar of the year, else its region's, else None; with its days.

    It is kept on the instance of the institution, so that a request or a job reads a year once.
    """
    if organization is None or organization.pk is None:
        return None
    kept: dict[int, CalendarYear | None] = organization.__dict__.setdefault(_KEPT, {})
    if year not in kept:
        with scopes_disabled():
            rows = CalendarYear.objects.filter(
                Q(organization=organization.pk) | Q(organization=organization.parent_id), year=year
            ).prefetch_related("days")
            found = sorted(rows, key=lambda row: row.organization_id != organization.pk)
        kept[year] = found[0] if found else None
    return kept[year]


def forget(organization: Organization) -> None:
    """After an edit the same instance reads anew."""
    organization.__dict__.pop(_KEPT, None)
