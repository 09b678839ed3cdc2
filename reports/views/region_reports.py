"""The region's reports: made, listed, downloaded as PDF and DOCX."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.docx import DOCX_TYPE
from core.domain.files import read_file
from core.errors import DomainError
from core.pdf import safe_file_name
from reports.domain.drawing import word_of
from reports.domain.region_reports import KIND, make_region_report
from reports.models import Document
from reports.permissions import VIEW_REGION
from reports.selectors.documents import current_version
from reports.views.region import region_of


def own_documents(request: HttpRequest) -> QuerySet[Document]:
    """The region's own reports and nothing else of what an organisation may keep."""
    return Document.objects.filter(kind=KIND, organization=region_of(request)).select_related("file")


@access(VIEW_REGION)
@require_GET
def region_reports(request: HttpRequest) -> HttpResponse:
    context = {"page_title": "Отчёты региона", "documents": own_documents(request).order_by("-pk")}
    return render(request, "reports/region/reports.html", context)


@access(VIEW_REGION)
@require_POST
def region_report_create(request: HttpRequest) -> HttpResponse:
    try:
        make_region_report(region_of(request), actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Отчёт составлен: его можно скачать.")
    return redirect("reports:region_reports")


@access(VIEW_REGION)
@require_GET
def region_report_file(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    """The current version: the printed truth as PDF, the same content in Word."""
    document = get_object_or_404(own_documents(request), pk=int(pk))
    version = current_version(document)
    if version is None or document.file is None:
        raise Http404
    if kind == "pdf":
        data, content_type = read_file(document.file), "application/pdf"
    else:
        data = word_of(version)
        content_type = DOCX_TYPE
    audit.record("document.read", subject=document)
    response = HttpResponse(data, content_type=content_type)
    name = safe_file_name(str(document), f".{kind}")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
