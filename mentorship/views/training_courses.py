"""Courses for mentors: the list, the page of one with its topics, their forms."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.errors import DomainError
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import training_courses as domain
from mentorship.filters.training import CourseFilter
from mentorship.forms.training import CourseForm, CourseTopicForm
from mentorship.models import TrainingCourse, TrainingTopic
from mentorship.permissions import MANAGE_TRAINING, VIEW_TRAINING
from mentorship.selectors import training as selectors
from mentorship.tables.training import CourseTable

SCHOOL = ("Школа наставников", reverse_lazy("mentorship:trainings"))
LIST = ("Курсы", reverse_lazy("mentorship:courses"))


def _address(course: TrainingCourse) -> str:
    return reverse("mentorship:course", kwargs={"pk": course.pk})


class CoursesPage(ListPage):
    access_rule = VIEW_TRAINING
    title = "Курсы для наставников"
    table_class = CourseTable
    filterset_class = CourseFilter
    breadcrumbs = (SCHOOL, ("Курсы", ""))  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet:
        return selectors.courses_with_counts()

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        if not MANAGE_TRAINING.allows(self.request.membership):  # type: ignore[attr-defined]
            return {"title": "Курсов пока нет", "text": "Курс описывает куратор программы."}
        return {
            "title": "Курсов пока нет",
            "text": "Опишите «Школу наставников»: часы, темы и правило, по которому наставник считается обученным.",
            "url": reverse("mentorship:course_create"),
            "label": "Новый курс",
        }

    def get_context(self) -> dict[str, Any]:
        if not MANAGE_TRAINING.allows(self.request.membership):  # type: ignore[attr-defined]
            return {}
        return {
            "page_actions": [
                {"label": "Новый курс", "url": reverse("mentorship:course_create"), "main": True}
            ]
        }


@access(VIEW_TRAINING)
@require_GET
def course_page(request: HttpRequest, pk: int) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    course = get_object_or_404(TrainingCourse, pk=pk)
    topics = selectors.topics_of(course)
    groups = selectors.with_seats(selectors.groups_visible_to(membership).filter(course=course))
    context = {
        "page_title": course.title,
        "breadcrumbs": (SCHOOL, LIST, (course.title, "")),
        "course": course,
        "rule": selectors.rule_words(course),
        "modules": [(name, list(rows)) for name, rows in groupby(topics, key=lambda topic: topic.module)],
        "topic_hours": domain.hours_of(topics),
        "groups": groups.order_by("-starts_on", "pk")[:50],
        "may_manage": MANAGE_TRAINING.allows(membership),
    }
    return render(request, "mentorship/training/course.html", context)


class CourseCreate(FormPage):
    access_rule = MANAGE_TRAINING
    title = "Новый курс"
    form_class = CourseForm
    done = "Курс создан. Внесите его темы."

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (SCHOOL, LIST, (self.title, ""))

    def get_cancel_url(self) -> str:
        return str(LIST[1])

    def save(self, form: CourseForm) -> str:
        organization = self.request.organization  # type: ignore[attr-defined]
        return _address(domain.create_course(organization, actor=self.request.user, **form.cleaned_data))  # type: ignore[arg-type]


class CoursePage(FormPage):
    """Base of forms on a course."""

    access_rule = MANAGE_TRAINING
    course: TrainingCourse

    def load(self) -> None:
        self.course = get_object_or_404(TrainingCourse, pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (SCHOOL, LIST, (self.course.title, _address(self.course)), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return _address(self.course)


class CourseEdit(CoursePage):
    title = "Изменить курс"
    form_class = CourseForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.course, name) for name in domain.COLUMNS}}

    def save(self, form: CourseForm) -> str:
        domain.edit_course(self.course, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return _address(self.course)


@access(MANAGE_TRAINING)
@require_POST
def course_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a course away, or offer it again."""
    course = get_object_or_404(TrainingCourse, pk=pk)
    archived = request.POST.get("archived") == "1"
    try:
        domain.archive_course(course, archived=archived, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "Курс в архиве." if archived else "Курс снова действует.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(_address(course))


class CourseTopicAdd(CoursePage):
    title = "Новая тема"
    form_class = CourseTopicForm
    submit_label = "Добавить"
    done = "Тема добавлена."

    def form_options(self) -> dict[str, Any]:
        last = self.course.topics.last()
        return {"initial": {"module": last.module if last else ""}}

    def save(self, form: CourseTopicForm) -> str:
        domain.add_topic(self.course, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return _address(self.course)


class CourseTopicPage(CoursePage):
    """Base of what is done with one topic."""

    topic: TrainingTopic

    def load(self) -> None:
        self.topic = get_object_or_404(TrainingTopic.objects.select_related("course"), pk=self.kwargs["pk"])
        self.course = self.topic.course


class CourseTopicEdit(CourseTopicPage):
    title = "Тема курса"
    form_class = CourseTopicForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.topic, name) for name in CourseTopicForm.base_fields}}

    def save(self, form: CourseTopicForm) -> str:
        domain.edit_topic(self.topic, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return _address(self.course)


class CourseTopicRemove(CourseTopicPage, ConfirmPage):
    title = "Убрать тему"
    verb = "Убрать"
    danger = True
    done = "Тема убрана."

    def get_text(self) -> str:
        return f"Тема «{self.topic.title}». Проведённые занятия останутся со своими названиями."

    def save(self, form: Any) -> str:
        domain.remove_topic(self.topic, actor=self.request.user)  # type: ignore[arg-type]
        return _address(self.course)
