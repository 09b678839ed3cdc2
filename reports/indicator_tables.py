"""Lists behind a figure: one table for each thing that indicators count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import django_tables2 as tables

from core.addresses import row_address
from core.tables import ChipColumn, LinkColumn, NumberColumn, PortalTable
from mentorship.ages import age_on
from mentorship.tables.telling import told
from mentorship.tones import PAIR_TONES
from reports.indicator_formulas import Noun


class BehindTable(PortalTable):
    """`on` is the day the figure is of; `tell` sets on rows what a page or a file reads of them in bulk."""

    def __init__(
        self,
        *args: Any,
        on: dt.date | None = None,
        tell: Callable[[list[Any]], None] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(*args, **extra)
        self.on = on
        self.tell = tell

    def values_for_export(self, records: Iterable[Any] | None = None) -> Iterator[list[Any]]:
        found = self.data.data if records is None else records
        return super().values_for_export(told(found, self.tell) if self.tell else found)


class PeopleBehind(BehindTable):
    name = LinkColumn(
        accessor="full_name",
        verbose_name="Фамилия, имя, отчество",
        order_by=("last_name", "first_name", "middle_name", "pk"),
        to=lambda person: row_address("mentorship:person", person.pk),
    )
    category = tables.Column("Кто")
    group = tables.Column("Группа, класс")
    age = NumberColumn("Возраст на дату", accessor="birth_date", order_by="birth_date")
    orders = tables.Column("По приказу", empty_values=(), orderable=False, accessor="pk")

    class Meta(BehindTable.Meta):
        order_by = "name"

    def render_age(self, value: dt.date) -> int:
        return age_on(value, self.on) if self.on else 0

    def render_orders(self, record: Any) -> str:
        return "; ".join(getattr(record, "orders", ()))


class PairsBehind(BehindTable):
    name = LinkColumn(
        accessor="mentor__person__full_name",
        verbose_name="Наставник",
        order_by=("mentor__person__last_name", "mentor__person__first_name", "pk"),
        to=lambda pair: row_address("mentorship:pair", pair.pk),
    )
    mentees = tables.Column("Наставляемые", empty_values=(), orderable=False, accessor="pk")
    project = tables.Column("Форма", accessor="project__form__title", order_by=("project__form__order", "pk"))
    state = ChipColumn(verbose_name="Состояние", tones=PAIR_TONES)
    order_date = tables.Column("Приказ от")
    ended_on = tables.Column("Закончила")

    class Meta(BehindTable.Meta):
        order_by = "name"

    def render_mentees(self, record: Any) -> str:
        return ", ".join(place.mentee.person.full_name for place in record.places.all())


class PartnersBehind(BehindTable):
    name = LinkColumn(
        accessor="short_name",
        verbose_name="Партнёр",
        order_by=("search_key", "pk"),
        to=lambda partner: row_address("mentorship:partner", partner.pk),
    )
    kind = tables.Column("Вид")
    state = tables.Column("Состояние")

    class Meta(BehindTable.Meta):
        order_by = "name"


class PlansBehind(BehindTable):
    name = LinkColumn(
        accessor="mentee__person__full_name",
        verbose_name="Наставляемый",
        order_by=("mentee__sort_name", "pk"),
        to=lambda plan: row_address("mentorship:plan", plan.pk),
    )
    project = tables.Column("Форма", accessor="project__form__title", order_by=("project__form__order", "pk"))
    state = tables.Column("Состояние")
    approved_on = tables.Column("Утверждён")
    completed_on = tables.Column("Завершён")

    class Meta(BehindTable.Meta):
        order_by = "name"


class MeetingsBehind(BehindTable):
    name = LinkColumn(
        accessor="pair__mentor__person__full_name",
        verbose_name="Наставник",
        order_by=("pair__mentor__sort_name", "pk"),
        to=lambda meeting: row_address("mentorship:pair", meeting.pair_id),
    )
    on = tables.Column("День", order_by=("on", "pk"))
    kind = tables.Column("Вид встречи")
    minutes = NumberColumn("Минут")

    class Meta(BehindTable.Meta):
        order_by = "on"


class PracticesBehind(BehindTable):
    name = LinkColumn(
        accessor="title",
        verbose_name="Практика",
        order_by=("title", "pk"),
        to=lambda practice: row_address("mentorship:practice", practice.pk),
    )
    project = tables.Column("Форма", accessor="pair__project__form__title", orderable=False)
    published_on = tables.Column("Опубликована")

    class Meta(BehindTable.Meta):
        order_by = "name"


TABLES: dict[Noun, type[BehindTable]] = {
    Noun.PEOPLE: PeopleBehind,
    Noun.PAIRS: PairsBehind,
    Noun.PARTNERS: PartnersBehind,
    Noun.PLANS: PlansBehind,
    Noun.MEETINGS: MeetingsBehind,
    Noun.PRACTICES: PracticesBehind,
}
