"""Consents and pairs as lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.russian import date_short
from core.tables import DASH, ActionColumn, ChipColumn, LinkColumn, NumberColumn, PortalTable, chip
from core.ui import opens
from mentorship.enums import OPEN_PAIR_STATES, ConsentState
from mentorship.models import Pair
from mentorship.pair_slots import tell_health
from mentorship.tables.telling import told
from mentorship.tones import CONSENT_TONES, PAIR_TONES


class ConsentTable(PortalTable):
    name = LinkColumn(
        accessor="person__full_name",
        verbose_name="За кого",
        order_by=("person__last_name", "person__first_name", "person__middle_name"),
        to=lambda consent: reverse("mentorship:consent", args=[consent.pk]),
    )
    group = tables.Column("Группа", accessor="person__group")
    kind = tables.Column("Вид")
    signer = tables.Column("Кто подписывает", empty_values=(), orderable=False)
    state = ChipColumn(verbose_name="Состояние", tones=CONSENT_TONES)
    signed_on = tables.Column("Подписано")
    valid_until = tables.Column("Действует до")
    original_place = tables.Column("Где оригинал", visible=False)
    act = ActionColumn()

    class Meta(PortalTable.Meta):
        order_by = "name"

    def render_signer(self, record: Any) -> str:
        who = record.representative.short_name if record.representative else "представитель не указан"
        if record.signer == "self":
            return "сам"
        return f"{who} и подросток" if record.signer == "both" else who

    value_signer = render_signer

    def render_act(self, record: Any) -> SafeString | str:
        address = reverse("mentorship:consent_sign", args=[record.pk])
        if record.state not in {ConsentState.NEEDED, ConsentState.ISSUED} or not opens(address):
            return ""
        return format_html('<a class="btn btn-sm" href="{}">Подписано</a>', address)


class PairTable(PortalTable):
    name = LinkColumn(
        accessor="mentor__person__full_name",
        verbose_name="Наставник",
        to=lambda pair: reverse("mentorship:pair", args=[pair.pk]),
    )
    mentees = tables.Column("Наставляемые", empty_values=(), orderable=False, accessor="pk")
    project = tables.Column("Форма", accessor="project__form__title", order_by=("project__form__order",))
    state = ChipColumn(verbose_name="Состояние", tones=PAIR_TONES)
    health = tables.Column("Как живёт", empty_values=(), orderable=False, accessor="pk")
    score = NumberColumn(verbose_name="Оценка", visible=False)
    why = tables.Column("Почему", empty_values=(), orderable=False, accessor="reasons")
    order = tables.Column(
        "Приказ", empty_values=(), orderable=False, accessor="order_number", attrs={"td": {"class": "nowrap"}}
    )
    ended_on = tables.Column("Закончила", visible=False)
    joined = tables.Column("Вошли позже", empty_values=(), orderable=False, accessor="pk", visible=False)
    left = tables.Column("Вышли раньше", empty_values=(), orderable=False, accessor="pk", visible=False)
    continued = tables.Column(
        "Продолжена с наставником", empty_values=(), orderable=False, accessor="pk", visible=False
    )

    class Meta(PortalTable.Meta):
        order_by = "name"

    def values_for_export(self, records: Iterable[Any] | None = None) -> Iterator[list[Any]]:
        return super().values_for_export(told(self.data.data if records is None else records, tell_pairs))

    def order_name(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """By the name that the mentor's place keeps. Both conditions hold for every pair: with them the index of names
        gives the first page at once, else twenty thousand pairs are joined and sorted for it."""
        sign = "-" if is_descending else ""
        rows = queryset.filter(mentor__programme=F("programme"), mentor__is_absorbed=False)
        return rows.order_by(f"{sign}mentor__sort_name", f"{sign}mentor_id", f"{sign}pk"), True

    def _names(self, record: Any) -> list[str]:
        return [place.mentee.person.full_name for place in record.places.all()]

    def render_mentees(self, record: Any) -> SafeString:
        return format_html_join(SafeString("<br>"), "{}", ((name,) for name in self._names(record)))

    def value_mentees(self, record: Any) -> str:
        return ", ".join(self._names(record))

    def render_joined(self, record: Any) -> str:
        return _days(record, "joined_on")

    def value_joined(self, record: Any) -> str:
        return _days(record, "joined_on")

    def render_left(self, record: Any) -> str:
        return _days(record, "left_on")

    def value_left(self, record: Any) -> str:
        return _days(record, "left_on")

    def render_continued(self, record: Any) -> str:
        return record.told_continued or DASH

    def value_continued(self, record: Any) -> str:
        return str(record.told_continued)

    def render_health(self, record: Any) -> SafeString | str:
        known = record.told_health
        return chip(known.label, known.tone) if known else DASH

    def value_health(self, record: Any) -> str:
        known = record.told_health
        return f"{known.label}: {'; '.join(known.why)}" if known else ""

    def render_why(self, record: Any) -> str:
        if record.state not in OPEN_PAIR_STATES:
            return DASH
        words = [reason["text"] for reason in record.reasons if (reason.get("points") or 0) > 0][:2]
        return "; ".join(words) or ("составлена вручную" if record.score is None else DASH)

    value_why = render_why

    def render_order(self, record: Any) -> str:
        return f"от {record.order_date:%d.%m.%Y} № {record.order_number}" if record.order_date else DASH

    value_order = render_order


def _days(pair: Any, column: str) -> str:
    """«Примерова Анна, 18.02.2027» of every place that has the day; of those who left with the pair nothing."""
    return "; ".join(
        f"{place.mentee.person.full_name}, {date_short(day)}"
        for place in pair.places.all()
        if (day := getattr(place, column)) and not (column == "left_on" and place.closed_with_pair)
    )


def tell_pairs(pairs: list[Any]) -> None:
    """What shown or exported pairs do not hold themselves: their health, and who goes on with their mentees."""
    tell_health(pairs)
    later = Pair.objects.filter(replaces__in=[pair.pk for pair in pairs]).select_related("mentor__person")
    names = {pair.replaces_id: pair.mentor.person.full_name for pair in later}
    for pair in pairs:
        pair.told_continued = names.get(pair.pk, "")
