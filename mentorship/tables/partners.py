"""Partners as a list."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.addresses import row_address
from core.tables import DASH, ChipColumn, LinkColumn, NumberColumn, PortalTable
from mentorship.partner_enums import AgreementState
from mentorship.partner_words import AGREEMENT_TONES, PARTNER_TONES


class PartnerTable(PortalTable):
    name = LinkColumn(
        accessor="short_name",
        verbose_name="Наименование",
        order_by=("search_key", "pk"),
        to=lambda partner: row_address("mentorship:partner", partner.pk),
    )
    kind = tables.Column("Вид")
    inn = tables.Column("ИНН", attrs={"td": {"class": "nowrap"}})
    agreement = tables.Column("Соглашение", empty_values=(), accessor="agreement_state", orderable=False)
    ends = tables.Column("Действует по", accessor="agreement_ends", orderable=False)
    mentors = NumberColumn(verbose_name="Наставников", accessor="mentor_count", orderable=False, default="0")
    state = ChipColumn(verbose_name="Состояние", tones=PARTNER_TONES)
    full_name = tables.Column("Полное наименование", visible=False)
    ogrn = tables.Column("ОГРН", visible=False)
    kpp = tables.Column("КПП", visible=False)
    address = tables.Column("Адрес", visible=False)
    head = tables.Column("Руководитель", accessor="head_name", visible=False)
    phone = tables.Column("Телефон", visible=False)
    email = tables.Column("Почта", visible=False)

    class Meta(PortalTable.Meta):
        order_by = "name"

    def render_agreement(self, record: Any) -> SafeString | str:
        state = record.agreement_state
        if not state:
            return DASH
        tone = AGREEMENT_TONES[state]
        label = AgreementState(state).label.lower()
        return format_html('<span class="{}">{}</span>', f"chip chip-{tone}" if tone else "chip", label)

    def value_agreement(self, record: Any) -> str:
        return AgreementState(record.agreement_state).label if record.agreement_state else ""
