"""What `reports` tells the shell: navigation, what needs attention, search."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from core.enums import Role
from core.registries import AttentionItem, NavItem, SearchHit, Viewer
from core.russian import counted
from core.searching import search_condition
from reports.enums import EDITABLE, DocumentState
from reports.kinds import codes
from reports.models import Document
from reports.permissions import SIGN_DOCUMENTS, VIEW_DOCUMENTS, VIEW_REPORTS
from reports.selectors.documents import documents_visible_to

TOLD = 5


def navigation(viewer: Viewer) -> list[NavItem]:
    items = []
    if SIGN_DOCUMENTS.allows(viewer.membership):
        waiting = Document.objects.filter(state__in=[DocumentState.TO_SIGN, DocumentState.REGISTERED]).count()
        items.append(
            NavItem(
                "На подпись",
                reverse("reports:signing"),
                "Итог",
                order=10,
                count=waiting or None,
                waiting=True,
            )
        )
    if VIEW_DOCUMENTS.allows(viewer.membership):
        prefixes = ("reports:document",)
        items.append(
            NavItem("Документы", reverse("reports:documents"), "Итог", order=20, active_prefixes=prefixes)
        )
    if VIEW_REPORTS.allows(viewer.membership):
        own = ("reports:report", "reports:annual_report", "reports:project_report")
        items.append(NavItem("Отчёты", reverse("reports:reports"), "Итог", order=40, active_prefixes=own))
    return items


def attention(viewer: Viewer) -> list[AttentionItem]:
    if viewer.role == Role.DIRECTOR:
        return _for_head()
    if viewer.role == Role.CURATOR:
        return _for_curator()
    return []


def _for_head() -> list[AttentionItem]:
    """What waits for a number, and what waits for its signed scan."""
    counts = Document.objects.aggregate(
        to_sign=Count("pk", filter=Q(state=DocumentState.TO_SIGN)),
        registered=Count("pk", filter=Q(state=DocumentState.REGISTERED)),
    )
    url, items = reverse("reports:signing"), []
    if counts["to_sign"]:
        what = counted(
            counts["to_sign"], "документ ждёт подписи", "документа ждут подписи", "документов ждут подписи"
        )
        items.append(
            AttentionItem(
                "wait", "на подпись", what, action=f"Подписать {counts['to_sign']}", url=url, order=10
            )
        )
    if counts["registered"]:
        what = counted(
            counts["registered"],
            "документ зарегистрирован, но не отмечен подписанным",
            "документа зарегистрированы, но не отмечены подписанными",
            "документов зарегистрированы, но не отмечены подписанными",
        )
        items.append(AttentionItem("wait", "нужен скан", what, action="Приложить скан", url=url, order=20))
    return items


def _for_curator() -> list[AttentionItem]:
    """Returned documents one by one, then the drafts that nobody has sent."""
    open_ones = list(Document.objects.filter(state__in=EDITABLE).order_by("-state", "pk")[: 4 * TOLD])
    returned = [one for one in open_ones if one.state == DocumentState.RETURNED]
    drafts = [one for one in open_ones if one.state == DocumentState.DRAFT]
    items = [
        AttentionItem(
            "bad",
            "возвращён",
            one.title,
            one.remark,
            "Исправить",
            reverse("reports:document", args=[one.pk]),
            order=10,
        )
        for one in returned[:TOLD]
    ]
    for one in drafts[:TOLD]:
        url = reverse("reports:document", args=[one.pk])
        items.append(
            AttentionItem("wait", "черновик", one.title, one.summary, "Передать на подпись", url, order=60)
        )
    return items


def search(viewer: Viewer, text: str, limit: int) -> list[SearchHit]:
    if not VIEW_DOCUMENTS.allows(viewer.membership):
        return []
    found = documents_visible_to(viewer.membership).exclude(kind__in=codes(mass=True))
    condition = search_condition(text, plain=("title", "number", "summary"))
    return [
        SearchHit("Документ", str(one), reverse("reports:document", args=[one.pk]), one.summary)
        for one in found.filter(condition)[:limit]
    ]
