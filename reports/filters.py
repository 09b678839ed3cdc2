"""Filters of the lists of `reports`."""

from typing import Any

import django_filters

from core.filters import PortalFilterSet, SearchFilter
from core.forms import DateRange
from reports.enums import DocumentState
from reports.kinds import all_kinds
from reports.models import Document


class DocumentFilter(PortalFilterSet):
    q = SearchFilter(plain=("title", "summary", "number"))
    kind = django_filters.ChoiceFilter(label="Вид", empty_label="Все, кроме согласий")
    state = django_filters.ChoiceFilter(label="Состояние", choices=DocumentState.choices, empty_label="Все")
    date = django_filters.DateFromToRangeFilter(label="Дата", widget=DateRange)

    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, *args: Any, **extra: Any) -> None:
        self.base_filters["kind"].extra["choices"] = [(kind.code, kind.label) for kind in all_kinds()]
        super().__init__(*args, **extra)
