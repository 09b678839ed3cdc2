"""Certificates of training: the button on a group's page, and what the job has made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.errors import DomainError
from mentorship.selectors.training import groups_visible_to
from reports.domain.certificates import start_certificates
from reports.permissions import PREPARE_DOCUMENTS, VIEW_CONSENTS
from reports.selectors.consents import batches_visible_to
from reports.views.batch_letters import letters_of


@access(PREPARE_DOCUMENTS)
@require_POST
def certificates_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Certificates for everybody who was trained in the group, as a job."""
    group = get_object_or_404(groups_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    try:
        job = start_certificates(group, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:training", pk=group.pk)
    return redirect("core:job", pk=job.pk)


@access(VIEW_CONSENTS)
@require_GET
def certificates_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The archive and the file for the printer that one job has made."""
    found = batches_visible_to(request.membership).filter(kind="certificates")  # type: ignore[attr-defined]
    batch = get_object_or_404(found, pk=pk)
    audit.record("document.read", subject=batch)
    context = {
        "page_title": "Свидетельства готовы",
        "breadcrumbs": (("Школа наставников", reverse("mentorship:trainings")), ("Пакет для печати", "")),
        "batch": batch,
        "job_messages": list(batch.job.messages.all()[:200]),
        **letters_of(request, batch),
    }
    return render(request, "reports/certificates_batch.html", context)
