"""Filters of tasks of care."""

from __future__ import annotations

import django_filters as filters

from core.clock import today
from core.filters import PortalFilterSet, SearchFilter
from mentorship.care_enums import UNDONE, CareKind, CareState
from mentorship.models import CareTask


class CareFilter(PortalFilterSet):
    q = SearchFilter(folded=("person__search_key", "pair__mentor__person__search_key"), plain=("text",))
    state = filters.ChoiceFilter(
        label="Состояние",
        choices=[("undone", "Не закончены"), ("late", "Просрочены"), *CareState.choices],
        empty_label="Все",
        method="by_state",
    )
    kind = filters.ChoiceFilter(label="Повод", choices=CareKind.choices, empty_label="Все")

    class Meta:
        model = CareTask
        fields: list[str] = []

    def by_state(self, queryset, name, value):  # type: ignore[no-untyped-def]
        if value == "undone":
            return queryset.filter(state__in=UNDONE)
        if value == "late":
            return queryset.filter(state__in=UNDONE, due_on__lt=today(self.request.organization))
        return queryset.filter(state=value)
