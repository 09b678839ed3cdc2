"""Bans of pairs as a list."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.tables import ActionColumn, PortalTable


class BanTable(PortalTable):
    mentor = tables.Column("Наставник", accessor="mentor__full_name", order_by=("mentor__search_key",))
    mentee = tables.Column("Наставляемый", accessor="mentee__full_name", order_by=("mentee__search_key",))
    kind = tables.Column("Почему")
    reason = tables.Column("Причина")
    created_at = tables.DateColumn(verbose_name="С какого дня", format="d.m.Y")
    lifted_at = tables.DateColumn(verbose_name="Снят", format="d.m.Y")
    lift_reason = tables.Column("Почему снят", visible=False)
    act = ActionColumn()

    class Meta(PortalTable.Meta):
        order_by = "-created_at"

    def render_act(self, record: Any) -> SafeString | str:
        if record.lifted_at:
            return ""
        return format_html(
            '<a class="btn btn-sm" href="{}">Снять<span class="visually-hidden">: {} и {}</span></a>',
            reverse("mentorship:ban_lift", args=[record.pk]),
            record.mentor.short_name,
            record.mentee.short_name,
        )
