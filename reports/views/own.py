"""What a participant opens of their own: documents, the portfolio, the report of their work."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from core import audit
from core.access import access
from core.docx import DOCX_TYPE
from core.errors import DomainError
from core.pdf import safe_file_name
from core.selectors.viewer import current_programme
from core.views.files import send_file
from mentorship.models import Consent, Person, TrainingPlace
from mentorship.permissions import SEE_OWN
from mentorship.selectors.participants import pairs_of, person_of, wards_of
from reports.domain.documents import build
from reports.domain.own_papers import DOCX, PDF, paper_now
from reports.domain.portfolio import KIND as PORTFOLIO
from reports.domain.portfolio import portfolio_in_word
from reports.kinds import kind_of
from reports.selectors.own import certificate_of, may_open_consent, own_papers, sheets_of, shown_people

REPORT = "activity_report"
EXTRACT = "order_extract"
PDF_TYPE = "application/pdf"


def own_person(request: HttpRequest) -> Person:
    """The card of the account; 404 for an account without one."""
    person = person_of(request.membership)  # type: ignore[attr-defined]
    if person is None:
        raise Http404
    return person


def as_file(data: bytes, title: str, what: str) -> HttpResponse:
    """A paper made just now: a PDF is shown, a DOCX is saved; never kept by a cache."""
    kind = DOCX_TYPE if what == DOCX else PDF_TYPE
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=what == DOCX, filename=safe_file_name(title, f".{what}")
    )
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@access(SEE_OWN)
@require_GET
def own_documents(request: HttpRequest) -> HttpResponse:
    """Orders, consents and certificates that concern the reader and their children."""
    membership = request.membership  # type: ignore[attr-defined]
    person, programme = person_of(membership), current_programme(request)
    papers = own_papers(person, wards_of(person), programme) if person and programme else None
    context = {
        "page_title": "Мои документы",
        "breadcrumbs": (("Моё наставничество", reverse("mentorship:mine")), ("Мои документы", "")),
        "papers": papers,
        "without_year": True,
    }
    return render(request, "reports/own/documents.html", context)


@access(SEE_OWN)
@require_GET
def own_extract(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The extract of the order about a pair of one's own; others of a group are not in it."""
    person, programme = own_person(request), current_programme(request)
    if programme is None:
        raise Http404
    wards = wards_of(person)
    pair = get_object_or_404(pairs_of([person, *wards], programme), pk=pk)
    return _made(
        request,
        EXTRACT,
        pair,
        f"Выписка из приказа {pair.order_number}",
        people=shown_people(pair, person, wards),
    )


@access(SEE_OWN)
@require_GET
def own_consent(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sheet of a consent, for those who sign it."""
    person = own_person(request)
    consent = get_object_or_404(Consent, pk=pk)
    document = sheets_of([consent.pk]).get(consent.pk)
    if document is None or document.file is None or not may_open_consent(consent, person, wards_of(person)):
        raise Http404
    audit.record("document.read", subject=document, actor=request.user)  # type: ignore[arg-type]
    return send_file(document.file, inline=True)


@access(SEE_OWN)
@require_GET
def own_certificate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One's own certificate of training, or a child's."""
    person = own_person(request)
    places = TrainingPlace.objects.filter(entry__person__in=[person, *wards_of(person)])
    document = certificate_of(get_object_or_404(places, pk=pk))
    if document is None or document.file is None:
        raise Http404
    audit.record("document.read", subject=document, actor=request.user)  # type: ignore[arg-type]
    return send_file(document.file, inline=True)


@access(SEE_OWN)
@require_GET
def own_report(request: HttpRequest) -> HttpResponse:
    """The report of one's own work as of today, on the screen."""
    membership = request.membership  # type: ignore[attr-defined]
    person = person_of(membership)
    doc = None
    if person is not None:
        try:
            doc = build(kind_of(REPORT), person, organization=membership.organization).content
        except DomainError as error:
            messages.info(request, error.message)
    context = {
        "page_title": "Мой отчёт",
        "breadcrumbs": (("Моё наставничество", reverse("mentorship:mine")), ("Мой отчёт", "")),
        "doc": doc,
        "without_year": True,
    }
    return render(request, "reports/own/report.html", context)


@access(SEE_OWN)
@require_GET
def own_report_file(request: HttpRequest, what: str) -> HttpResponseBase:
    return _made(request, REPORT, own_person(request), "Отчёт о работе", what)


@access(SEE_OWN)
@require_GET
def own_portfolio(request: HttpRequest) -> HttpResponse:
    """A mentor's own portfolio; whoever is in no base of mentors is told so."""
    membership = request.membership  # type: ignore[attr-defined]
    person = own_person(request)
    try:
        built = build(kind_of(PORTFOLIO), person, organization=membership.organization)
    except DomainError as error:
        messages.info(request, error.message)
        return redirect("mentorship:mine")
    audit.record("portfolio.read", subject=person)
    context = {
        "page_title": "Моё портфолио",
        "breadcrumbs": (("Моё наставничество", reverse("mentorship:mine")), ("Моё портфолио", "")),
        "person": person,
        "doc": built.content,
        "is_own": True,
        "without_year": True,
    }
    return render(request, "reports/portfolio.html", context)


@access(SEE_OWN)
@require_GET
def own_portfolio_file(request: HttpRequest, what: str) -> HttpResponseBase:
    person = own_person(request)
    if what == PDF:
        return _made(request, PORTFOLIO, person, "Портфолио", PDF)
    try:
        data = portfolio_in_word(person, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.info(request, error.message)
        return redirect("mentorship:mine")
    return as_file(data, f"Портфолио {person.short_name}", DOCX)


def _made(
    request: HttpRequest, kind: str, subject: object, title: str, what: str = PDF, **options: object
) -> HttpResponse:
    organization = request.membership.organization  # type: ignore[attr-defined]
    try:
        data = paper_now(
            kind,
            subject,  # type: ignore[arg-type]
            organization=organization,
            what=what,
            actor=request.user,  # type: ignore[arg-type]
            **options,
        )
    except DomainError as error:
        messages.info(request, error.message)
        return redirect("mentorship:mine")
    return as_file(data, title, what)
