"""What is guarded apart — sensitive records and third persons' notes — in attention, navigation and history."""

from __future__ import annotations

from django.urls import reverse

from core import russian
from core.registries import AttentionItem, Viewer
from mentorship.permissions import VIEW_SENSITIVE
from mentorship.selectors.sensitive import outdated

ACTIONS = {
    "category.added": "Добавлена категория наставляемых",
    "category.edited": "Изменена категория наставляемых",
    "category.hidden": "Категория скрыта",
    "category.shown": "Категория снова предлагается",
    "sensitive_kind.added": "Добавлен вид особых сведений",
    "sensitive_kind.edited": "Изменён вид особых сведений",
    "sensitive_kind.hidden": "Вид особых сведений скрыт",
    "sensitive_kind.shown": "Вид особых сведений снова предлагается",
    "sensitive.recorded": "Внесены особые сведения",
    "sensitive.edited": "Изменены особые сведения",
    "sensitive.removed": "Удалены особые сведения",
    "sensitive.read": "Открыты особые сведения",
    "sensitive.erased": "Особые сведения уничтожены",
}


def attention(viewer: Viewer) -> list[AttentionItem]:
    """Records whose document has run out, without names: what is not needed any more is destroyed."""
    if viewer.programme is None or not VIEW_SENSITIVE.allows(viewer.membership):
        return []
    rows = list(outdated(viewer.membership, viewer.programme, viewer.today)[:50])
    if not rows:
        return []
    number = russian.counted(len(rows), "запись", "записи", "записей")
    return [
        AttentionItem(
            "wait", "срок вышел", f"Особые сведения: {number} с документом, срок которого вышел",
            "Внесите новый документ или удалите запись.", "Открыть",
            reverse("mentorship:sensitive", args=[rows[0].person_id]), 45,
        )
    ]  # fmt: skip
