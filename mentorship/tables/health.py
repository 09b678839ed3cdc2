"""The health of pairs as a list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.tables import ActionColumn, LinkColumn, NumberColumn, PortalTable, chip, row_address
from mentorship.care_enums import HEALTH_TONES, Health
from mentorship.selectors.health import reasons_of


class HealthTable(PortalTable):
    name = LinkColumn(
        accessor="mentor__person__short_name",
        verbose_name="Наставник",
        order_by=("mentor__person__last_name", "mentor__person__first_name", "pk"),
        to=lambda pair: row_address("mentorship:pair_meetings", pair.pk),
    )
    mentees = tables.Column("Наставляемые", empty_values=(), orderable=False, accessor="pk")
    health = tables.Column("Сигнал", order_by=("health", "pulse__due_on", "pk"))
    why = tables.Column("Почему", empty_values=(), orderable=False, accessor="pk")
    last_met = tables.Column("Последняя встреча", order_by=("last_met", "pk"))
    held = NumberColumn(verbose_name="Встреч", accessor="pulse__held")
    form = tables.Column(
        "Форма", accessor="project__form__title", visible=False, order_by=("project__form__order", "pk")
    )
    act = ActionColumn()

    class Meta(PortalTable.Meta):
        order_by = "-health"

    def __init__(self, *args: Any, day: dt.date, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.day = day

    def render_mentees(self, record: Any) -> str:
        return ", ".join(one.mentee.person.short_name for one in record.places.all() if one.left_on is None)

    value_mentees = render_mentees

    def render_health(self, value: int) -> SafeString:
        level = Health(value)
        return chip(str(level.label), HEALTH_TONES[level])

    def value_health(self, value: int) -> str:
        return str(Health(value).label)

    def render_why(self, record: Any) -> SafeString:
        rows = ((reason.text,) for reason in reasons_of(record.pulse, self.day))
        return format_html_join(SafeString("<br>"), "{}", rows)

    def value_why(self, record: Any) -> str:
        return "; ".join(reason.text for reason in reasons_of(record.pulse, self.day))

    def render_act(self, record: Any) -> SafeString:
        address = row_address("mentorship:pair", record.pk)
        return format_html('<a class="btn btn-sm" href="{}">Пара</a>', address)
