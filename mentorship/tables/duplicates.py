"""The queue of possible duplicates as a list."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.tables import ActionColumn, ChipColumn, LinkColumn, PortalTable
from mentorship.models import Person


def _detail(person: Person) -> str:
    born = f"{person.birth_date:%d.%m.%Y}" if person.birth_date else "дата рождения не указана"
    return ", ".join(part for part in (born, person.group or person.position or person.employer) if part)


class DuplicateTable(PortalTable):
    first = LinkColumn(
        accessor="first__full_name",
        verbose_name="Карточка",
        order_by=("first__last_name", "first__first_name"),
        to=lambda pair: reverse("mentorship:person_merge", args=[pair.first_id, pair.second_id]),
    )
    about_first = tables.Column("О ней", empty_values=(), orderable=False, accessor="first")
    second = tables.Column("Похожая карточка", accessor="second__full_name", order_by=("second__last_name",))
    about_second = tables.Column("О похожей", empty_values=(), orderable=False, accessor="second")
    level = ChipColumn(
        verbose_name="Насколько", tones={"3": "bad", "2": "wait", "1": "info"}, order_by=("score",)
    )
    reasons = tables.Column("Почему", orderable=False)
    act = ActionColumn()

    class Meta(PortalTable.Meta):
        order_by = "-level"

    def render_about_first(self, record: Any) -> str:
        return _detail(record.first)

    def render_about_second(self, record: Any) -> str:
        return _detail(record.second)

    def render_reasons(self, value: list[str]) -> str:
        return "; ".join(value)

    value_about_first, value_about_second, value_reasons = (
        render_about_first,
        render_about_second,
        render_reasons,
    )

    def render_act(self, record: Any) -> SafeString:
        return format_html(
            '<a class="btn btn-sm" href="{}">Сравнить</a>',
            reverse("mentorship:person_merge", args=[record.first_id, record.second_id]),
        )
