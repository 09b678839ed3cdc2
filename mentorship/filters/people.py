"""Filters of the two bases."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from core.filters import PortalFilterSet, SearchFilter
from mentorship.enums import EntryState
from mentorship.models import MenteeCategory, MenteeEntry, MentorEntry, Project, RequestTopic
from mentorship.selectors.categories import lines_of
from mentorship.selectors.entries import with_consents
from mentorship.selectors.programmes import all_topics_for
from mentorship.selectors.training import trained_condition
from mentorship.training_enums import CONFIRMED_MENTORS

TRAINING = (("done", "обучен"), ("none", "подтверждён, не обучен"))
CONSENTS = (("missing", "не подписаны"), ("signed", "подписаны"), ("none", "не подготовлены"))


def programme_projects(request: object) -> QuerySet[Project]:
    programme = getattr(request, "_programme", None)
    return programme.projects.select_related("form") if programme is not None else Project.objects.none()


def _topics(request: object) -> QuerySet[RequestTopic]:
    organization = getattr(request, "organization", None)
    return all_topics_for(organization) if organization is not None else RequestTopic.objects.none()


def _categories(request: object) -> QuerySet[MenteeCategory]:
    organization = getattr(request, "organization", None)
    return (
        lines_of(MenteeCategory, organization) if organization is not None else MenteeCategory.objects.none()
    )


class EntryFilter(PortalFilterSet):
    state = filters.ChoiceFilter(label="Состояние", choices=EntryState.choices, empty_label="Все")
    consents = filters.ChoiceFilter(
        label="Согласия", choices=CONSENTS, empty_label="Все", method="by_consents"
    )

    def by_consents(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        rows = with_consents(rows)
        if value == "none":
            return rows.filter(consents_known=False, consents_missing=False)
        if value == "missing":
            return rows.filter(consents_missing=True)
        return rows.filter(consents_known=True, consents_missing=False)


class MenteeFilter(EntryFilter):
    q = SearchFilter(folded=("search_text",), initials=("sort_name",))
    project = filters.ModelChoiceFilter(label="Форма", queryset=programme_projects, empty_label="Все")
    group = filters.CharFilter(
        label="Группа", field_name="person__group", lookup_expr="iexact", max_length=40
    )
    topic = filters.ModelChoiceFilter(
        label="Запрос", field_name="topics", queryset=_topics, empty_label="Все"
    )

    category = filters.ModelChoiceFilter(
        label="Категория", field_name="categories", queryset=_categories, empty_label="Все"
    )

    class Meta:
        model = MenteeEntry
        fields: list[str] = []

    field_order = ("q", "state", "group", "project", "consents", "topic", "category")


class MentorFilter(EntryFilter):
    q = SearchFilter(folded=("search_text",), initials=("sort_name",))
    projects = filters.ModelChoiceFilter(label="Форма", queryset=programme_projects, empty_label="Все")
    topic = filters.ModelChoiceFilter(
        label="Может помочь", field_name="topics", queryset=_topics, empty_label="Все"
    )

    training = filters.ChoiceFilter(
        label="Обучение", choices=TRAINING, empty_label="Все", method="by_training"
    )

    def by_training(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "done":
            return rows.filter(trained_condition())
        return rows.filter(state__in=CONFIRMED_MENTORS).exclude(trained_condition())

    class Meta:
        model = MentorEntry
        fields: list[str] = []
