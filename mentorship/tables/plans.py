"""Development plans as a list."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables

from core.addresses import row_address
from core.russian import date_short
from core.tables import ChipColumn, LinkColumn, PortalTable
from mentorship.plan_enums import PLAN_TONES


class PlanTable(PortalTable):
    name = LinkColumn(
        accessor="mentee__person__full_name",
        verbose_name="Наставляемый",
        order_by=("mentee__sort_name", "pk"),
        to=lambda row: row_address("mentorship:plan", row.pk),
    )
    mentor = tables.Column(
        "Наставник", accessor="pair__mentor__person__full_name", order_by=("pair__mentor__sort_name", "pk")
    )
    form = tables.Column("Форма", accessor="project__form__title", order_by=("project__form__order", "pk"))
    state = ChipColumn(
        verbose_name="Состояние", tones={str(state): tone for state, tone in PLAN_TONES.items()}
    )
    aims = tables.Column("Цели", empty_values=(), orderable=False)
    done = tables.Column("Шаги", empty_values=(), orderable=False)
    approved_on = tables.DateColumn(verbose_name="Утверждён", format="d.m.Y")
    completed_on = tables.DateColumn(verbose_name="Завершён", format="d.m.Y", visible=False)
    period = tables.Column("Период", empty_values=(), order_by=("period_start", "pk"))

    class Meta(PortalTable.Meta):
        order_by = "name"

    def render_aims(self, record: Any) -> str:
        return f"{record.reached_count}\u00a0из\u00a0{record.goal_count}"

    value_aims = render_aims

    def render_done(self, record: Any) -> str:
        return f"{record.done_count}\u00a0из\u00a0{record.step_count}"

    value_done = render_done

    def render_period(self, record: Any) -> str:
        return f"{date_short(record.period_start)} – {date_short(record.period_end)}"

    value_period = render_period
