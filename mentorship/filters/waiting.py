"""Filters of the queue without a pair and of changes of pairs."""

from __future__ import annotations

import django_filters as filters

from core.clock import today
from core.filters import PortalFilterSet, SearchFilter
from mentorship.filters.people import programme_projects
from mentorship.models import MenteeEntry, PairChange
from mentorship.pair_enums import ChangeKind, ChangeState
from mentorship.selectors.waiting import LONG, waiting_long, without_offer


class WaitingFilter(PortalFilterSet):
    q = SearchFilter(folded=("sort_name",), plain=("person__group",))
    project = filters.ModelChoiceFilter(label="Форма", queryset=programme_projects, empty_label="Все")
    support = filters.ChoiceFilter(
        label="Помощь", choices=[("none", "Не предложена")], empty_label="Любая", method="by_support"
    )
    waits = filters.ChoiceFilter(
        label="Ждёт", choices=[("long", f"{LONG} дней и больше")], empty_label="Любое время", method="by_age"
    )

    def by_support(self, queryset, name, value):  # type: ignore[no-untyped-def]
        return without_offer(queryset)

    def by_age(self, queryset, name, value):  # type: ignore[no-untyped-def]
        return waiting_long(queryset, today(self.request.organization))

    class Meta:
        model = MenteeEntry
        fields: list[str] = []


class ChangeFilter(PortalFilterSet):
    q = SearchFilter(folded=("pair__mentor__person__search_key", "mentee__person__search_key"))
    kind = filters.ChoiceFilter(label="Что меняется", choices=ChangeKind.choices, empty_label="Все")
    state = filters.ChoiceFilter(label="Состояние", choices=ChangeState.choices, empty_label="Все")

    class Meta:
        model = PairChange
        fields: list[str] = []
