"""What a document's life tells the shell: visas that wait, people who are not acquainted, words of the history."""

from __future__ import annotations

from django.urls import reverse

from core.enums import Role
from core.personal_tokens import token_for
from core.registries import AttentionItem, NavItem, Viewer
from core.russian import counted
from reports.life_enums import AcquaintanceState
from reports.permissions import GIVE_VISA, MANAGE_HEADS, MANAGE_PUBLIC_PAGE, SIGN_DOCUMENTS
from reports.selectors.acquaintance import PURPOSE, own_lines, waiting_counts
from reports.selectors.approval import visas_waiting_for
from reports.selectors.site_exports import site_tasks

ACTIONS = {
    "document.approving": "Отправлен на согласование",
    "document.amended": "Изменён другим документом",
    "document.revoked": "Отменён другим документом",
    "document.archived": "Передан в архив",
    "document.filed": "Передан в архив",
    "document.related": "Указана связь с документом",
    "document.unrelated": "Связь убрана",
    "acquaintance.filled": "Составлен список ознакомления",
    "acquaintance.added": "В список ознакомления внесён человек",
    "acquaintance.removed": "Из списка ознакомления убран человек",
    "acquaintance.reminded": "Напомнили об ознакомлении",
    "acquaintance.opened": "Документ открыт для ознакомления",
}
ACTIONS |= {
    "publication.published": "Опубликован",
    "publication.withheld": "Решено не публиковать",
    "public_page.edited": "Публичная страница изменена",
    "public_page.exported": "Публичная страница выгружена",
    "public_page.taken_off": "Снято со своего сайта",
    "documents.archived": "Собран архив документов за год",
    "number.reserved": "Номер зарезервирован",
    "reservednumber.used": "Номер использован",
    "reservednumber.void": "Номер аннулирован",
    "number_journal.exported": "Журнал регистрации выгружен",
    "acting_head.appointed": "Назначен исполняющий обязанности",
    "acting_head.ended": "Исполнение обязанностей завершено",
    "acting_head.revoked": "Полномочия исполняющего обязанности отозваны",
}
TOLD = 3


def navigation(viewer: Viewer) -> list[NavItem]:
    """«На визу» for whoever is asked now; the head's signed documents; who signs for the head."""
    items = []
    if GIVE_VISA.allows(viewer.membership) and (waiting := visas_waiting_for(viewer.user).count()):
        items.append(
            NavItem("На визу", reverse("reports:visas"), "Итог", order=12, count=waiting, waiting=True)
        )
    if SIGN_DOCUMENTS.allows(viewer.membership):
        items.append(NavItem("Подписанные", reverse("reports:signed"), "Итог", order=14))
    if MANAGE_HEADS.allows(viewer.membership):
        items.append(NavItem("Исполнение обязанностей", reverse("reports:heads"), "Организация", order=45))
    if MANAGE_PUBLIC_PAGE.allows(viewer.membership):
        items.append(NavItem("Публичная страница", reverse("reports:public_edit"), "Итог", order=60))
    return items


def attention(viewer: Viewer) -> list[AttentionItem]:
    items = _of_site(viewer) if MANAGE_PUBLIC_PAGE.allows(viewer.membership) else []
    if not GIVE_VISA.allows(viewer.membership):
        return items
    waiting = visas_waiting_for(viewer.user).count()
    if waiting:
        what = counted(waiting, "документ ждёт", "документа ждут", "документов ждут") + " вашей визы"
        url = reverse("reports:visas")
        items.append(AttentionItem("wait", "на визу", what, action="Посмотреть", url=url, order=15))
    for line in own_lines(viewer.user, []).filter(state=AcquaintanceState.WAITING)[:TOLD]:
        url = reverse("reports:acquaint_by_link", args=[token_for(line.key, purpose=PURPOSE)])
        items.append(
            AttentionItem("wait", "ознакомьтесь", line.document.title, "", "Открыть", url=url, order=30)
        )
    if viewer.role == Role.CURATOR:
        items += _for_curator()
    return items


def _of_site(viewer: Viewer) -> list[AttentionItem]:
    """A consent withdrawn after the files went out: the portal cannot take them off the institution's own site."""
    tasks = site_tasks(viewer.membership.organization)
    if not tasks:
        return []
    what = tasks[0].told
    if len(tasks) > 1:
        what += f" и ещё {len(tasks) - 1}"
    url = reverse("reports:public_edit")
    return [AttentionItem("bad", "сайт", what, tasks[0].why, "Открыть", url=url, order=8)]


def _for_curator() -> list[AttentionItem]:
    counts = waiting_counts()
    if not counts["people"]:
        return []
    what = counted(counts["people"], "человек", "человека", "человек") + " не ознакомлены с приказами"
    url = reverse("reports:documents")
    return [AttentionItem("info", "ознакомление", what, action="Напомнить", url=url, order=70)]
