"""The list of a region's institutions: how they stand, without a person."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from core import russian
from core.filters import PortalFilterSet, SearchFilter
from core.models import Organization
from core.tables import LinkColumn, NumberColumn, PortalTable, chip, row_address, tables

LOW = 60  # per cent of completeness that is worth a look
STAGES = [(str(number), f"Этап {number}") for number in range(1, 8)]


class FigureColumn(NumberColumn):
    """A kept figure: «н/д» while nothing was counted or the institution has no programme."""

    def __init__(self, name: str, label: str, **extra: Any) -> None:
        super().__init__(
            verbose_name=label,
            accessor=f"figures__{name}",
            order_by=(f"figures__{name}", "pk"),
            default=russian.NO_DATA,
            **extra,
        )

    def render(self, value: Any, record: Any) -> Any:
        return value if _known(record) else russian.NO_DATA

    def value(self, value: Any, record: Any) -> Any:
        return value if _known(record) else russian.NO_DATA


class ShareColumn(NumberColumn):
    """«62,5 %» of two kept figures; «н/д» for nothing of nothing."""

    def __init__(self, part: str, whole: str, label: str, sort: str) -> None:
        super().__init__(verbose_name=label, accessor="pk", order_by=(sort, "pk"))
        self.parts = part, whole

    def render(self, record: Any) -> Any:
        if not _known(record) or not getattr(record.figures, self.parts[1]):
            return russian.NO_DATA
        return russian.percent(*(getattr(record.figures, name) for name in self.parts))

    def value(self, record: Any) -> Any:
        return self.render(record)


class StageColumn(FigureColumn):
    def render(self, value: Any, record: Any) -> Any:
        return f"{value}. {record.figures.stage_title}" if _known(record) else russian.NO_DATA

    value = render


class CompleteColumn(FigureColumn):
    def render(self, value: Any, record: Any) -> SafeString | str:
        if not _known(record):
            return russian.NO_DATA
        return chip(f"{value}\u00a0%", "wait" if value < LOW else "ok")


def _known(record: Any) -> bool:
    figures = getattr(record, "figures", None)
    return figures is not None and figures.programme_id is not None


class InstitutionTable(PortalTable):
    short_name = LinkColumn(
        verbose_name="Организация",
        order_by=("short_name", "pk"),
        to=lambda row: row_address("reports:region_institution", row.pk),
    )

    municipality = tables.Column(
        "Муниципальное образование",
        order_by=("municipality", "pk"),
        default=russian.NO_DATA,
        visible=False,
    )
    stage = StageColumn("stage", "Этап", attrs={"td": {}, "th": {}})
    done = ShareColumn("done", "activities", "Дорожная карта", "done_share")
    mentees = FigureColumn("mentees", "Наставляемых")
    mentors = FigureColumn("mentors", "Наставников")
    pairs = FigureColumn("pairs", "Пар и групп")
    consents = ShareColumn("consents", "people", "Согласия", "consent_share")
    complete = CompleteColumn("complete", "Полнота данных")
    last_on = tables.DateColumn(
        verbose_name="Последняя работа",
        accessor="figures__last_on",
        format="d.m.Y",
        order_by=("figures__last_on", "pk"),
        default=russian.NO_DATA,
    )

    class Meta(PortalTable.Meta):
        order_by = ("short_name",)


class InstitutionFilter(PortalFilterSet):
    q = SearchFilter(plain=("short_name", "full_name", "city", "municipality"))
    stage = django_filters.ChoiceFilter(
        label="Этап", field_name="figures__stage", choices=STAGES, empty_label="Любой"
    )
    data = django_filters.ChoiceFilter(
        label="Данные",
        method="by_data",
        choices=[("none", "Нет данных"), ("low", "Полнота ниже 60 %"), ("whole", "Всё заполнено")],
        empty_label="Любые",
    )

    class Meta:
        model = Organization
        fields: list[str] = []

    def by_data(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "none":
            return rows.filter(figures__programme__isnull=True)
        if value == "low":
            return rows.filter(figures__complete__lt=LOW)
        return rows.filter(figures__complete=100)
