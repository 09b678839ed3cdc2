"""Rounds of awards as a list."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables

from core.russian import date_short
from core.tables import ChipColumn, LinkColumn, NumberColumn, PortalTable, row_address
from mentorship.award_enums import ROUND_TONES


class RoundTable(PortalTable):
    title = LinkColumn(verbose_name="Конкурс", to=lambda row: row_address("mentorship:award", row.pk))
    award = tables.Column("Награда", accessor="award__title", order_by=("award__title", "pk"))
    subject = tables.Column("Кого")
    opens_on = tables.Column("Заявки")
    state = ChipColumn(
        verbose_name="Состояние", tones={str(state): tone for state, tone in ROUND_TONES.items()}
    )
    waiting = NumberColumn(verbose_name="Ждут решения")
    nominated = NumberColumn(verbose_name="Допущено")
    jurors = NumberColumn(verbose_name="Жюри")

    class Meta(PortalTable.Meta):
        order_by = "-opens_on"

    def render_opens_on(self, record: Any) -> str:
        return f"{date_short(record.opens_on)} – {date_short(record.closes_on)}"

    value_opens_on = render_opens_on
