"""Filters of the page «Кто без чего»."""

from __future__ import annotations

import django_filters as filters
from django.db.models import Q, QuerySet

from core.filters import PortalFilterSet, SearchFilter
from mentorship.enums import ConsentKind
from mentorship.filters.people import programme_projects
from mentorship.models import MenteeEntry, MentorEntry, Person, Project
from mentorship.selectors.consent_matrix import lacking


class ConsentMatrixFilter(PortalFilterSet):
    q = SearchFilter(folded=("search_key",), plain=("group",))
    lacks = filters.ChoiceFilter(
        label="Не подписано", choices=ConsentKind.choices, empty_label="Все люди", method="by_lack"
    )
    group = filters.CharFilter(label="Группа", lookup_expr="iexact", max_length=40)
    project = filters.ModelChoiceFilter(
        label="Форма", queryset=programme_projects, empty_label="Все", method="by_project"
    )

    def by_lack(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return lacking(rows, self.request._programme, value)

    def by_project(self, rows: QuerySet, name: str, value: Project) -> QuerySet:
        mentees = MenteeEntry.objects.filter(project=value).order_by()
        mentors = MentorEntry.objects.filter(projects=value).order_by()
        return rows.filter(Q(pk__in=mentees.values("person")) | Q(pk__in=mentors.values("person")))

    class Meta:
        model = Person
        fields: list[str] = []
