"""Names in cases: the forms of one person, and whose names to look at before documents are made."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.access import access
from core.selectors.viewer import current_programme
from mentorship.domain.people import set_case_forms
from mentorship.forms.cases import CasesForm
from mentorship.permissions import MANAGE_PEOPLE
from mentorship.selectors.cases import SHOWN, doubtful_names, forms_of, people_to_check
from mentorship.selectors.people import people_visible_to
from mentorship.views.people import PersonPage, person_address


class PersonCases(PersonPage):
    title = "Имя в падежах"
    form_class = CasesForm
    template_name = "mentorship/people/cases.html"
    done = "Формы имени сохранены."

    def form_options(self) -> dict[str, Any]:
        return {"person": self.person}

    def get_context(self) -> dict[str, Any]:
        return {"person": self.person, "forms": forms_of(self.person)}

    def save(self, form: Any) -> str:
        set_case_forms(self.person, form.cleaned_data, actor=self.request.user)  # type: ignore[arg-type]
        return person_address(self.person)


@access(MANAGE_PEOPLE)
@require_GET
def names_check(request: HttpRequest) -> HttpResponse:
    """Problems first, then doubts; what the rules are sure of is only counted."""
    programme = current_programme(request)
    visible = people_visible_to(request.membership)  # type: ignore[attr-defined]
    people = people_to_check(programme, visible) if programme else []
    found = doubtful_names(people)
    context = {
        "page_title": "Проверить имена",
        "page_lead": "Как имена встанут в приказ. Сначала те, в которых портал не уверен.",
        "programme": programme,
        "found": found[:SHOWN],
        "rest": max(0, len(found) - SHOWN),
        "sure": len(people) - len(found),
    }
    return render(request, "mentorship/people/names.html", context)
