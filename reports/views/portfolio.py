"""The portfolio of a mentor: the page, its PDF as a document, its DOCX."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from core import audit
from core.access import access
from core.docx import DOCX_TYPE
from core.errors import DomainError
from core.pdf import safe_file_name
from mentorship.models import Person
from mentorship.selectors.people import people_visible_to
from reports.domain.documents import build
from reports.domain.drawing import word_of
from reports.domain.portfolio import KIND, make_portfolio, portfolio_in_word
from reports.kinds import kind_of
from reports.permissions import PREPARE_DOCUMENTS, VIEW_DOCUMENTS, VIEW_PORTFOLIO
from reports.selectors.documents import current_version
from reports.views.documents import visible_document


def _person(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(people_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


@access(VIEW_PORTFOLIO)
@require_http_methods(["GET", "POST"])
def portfolio_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The portfolio from today's records; POST keeps it as a document with a PDF."""
    person = _person(request, pk)
    may_keep = PREPARE_DOCUMENTS.allows(request.membership)  # type: ignore[attr-defined]
    try:
        if request.method == "POST" and may_keep:
            return redirect("reports:document", pk=make_portfolio(person, actor=request.user).pk)  # type: ignore[arg-type]
        built = build(kind_of(KIND), person, organization=person.organization)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:person", pk=person.pk)
    audit.record("portfolio.read", subject=person)
    context = {
        "page_title": built.content.title,
        "breadcrumbs": (
            (person.short_name, reverse("mentorship:person", args=[person.pk])),
            ("Портфолио", ""),
        ),
        "person": person,
        "doc": built.content,
        "may_keep": may_keep,
    }
    return render(request, "reports/portfolio.html", context)


@access(VIEW_PORTFOLIO)
@require_GET
def portfolio_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The portfolio for an editor's hands."""
    person = _person(request, pk)
    try:
        data = portfolio_in_word(person, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:person", pk=person.pk)
    return _file(data, f"Портфолио {person.short_name}")


@access(VIEW_DOCUMENTS)
@require_GET
def document_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The current version of a kept document in Word, where its kind has that."""
    document = visible_document(request, pk)
    version = current_version(document)
    if version is None:
        raise Http404
    try:
        data = word_of(version)
    except DomainError as error:
        raise Http404 from error
    audit.record("document.read", subject=document)
    return _file(data, str(document))


def _file(data: bytes, title: str) -> HttpResponse:
    response = HttpResponse(data, content_type=DOCX_TYPE)
    name = safe_file_name(title, ".docx")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
