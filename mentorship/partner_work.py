"""What the shell is told of partners: navigation, attention, search."""

from __future__ import annotations

from django.urls import reverse

from core import russian
from core.registries import AttentionItem, NavItem, SearchHit, Viewer
from core.searching import search_condition, search_words
from mentorship.models import Agreement
from mentorship.partner_enums import REMIND_DAYS, PartnerState
from mentorship.permissions import MANAGE_PARTNERS, VIEW_PARTNERS
from mentorship.selectors.partners import agreements_to_remind, partners_visible_to

MONTH, WEEK = REMIND_DAYS


def navigation(viewer: Viewer) -> list[NavItem]:
    """«Партнёры» with the number of those in work."""
    if not VIEW_PARTNERS.allows(viewer.membership):
        return []
    number = partners_visible_to(viewer.membership).filter(state=PartnerState.ACTIVE).count()
    prefixes = ("mentorship:partner", "mentorship:agreement", "mentorship:employer")
    return [
        NavItem(
            "Партнёры", reverse("mentorship:partners"), "Люди", 240, number or None, active_prefixes=prefixes
        )
    ]


def attention(viewer: Viewer) -> list[AttentionItem]:
    """Agreements that end within 30 days, and within 7: one query."""
    if not MANAGE_PARTNERS.allows(viewer.membership):
        return []
    rows = agreements_to_remind(viewer.today)
    soon = [one for one in rows if (one.ends_on - viewer.today).days <= WEEK]
    later = rows[len(soon) :]
    found = []
    for group, tone, order in ((soon, "bad", 22), (later, "wait", 45)):
        if group:
            found.append(_reminder(group, viewer, tone, order))
    return found


def _reminder(group: list[Agreement], viewer: Viewer, tone: str, order: int) -> AttentionItem:
    first = group[0]
    left = (first.ends_on - viewer.today).days
    days = russian.counted(left, "день", "дня", "дней") if left else "сегодня последний день"
    single = len(group) == 1
    if single:
        what = f"Кончается соглашение: {first.partner}"
    else:
        number = russian.counted(len(group), "соглашение", "соглашения", "соглашений")
        what = f"{number} с партнёрами: срок кончается"
    return AttentionItem(
        tone,
        f"осталось {days}" if left else days,
        what,
        f"Действует по {russian.date_short(first.ends_on)}. Заключите новое или продлите.",
        "Открыть карточку" if single else f"Посмотреть {len(group)}",
        reverse("mentorship:partner", args=[first.partner_id])
        if single
        else f"{reverse('mentorship:partners')}?agreement=soon",
        order,
    )


def search(viewer: Viewer, text: str, limit: int) -> list[SearchHit]:
    """Partners by any part of the name or by ИНН."""
    if not VIEW_PARTNERS.allows(viewer.membership) or not search_words(text):
        return []
    found = partners_visible_to(viewer.membership).filter(
        search_condition(text, folded=("search_key",), plain=("inn",))
    )
    return [
        SearchHit(
            "Партнёр", one.short_name, reverse("mentorship:partner", args=[one.pk]), one.get_kind_display()
        )
        for one in found[:limit]
    ]
