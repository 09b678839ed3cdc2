"""Practices as a list."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables

from core.tables import ChipColumn, LinkColumn, PortalTable, row_address
from mentorship.practice_enums import PRACTICE_TONES


class PracticeTable(PortalTable):
    title = LinkColumn(verbose_name="Практика", to=lambda row: row_address("mentorship:practice", row.pk))
    project = tables.Column("Форма", accessor="pair__project__title", order_by=("pair__project__title", "pk"))
    mentor = tables.Column("Наставник", accessor="pair__mentor__person__short_name", orderable=False)
    state = ChipColumn(
        verbose_name="Состояние", tones={str(state): tone for state, tone in PRACTICE_TONES.items()}
    )
    is_named = tables.Column("Имена")
    published_on = tables.Column("Опубликована", visible=False)
    words = tables.Column("Согласны", empty_values=(), orderable=False)

    class Meta(PortalTable.Meta):
        order_by = "title"

    def render_is_named(self, value: bool) -> str:
        return "с именами" if value else "без имён"

    value_is_named = render_is_named

    def render_words(self, record: Any) -> str:
        return f"{record.agreed} из {record.asked}"

    value_words = render_words
