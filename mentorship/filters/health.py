"""Filters of the health of pairs."""

from __future__ import annotations

import django_filters as filters

from core.filters import PortalFilterSet, SearchFilter
from mentorship.care_enums import Health
from mentorship.filters.people import programme_projects
from mentorship.models import Pair


class HealthFilter(PortalFilterSet):
    q = SearchFilter(folded=("mentor__person__search_key", "places__mentee__person__search_key"))
    health = filters.ChoiceFilter(
        label="Сигнал",
        choices=[(str(level.value), level.label) for level in reversed(Health)],
        empty_label="Все",
    )
    project = filters.ModelChoiceFilter(label="Форма", queryset=programme_projects, empty_label="Все")

    class Meta:
        model = Pair
        fields: list[str] = []

    def filter_queryset(self, queryset):  # type: ignore[no-untyped-def]
        found = super().filter_queryset(queryset)
        return found.distinct() if self.form.cleaned_data.get("q") else found
