"""Filter of practices."""

from __future__ import annotations

import django_filters as filters

from core.filters import PortalFilterSet, SearchFilter
from mentorship.models import Practice
from mentorship.practice_enums import PracticeState


class PracticeFilter(PortalFilterSet):
    q = SearchFilter(plain=("title", "result"))
    state = filters.ChoiceFilter(label="Состояние", choices=PracticeState.choices, empty_label="Все")

    class Meta:
        model = Practice
        fields: list[str] = []
