"""Filters of development plans."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from core.filters import PortalFilterSet, SearchFilter
from mentorship.models import DevelopmentPlan
from mentorship.plan_enums import PlanKind, PlanState


class PlanFilter(PortalFilterSet):
    q = SearchFilter(folded=("mentee__sort_name", "pair__mentor__sort_name"))
    state = filters.ChoiceFilter(label="Состояние", choices=PlanState.choices, empty_label="Все")
    kind = filters.ChoiceFilter(label="Вид", choices=PlanKind.choices, empty_label="Все")
    late = filters.ChoiceFilter(
        label="Сроки", choices=[("1", "просрочены цели")], empty_label="Все", method="filter_late"
    )

    class Meta:
        model = DevelopmentPlan
        fields: list[str] = []

    def filter_late(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        return rows.filter(late_count__gt=0)
