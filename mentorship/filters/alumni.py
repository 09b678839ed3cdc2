"""Filters of graduates."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from core.filters import PortalFilterSet, SearchFilter
from mentorship.models.alumnus import READINESS, Alumnus
from mentorship.partner_enums import AlumnusState

READY = tuple((name, Alumnus._meta.get_field(name).verbose_name) for name in READINESS)


class AlumnusFilter(PortalFilterSet):
    q = SearchFilter(folded=("person__search_key",), plain=("work_place", "study_place"))
    state = filters.ChoiceFilter(label="Связь", choices=AlumnusState.choices, empty_label="Все")
    left_year = filters.NumberFilter(label="Год выпуска")
    ready = filters.ChoiceFilter(label="К чему готов", choices=READY, empty_label="Любое", method="by_ready")

    def by_ready(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{value: True})

    class Meta:
        model = Alumnus
        fields: list[str] = []
