"""The filter of the queue of possible duplicates."""

from __future__ import annotations

import django_filters as filters

from core.filters import PortalFilterSet, SearchFilter
from mentorship.enums import DuplicateState, Likeliness
from mentorship.models import DuplicatePair


class DuplicateFilter(PortalFilterSet):
    q = SearchFilter(folded=("first__search_key", "second__search_key"))
    level = filters.ChoiceFilter(label="Насколько", choices=Likeliness.choices, empty_label="Все")
    state = filters.ChoiceFilter(
        label="Решение",
        choices=[choice for choice in DuplicateState.choices if choice[0] != DuplicateState.MERGED],
        empty_label="Не разобрано",
    )

    class Meta:
        model = DuplicatePair
        fields: list[str] = []
