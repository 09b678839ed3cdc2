"""Working pairs at the end of the year, with what each misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.tables import ChipColumn, LinkColumn, PortalTable, chip
from mentorship.selectors.pair_gaps import tell_gaps
from mentorship.tables.telling import told
from mentorship.tones import PAIR_TONES

NOTHING = "всё собрано"


class ClosingTable(PortalTable):
    name = LinkColumn(
        accessor="mentor__person__full_name",
        verbose_name="Наставник",
        order_by=("mentor__person__last_name", "mentor__person__first_name"),
        to=lambda pair: reverse("mentorship:pair", args=[pair.pk]),
    )
    mentees = tables.Column("Наставляемые", empty_values=(), orderable=False, accessor="pk")
    project = tables.Column("Форма", accessor="project__form__title", order_by=("project__form__order",))
    state = ChipColumn(verbose_name="Состояние", tones=PAIR_TONES)
    period_end = tables.Column("Работает до")
    gaps = tables.Column("Чего не хватает", empty_values=(), orderable=False, accessor="pk")

    class Meta(PortalTable.Meta):
        order_by = "name"

    def _names(self, record: Any) -> list[str]:
        return [place.mentee.person.full_name for place in record.places.all() if place.is_live]

    def values_for_export(self, records: Iterable[Any] | None = None) -> Iterator[list[Any]]:
        return super().values_for_export(told(self.data.data if records is None else records, tell_gaps))

    def render_mentees(self, record: Any) -> SafeString:
        return format_html_join(SafeString("<br>"), "{}", ((name,) for name in self._names(record)))

    def value_mentees(self, record: Any) -> str:
        return ", ".join(self._names(record))

    def render_gaps(self, record: Any) -> SafeString:
        if not record.gaps:
            return chip(NOTHING, "ok")
        return format_html_join(SafeString("<br>"), "{}", ((line,) for line in record.gaps))

    def value_gaps(self, record: Any) -> str:
        return "; ".join(record.gaps) or NOTHING
