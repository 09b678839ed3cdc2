"""Deputies of curators who are away: the list, the act, its end."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET

from core import audit
from core.access import access
from core.clock import today
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.care_enums import DeputationState
from mentorship.domain import deputations as domain
from mentorship.forms.deputations import DeputationForm
from mentorship.models import Deputation
from mentorship.permissions import MANAGE_DEPUTIES
from mentorship.selectors.deputations import curators_of, deputies_of, handed_pairs
from mentorship.tables.deputations import DeputationTable

LIST = ("Замещение кураторов", reverse_lazy("mentorship:deputations"))


def found_deputation(pk: int) -> Deputation:
    rows = Deputation.objects.select_related("absent__user", "deputy", "organization")
    return get_object_or_404(rows, pk=pk)


class DeputationsPage(ListPage):
    access_rule = MANAGE_DEPUTIES
    title = "Замещение кураторов"
    lead = "На время отсутствия пары куратора ведёт другой работник; в названный день права вернутся сами."
    table_class = DeputationTable
    empty = {
        "title": "Никто никого не замещает",
        "text": "Уходит куратор в отпуск или заболел — передайте его пары на время.",
    }

    def get_queryset(self) -> QuerySet[Deputation]:
        return Deputation.objects.select_related("absent__user", "deputy")

    def get_context(self) -> dict[str, Any]:
        new = reverse("mentorship:deputation_add")
        return {"page_actions": [{"label": "Назначить замещение", "url": new, "main": True}]}


class DeputationAdd(FormPage):
    access_rule = MANAGE_DEPUTIES
    title = "Назначить замещение"
    form_class = DeputationForm
    submit_label = "Передать пары"
    done = "Замещение назначено. Акт можно напечатать."

    def form_options(self) -> dict[str, Any]:
        organization = self.request.organization  # type: ignore[attr-defined]
        return {
            "curators": curators_of(organization),
            "deputies": deputies_of(organization),
            "initial": {"starts_on": today(organization)},
        }

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.title, ""))  # type: ignore[return-value]

    def get_cancel_url(self) -> str:
        return str(LIST[1])

    def save(self, form: DeputationForm) -> str:
        domain.appoint_deputy(actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return str(LIST[1])


class DeputationEnd(ConfirmPage):
    access_rule = MANAGE_DEPUTIES
    title = "Закончить замещение"
    verb = "Закончить"
    done = "Замещение закончено, права вернулись."

    def load(self) -> None:
        self.deputation = found_deputation(self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.title, ""))  # type: ignore[return-value]

    def get_cancel_url(self) -> str:
        return str(LIST[1])

    def get_text(self) -> str:
        one = self.deputation
        verb = "начнёт замещать" if one.state == DeputationState.PLANNED else "замещает"
        return f"{one.deputy} {verb} куратора: {one.absent.user}."

    def save(self, form: Any) -> str:
        domain.end_deputation(self.deputation, actor=self.request.user)  # type: ignore[arg-type]
        return str(LIST[1])


@access(MANAGE_DEPUTIES)
@require_GET
def deputation_act(request: HttpRequest, pk: int) -> HttpResponse:
    """The act on paper: who, whom, for how long, which pairs."""
    deputation = found_deputation(pk)
    rows = handed_pairs(deputation)
    audit.record("deputation.printed", subject=deputation, after={"rows": len(rows)})
    context = {
        "page_title": f"Акт о передаче пар на время отсутствия куратора № {deputation.pk}",
        "deputation": deputation,
        "rows": rows,
        "back_url": str(LIST[1]),
    }
    return render(request, "mentorship/care/act.html", context)
