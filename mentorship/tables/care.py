"""Tasks of care as a list."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables

from core.tables import DASH, ChipColumn, LinkColumn, PortalTable, row_address
from mentorship.care_enums import CARE_TONES
from mentorship.pauses import name_of


class CareTable(PortalTable):
    text = LinkColumn(
        verbose_name="Что случилось",
        orderable=False,
        to=lambda task: row_address("mentorship:care_task", task.pk),
    )
    whom = tables.Column("О ком", empty_values=(), orderable=False, accessor="pk")
    kind = tables.Column("Повод")
    due_on = tables.Column("Срок", order_by=("due_on", "pk"))
    state = ChipColumn(
        verbose_name="Состояние", tones={str(state): tone for state, tone in CARE_TONES.items()}
    )
    taken_by = tables.Column("Кто взял", accessor="taken_by__full_name", orderable=False)

    class Meta(PortalTable.Meta):
        order_by = "due_on"

    def render_text(self, value: str) -> str:
        return value if len(value) <= 120 else f"{value[:117].rstrip()}…"

    def value_text(self, value: str) -> str:
        return value

    def render_whom(self, record: Any) -> str:
        return whom(record)

    value_whom = render_whom


def whom(task: Any) -> str:
    """The person, or the pair's people, as a row names them."""
    if task.person is not None:
        return str(task.person.short_name)
    return name_of(task.pair) if task.pair is not None else DASH
