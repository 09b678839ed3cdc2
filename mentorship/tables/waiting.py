"""The queue of mentees without a pair, and changes of pairs, as lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import russian
from core.models import Membership
from core.tables import ActionColumn, ChipColumn, LinkColumn, NumberColumn, PortalTable, chip
from core.ui import link_if_may
from mentorship.pair_enums import ChangeState, SupportAnswer
from mentorship.permissions import MANAGE_PAIRS, OFFER_SUPPORT
from mentorship.selectors.waiting import LONG, tell_matched, tell_support
from mentorship.tables.telling import told

CHANGE_TONES = {
    ChangeState.WAITING: "wait",
    ChangeState.ORDERED: "info",
    ChangeState.DONE: "ok",
    ChangeState.CANCELLED: "",
}


class WaitingTable(PortalTable):
    name = LinkColumn(
        accessor="person__full_name",
        verbose_name="Наставляемый",
        order_by=("sort_name",),
        to=lambda entry: reverse("mentorship:person", args=[entry.person_id]),
    )
    group = tables.Column("Группа", accessor="person__group")
    request = tables.Column("Запрос", accessor="main_request", orderable=False)
    days = NumberColumn(verbose_name="Ждёт, дней", accessor="waits_since", order_by=("-waits_since",))
    why = tables.Column("Почему без пары", empty_values=(), orderable=False, accessor="pk")
    support = tables.Column("Помощь психолога", empty_values=(), orderable=False, accessor="pk")
    act = ActionColumn()

    class Meta(PortalTable.Meta):
        order_by = "-days"

    def __init__(self, *args: Any, day: dt.date, membership: Membership, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.day, self.membership = day, membership

    def values_for_export(self, records: Iterable[Any] | None = None) -> Iterator[list[Any]]:
        rows = told(self.data.data if records is None else records, self._tell)
        return super().values_for_export(rows)

    def _tell(self, rows: list[Any]) -> None:
        tell_support(rows)
        tell_matched(rows, self.membership)

    def _days(self, record: Any) -> int:
        return max(0, (self.day - record.waits_since).days)

    def render_days(self, record: Any) -> SafeString | str:
        days = self._days(record)
        return format_html("<b>{}</b>", russian.grouped(days)) if days >= LONG else russian.grouped(days)

    def value_days(self, record: Any) -> int:
        return self._days(record)

    def render_why(self, record: Any) -> SafeString | str:
        matched = record.matched
        if matched is None:
            return "В подборе ещё не были"
        why = russian.capitalize_first(matched.why)
        if not matched.is_shown:
            return why
        page = reverse(
            "mentorship:match_left" if matched.is_left else "mentorship:match_draft", args=[matched.draft.pk]
        )
        words = '<span>{} <a class="small nowrap" href="{}">подбор № {}</a></span>'
        return format_html(words, why, page, matched.draft.number)

    def value_why(self, record: Any) -> str:
        matched = record.matched
        return f"{matched.why} (подбор № {matched.draft.number})" if matched else ""

    def render_support(self, record: Any) -> SafeString:
        return chip(record.support.words, record.support.tone)

    def value_support(self, record: Any) -> str:
        return record.support.words

    def render_act(self, record: Any) -> SafeString | str:
        membership, found = self.membership, SafeString("")
        if OFFER_SUPPORT.allows(membership):
            offer = record.support.offer
            if offer is None:
                found += _link("mentorship:support_offer", record.pk, "Предложить помощь")
            elif offer.answer == SupportAnswer.ASKED:
                found += _link("mentorship:support_answer", offer.pk, "Записать ответ")
        if MANAGE_PAIRS.allows(membership):
            found += _link("mentorship:pair_appoint", record.pk, "Назначить")
        return format_html('<span class="btn-row">{}</span>', found) if found else ""


class ChangeTable(PortalTable):
    name = LinkColumn(
        accessor="pair__mentor__person__full_name",
        verbose_name="Наставник пары",
        order_by=("pair__mentor__person__last_name",),
        to=lambda change: reverse("mentorship:pair", args=[change.pair_id]),
    )
    kind = tables.Column("Что меняется")
    whom = tables.Column("Кто", empty_values=(), orderable=False, accessor="pk")
    takes_effect_on = tables.Column("С какого дня")
    state = ChipColumn(verbose_name="Состояние", tones=CHANGE_TONES)
    order = tables.Column("Приказ", empty_values=(), orderable=False, accessor="order_document")

    class Meta(PortalTable.Meta):
        order_by = "takes_effect_on"

    def render_whom(self, record: Any) -> str:
        if record.mentee is not None:
            return record.mentee.person.full_name
        if record.mentor is not None:
            return f"новый наставник: {record.mentor.person.full_name}"
        return ", ".join(place.mentee.person.full_name for place in record.pair.places.all())

    value_whom = render_whom

    def render_order(self, record: Any) -> SafeString | str:
        if record.order_document is None:
            return "не подготовлен"
        words = f"№ {record.order_number}" if record.order_number else "проект"
        address = reverse("reports:document", args=[record.order_document])
        return link_if_may(address, words)

    def value_order(self, record: Any) -> str:
        return f"№ {record.order_number}" if record.order_number else ""


def _link(name: str, pk: int, label: str) -> SafeString:
    return format_html('<a class="btn btn-sm" href="{}">{}</a> ', reverse(name, args=[pk]), label)
