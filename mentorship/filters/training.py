"""Filters of courses and groups."""

from __future__ import annotations

import django_filters as filters

from core.filters import PortalFilterSet, SearchFilter
from mentorship.models import TrainingCourse, TrainingGroup
from mentorship.training_enums import CourseKind, GroupState


class GroupFilter(PortalFilterSet):
    q = SearchFilter(plain=("title", "course__title", "leader"))
    state = filters.ChoiceFilter(label="Состояние", choices=GroupState.choices, empty_label="Все")

    class Meta:
        model = TrainingGroup
        fields: list[str] = []


class CourseFilter(PortalFilterSet):
    q = SearchFilter(plain=("title",))
    kind = filters.ChoiceFilter(label="Вид", choices=CourseKind.choices, empty_label="Все")

    class Meta:
        model = TrainingCourse
        fields: list[str] = []
