"""Requests of people about their own data as a list."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.tables import ActionColumn, PortalTable


class DataRequestTable(PortalTable):
    person = tables.Column("Кто", accessor="person__full_name", order_by=("person__last_name",))
    received_on = tables.Column("Получен")
    due_on = tables.Column("Ответить до")
    made_on = tables.Column("Архив собран")
    act = ActionColumn()

    class Meta(PortalTable.Meta):
        order_by = "-received_on"

    def render_act(self, record: Any) -> SafeString | str:
        if record.archive_id is None:
            return ""
        return format_html(
            '<a class="btn btn-sm" href="{}">Скачать</a>',
            reverse("core:file", kwargs={"pk": record.archive_id}),
        )
