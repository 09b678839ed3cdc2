"""Events and the people on their lists."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone

from core.tables import ChipColumn, LinkColumn, NumberColumn, PortalTable, chip, row_address
from mentorship.event_enums import EVENT_TONES, VISIT_TONES


class EventTable(PortalTable):
    title = LinkColumn(verbose_name="Мероприятие", to=lambda row: row_address("mentorship:event", row.pk))
    starts_at = tables.Column("Когда")
    kind = tables.Column("Вид", accessor="kind__title", order_by=("kind__title", "pk"))
    place = tables.Column("Место", orderable=False)
    state = ChipColumn(
        verbose_name="Состояние", tones={str(state): tone for state, tone in EVENT_TONES.items()}
    )
    seats = NumberColumn(verbose_name="Записаны", accessor="seated", order_by=("seated", "pk"))
    waiting = NumberColumn(verbose_name="Ждут места")
    came = NumberColumn(verbose_name="Были")

    class Meta(PortalTable.Meta):
        order_by = "-starts_at"

    def render_seats(self, record: Any) -> str:
        return f"{record.seated} из {record.capacity}" if record.capacity else str(record.seated)

    value_seats = render_seats

    def render_place(self, record: Any) -> str:
        return record.place or "онлайн"

    value_place = render_place


class VisitTable(PortalTable):
    person = LinkColumn(
        verbose_name="Участник",
        accessor="person__full_name",
        to=lambda row: row_address("mentorship:person", row.person_id),
        order_by=("person__search_key", "pk"),
    )
    group = tables.Column("Группа, должность", empty_values=(), orderable=False)
    role_told = tables.Column("Кто", orderable=False, empty_values=())
    state = ChipColumn(verbose_name="Место", tones={str(state): tone for state, tone in VISIT_TONES.items()})
    source = tables.Column("Как записан")
    attended_at = tables.Column("Был", empty_values=())

    class Meta(PortalTable.Meta):
        order_by = "person"

    @staticmethod
    def row_name(record: Any) -> str:
        return str(record.person.full_name)

    def render_group(self, record: Any) -> str:
        return str(record.person.group or record.person.position)

    value_group = render_group

    def render_role_told(self, record: Any) -> str:
        return str(getattr(record, "role_told", ""))

    value_role_told = render_role_told

    def render_attended_at(self, record: Any) -> Any:
        if record.attended_at is None:
            return "—"
        return chip(f"{timezone.localtime(record.attended_at):%H:%M}", "ok")

    def value_attended_at(self, record: Any) -> str:
        return f"{timezone.localtime(record.attended_at):%d.%m.%Y %H:%M}" if record.attended_at else ""
