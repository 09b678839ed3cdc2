"""Papers of a roadmap: the plan in chosen columns, the list of changes, the report of a day; PDF or Word."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.clock import today
from core.errors import DomainError
from reports.documents.roadmap_plan import COLUMNS, USUAL
from reports.domain.documents import build, create_document
from reports.domain.roadmap_files import FORMS, KINDS, drawn, file_name, is_long, order_file, record_print
from reports.kinds import kind_of
from reports.permissions import PREPARE_DOCUMENTS
from reports.snapshot import freeze
from roadmap.models import Roadmap
from roadmap.permissions import VIEW_ROADMAP
from roadmap.selectors.roadmaps import all_roadmaps_visible_to


def _roadmap(request: HttpRequest, pk: int) -> Roadmap:
    return get_object_or_404(all_roadmaps_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


@access(VIEW_ROADMAP)
@require_GET
def print_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be printed of a roadmap, and how."""
    roadmap = _roadmap(request, pk)
    context = {
        "page_title": "Печать дорожной карты",
        "page_lead": roadmap.title,
        "breadcrumbs": (
            ("Дорожная карта", f"{reverse('roadmap:roadmap')}?map={roadmap.pk}"),
            ("Печать", ""),
        ),
        "roadmap": roadmap,
        "columns": [(column.code, column.label, column.code in USUAL) for column in COLUMNS],
        "today": today(roadmap.organization),
        "versions": roadmap.versions.count(),
        "may_keep": PREPARE_DOCUMENTS.allows(request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "reports/roadmap_print.html", context)


@access(VIEW_ROADMAP)
@require_GET
def roadmap_file(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The paper as a file; nothing is kept of it. A mistake in the address goes back to the page with words."""
    roadmap, form = _roadmap(request, pk), request.GET.get("format") or "pdf"
    if what not in KINDS or form not in FORMS:
        raise Http404
    kind = kind_of(KINDS[what])
    try:
        built = build(kind, roadmap, organization=roadmap.organization, **_options(request))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:roadmap_print", pk=roadmap.pk)
    if is_long(roadmap):
        job = order_file(roadmap, what, form, options=_options(request), owner=request.user)  # type: ignore[arg-type]
        return redirect("core:job", pk=job.pk)
    data = drawn(kind, freeze(built.content), form)
    record_print(roadmap, kind, form, actor=request.user)  # type: ignore[arg-type]
    response = HttpResponse(data, content_type=FORMS[form])
    name = file_name(roadmap, kind, form)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response


def _options(request: HttpRequest) -> dict[str, Any]:
    given = request.GET
    options: dict[str, Any] = {
        name: given[name][:20] for name in ("on", "before", "after") if given.get(name)
    }
    if columns := given.getlist("columns"):
        options["columns"] = columns
    return options


@access(PREPARE_DOCUMENTS)
@require_POST
def report_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the report of today among the documents: one a day, with its figures frozen."""
    roadmap = _roadmap(request, pk)
    day = today(roadmap.organization)
    try:
        document = create_document(
            KINDS["progress"],
            roadmap,
            organization=roadmap.organization,
            key=f"roadmap:{roadmap.pk}:{day.isoformat()}",
            actor=request.user,  # type: ignore[arg-type]
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:roadmap_print", pk=roadmap.pk)
    return redirect("reports:document", pk=document.pk)
