"""Deputations as a list."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.russian import date_short
from core.tables import ActionColumn, ChipColumn, LinkColumn, PortalTable, row_address
from mentorship.care_enums import DEPUTATION_TONES
from mentorship.domain.deputations import LIVING


class DeputationTable(PortalTable):
    absent = LinkColumn(
        accessor="absent__user__full_name",
        verbose_name="Кто отсутствует",
        orderable=False,
        to=lambda row: row_address("mentorship:deputation_act", row.pk),
    )
    deputy = tables.Column("Кто замещает", accessor="deputy__full_name", orderable=False)
    period = tables.Column("Дни", empty_values=(), order_by=("starts_on", "pk"), accessor="starts_on")
    reason = tables.Column("Причина", orderable=False)
    state = ChipColumn(
        verbose_name="Состояние", tones={str(state): tone for state, tone in DEPUTATION_TONES.items()}
    )
    act = ActionColumn()

    class Meta(PortalTable.Meta):
        order_by = "-period"

    def render_period(self, record: Any) -> str:
        return f"{date_short(record.starts_on)} – {date_short(record.ends_on)}"

    value_period = render_period

    def render_act(self, record: Any) -> SafeString:
        act = row_address("mentorship:deputation_act", record.pk)
        if record.state not in LIVING:
            return format_html('<a class="btn btn-sm" href="{}">Акт</a>', act)
        end = row_address("mentorship:deputation_end", record.pk)
        return format_html(
            '<a class="btn btn-sm" href="{}">Акт</a> <a class="btn btn-sm" href="{}">Закончить</a>', act, end
        )
