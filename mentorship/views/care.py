"""Tasks of care: the list, one task with its steps, a task written by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.clock import today
from core.enums import Role
from core.errors import DomainError
from core.history import told
from core.personal_tokens import new_key
from core.production_calendar import add_working_days
from core.selectors.audit import history_of
from core.selectors.viewer import current_programme
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.care_enums import CARE_TONES, UNDONE, CareKind, CareState
from mentorship.domain import care as domain
from mentorship.filters.care import CareFilter
from mentorship.forms.care import CareTaskForm, OutcomeForm
from mentorship.models import CareTask, Pair
from mentorship.pauses import name_of
from mentorship.permissions import CARE, VIEW_PAIRS
from mentorship.selectors.care import tasks_visible_to, with_people
from mentorship.selectors.pairs import pairs_visible_to
from mentorship.tables.care import CareTable, whom

LIST = ("Задачи сопровождения", reverse_lazy("mentorship:care_tasks"))
#: Working days that a task written by hand is given unless its author says otherwise.
USUAL_DAYS = 5


def address(task: CareTask) -> str:
    return reverse("mentorship:care_task", args=[task.pk])


def visible_task(request: HttpRequest, pk: int) -> CareTask:
    tasks = tasks_visible_to(request.membership, current_programme(request))  # type: ignore[attr-defined]
    return get_object_or_404(with_people(tasks).select_related("programme", "organization"), pk=pk)


class CareTasksPage(ListPage):
    access_rule = CARE
    title = "Задачи сопровождения"
    table_class = CareTable
    filterset_class = CareFilter
    personal_data = True
    empty = {
        "title": "Задач нет",
        "text": "Здесь появится, кому нужна помощь: по ответам участников, по тишине в паре, по вашим заметкам.",
    }

    def get_queryset(self) -> QuerySet:
        return with_people(tasks_visible_to(self.request.membership, current_programme(self.request)))  # type: ignore[attr-defined]

    def get_context(self) -> dict[str, Any]:
        if current_programme(self.request) is None:
            return {}
        return {"page_actions": [{"label": "Новая задача", "url": reverse("mentorship:care_add")}]}


@access(CARE)
@require_GET
def care_task(request: HttpRequest, pk: int) -> HttpResponse:
    task = visible_task(request, pk)
    may_see_pair = task.pair is not None and VIEW_PAIRS.allows(request.membership)  # type: ignore[attr-defined]
    context = {
        "page_title": f"{task.get_kind_display()}: {whom(task)}",
        "breadcrumbs": (LIST, (task.get_kind_display(), "")),
        "task": task,
        "tone": CARE_TONES[CareState(task.state)],
        "is_late": task.state in UNDONE and task.due_on < today(task.organization),
        "is_undone": task.state in UNDONE,
        "pair_name": name_of(task.pair) if may_see_pair and task.pair else "",
        "history": told(history_of(task)[:20]),
    }
    return render(request, "mentorship/care/task.html", context)


@access(CARE)
@require_POST
def care_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    task = visible_task(request, pk)
    try:
        if step == "take":
            domain.take_task(task, actor=request.user)  # type: ignore[arg-type]
            messages.success(request, "Задача ваша.")
        else:
            domain.reopen_task(task, actor=request.user)  # type: ignore[arg-type]
            messages.success(request, "Задача снова ждёт.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(address(task))


class CareClose(ConfirmPage):
    """Base of the two ways to close a task."""

    access_rule = CARE
    form_class = OutcomeForm
    task: CareTask

    def load(self) -> None:
        self.task = visible_task(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.task.get_kind_display(), address(self.task)), (self.title, ""))  # type: ignore[return-value]

    def get_cancel_url(self) -> str:
        return address(self.task)

    def get_text(self) -> str:
        return self.task.text


class CareDone(CareClose):
    title = "Задача сделана"
    verb = "Сделано"
    done = "Задача закрыта."

    def save(self, form: OutcomeForm) -> str:
        domain.finish_task(self.task, outcome=form.cleaned_data["outcome"], actor=self.request.user)  # type: ignore[arg-type]
        return str(LIST[1])


class CareDrop(CareClose):
    title = "Задача не нужна"
    verb = "Снять задачу"
    done = "Задача снята."

    def save(self, form: OutcomeForm) -> str:
        domain.drop_task(self.task, outcome=form.cleaned_data["outcome"], actor=self.request.user)  # type: ignore[arg-type]
        return str(LIST[1])


class CareTaskAdd(FormPage):
    """A task by hand; `?pair=` says about which pair."""

    access_rule = CARE
    title = "Новая задача сопровождения"
    form_class = CareTaskForm
    submit_label = "Поставить задачу"
    done = "Задача поставлена."
    pair: Pair | None = None

    def load(self) -> None:
        self.programme = current_programme(self.request)
        asked = self.request.GET.get("pair", "")
        if asked:
            if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
                raise Http404
            seen = pairs_visible_to(self.request.membership, self.programme)  # type: ignore[attr-defined]
            self.pair = get_object_or_404(seen, pk=int(asked))

    def form_options(self) -> dict[str, Any]:
        membership = self.request.membership  # type: ignore[attr-defined]
        due_on = add_working_days(today(membership.organization), USUAL_DAYS)
        return {"own_role": membership.role, "initial": {"due_on": due_on, "form_key": new_key()}}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:pair", args=[self.pair.pk]) if self.pair else str(LIST[1])

    def get_context(self) -> dict[str, Any]:
        return {"intro": f"О ком: {name_of(self.pair)}." if self.pair else ""}

    def save(self, form: CareTaskForm) -> str:
        if self.programme is None:
            raise DomainError("Сначала создайте программу.", code="programme")
        data = form.cleaned_data
        made = domain.raise_task(
            programme=self.programme,
            pair=self.pair,
            kind=CareKind.OTHER,
            key=f"hand:{data['form_key']}",
            text=data["text"],
            due_on=data["due_on"],
            role=data["role"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        mine = (data["role"] == Role.PSYCHOLOGIST) == (self.request.membership.role == Role.PSYCHOLOGIST)  # type: ignore[attr-defined]
        return address(made) if mine else self.get_cancel_url()
