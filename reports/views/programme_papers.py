"""The page of the programme's papers, and the minutes of the selection commission."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.access import access
from core.errors import DomainError
from core.forms import PortalForm
from core.selectors.viewer import current_programme, viewer_of
from core.views.pages import Crumbs, FormPage
from reports.domain import programme_papers as domain
from reports.enums import IN_FORCE, DocumentState
from reports.kinds import kind_of
from reports.models import Document
from reports.permissions import PREPARE_DOCUMENTS
from reports.programme_papers import CODES, GROUPS
from reports.selectors.documents import documents_visible_to

NO_PROGRAMME = "Сначала создайте программу: документы готовят для неё."
LIST = ("Документы", "reports:documents")


@access(PREPARE_DOCUMENTS)
@require_http_methods(["GET", "POST"])
def programme_papers(request: HttpRequest) -> HttpResponse:
    """Every paper of the programme with its latest document; POST makes one."""
    programme = current_programme(request)
    if programme is None:
        messages.error(request, NO_PROGRAMME)
        return redirect("mentorship:programmes")
    if request.method == "POST":
        try:
            made = domain.make_programme_paper(programme, request.POST.get("kind", ""), actor=request.user)  # type: ignore[arg-type]
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("reports:programme_papers")
        return redirect("reports:document", pk=made.pk)
    found = documents_visible_to(request.membership).filter(programme=programme, kind__in=CODES)  # type: ignore[attr-defined]
    latest = {one.kind: one for one in found.exclude(state=DocumentState.CANCELLED).order_by("pk")}
    groups = [
        (
            title,
            [
                (kind_of(line.code), line, latest.get(line.code), _verb(latest.get(line.code)))
                for line in lines
            ],
        )
        for title, lines in GROUPS
    ]
    context = {
        "page_title": "Документы программы",
        "page_lead": programme.title,
        "breadcrumbs": ((LIST[0], reverse(LIST[1])), ("Документы программы", "")),
        "groups": groups,
    }
    return render(request, "reports/programme_papers.html", context)


def _verb(latest: Document | None) -> str:
    """What the button does: what was signed stays, the next press begins another text."""
    if latest is None:
        return "Подготовить"
    return "Новая редакция" if latest.state in IN_FORCE - {DocumentState.ISSUED} else "Обновить"


class SelectionForm(PortalForm):
    held_on = forms.DateField(label="Когда заседали", widget=forms.DateInput())
    chair = forms.CharField(label="Председатель", max_length=200, help_text="Фамилия и инициалы.")
    secretary = forms.CharField(label="Секретарь", max_length=200)
    members = forms.CharField(
        label="Члены комиссии",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Каждый с новой строки: «Примерова А. С., педагог-психолог».",
    )
    absent = forms.CharField(
        label="Отсутствовали", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    votes_yes = forms.IntegerField(label="Голосов «за»", required=False, min_value=0, max_value=100)
    votes_no = forms.IntegerField(label="Голосов «против»", required=False, min_value=0, max_value=100)
    votes_kept = forms.IntegerField(label="Воздержались", required=False, min_value=0, max_value=100)


class SelectionMake(FormPage):
    """Who sat and how they voted; candidates and decisions are those of the base."""

    access_rule = PREPARE_DOCUMENTS
    title = "Протокол комиссии по отбору"
    form_class = SelectionForm
    submit_label = "Подготовить протокол"
    intro = "Кандидаты и решения – из базы наставников на сегодня: отобранные, отложенные, не включённые."
    done = "Протокол готов. Проверьте решения и подпишите его у председателя и секретаря."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        self.programme = current_programme(request)
        if self.programme is None:
            messages.error(request, NO_PROGRAMME)
            return redirect("mentorship:programmes")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_breadcrumbs(self) -> Crumbs:
        return (
            (LIST[0], reverse(LIST[1])),
            ("Документы программы", reverse("reports:programme_papers")),
            (self.title, ""),
        )

    def get_cancel_url(self) -> str:
        return reverse("reports:programme_papers")

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"held_on": viewer_of(self.request).today}}

    def save(self, form: SelectionForm) -> str:  # type: ignore[override]
        given = form.cleaned_data
        document = domain.make_selection_protocol(
            self.programme,  # type: ignore[arg-type]
            held_on=given["held_on"],
            chair=given["chair"],
            secretary=given["secretary"],
            members=given["members"].splitlines(),
            absent=given["absent"].splitlines(),
            yes=given["votes_yes"],
            no=given["votes_no"],
            kept=given["votes_kept"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("reports:document", args=[document.pk])
