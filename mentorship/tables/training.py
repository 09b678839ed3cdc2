"""Courses and groups as lists."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables

from core.addresses import row_address
from core.russian import date_short
from core.tables import ChipColumn, LinkColumn, NumberColumn, PortalTable
from mentorship.training_enums import GROUP_TONES


class GroupTable(PortalTable):
    title = LinkColumn(verbose_name="Группа", to=lambda row: row_address("mentorship:training", row.pk))
    course = tables.Column("Курс", accessor="course__title", order_by=("course__title", "pk"))
    leader = tables.Column("Ведёт", orderable=False)
    period = tables.Column("Занятия", empty_values=(), order_by=("starts_on", "pk"))
    state = ChipColumn(
        verbose_name="Состояние", tones={str(state): tone for state, tone in GROUP_TONES.items()}
    )
    seats = NumberColumn(verbose_name="Учатся", accessor="seated", order_by=("seated", "pk"))
    completed = NumberColumn(verbose_name="Обучены")

    class Meta(PortalTable.Meta):
        order_by = "-period"

    def render_period(self, record: Any) -> str:
        return f"{date_short(record.starts_on)} – {date_short(record.ends_on)}"

    value_period = render_period

    def render_seats(self, record: Any) -> str:
        return f"{record.seated} из {record.capacity}"

    value_seats = render_seats


class CourseTable(PortalTable):
    title = LinkColumn(verbose_name="Курс", to=lambda row: row_address("mentorship:course", row.pk))
    kind = tables.Column("Вид")
    hours = NumberColumn(verbose_name="Часов")
    group_count = NumberColumn(verbose_name="Групп")
    trained_count = NumberColumn(verbose_name="Обучено")
    is_archived = tables.Column("В архиве")

    class Meta(PortalTable.Meta):
        order_by = "title"

    def render_is_archived(self, value: bool) -> str:
        return "да" if value else "нет"

    value_is_archived = render_is_archived
