"""Pages of programmes: the list, the passport with its projects, their forms, start and close."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_POST

from core.access import access
from core.enums import Role
from core.errors import DomainError
from core.permissions import VIEW_AUDIT
from core.selectors.audit import history_of
from core.selectors.viewer import PROGRAMME_KEY
from core.views.lists import ListPage
from core.views.pages import FormPage
from mentorship.domain import programmes as domain
from mentorship.enums import ProgrammeState
from mentorship.forms.programmes import ProgrammeForm, ProjectForm
from mentorship.models import Programme, Project
from mentorship.permissions import MANAGE_PROGRAMMES, VIEW_PROGRAMMES
from mentorship.selectors.next_steps import steps_of_programme
from mentorship.selectors.programmes import (
    budget_of,
    programmes_for_list,
    programmes_visible_to,
    projects_visible_to,
)
from mentorship.tables.programmes import TONES, ProgrammeTable

LIST = ("Программы", reverse_lazy("mentorship:programmes"))


def _address(programme: Programme) -> str:
    return reverse("mentorship:programme", kwargs={"pk": programme.pk})


class ProgrammeList(ListPage):
    access_rule = VIEW_PROGRAMMES
    title = "Программы"
    table_class = ProgrammeTable

    def get_queryset(self) -> QuerySet:
        return programmes_for_list(self.request.membership)  # type: ignore[attr-defined]

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        if not MANAGE_PROGRAMMES.allows(self.request.membership):  # type: ignore[attr-defined]
            return {"title": "Программ пока нет", "text": "Программу создаёт куратор."}
        return {
            "title": "С чего начать",
            "text": "Создайте программу наставничества: её сроки, цели и проекты. Потом — дорожная карта и люди.",
            "url": reverse("mentorship:programme_create"),
            "label": "Создать программу",
        }

    def get_context(self) -> dict[str, Any]:
        if not MANAGE_PROGRAMMES.allows(self.request.membership):  # type: ignore[attr-defined]
            return {}
        create = {"label": "Создать программу", "url": reverse("mentorship:programme_create"), "main": True}
        return {"page_actions": [create]}


@access(VIEW_PROGRAMMES)
def programme_page(request: HttpRequest, pk: int) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    programme = get_object_or_404(programmes_visible_to(membership).select_related("curator"), pk=pk)
    projects = list(projects_visible_to(membership, programme))
    context = {
        "programme": programme,
        "projects": projects,
        "budget": budget_of(projects),
        "steps": steps_of_programme(membership, programme),
        "page_title": programme.title,
        "breadcrumbs": (LIST, (programme.title, "")),
        "may_edit": MANAGE_PROGRAMMES.allows(membership),
        "may_passport": membership.role in {Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR},
        "state_tone": TONES[ProgrammeState(programme.state)],
        "passport": [
            (str(programme._meta.get_field(name).verbose_name).capitalize(), getattr(programme, name))  # type: ignore[union-attr]
            for name in (
                "basis",
                "customer",
                "developer",
                "goals",
                "tasks",
                "financing",
                "expected_results",
                "risks",
                "control",
            )
        ],
        "history": history_of(programme)[:20] if VIEW_AUDIT.allows(membership) else [],
    }
    return render(request, "mentorship/programmes/detail.html", context)


class ProgrammeCreate(FormPage):
    access_rule = MANAGE_PROGRAMMES
    title = "Новая программа"
    form_class = ProgrammeForm
    done = "Программа создана. Добавьте её проекты — формы наставничества."

    def form_options(self) -> dict[str, Any]:
        return {"organization": self.request.organization}  # type: ignore[attr-defined]

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:programmes")

    def save(self, form: ProgrammeForm) -> str:
        programme = domain.create_programme(
            self.request.organization,  # type: ignore[attr-defined]
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
        self.request.session[PROGRAMME_KEY] = programme.pk
        return _address(programme)


class ProgrammeEdit(FormPage):
    access_rule = MANAGE_PROGRAMMES
    title = "Паспорт программы"
    form_class = ProgrammeForm

    def load(self) -> None:
        visible = programmes_visible_to(self.request.membership)  # type: ignore[attr-defined]
        self.programme = get_object_or_404(visible, pk=self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        return {"organization": self.request.organization, "instance": self.programme}  # type: ignore[attr-defined]

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.programme.title, _address(self.programme)), (self.title, ""))

    def get_cancel_url(self) -> str:
        return _address(self.programme)

    def save(self, form: ProgrammeForm) -> str:
        domain.edit_programme(self.programme, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return _address(self.programme)


class ProjectCreate(FormPage):
    access_rule = MANAGE_PROGRAMMES
    title = "Новый проект"
    form_class = ProjectForm
    done = "Проект добавлен."

    def load(self) -> None:
        visible = programmes_visible_to(self.request.membership)  # type: ignore[attr-defined]
        self.programme = get_object_or_404(visible.select_related("organization"), pk=self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        return {"programme": self.programme}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.programme.title, _address(self.programme)), (self.title, ""))

    def get_cancel_url(self) -> str:
        return _address(self.programme)

    def save(self, form: ProjectForm) -> str:
        domain.add_project(self.programme, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return _address(self.programme)


class ProjectEdit(FormPage):
    access_rule = MANAGE_PROGRAMMES
    title = "Карточка проекта"
    form_class = ProjectForm

    def load(self) -> None:
        rows = Project.objects.select_related("programme__organization", "form")
        self.project = get_object_or_404(rows, pk=self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        return {"programme": self.project.programme, "instance": self.project}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        programme = self.project.programme
        return (LIST, (programme.title, _address(programme)), (self.project.title, ""))

    def get_cancel_url(self) -> str:
        return _address(self.project.programme)

    def save(self, form: ProjectForm) -> str:
        domain.edit_project(self.project, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return _address(self.project.programme)


MOVES = {"start": "Программа начата.", "close": "Программа завершена.", "reopen": "Программа снова в работе."}


@require_POST
@access(MANAGE_PROGRAMMES)
def programme_move(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    if step not in MOVES:
        raise Http404
    programme = get_object_or_404(programmes_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    reason = request.POST.get("reason", "")[:1000]
    try:
        if step == "start":
            domain.start_programme(programme, actor=request.user)  # type: ignore[arg-type]
        elif step == "close":
            domain.close_programme(programme, actor=request.user, reason=reason)  # type: ignore[arg-type]
        else:
            domain.reopen_programme(programme, actor=request.user, reason=reason)  # type: ignore[arg-type]
        messages.success(request, MOVES[step])
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(_address(programme))
