"""Forms of the training of mentors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.forms import PortalForm
from mentorship.models import TrainingCourse, TrainingGroup, TrainingTopic
from mentorship.selectors.training import open_groups
from mentorship.training_enums import CompletionRule, CourseKind, TopicKind


class CourseForm(PortalForm):
    title = forms.CharField(label="Название", max_length=200)
    kind = forms.ChoiceField(label="Вид", choices=CourseKind.choices)
    hours = forms.IntegerField(label="Объём, часов", min_value=1, max_value=1000, initial=16)
    content = forms.CharField(
        label="Программа",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Цель и результат обучения. Темы вносятся отдельно, по ним удобно назначать занятия.",
    )
    rule = forms.ChoiceField(label="Обучен, кто", choices=CompletionRule.choices, widget=forms.RadioSelect)
    threshold = forms.IntegerField(
        label="Порог",
        min_value=1,
        max_value=1000,
        initial=70,
        help_text="Процентов занятий или часов, смотря по правилу.",
    )

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["rule"].initial = CompletionRule.SHARE


class CourseTopicForm(PortalForm):
    module = forms.CharField(
        label="Модуль",
        max_length=200,
        required=False,
        help_text="Темы одного модуля стоят под его названием.",
    )
    title = forms.CharField(label="Тема", max_length=300)
    kind = forms.ChoiceField(label="Вид занятия", choices=TopicKind.choices)
    hours = forms.DecimalField(
        label="Часов", min_value=0, max_value=200, max_digits=4, decimal_places=1, initial=2
    )


class GroupForm(PortalForm):
    course = forms.ModelChoiceField(label="Курс", queryset=None, empty_label=None)
    title = forms.CharField(label="Группа", max_length=120, help_text="Например: осень 2026.")
    leader = forms.CharField(
        label="Кто ведёт", max_length=200, help_text="Фамилия и инициалы, должность; можно нескольких."
    )
    place = forms.CharField(label="Место занятий", max_length=200, required=False)
    starts_on = forms.DateField(label="Начало", widget=forms.DateInput())
    ends_on = forms.DateField(label="Окончание", widget=forms.DateInput())
    capacity = forms.IntegerField(label="Мест", min_value=1, max_value=200, initial=25)

    def __init__(self, *args: Any, courses: QuerySet[TrainingCourse] | None, **extra: Any) -> None:
        super().__init__(*args, **extra)
        if courses is None:
            del self.fields["course"]
        else:
            self.fields["course"].queryset = courses  # type: ignore[attr-defined]


class SessionForm(PortalForm):
    topic = forms.ModelChoiceField(label="Тема курса", queryset=None, required=False, empty_label="Другая")
    title = forms.CharField(
        label="Тема занятия",
        max_length=300,
        required=False,
        help_text="Можно не писать: тогда занятие называется как тема курса.",
    )
    on = forms.DateField(label="День", widget=forms.DateInput())
    starts_at = forms.TimeField(
        label="Начало", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    hours = forms.DecimalField(
        label="Часов", min_value=0, max_value=24, max_digits=4, decimal_places=1, initial=2
    )
    place = forms.CharField(label="Место", max_length=200, required=False)

    def __init__(self, *args: Any, topics: QuerySet[TrainingTopic], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]


class EnrolForm(PortalForm):
    """Which group the chosen mentors sit down in."""

    group = forms.ModelChoiceField(label="Учебная группа", queryset=None, empty_label=None)

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["group"].queryset = open_groups()  # type: ignore[attr-defined]
        self.fields["group"].label_from_instance = _group_label  # type: ignore[attr-defined]


class OutsideTrainingForm(PortalForm):
    """What a certificate from elsewhere says."""

    title = forms.CharField(label="Программа обучения", max_length=300)
    provider = forms.CharField(label="Где обучен", max_length=300)
    hours = forms.IntegerField(label="Часов", min_value=1, max_value=2000)
    document = forms.CharField(label="Документ", max_length=100, initial="Удостоверение")
    number = forms.CharField(label="Номер", max_length=60, required=False)
    issued_on = forms.DateField(label="Дата выдачи", widget=forms.DateInput())


def _group_label(group: TrainingGroup) -> str:
    return f"{group.course.title}: {group.title} ({group.programme.title})"
