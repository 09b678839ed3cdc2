"""Papers of mentors from outside."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.access import access
from core.clock import today
from core.selectors.viewer import current_programme
from core.views.pages import FormPage
from mentorship.domain.credentials import record_credential
from mentorship.forms.credentials import CredentialForm
from mentorship.models import Person
from mentorship.permissions import MANAGE_PEOPLE, VIEW_PEOPLE
from mentorship.selectors.credentials import standings
from mentorship.selectors.people import people_visible_to

CRUMB = ("Справки наставников", "mentorship:credentials")
TONES = {"valid": "ok", "soon": "wait", "expired": "bad", "missing": "bad"}
WORDS = {"valid": "действует", "soon": "скоро истечёт", "expired": "истекла", "missing": "не предъявлена"}


@access(VIEW_PEOPLE)
def credentials(request: HttpRequest) -> HttpResponse:
    rows = standings(request.membership, current_programme(request), today(request.organization))  # type: ignore[attr-defined]
    context = {
        "page_title": CRUMB[0],
        "rows": [(row, WORDS[row.state], TONES[row.state]) for row in rows],
        "may_manage": MANAGE_PEOPLE.allows(request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "mentorship/people/credentials.html", context)


class CredentialAdd(FormPage):
    access_rule = MANAGE_PEOPLE
    form_class = CredentialForm
    title = "Справка предъявлена"
    submit_label = "Записать"
    done = "Справка записана. Саму бумагу верните: портал хранит только отметку."
    person: Person

    def load(self) -> None:
        found = people_visible_to(self.request.membership).filter(pk=self.kwargs["pk"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        self.person = found

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"{self.person.full_name}: запишите, что видели сами."

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"kind": self.request.GET.get("kind", "")}}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((CRUMB[0], reverse(CRUMB[1])), (self.person.short_name, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:credentials")

    def save(self, form: CredentialForm) -> str:
        record_credential(self.person, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return reverse("mentorship:credentials")
