"""Filters of the journal of meetings."""

from __future__ import annotations

import django_filters as filters
from django.db.models import Q

from core.filters import PortalFilterSet, SearchFilter
from core.forms import DateRange
from mentorship.filters.people import programme_projects
from mentorship.meeting_enums import MeetingKind, MeetingState
from mentorship.models import Meeting


class MeetingFilter(PortalFilterSet):
    q = SearchFilter(
        folded=("pair__mentor__person__search_key", "pair__places__mentee__person__search_key"),
        plain=("topic",),
    )
    state = filters.ChoiceFilter(label="Состояние", choices=MeetingState.choices, empty_label="Все")
    kind = filters.ChoiceFilter(label="Вид", choices=MeetingKind.choices, empty_label="Все")
    on = filters.DateFromToRangeFilter(label="День", widget=DateRange)
    project = filters.ModelChoiceFilter(
        field_name="pair__project", label="Форма", queryset=programme_projects, empty_label="Все"
    )
    confirmed = filters.ChoiceFilter(
        label="Подтверждение",
        choices=[("yes", "Обе стороны"), ("no", "Не обе стороны")],
        empty_label="Все",
        method="by_confirmed",
    )
    pair = filters.NumberFilter(label="Пара №")

    class Meta:
        model = Meeting
        fields: list[str] = []

    def by_confirmed(self, queryset, name, value):  # type: ignore[no-untyped-def]
        held = queryset.filter(state=MeetingState.HELD)
        both = Q(mentor_confirmed_at__isnull=False, mentees_confirmed_at__isnull=False)
        return held.filter(both) if value == "yes" else held.exclude(both)

    def filter_queryset(self, queryset):  # type: ignore[no-untyped-def]
        """A group has several mentees, so a search through them must not repeat a meeting."""
        found = super().filter_queryset(queryset)
        return found.distinct() if self.form.cleaned_data.get("q") else found
