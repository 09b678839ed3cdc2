"""Filters of consents and pairs."""

from __future__ import annotations

import django_filters as filters

from core.clock import today
from core.filters import PortalFilterSet, SearchFilter
from mentorship.enums import ConsentKind, ConsentSigner, ConsentState, PairState
from mentorship.filters.people import programme_projects
from mentorship.models import Consent, Pair
from mentorship.pair_slots import health_source
from mentorship.selectors.consents import ending_soon


class ConsentFilter(PortalFilterSet):
    q = SearchFilter(folded=("person__search_key",), plain=("person__group",))
    state = filters.ChoiceFilter(label="Состояние", choices=ConsentState.choices, empty_label="Все")
    kind = filters.ChoiceFilter(label="Вид", choices=ConsentKind.choices, empty_label="Все")
    signer = filters.ChoiceFilter(label="Кто подписывает", choices=ConsentSigner.choices, empty_label="Все")

    ends = filters.ChoiceFilter(
        label="Срок", choices=[("soon", "Истекает за 30 дней")], empty_label="Любой", method="ending"
    )

    def ending(self, queryset, name, value):  # type: ignore[no-untyped-def]
        """Signed consents whose last day is near: whoever still takes part is asked anew in time."""
        return queryset.filter(ending_soon(today(self.request.organization)))

    class Meta:
        model = Consent
        fields: list[str] = []


def health_choices() -> list[tuple[str, str]]:
    """The levels of the signal, if any part of the portal tells one."""
    source = health_source()
    return list(source.choices) if source else []


class PairFilter(PortalFilterSet):
    q = SearchFilter(folded=("mentor__person__search_key", "places__mentee__person__search_key"))
    state = filters.ChoiceFilter(label="Состояние", choices=PairState.choices, empty_label="Все")
    project = filters.ModelChoiceFilter(label="Форма", queryset=programme_projects, empty_label="Все")
    group = filters.CharFilter(
        label="Группа наставника", field_name="mentor__person__group", lookup_expr="iexact"
    )
    health = filters.ChoiceFilter(
        label="Как живёт", choices=health_choices, empty_label="Все", method="by_health"
    )

    class Meta:
        model = Pair
        fields: list[str] = []

    def by_health(self, queryset, name, value):  # type: ignore[no-untyped-def]
        source = health_source()
        return source.narrow(queryset, value) if source else queryset

    def filter_queryset(self, queryset):  # type: ignore[no-untyped-def]
        """A group has several mentees, so a search through them must not repeat it."""
        found = super().filter_queryset(queryset)
        return found.distinct() if self.form.cleaned_data.get("q") else found
