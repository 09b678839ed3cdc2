"""Development plans on paper: one plan for those who see it, all of a programme as a job."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.errors import DomainError
from core.selectors.viewer import current_programme
from mentorship.permissions import OPEN_PLAN
from mentorship.selectors.plans import plans_visible_to
from reports.documents.development_plan import is_draft
from reports.domain.own_papers import paper_now
from reports.domain.plans import BATCH, KIND, start_plans
from reports.permissions import PREPARE_DOCUMENTS, VIEW_CONSENTS
from reports.selectors.consents import batches_visible_to
from reports.views.batch_letters import letters_of
from reports.views.making import NO_PROGRAMME
from reports.views.own import as_file


@access(OPEN_PLAN)
@require_GET
def plan_file(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """A plan as a PDF or in Word; what is not approved bears «ПРОЕКТ»."""
    plan = get_object_or_404(plans_visible_to(request.membership).select_related("programme__curator"), pk=pk)  # type: ignore[attr-defined]
    try:
        data = paper_now(
            KIND,
            plan,
            organization=plan.organization,
            what=what,
            draft=is_draft(plan),
            actor=request.user,  # type: ignore[arg-type]
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:plan", pk=plan.pk)
    return as_file(data, f"{plan.get_kind_display()} {plan.mentee.person.short_name}", what)


@access(PREPARE_DOCUMENTS)
@require_POST
def plans_generate(request: HttpRequest) -> HttpResponse:
    """All plans of the programme as one job."""
    programme = current_programme(request)
    if programme is None:
        messages.error(request, NO_PROGRAMME)
        return redirect("mentorship:programmes")
    job = start_plans(programme, actor=request.user)  # type: ignore[arg-type]
    return redirect("core:job", pk=job.pk)


@access(VIEW_CONSENTS)
@require_GET
def plans_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The archive and the file for the printer that one job has made."""
    batch = get_object_or_404(batches_visible_to(request.membership).filter(kind=BATCH), pk=pk)  # type: ignore[attr-defined]
    audit.record("document.read", subject=batch)
    context = {
        "page_title": "Планы готовы к печати",
        "breadcrumbs": (("Планы развития", reverse("mentorship:plans")), ("Пакет для печати", "")),
        "batch": batch,
        "job_messages": list(batch.job.messages.all()[:200]),
        **letters_of(request, batch),
    }
    return render(request, "reports/plans_batch.html", context)
