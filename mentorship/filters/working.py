"""Filters of consents and pairs."""

from __future__ import annotations

import django_filters as filters

from core.filters import PortalFilterSet, SearchFilter
from mentorship.enums import ConsentKind, ConsentSigner, ConsentState, PairState
from mentorship.filters.people import programme_projects
from mentorship.models import Consent, Pair


class ConsentFilter(PortalFilterSet):
    q = SearchFilter(folded=("person__search_key",), plain=("person__group",))
    state = filters.ChoiceFilter(label="Состояние", choices=ConsentState.choices, empty_label="Все")
    kind = filters.ChoiceFilter(label="Вид", choices=ConsentKind.choices, empty_label="Все")
    signer = filters.ChoiceFilter(label="Кто подписывает", choices=ConsentSigner.choices, empty_label="Все")

    class Meta:
        model = Consent
        fields: list[str] = []


class PairFilter(PortalFilterSet):
    q = SearchFilter(folded=("mentor__person__search_key", "places__mentee__person__search_key"))
    state = filters.ChoiceFilter(label="Состояние", choices=PairState.choices, empty_label="Все")
    project = filters.ModelChoiceFilter(label="Форма", queryset=programme_projects, empty_label="Все")

    class Meta:
        model = Pair
        fields: list[str] = []

    def filter_queryset(self, queryset):  # type: ignore[no-untyped-def]
        """A group has several mentees, so a search through them must not repeat it."""
        return super().filter_queryset(queryset).distinct()
