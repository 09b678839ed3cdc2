"""Templates: choosing one, looking into it, beginning a roadmap from it; saving and retiring one's own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.selectors.viewer import current_programme
from core.views.pages import FormPage
from roadmap.domain.templates import plan_of_template, retire_template, save_template, start_from_template
from roadmap.forms.plans import TemplateForm
from roadmap.models import Roadmap, RoadmapTemplate
from roadmap.permissions import MANAGE_ROADMAP
from roadmap.selectors.templates import Offered, built_in, offered_template, own_templates

TITLE = "Шаблоны дорожных карт"


def _crumbs(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("Дорожная карта", reverse("roadmap:roadmap")), *more)


def _offered(key: str) -> Offered:
    found = offered_template(key)
    if found is None:
        raise Http404
    return found


@access(MANAGE_ROADMAP)
@require_GET
def templates_page(request: HttpRequest) -> HttpResponse:
    context = {
        "page_title": TITLE,
        "breadcrumbs": _crumbs((TITLE, "")),
        "built_in": built_in(),
        "own": own_templates(),
        "programme": current_programme(request),
    }
    return render(request, "roadmap/templates.html", context)


@access(MANAGE_ROADMAP)
@require_GET
def template_page(request: HttpRequest, key: str) -> HttpResponse:
    """The rows of a template with the days that they would have in the programme."""
    offered, programme = _offered(key), current_programme(request)
    plan = plan_of_template(offered.outline, programme) if programme else None
    context = {
        "page_title": offered.title,
        "breadcrumbs": _crumbs((TITLE, reverse("roadmap:templates")), (offered.title, "")),
        "offered": offered,
        "programme": programme,
        "plan": plan,
        "rows": plan.rows if plan else [],
    }
    return render(request, "roadmap/template.html", context)


@access(MANAGE_ROADMAP)
@require_POST
def template_use(request: HttpRequest, key: str) -> HttpResponse:
    """Put the template's rows into a preview, where each may be changed before anything is written."""
    offered, programme = _offered(key), current_programme(request)
    if programme is None:
        return redirect("roadmap:roadmap")
    made = start_from_template(offered, programme, actor=request.user)  # type: ignore[arg-type]
    return redirect("roadmap:import_preview", pk=made.pk)


@access(MANAGE_ROADMAP)
@require_POST
def template_retire(request: HttpRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(RoadmapTemplate, pk=pk)
    retire_template(template, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, f"Шаблон «{template.title}» больше не предлагается.")
    return redirect("roadmap:templates")


class TemplateSavePage(FormPage):
    access_rule = MANAGE_ROADMAP
    title = "Сохранить как шаблон"
    form_class = TemplateForm
    done = "Шаблон сохранён."
    intro = (
        "В шаблон войдут этапы, мероприятия, сроки, ответственные и результаты. Отметки и подтверждения не войдут. "
        "Годы в сроках портал сдвинет сам, когда по шаблону начнут новую карту."
    )

    def load(self) -> None:
        rows = Roadmap.objects.select_related("organization")
        self.roadmap: Roadmap = get_object_or_404(rows, pk=self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        own = [
            (str(each.own.pk), f"{each.title} (версия {each.version + 1})")
            for each in own_templates()
            if each.own
        ]
        return {"own": own, "initial": {"title": self.roadmap.title[:200]}}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return _crumbs((self.title, ""))

    def get_cancel_url(self) -> str:
        return f"{reverse('roadmap:roadmap')}?map={self.roadmap.pk}"

    def save(self, form: TemplateForm) -> str:
        wanted = form.cleaned_data.get("template")
        template = get_object_or_404(RoadmapTemplate, pk=wanted) if wanted else None
        save_template(
            self.roadmap,
            title=form.cleaned_data["title"],
            about=form.cleaned_data["about"],
            template=template,
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("roadmap:templates")
