"""Pages and buttons that make documents: the order of pairs, the consents, the annual report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.errors import DomainError
from core.selectors.viewer import current_programme
from mentorship.models import SupplementaryAgreement
from mentorship.selectors.pair_changes import changes_visible_to
from reports.domain.consents import make_supplement, start_consents
from reports.domain.orders import create_pairs_order
from reports.domain.pair_changes import create_changes_order, free_changes
from reports.domain.reports import start_survey_report
from reports.permissions import MAKE_REPORTS, PREPARE_DOCUMENTS, VIEW_CONSENTS
from reports.selectors.consents import batches_visible_to
from surveys.selectors.campaigns import campaigns_visible_to

NO_PROGRAMME = "Сначала создайте программу: документы готовят для неё."


@access(PREPARE_DOCUMENTS)
@require_POST
def order_pairs_create(request: HttpRequest) -> HttpResponse:
    programme = current_programme(request)
    if programme is None:
        messages.error(request, NO_PROGRAMME)
        return redirect("mentorship:programmes")
    try:
        document = create_pairs_order(programme, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:pairs")
    messages.success(request, "Проект приказа готов. Проверьте имена и передайте на подпись.")
    return redirect("reports:document", pk=document.pk)


@access(PREPARE_DOCUMENTS)
@require_POST
def order_changes_create(request: HttpRequest) -> HttpResponse:
    """The order of one change, or one order of all that wait and that nobody has sent to the head yet."""
    programme = current_programme(request)
    if programme is None:
        messages.error(request, NO_PROGRAMME)
        return redirect("mentorship:programmes")
    seen = changes_visible_to(request.membership, programme)  # type: ignore[attr-defined]
    asked = request.POST.get("change", "")
    if asked.isdecimal() and len(asked) < 19:
        ids = list(seen.filter(pk=int(asked)).values_list("pk", flat=True))
    else:
        free = free_changes(programme)
        ids = list(seen.filter(pk__in=free).values_list("pk", flat=True))
    try:
        document = create_changes_order(programme, ids, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:pair_changes")
    messages.success(request, "Проект приказа готов. Проверьте имена и передайте на подпись.")
    return redirect("reports:document", pk=document.pk)


@access(PREPARE_DOCUMENTS)
@require_POST
def consents_generate(request: HttpRequest) -> HttpResponse:
    programme = current_programme(request)
    if programme is None:
        messages.error(request, NO_PROGRAMME)
        return redirect("mentorship:programmes")
    job = start_consents(programme, actor=request.user)  # type: ignore[arg-type]
    return redirect("core:job", pk=job.pk)


@access(PREPARE_DOCUMENTS)
@require_POST
def supplement_create(request: HttpRequest, pk: int) -> HttpResponse:
    """The supplementary agreement of an employee as a document."""
    found = SupplementaryAgreement.objects.select_related("person", "programme__organization")
    agreement = get_object_or_404(found, pk=pk)
    try:
        document = make_supplement(agreement, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:person", pk=agreement.person_id)
    return redirect("reports:document", pk=document.pk)


@access(VIEW_CONSENTS)
@require_GET
def consents_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """What one job has made: the archive, the file for the printer, who could not be served."""
    batch = get_object_or_404(batches_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    audit.record("document.read", subject=batch)
    context = {
        "page_title": "Согласия готовы",
        "breadcrumbs": (("Согласия", reverse("mentorship:consents")), ("Пакет для печати", "")),
        "batch": batch,
        "job_messages": list(batch.job.messages.all()[:200]),
    }
    return render(request, "reports/batch.html", context)


@access(MAKE_REPORTS)
@require_POST
def survey_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report on a closed campaign that the viewer sees, made by a worker."""
    campaign = get_object_or_404(campaigns_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    try:
        job = start_survey_report(campaign, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("surveys:results", pk=pk)
    return redirect("core:job", pk=job.pk)
