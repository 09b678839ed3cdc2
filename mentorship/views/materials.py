"""«Методическая копилка»: participants read what is for them, the curator words, hides and adds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from core.access import access
from core.errors import DomainError
from core.views.files import send_file
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import materials as domain
from mentorship.domain.overrides import is_builtin
from mentorship.forms.plans import MaterialForm
from mentorship.models import Material
from mentorship.permissions import MANAGE_MATERIALS, SEE_MATERIALS, SEE_MEETINGS, VIEW_PLANS
from mentorship.plan_enums import MaterialKind
from mentorship.plan_outline import paragraphs_of
from mentorship.selectors.materials import materials_for

CRUMB = ("Методическая копилка", "mentorship:materials")


def find_material(request: HttpRequest, pk: int) -> Material:
    rows = materials_for(request.membership)  # type: ignore[attr-defined]
    found = next((row for row in rows if row.pk == pk), None)
    if found is None:
        raise Http404
    return found


@access(SEE_MATERIALS)
@require_GET
def materials(request: HttpRequest) -> HttpResponse:
    rows = materials_for(request.membership)  # type: ignore[attr-defined]
    staff = VIEW_PLANS.allows(request.membership)  # type: ignore[attr-defined]
    groups = [(label, [row for row in rows if row.kind == kind]) for kind, label in _PLURALS.items()]
    context = {
        "page_title": CRUMB[0],
        "page_lead": "Памятки, сценарии встреч и рабочие листы.",
        "groups": [(label, lines) for label, lines in groups if lines],
        "is_staff": staff,
        "may_see_scripts": SEE_MEETINGS.allows(request.membership),  # type: ignore[attr-defined]
        "may_manage": MANAGE_MATERIALS.allows(request.membership),  # type: ignore[attr-defined]
        "without_year": True,
    }
    return render(request, "mentorship/materials/list.html", context)


_PLURALS = {
    MaterialKind.MEMO: "Памятки",
    MaterialKind.SCRIPT: "Сценарии встреч",
    MaterialKind.WORKSHEET: "Рабочие листы",
    MaterialKind.OTHER: "Другие материалы",
}


@access(SEE_MATERIALS)
@require_GET
def material(request: HttpRequest, pk: int) -> HttpResponse:
    row = find_material(request, pk)
    context = {
        "page_title": row.title,
        "breadcrumbs": ((CRUMB[0], reverse(CRUMB[1])), (row.title, "")),
        "material": row,
        "parts": paragraphs_of(row.text),
        "may_manage": MANAGE_MATERIALS.allows(request.membership),  # type: ignore[attr-defined]
        "may_remove": row.organization_id is not None,
        "has_source": row.organization_id is not None and is_builtin(row),
        "without_year": True,
    }
    return render(request, "mentorship/materials/material.html", context)


@access(SEE_MATERIALS)
@require_safe
def material_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = find_material(request, pk)
    if row.file is None or not row.file.file:
        raise Http404
    return send_file(row.file, inline=request.GET.get("inline") == "1")


class MaterialPage(FormPage):
    access_rule = MANAGE_MATERIALS
    form_class = MaterialForm

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((CRUMB[0], reverse(CRUMB[1])), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return reverse(CRUMB[1])

    def given(self, form: MaterialForm) -> dict[str, Any]:
        values = dict(form.cleaned_data)
        name, data = values.pop("file") or ("", b"")
        return {**values, "name": name, "data": data, "actor": self.request.user}


class MaterialAdd(MaterialPage):
    title = "Новый материал"
    submit_label = "Добавить"
    done = "Материал добавлен."

    def form_options(self) -> dict[str, Any]:
        return {"organization": self.request.organization}  # type: ignore[attr-defined]

    def save(self, form: MaterialForm) -> str:
        made = domain.create_material(self.request.organization, **self.given(form))  # type: ignore[attr-defined]
        return reverse("mentorship:material", args=[made.pk])


class MaterialEdit(MaterialPage):
    title = "Изменить материал"
    material: Material

    def load(self) -> None:
        self.material = find_material(self.request, self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        row = self.material
        initial = {name: getattr(row, name) for name in ("title", "kind", "audience", "text", "link")}
        return {
            "organization": self.request.organization,  # type: ignore[attr-defined]
            "material": row,
            "initial": initial | {"form": row.form_id},
        }

    def save(self, form: MaterialForm) -> str:
        organization = self.request.organization  # type: ignore[attr-defined]
        made = domain.edit_material(self.material, organization=organization, **self.given(form))
        return reverse("mentorship:material", args=[made.pk])


class MaterialRemove(MaterialPage, ConfirmPage):
    title = "Удалить материал"
    verb = "Удалить"
    danger = True
    done = "Сделано."
    form_class = ConfirmPage.form_class  # type: ignore[assignment]
    material: Material

    def load(self) -> None:
        self.material = find_material(self.request, self.kwargs["pk"])
        if self.material.organization_id is None:
            raise Http404

    def get_text(self) -> str:
        if is_builtin(self.material):
            return f"Ваш вариант материала «{self.material.title}» удалится, вернётся исходный текст портала."
        return f"Материал «{self.material.title}» удалится вместе с файлом."

    def save(self, form: Any) -> str:
        organization = self.request.organization  # type: ignore[attr-defined]
        domain.remove_material(self.material, organization=organization, actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()


@access(MANAGE_MATERIALS)
@require_POST
def material_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a material from participants, or show it again."""
    row = find_material(request, pk)
    shown = request.POST.get("shown") == "1"
    try:
        domain.show_material(row, organization=request.organization, shown=shown, actor=request.user)  # type: ignore[attr-defined, arg-type]
        messages.success(request, f"«{row.title}» {'показывается' if shown else 'больше не показывается'}.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(CRUMB[1])
