"""The administrator is asked to compare the calendar of the year that terms are counted in."""

from __future__ import annotations

from django.urls import reverse

from core.permissions import EDIT_CALENDAR
from core.production_calendar import year_of
from core.registries import AttentionItem, Viewer

NEXT_YEAR_FROM = 10  # the Government moves days of the coming year by autumn


def attention(viewer: Viewer) -> list[AttentionItem]:
    """A row for this year, and from October for the next one, while nobody has compared its days."""
    if not EDIT_CALENDAR.allows(viewer.membership):
        return []
    years = [viewer.today.year] + [viewer.today.year + 1] * (viewer.today.month >= NEXT_YEAR_FROM)
    return [
        AttentionItem(
            "wait",
            "не сверен",
            f"Производственный календарь на {year} год",
            "По нему считаются сроки в рабочих днях.",
            "Сверить",
            reverse("core:calendar_year", kwargs={"year": year}),
            80,
        )
        for year in years
        if not year_of(year, organization=viewer.membership.organization).sure
    ]
