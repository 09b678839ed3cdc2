"""Graduates and those who might join them, as lists."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.addresses import row_address
from core.tables import DASH, ActionColumn, ChipColumn, LinkColumn, NumberColumn, PortalTable
from core.ui import opens
from mentorship.models.alumnus import READINESS, Alumnus
from mentorship.partner_enums import AlumnusState
from mentorship.partner_words import ALUMNUS_TONES

SHORT = {
    "ready_mentor": "наставник",
    "ready_tell": "расскажет о профессии",
    "ready_practice": "практика, экскурсия",
    "ready_donate": "средства, оборудование",
}


class AlumnusTable(PortalTable):
    name = LinkColumn(
        accessor="person__full_name",
        verbose_name="Фамилия, имя, отчество",
        order_by=("person__search_key", "pk"),
        to=lambda alumnus: row_address("mentorship:alumnus", alumnus.pk),
    )
    left_year = NumberColumn(verbose_name="Год выпуска", order_by=("left_year", "pk"))
    programme = tables.Column("Программа", accessor="programme__title", orderable=False)
    where = tables.Column("Где теперь", empty_values=(), accessor="work_place", orderable=False)
    ready = tables.Column("Готов помочь", empty_values=(), accessor="pk", orderable=False)
    state = ChipColumn(verbose_name="Связь", tones=ALUMNUS_TONES)
    consent_on = tables.Column("Согласие от", visible=False)
    phone = tables.Column("Телефон", accessor="person__phone", visible=False)
    email = tables.Column("Почта", accessor="person__email", visible=False)
    act = ActionColumn()

    class Meta(PortalTable.Meta):
        order_by = "name"

    @staticmethod
    def row_name(record: Any) -> str:
        return str(record.person.full_name)

    def render_left_year(self, value: int) -> str:
        return str(value)  # a year is no quantity: «2 026» would be wrong

    def value_left_year(self, value: int) -> int:
        return value

    def render_where(self, record: Alumnus) -> str:
        parts = (
            f"учится: {record.study_place}" if record.study_place else "",
            f"работает: {record.work_place}" if record.work_place else "",
        )
        return "; ".join(part for part in parts if part) or DASH

    value_where = render_where

    def render_ready(self, record: Alumnus) -> str:
        return ", ".join(SHORT[name] for name in READINESS if getattr(record, name)) or DASH

    value_ready = render_ready

    def render_act(self, record: Any) -> SafeString | str:
        address = reverse("mentorship:alumnus_consent", args=[record.pk])
        if record.state == AlumnusState.WAITING and opens(address):
            return format_html('<a class="btn btn-sm" href="{}">Согласие</a>', address)
        return "наставник" if record.is_mentor else ""


class MightJoinTable(PortalTable):
    name = LinkColumn(
        accessor="full_name",
        verbose_name="Фамилия, имя, отчество",
        order_by=("search_key", "pk"),
        to=lambda person: row_address("mentorship:person", person.pk),
    )
    group = tables.Column("Группа")
    category = tables.Column("Категория")
    finished_in = tables.Column("Прошёл программу", orderable=False)

    class Meta(PortalTable.Meta):
        order_by = "name"
