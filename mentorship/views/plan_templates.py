"""Templates of plans: built in and the institution's own, each worded anew as it likes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.errors import DomainError
from core.views.pages import FormPage
from mentorship.domain import plan_templates as domain
from mentorship.forms.plans import PlanTemplateForm
from mentorship.models import PlanTemplate
from mentorship.permissions import MANAGE_MATERIALS, VIEW_PLANS
from mentorship.plan_enums import PlanKind
from mentorship.plan_outline import read_outline
from mentorship.selectors.plan_templates import templates_for
from mentorship.views.plan_access import LIST

CRUMB = ("Шаблоны планов", "mentorship:plan_templates")
EXAMPLE = """Раздел: Запрос | О чём просит наставляемый

Цель: Что изменится
Показатель: по чему это увидим
Неделя: 16
- Первый шаг | что получится | 2 | вместе

Точка: Первые итоги | 6
"""


def find_template(request: HttpRequest, pk: int) -> PlanTemplate:
    """A template that the institution has: its own or a built-in one that it has not worded anew."""
    rows = templates_for(request.organization, hidden=True)  # type: ignore[attr-defined]
    found = next((row for row in rows if row.pk == pk), None)
    if found is None:
        raise Http404
    return found


@access(VIEW_PLANS)
@require_GET
def plan_templates(request: HttpRequest) -> HttpResponse:
    rows = templates_for(request.organization, hidden=True)  # type: ignore[attr-defined]
    lines = [(row, read_outline(row.outline)) for row in rows]
    context = {
        "page_title": CRUMB[0],
        "breadcrumbs": ((LIST[0], str(LIST[1])), (CRUMB[0], "")),
        "groups": [
            (label, [line for line in lines if line[0].kind == kind]) for kind, label in PlanKind.choices
        ],
        "may_manage": MANAGE_MATERIALS.allows(request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "mentorship/plans/templates.html", context)


class TemplatePage(FormPage):
    access_rule = MANAGE_MATERIALS
    form_class = PlanTemplateForm

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((LIST[0], str(LIST[1])), (CRUMB[0], reverse(CRUMB[1])), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return reverse(CRUMB[1])


class PlanTemplateAdd(TemplatePage):
    title = "Новый шаблон плана"
    done = "Шаблон добавлен."

    def form_options(self) -> dict[str, Any]:
        organization = self.request.organization  # type: ignore[attr-defined]
        return {"organization": organization, "initial": {"outline": EXAMPLE}}

    def save(self, form: PlanTemplateForm) -> str:
        organization = self.request.organization  # type: ignore[attr-defined]
        domain.create_template(organization, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()


class PlanTemplateEdit(TemplatePage):
    title = "Шаблон плана"
    template: PlanTemplate

    def load(self) -> None:
        self.template = find_template(self.request, self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        row = self.template
        initial = {"form": row.form_id, "role_model": row.role_model_id}
        initial |= {name: getattr(row, name) for name in ("title", "kind", "outline")}
        return {"organization": self.request.organization, "initial": initial}  # type: ignore[attr-defined]

    def get_context(self) -> dict[str, Any]:
        if self.template.organization_id is None:
            return {"intro": "Это шаблон портала. Изменения увидит только ваша организация."}
        return {}

    def save(self, form: PlanTemplateForm) -> str:
        organization = self.request.organization  # type: ignore[attr-defined]
        given = form.cleaned_data
        domain.edit_template(self.template, organization=organization, actor=self.request.user, **given)  # type: ignore[arg-type]
        return self.get_cancel_url()


@access(MANAGE_MATERIALS)
@require_POST
def plan_template_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a template, offer it again, bring the portal's own wording back."""
    row, organization = find_template(request, pk), request.organization  # type: ignore[attr-defined]
    wanted = request.POST.get("shown", "")
    try:
        if wanted == "reset":
            domain.reset_template(row, organization=organization, actor=request.user)  # type: ignore[arg-type]
        else:
            domain.show_template(row, organization=organization, shown=wanted == "1", actor=request.user)  # type: ignore[arg-type]
        messages.success(request, f"Шаблон «{row.title}»: сделано.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(CRUMB[1])
