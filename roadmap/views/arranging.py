"""The make-up of a roadmap: stages and activities added, placed by buttons, laid into the archive, taken back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import access
from core.views.pages import ConfirmPage, Crumbs, FormPage
from roadmap.domain import arranging as domain
from roadmap.forms.activities import ActivityFields
from roadmap.forms.living import ArchiveForm, StageForm
from roadmap.models import Activity, Roadmap, Stage
from roadmap.permissions import MANAGE_ROADMAP
from roadmap.selectors.outline import outline_of

STEPS = {"up": -1, "down": 1}
TITLE = "Состав дорожной карты"


def _page(roadmap_id: int, anchor: str = "") -> str:
    return reverse("roadmap:arrange", kwargs={"pk": roadmap_id}) + (f"#{anchor}" if anchor else "")


def _roadmap(pk: int) -> Roadmap:
    return get_object_or_404(Roadmap.objects.select_related("programme", "organization"), pk=pk)


def _stage(pk: int, *, archived: bool = False) -> Stage:
    rows = (Stage.everything if archived else Stage.objects).select_related(
        "roadmap__organization", "roadmap__programme"
    )
    return get_object_or_404(rows, pk=pk, archived_at__isnull=not archived)


def _activity(pk: int, *, archived: bool = False) -> Activity:
    rows = (Activity.everything if archived else Activity.objects).select_related(
        "stage__roadmap__organization", "stage__roadmap__programme"
    )
    return get_object_or_404(rows, pk=pk, archived_at__isnull=not archived)


@access(MANAGE_ROADMAP)
def arrange_page(request: HttpRequest, pk: int) -> HttpResponse:
    roadmap = _roadmap(pk)
    context = {
        "page_title": TITLE,
        "breadcrumbs": (("Дорожная карта", f"{reverse('roadmap:roadmap')}?map={pk}"), (TITLE, "")),
        "roadmap": roadmap,
        **outline_of(roadmap),
    }
    return render(request, "roadmap/arrange.html", context)


class _Arranging(FormPage):
    access_rule = MANAGE_ROADMAP
    roadmap_id: int

    def get_cancel_url(self) -> str:
        return _page(self.roadmap_id)

    def get_breadcrumbs(self) -> Crumbs:
        return (
            ("Дорожная карта", f"{reverse('roadmap:roadmap')}?map={self.roadmap_id}"),
            (TITLE, _page(self.roadmap_id)),
            (self.get_title(), ""),
        )


class StageAddPage(_Arranging):
    title = "Добавить этап"
    form_class = StageForm
    done = "Этап добавлен в конец плана."

    def load(self) -> None:
        self.roadmap = _roadmap(self.kwargs["pk"])
        self.roadmap_id = self.roadmap.pk

    def save(self, form: StageForm) -> str:
        stage = domain.add_stage(self.roadmap, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return _page(self.roadmap_id, f"stage-{stage.pk}")


class _OfStage(_Arranging):
    def load(self) -> None:
        self.stage = _stage(self.kwargs["pk"])
        self.roadmap_id = self.stage.roadmap_id


class StageEditPage(_OfStage):
    title = "Изменить этап"
    form_class = StageForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.stage, name) for name in StageForm.base_fields}}

    def save(self, form: StageForm) -> str:
        domain.edit_stage(self.stage, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return _page(self.roadmap_id, f"stage-{self.stage.pk}")


class StageArchivePage(_OfStage, ConfirmPage):
    title = "Убрать этап в архив"
    verb = "Убрать в архив"
    form_class = ArchiveForm
    danger = True
    done = "Этап убран в архив вместе с мероприятиями."
    consequence = "Ничего не пропадёт: этап можно вернуть внизу страницы состава."

    def get_text(self) -> str:
        return f"{self.stage}: мероприятий — {self.stage.activities.count()}."

    def save(self, form: ArchiveForm) -> str:
        domain.archive_stage(self.stage, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return self.get_cancel_url()


class ActivityAddPage(_OfStage):
    title = "Добавить мероприятие"
    form_class = ActivityFields
    template_name = "roadmap/form.html"
    done = "Мероприятие добавлено."

    def get_context(self) -> dict[str, Any]:
        return {"intro": str(self.stage)}

    def save(self, form: ActivityFields) -> str:
        made = domain.add_activity(self.stage, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return _page(self.roadmap_id, f"activity-{made.pk}")


class ActivityArchivePage(_Arranging, ConfirmPage):
    title = "Убрать мероприятие в архив"
    verb = "Убрать в архив"
    form_class = ArchiveForm
    danger = True
    done = "Мероприятие убрано в архив."
    consequence = "Оно не будет считаться и печататься. Вернуть его можно на странице состава."

    def load(self) -> None:
        self.activity = _activity(self.kwargs["pk"])
        self.roadmap_id = self.activity.stage.roadmap_id

    def get_text(self) -> str:
        return str(self.activity)

    def save(self, form: ArchiveForm) -> str:
        domain.archive_activity(self.activity, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return self.get_cancel_url()


def _step(step: str) -> int:
    if step not in STEPS:
        raise Http404
    return STEPS[step]


@require_POST
@access(MANAGE_ROADMAP)
def place_stage(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    stage = _stage(pk)
    domain.place_stage(stage, step=_step(step), actor=request.user)  # type: ignore[arg-type]
    return redirect(_page(stage.roadmap_id, f"stage-{pk}"))


@require_POST
@access(MANAGE_ROADMAP)
def place_activity(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    activity = _activity(pk)
    domain.place_activity(activity, step=_step(step), actor=request.user)  # type: ignore[arg-type]
    return redirect(_page(activity.stage.roadmap_id, f"activity-{pk}"))


@require_POST
@access(MANAGE_ROADMAP)
def restore_stage(request: HttpRequest, pk: int) -> HttpResponse:
    stage = domain.restore_stage(_stage(pk, archived=True), actor=request.user)  # type: ignore[arg-type]
    return redirect(_page(stage.roadmap_id, f"stage-{pk}"))


@require_POST
@access(MANAGE_ROADMAP)
def restore_activity(request: HttpRequest, pk: int) -> HttpResponse:
    activity = domain.restore_activity(_activity(pk, archived=True), actor=request.user)  # type: ignore[arg-type]
    return redirect(_page(activity.stage.roadmap_id, f"activity-{pk}"))
