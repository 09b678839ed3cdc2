"""People by kinds of consent."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.tables import DASH, LinkColumn, PortalTable
from mentorship.enums import ConsentKind, ConsentState
from mentorship.tones import CONSENT_TONES


class KindColumn(tables.Column):
    """The state of a person's consent of one kind; a dash where the portal asks for none."""

    def __init__(self, kind: str, header: str, **extra: Any) -> None:
        super().__init__(header, accessor=f"consent_{kind}", orderable=False, **extra)

    def render(self, value: str) -> SafeString:
        tone = CONSENT_TONES[value]
        shape = f"chip chip-{tone}" if tone else "chip"
        return format_html('<span class="{}">{}</span>', shape, ConsentState(value).label)

    def value(self, value: str) -> str:
        return str(ConsentState(value).label)


class ConsentMatrixTable(PortalTable):
    name = LinkColumn(
        accessor="full_name",
        verbose_name="Кто",
        order_by=("last_name", "first_name", "middle_name"),
        to=lambda person: reverse("mentorship:person", args=[person.pk]),
    )
    group = tables.Column("Группа")
    processing = KindColumn(ConsentKind.PROCESSING, "Обработка", default="не определено")
    participation = KindColumn(ConsentKind.PARTICIPATION, "Участие", default=DASH)
    employee = KindColumn(ConsentKind.EMPLOYEE_MENTORING, "Ст. 351.8 ТК", default=DASH)
    psychological = KindColumn(ConsentKind.PSYCHOLOGICAL, "Помощь психолога", default=DASH)
    distribution = KindColumn(ConsentKind.DISTRIBUTION, "Распространение", default=DASH)

    class Meta(PortalTable.Meta):
        order_by = "name"
