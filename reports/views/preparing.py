"""«Подготовить документ»: the kinds that may be made for a programme, what each needs, and the making."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_GET

from core.access import access
from core.errors import DomainError
from core.forms import PortalForm
from core.selectors.viewer import current_programme
from mentorship.models import Programme
from reports.domain.preparing import prepare_by_recipe
from reports.kinds import DocumentKind, kind_of
from reports.permissions import PREPARE_DOCUMENTS
from reports.recipes import Recipe, all_recipes, has_recipe, recipe_of

NO_PROGRAMME = "Сначала создайте программу: документы готовят для неё."


@dataclass(frozen=True)
class Line:
    """A kind on the page: what it needs and what stands in the way today."""

    kind: DocumentKind
    recipe: Recipe
    obstacle: str
    url: str


@access(PREPARE_DOCUMENTS)
@require_GET
def prepare_page(request: HttpRequest) -> HttpResponse:
    """All kinds with their recipes, by family."""
    programme = current_programme(request)
    lines = [_line(one, programme) for one in all_recipes()] if programme is not None else []
    context = {
        "page_title": "Подготовить документ",
        "breadcrumbs": [("Документы", reverse("reports:documents")), ("Подготовить документ", "")],
        "programme": programme,
        "lines": sorted(lines, key=lambda line: (line.kind.family, line.kind.label)),
    }
    return render(request, "reports/prepare.html", context)


def _line(recipe: Recipe, programme: Programme) -> Line:
    url = reverse(recipe.made_at) if recipe.made_at else reverse("reports:prepare_kind", args=[recipe.kind])
    return Line(kind_of(recipe.kind), recipe, recipe.obstacle(programme), url)


class SubjectForm(PortalForm):
    """What the document is about, when there is more than one thing."""

    subject = forms.TypedChoiceField(label="О чём", coerce=int)


class PrepareKind(View):
    """One kind: asks what the recipe asks, makes the draft and opens it."""

    access_rule = PREPARE_DOCUMENTS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.programme = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_recipe(kwargs["kind"]):
            raise Http404
        self.recipe, self.kind = recipe_of(kwargs["kind"]), kind_of(kwargs["kind"])
        if self.recipe.made_at:
            # Its own page knows which records the document takes up: made here it would be a second one of them.
            return redirect(self.recipe.made_at)
        self.programme = current_programme(request)
        if self.programme is None:
            messages.error(request, NO_PROGRAMME)
            return redirect("mentorship:programmes")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        about, own = self._forms(None)
        return self._show(about, own)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        about, own = self._forms(request.POST)
        valid = [form.is_valid() for form in (about, own) if form is not None]
        if not all(valid):
            return self._show(about, own, status=422)
        try:
            document = prepare_by_recipe(
                self.programme,  # type: ignore[arg-type]
                kind,
                about.cleaned_data["subject"] if about is not None else self._only_subject(),
                actor=request.user,  # type: ignore[arg-type]
                options=own.options() if own is not None else {},
            )
        except DomainError as error:
            target = own if own is not None else about
            if target is None:
                messages.error(request, error.message)
                return redirect("reports:prepare")
            target.refuse(error)
            return self._show(about, own, status=422)
        messages.success(request, "Проект готов. Проверьте имена и передайте на подпись.")
        return redirect("reports:document", pk=document.pk)

    def _forms(self, data: Any) -> tuple[SubjectForm | None, Any]:
        choices = self.recipe.subjects(self.programme)  # type: ignore[arg-type]
        about = None
        if len(choices) > 1:
            about = SubjectForm(data=data)
            about.fields["subject"].choices = choices  # type: ignore[attr-defined]
        own = self.recipe.form(data=data, programme=self.programme) if self.recipe.form is not None else None
        return about, own

    def _only_subject(self) -> int:
        choices = self.recipe.subjects(self.programme)  # type: ignore[arg-type]
        if not choices:
            raise DomainError(self.recipe.obstacle(self.programme) or "Пока не о чем.")  # type: ignore[arg-type]
        return choices[0][0]

    def _show(self, about: Any, own: Any, *, status: int = 200) -> HttpResponse:
        context = {
            "page_title": self.kind.label,
            "breadcrumbs": [
                ("Документы", reverse("reports:documents")),
                ("Подготовить документ", reverse("reports:prepare")),
                (self.kind.label, ""),
            ],
            "kind": self.kind,
            "recipe": self.recipe,
            "obstacle": self.recipe.obstacle(self.programme),  # type: ignore[arg-type]
            "forms": [form for form in (about, own) if form is not None],
            "form": own if own is not None else about,
        }
        return render(self.request, "reports/prepare_kind.html", context, status=status)
