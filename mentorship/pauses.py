"""Pairs at rest for want of a consent, told to whoever may cure it."""

from __future__ import annotations

from django.urls import reverse

from core.registries import AttentionItem, Viewer
from mentorship.models import Pair
from mentorship.permissions import MANAGE_PAIRS
from mentorship.selectors.pauses import pauses

_SHOWN = 5
ACTIONS = {"consent.term_repaired": "Исправлен последний день согласия"}


def attention(viewer: Viewer) -> list[AttentionItem]:
    """A row for each of the first pairs that rest without a consent: who, why, and where it is cured."""
    if viewer.programme is None or not MANAGE_PAIRS.allows(viewer.membership):
        return []
    return [
        AttentionItem(
            "bad",
            "пара приостановлена",
            f"{name_of(pause.pair)}: {'; '.join(pause.lost)}",
            pause.reason,
            "Открыть пару",
            reverse("mentorship:pair", kwargs={"pk": pause.pair.pk}),
            12,
        )
        for pause in pauses(viewer.membership, viewer.programme, day=viewer.today)
        if pause.lost
    ][:_SHOWN]


def name_of(pair: Pair) -> str:
    """«Образцов П. И. и Тестова А. С.»; of a group the first mentee and how many more."""
    names = [place.mentee.person.short_name for place in pair.places.all() if place.is_live]
    more = f" и ещё {len(names) - 1}" if len(names) > 1 else ""
    return f"{pair.mentor.person.short_name} и {names[0]}{more}" if names else pair.mentor.person.short_name
