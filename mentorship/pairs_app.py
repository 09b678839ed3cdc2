"""What the life of pairs registers when the app starts: words of history, personal data, links to people."""

from __future__ import annotations

from typing import Any

from django.db import models

from core import history, registries
from core.registries import OnErase, OnMerge, PersonalDataSource, PersonLink
from mentorship.models import PairVerdict

ACTIONS = {
    "pair.verdict": "Ответ о совместимости",
}
NAMES_OF_KEYS = {
    "side": "Сторона",
    "verdict": "Ответ",
}


def export_life(person: models.Model) -> list[dict[str, Any]]:
    return [
        {
            "пара": one.pair_id,
            "ответ": one.get_verdict_display(),
            "пояснение": one.note,
            "когда": str(one.said_on),
        }
        for one in PairVerdict.objects.filter(person=person)
    ]


def erase_life(person: models.Model) -> int:
    """That somebody answered stays as a nameless fact of the pair; their words go."""
    return PairVerdict.objects.filter(person=person).exclude(note="").update(note="")


def ready() -> None:
    registries.personal_data.register(
        PersonalDataSource("Жизнь пар: ответы", (PairVerdict,), export_life, erase_life)
    )
    registries.person_links.register(
        PersonLink(PairVerdict, "person", "Ответы о совместимости", OnMerge.MOVE, OnErase.SOURCE)
    )
    history.ACTIONS.update(ACTIONS)
    history.NAMES_OF_KEYS.update(NAMES_OF_KEYS)
