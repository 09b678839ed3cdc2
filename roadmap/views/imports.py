"""Importing a plan: upload, a preview of every row, changes, and the step that writes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import access
from core.errors import DomainError
from core.selectors.viewer import current_programme
from core.views.pages import ConfirmPage, FormPage
from mentorship.selectors.programmes import projects_visible_to
from roadmap.domain import imports as domain
from roadmap.domain.import_plans import apply_plans, replaced_by, set_targets
from roadmap.drafts import PlanForm
from roadmap.enums import ImportState
from roadmap.forms.imports import ApplyForm, ApplyPlansForm, PlanSettingsForm, RowForm, UploadForm
from roadmap.models import PlanImport
from roadmap.permissions import MANAGE_ROADMAP
from roadmap.selectors.found_plans import found_plans, targets_of, told_plans
from roadmap.selectors.people import staff_of
from roadmap.selectors.previews import preview_of, project_named
from roadmap.selectors.roadmaps import live_of, roadmaps_visible_to

MAP = "Дорожная карта"


def _import(pk: int) -> PlanImport:
    rows = PlanImport.objects.select_related("programme__organization", "file")
    return get_object_or_404(rows, pk=pk, state=ImportState.UPLOADED)


def _preview(plan_import: PlanImport, row: int | None = None) -> str:
    address = reverse("roadmap:import_preview", kwargs={"pk": plan_import.pk})
    return address if row is None else f"{address}#row-{row}"


def _crumbs(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return ((MAP, reverse("roadmap:roadmap")), *more)


class UploadPage(FormPage):
    access_rule = MANAGE_ROADMAP
    title = "Загрузить план"
    form_class = UploadForm
    submit_label = "Прочитать"
    intro = (
        "Портал найдёт в документе таблицу плана и покажет каждую строку так, как её понял. "
        "До вашего подтверждения в дорожную карту ничего не попадёт."
    )
    done = ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().get(request, **kwargs) if current_programme(request) else redirect("roadmap:roadmap")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().post(request, **kwargs) if current_programme(request) else redirect("roadmap:roadmap")

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return _crumbs((self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("roadmap:roadmap")

    def save(self, form: UploadForm) -> str:
        file, text = form.cleaned_data["file"], form.cleaned_data["text"]
        programme, actor = current_programme(self.request), self.request.user
        try:
            if file:
                made = domain.upload_plan(programme, file.read(), file.name, actor=actor)  # type: ignore[arg-type]
            else:
                made = domain.paste_plan(programme, text, actor=actor)  # type: ignore[arg-type]
        except DomainError as error:
            error.field = "file" if file else "text"
            raise
        return _preview(made)


class PreviewPage(FormPage):
    """The plan's name and term as a form, and under it every row."""

    access_rule = MANAGE_ROADMAP
    title = "Проверка плана"
    form_class = PlanSettingsForm
    template_name = "roadmap/import_preview.html"
    submit_label = "Сохранить"
    done = "Название и срок плана сохранены, сроки строк прочитаны заново."

    def load(self) -> None:
        self.plan_import = _import(self.kwargs["pk"])
        self.plan: PlanForm = domain.chosen_plan(self.plan_import)

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.plan, name) for name in PlanSettingsForm.base_fields}}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return _crumbs((self.title, ""))

    def get_context(self) -> dict[str, Any]:
        only = self.request.GET.get("only") == "doubts"
        return {
            "plan_import": self.plan_import,
            "preview": preview_of(self.plan, only_doubtful=only, names=self._names()),
            "only_doubtful": only,
            "found_plans": found_plans(self.plan_import) if len(self.plan_import.plans) > 1 else [],
            "targets": targets_of(self.plan_import),
        }

    def _names(self) -> dict[int, str]:
        """Names of the people that the rows name."""
        wanted = {user for row in self.plan.rows for user in row.people}
        people = staff_of(self.plan_import.programme.organization).filter(pk__in=wanted) if wanted else ()
        return {user.pk: str(user) for user in people}

    def save(self, form: PlanSettingsForm) -> str:
        domain.edit_plan(self.plan_import, **form.cleaned_data)
        return _preview(self.plan_import)


@require_POST
@access(MANAGE_ROADMAP)
def choose(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """Look at another plan of the document; what was chosen in the list of plans is kept."""
    plan_import = _import(pk)
    try:
        domain.choose_plan(plan_import, index)
    except DomainError as error:
        raise Http404 from error
    return _keep_targets(request, plan_import)


@require_POST
@access(MANAGE_ROADMAP)
def targets(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where each plan of the document goes."""
    return _keep_targets(request, _import(pk), done="Выбор сохранён.")


def _keep_targets(request: HttpRequest, plan_import: PlanImport, done: str = "") -> HttpResponse:
    chosen = request.POST.getlist("target")
    if chosen:
        try:
            set_targets(plan_import, chosen)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect(_preview(plan_import))
    if "apply" in request.POST:
        return redirect("roadmap:import_apply", pk=plan_import.pk)
    if done:
        messages.success(request, done)
    return redirect(_preview(plan_import))


@require_POST
@access(MANAGE_ROADMAP)
def include(request: HttpRequest, pk: int, index: int, step: str) -> HttpResponse:
    """Leave a row out («skip») or take it back («take»)."""
    plan_import = _import(pk)
    if step not in {"skip", "take"}:
        raise Http404
    try:
        domain.include_row(plan_import, index, included=step == "take")
    except DomainError as error:
        raise Http404 from error
    return redirect(_preview(plan_import, index))


class RowPage(FormPage):
    access_rule = MANAGE_ROADMAP
    title = "Строка плана"
    form_class = RowForm
    template_name = "roadmap/form.html"
    done = "Строка изменена."

    def load(self) -> None:
        self.plan_import = _import(self.kwargs["pk"])
        rows = domain.chosen_plan(self.plan_import).rows
        if not 0 <= self.kwargs["index"] < len(rows):
            raise Http404
        self.row = rows[self.kwargs["index"]]

    def form_options(self) -> dict[str, Any]:
        names = ("stage", "number", "text", "deadline", "responsible", "result")
        initial = {name: getattr(self.row, name) for name in names}
        more = {"result_kinds": self.row.kinds, "roles": self.row.answering, "users": self.row.people}
        people = staff_of(self.plan_import.programme.organization)
        return {"initial": initial | {name: list(chosen) for name, chosen in more.items()}, "users": people}

    def get_context(self) -> dict[str, Any]:
        doubts = "; ".join(self.row.doubts)
        return {
            "intro": (f"Строка {self.row.source_row} документа." if self.plan_import.file else "")
            + (f" Обратите внимание: {doubts}." if doubts else "")
        }

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return _crumbs(("Проверка плана", self.get_cancel_url()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return _preview(self.plan_import, self.kwargs["index"])

    def save(self, form: RowForm) -> str:
        values = dict(form.cleaned_data)
        values["kinds"] = tuple(values.pop("result_kinds"))
        values["roles"] = tuple(values["roles"])
        values["people"] = tuple(user.pk for user in values.pop("users"))
        domain.edit_row(self.plan_import, self.kwargs["index"], **values)
        return self.get_cancel_url()


class ApplyPage(ConfirmPage):
    access_rule = MANAGE_ROADMAP
    title = "Загрузить в дорожную карту"
    verb = "Загрузить"
    form_class = ApplyForm
    done = "Дорожная карта загружена."

    def load(self) -> None:
        self.plan_import = _import(self.kwargs["pk"])
        self.plan = domain.chosen_plan(self.plan_import)
        self.many = len(self.plan_import.plans) > 1
        membership = self.request.membership  # type: ignore[attr-defined]
        self.live = live_of(list(roadmaps_visible_to(membership, self.plan_import.programme)))
        if self.many:
            self.form_class, self.live = ApplyPlansForm, replaced_by(self.plan_import)

    def form_options(self) -> dict[str, Any]:
        if self.many:
            return {"replaces": bool(self.live)}
        membership = self.request.membership  # type: ignore[attr-defined]
        projects = projects_visible_to(membership, self.plan_import.programme)
        initial = {"adopted_on": self.plan.period_start, "project": project_named(self.plan.title, projects)}
        return {"projects": projects, "replaces": bool(self.live), "initial": initial}

    def get_text(self) -> str:
        if self.many:
            return f"Программа «{self.plan_import.programme}»: все планы загрузятся вместе или не загрузится ни один."
        return (
            f"«{self.plan.title}»: мероприятий — {len(self.plan.included)}, этапов — {len(self.plan.stage_titles)}, "
            f"программа «{self.plan_import.programme}»."
        )

    def get_context(self) -> dict[str, Any]:
        found: dict[str, Any] = {"examples": told_plans(self.plan_import)} if self.many else {}
        if self.live:
            titles = ", ".join(f"«{roadmap.title}»" for roadmap in self.live)
            found["consequence"] = (
                f"У программы уже есть: {titles}. Вторая карта того же плана рядом не встанет."
            )
        return found

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return _crumbs(("Проверка плана", self.get_cancel_url()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return _preview(self.plan_import)

    def save(self, form: Any) -> str:
        if self.many:
            apply_plans(self.plan_import, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
            return f"{reverse('roadmap:roadmap')}?map={self.plan_import.roadmap_id}"
        roadmap = domain.apply_import(self.plan_import, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return f"{reverse('roadmap:roadmap')}?map={roadmap.pk}"


@require_POST
@access(MANAGE_ROADMAP)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    domain.drop_import(_import(pk), actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Загрузка отменена, в дорожной карте ничего не изменилось.")
    return redirect("roadmap:roadmap")
