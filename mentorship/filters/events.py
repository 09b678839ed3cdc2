"""Filters of events and of the people on their lists."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet
from django.http import HttpRequest

from core.filters import PortalFilterSet, SearchFilter
from mentorship.event_enums import EventState, VisitState
from mentorship.models import Event, EventKind, EventVisit
from mentorship.selectors.events import kinds_for


def _kinds(request: HttpRequest) -> QuerySet[EventKind]:
    return kinds_for(request.organization)  # type: ignore[attr-defined]


class EventFilter(PortalFilterSet):
    q = SearchFilter(plain=("title", "place"))
    state = filters.ChoiceFilter(label="Состояние", choices=EventState.choices, empty_label="Все")
    kind = filters.ModelChoiceFilter(label="Вид", queryset=_kinds, empty_label="Все")

    class Meta:
        model = Event
        fields: list[str] = []


CAME = (("yes", "были"), ("no", "не были"))


class VisitFilter(PortalFilterSet):
    q = SearchFilter(folded=("person__search_key",))
    state = filters.ChoiceFilter(label="Место", choices=VisitState.choices, empty_label="Все")
    came = filters.ChoiceFilter(label="Присутствие", choices=CAME, empty_label="Все", method="by_came")

    def by_came(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(attended_at__isnull=value == "no")

    class Meta:
        model = EventVisit
        fields: list[str] = []
