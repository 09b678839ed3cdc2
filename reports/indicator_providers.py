"""What indicators tell the shell: their line of the navigation, figures of the home page, words of the history."""

from __future__ import annotations

from django.urls import reverse

from core.enums import Role
from core.registries import Figure, NavItem, Viewer
from reports.indicator_lines import IndicatorLine
from reports.permissions import VIEW_INDICATORS
from reports.selectors.indicators import planned_lines

ACTIONS = {
    "indicator.added": "Показатель добавлен",
    "indicator.edited": "Показатель изменён",
    "indicator.removed": "Показатель удалён",
    "indicator.planned": "Изменён план",
    "indicator.measured": "Внесён факт",
    "indicator.unmeasured": "Факт удалён",
    "indicators.cut_off": "Снят срез показателей",
    "contingent.recorded": "Внесён контингент",
    "contingent.removed": "Контингент удалён",
}


def navigation(viewer: Viewer) -> list[NavItem]:
    if not VIEW_INDICATORS.allows(viewer.membership):
        return []
    prefixes = ("reports:indicator", "reports:contingent")
    return [NavItem("Показатели", reverse("reports:indicators"), "Итог", order=30, active_prefixes=prefixes)]


def figures(viewer: Viewer) -> list[Figure]:
    """Indicators with a plan for this year, before the figures that have none: they are what «план и факт» is about."""
    if not VIEW_INDICATORS.allows(viewer.membership) or viewer.programme is None:
        return []
    if viewer.role == Role.DIRECTOR:
        return []  # the head has all of them in the year at a glance (`reports.director_home`)
    lines = planned_lines(viewer.programme, on=viewer.today)
    return [_figure(line, order) for order, line in enumerate(lines, start=-len(lines))]


def _figure(line: IndicatorLine, order: int) -> Figure:
    share, planned = line.share, line.planned
    return Figure(
        label=line.label,
        value=None if share is None else line.value,
        fraction=line.fraction,
        percent=None if share is None else float(share),  # a length to draw: the figure told is `value`
        plan_percent=None if planned is None else float(planned),
        note="" if share is not None else line.note,
        url=reverse("reports:indicators"),
        order=order,
    )
