"""What the region's monitoring tells the shell: navigation, the home page, words of the history."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from core.enums import Role
from core.registries import AttentionItem, HomeBlock, NavItem, Viewer
from reports.permissions import VIEW_PERIOD_REPORTS, VIEW_REGION
from reports.selectors.periods import asked_of, period_lines
from reports.selectors.region import totals_of

ACTIONS = {
    "period.created": "Объявлен отчётный период",
    "period_report.submitted": "Сдан отчёт региону",
    "period_report.returned": "Отчёт возвращён регионом",
    "period_report.accepted": "Отчёт принят регионом",
}
_REGION = (
    ("Организации", "reports:region", ("reports:region", "reports:region_institution"), "", 10),
    ("Показатели организаций", "reports:region_indicators", ("reports:region_indicators",), "", 20),
    ("Сводная таблица", "reports:region_pivot", ("reports:region_pivot",), "Итог", 30),
    ("Форма региона", "reports:region_form", ("reports:region_form",), "Итог", 40),
    ("Отчётные периоды", "reports:periods", ("reports:period",), "Итог", 50),
    ("Отчёты региона", "reports:region_reports", ("reports:region_report",), "Итог", 60),
)
_SOON = dt.timedelta(days=10)


def navigation(viewer: Viewer) -> list[NavItem]:
    if VIEW_REGION.allows(viewer.membership):
        return [
            NavItem(label, reverse(name), group, order=order, active_prefixes=prefixes)
            for label, name, prefixes, group, order in _REGION
        ]
    organization = viewer.membership.organization
    if VIEW_PERIOD_REPORTS.allows(viewer.membership) and organization.parent_id:
        prefixes = ("reports:period_", "reports:own_period")
        return [
            NavItem(
                "Отчёты региону",
                reverse("reports:period_reports"),
                "Итог",
                order=60,
                active_prefixes=prefixes,
            )
        ]
    return []


def attention(viewer: Viewer) -> list[AttentionItem]:
    """A report that the region waits for, from ten days before its term on, or one that was given back."""
    if not VIEW_PERIOD_REPORTS.allows(viewer.membership):
        return []
    found = []
    for one in asked_of(viewer.membership.organization, viewer.today):
        returned = one.report is not None and one.may_submit
        if not one.may_submit or (one.period.due_on - viewer.today > _SOON and not returned):
            continue
        why = "возвращён" if returned else "срок прошёл" if one.is_late else "скоро срок"
        found.append(
            AttentionItem(
                why=why,
                tone="bad" if one.is_late or returned else "wait",
                what=f"Отчёт региону «{one.period.title}», сдать до {one.period.due_on:%d.%m.%Y}",
                url=reverse("reports:period_submit", kwargs={"pk": one.period.pk}),
                action="Сдать отчёт",
                order=40,
            )
        )
    return found


def home_blocks(viewer: Viewer) -> list[HomeBlock]:
    if viewer.membership.role != Role.REGION_OBSERVER:
        return []
    region = viewer.membership.organization
    totals = totals_of(region)
    if not totals.institutions:
        return []
    context = {"totals": totals, "periods": period_lines(region, viewer.today)[:3]}
    return [HomeBlock("reports/region/home.html", context, order=10)]
