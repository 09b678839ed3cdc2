"""Papers of events: the list, certificates as a job, and what such jobs have made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.errors import DomainError
from mentorship.selectors.events import events_visible_to
from reports.domain.award_papers import THANKS
from reports.domain.event_papers import CERTIFICATE, make_list, start_certificates
from reports.permissions import PREPARE_DOCUMENTS, VIEW_CONSENTS
from reports.selectors.consents import batches_visible_to
from reports.views.batch_letters import letters_of

#: Kind of a batch → (title of its page, kind of its documents, word in one, few, many).
BATCHES = {
    "event_certificates": ("Сертификаты готовы", CERTIFICATE, "сертификат,сертификата,сертификатов"),
    "thanks": ("Благодарности готовы", THANKS["person"], "письмо,письма,писем"),
}


@access(PREPARE_DOCUMENTS)
@require_POST
def event_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of participants as a document."""
    event = get_object_or_404(events_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    try:
        document = make_list(event, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:event", pk=event.pk)
    return redirect("reports:document", pk=document.pk)


@access(PREPARE_DOCUMENTS)
@require_POST
def event_certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """Certificates for everybody who was there, as a job."""
    event = get_object_or_404(events_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    try:
        job = start_certificates(event, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:event", pk=event.pk)
    return redirect("core:job", pk=job.pk)


@access(VIEW_CONSENTS)
@require_GET
def papers_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The archive and the file for the printer that one job has made."""
    found = batches_visible_to(request.membership).filter(kind__in=BATCHES)  # type: ignore[attr-defined]
    batch = get_object_or_404(found, pk=pk)
    title, kind, words = BATCHES[batch.kind]
    audit.record("document.read", subject=batch)
    context = {
        "page_title": title,
        "breadcrumbs": (("Документы", reverse("reports:documents")), ("Пакет для печати", "")),
        "batch": batch,
        "kind": kind,
        "words": words,
        "job_messages": list(batch.job.messages.all()[:200]),
        **letters_of(request, batch),
    }
    return render(request, "reports/papers_batch.html", context)
