"""What SWOT and monitoring tell the shell: lines of the navigation, words of the history."""

from __future__ import annotations

from django.urls import reverse

from core.registries import NavItem, Viewer
from reports.permissions import VIEW_QUALITY, VIEW_SWOT

ACTIONS = {
    "swot.drafted": "Составлен черновик SWOT",
    "swot.decided": "Записаны выводы SWOT",
    "swotstatement.kept": "Утверждение оставлено",
    "swotstatement.dropped": "Утверждение убрано",
    "swotstatement.figures_seen": "Учтены новые цифры",
    "swotstatement.worded": "Изменена формулировка",
    "swotstatement.added": "Утверждение добавлено",
    "swotstatement.removed": "Утверждение удалено",
    "swotstatement.placed": "Утверждение переставлено",
    "swotstatement.measure": "Назначена мера",
    "swotsession.opened": "SWOT-сессия открыта",
    "swotsession.closed": "SWOT-сессия закрыта",
    "swotsession.merged": "Итог SWOT-сессии перенесён",
    "swotproposal.shown": "Предложение показано",
    "swotproposal.declined": "Предложение отклонено",
    "curatorscore.made": "Программа оценена",
    "curatorscore.corrected": "Оценка исправлена",
    "monitoring.concluded": "Записан вывод мониторинга",
    "influence.people_read": "Открыта личная динамика",
}


def navigation(viewer: Viewer) -> list[NavItem]:
    items = []
    if VIEW_QUALITY.allows(viewer.membership):
        quality = ("reports:quality", "reports:score", "reports:monitoring")
        items += [
            NavItem("Качество", reverse("reports:quality"), "Итог", order=32, active_prefixes=quality),
            NavItem(
                "Влияние",
                reverse("reports:influence"),
                "Итог",
                order=34,
                active_prefixes=("reports:influence",),
            ),
        ]
    if VIEW_SWOT.allows(viewer.membership):
        items.append(
            NavItem("SWOT", reverse("reports:swot"), "Итог", order=36, active_prefixes=("reports:swot",))
        )
    return items
