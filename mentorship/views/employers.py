"""Places of work from the cards that no partner is tied to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.errors import DomainError
from core.russian import counted
from core.views.pages import FormPage
from mentorship.domain.partners import JOB_KIND, link_employees
from mentorship.forms.partners import EmployerLinkForm
from mentorship.models import PartnerOrganization, Person
from mentorship.partner_enums import PartnerState
from mentorship.permissions import MANAGE_PARTNERS
from mentorship.selectors.employers import people_of_employer, unlinked_employers
from mentorship.selectors.partners import partners_visible_to
from mentorship.views import base_actions
from mentorship.views.partners import CRUMB, partner_address

TITLE = "Работодатели из анкет"


def _people(number: int) -> str:
    return counted(number, "человек", "человека", "человек")


def _many(
    request: HttpRequest, partner: PartnerOrganization, people: QuerySet[Person]
) -> HttpResponse | None:
    """More people than a request should write are tied by a job: the answer leads to it."""
    keys = list(people.order_by("pk").values_list("pk", flat=True))
    if len(keys) <= base_actions.AT_ONCE or partner.state != PartnerState.ACTIVE:
        return None
    params = {"partner": partner.pk, "entries": keys}
    return base_actions.start_for_many(request, JOB_KIND, f"{partner.short_name}: люди из анкет", params)


@access(MANAGE_PARTNERS)
@require_GET
def employers(request: HttpRequest) -> HttpResponse:
    found = unlinked_employers(request.membership)  # type: ignore[attr-defined]
    context = {
        "page_title": TITLE,
        "breadcrumbs": ((CRUMB[0], reverse(CRUMB[1])), (TITLE, "")),
        "rows": [(row, _people(row.people)) for row in found],
    }
    return render(request, "mentorship/partners/employers.html", context)


@access(MANAGE_PARTNERS)
@require_POST
def employer_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposed partner is right: everybody with this place of work is tied to it."""
    membership = request.membership  # type: ignore[attr-defined]
    partner = get_object_or_404(partners_visible_to(membership), pk=pk)
    people = people_of_employer(membership, request.POST.get("employer", "")[:300])
    if job := _many(request, partner, people):
        return job
    try:
        linked = link_employees(partner, people, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, f"{partner.short_name}: {_people(linked)}.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("mentorship:employers")


class EmployerLink(FormPage):
    """The curator chooses the partner that a place of work is."""

    access_rule = MANAGE_PARTNERS
    form_class = EmployerLinkForm
    title = "С каким партнёром связать"
    submit_label = "Связать"

    def load(self) -> None:
        self.employer = self.request.GET.get("employer", "")[:300]
        self.people = people_of_employer(self.request.membership, self.employer)  # type: ignore[attr-defined]

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"В карточках написано «{self.employer}»: {_people(self.people.count())}."

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((CRUMB[0], reverse(CRUMB[1])), (TITLE, reverse("mentorship:employers")), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:employers")

    def form_options(self) -> dict[str, Any]:
        return {"organization": self.request.organization}  # type: ignore[attr-defined]

    def save(self, form: EmployerLinkForm) -> str:
        partner = form.cleaned_data["partner"]
        if job := _many(self.request, partner, self.people):
            return str(job["Location"])
        link_employees(partner, self.people, actor=self.request.user)  # type: ignore[arg-type]
        return partner_address(partner)
