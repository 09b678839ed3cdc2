"""The region's pages: institutions compared, one of them in aggregates, indicators side by side."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET

from core.access import access
from core.clock import local
from core.models import Organization
from core.views.lists import ListPage
from reports.permissions import VIEW_REGION
from reports.region_tables import InstitutionFilter, InstitutionTable
from reports.selectors import region as selectors
from reports.selectors.region_cells import Cells, pivot_of
from reports.selectors.region_comparison import comparison_of

LIST = ("Организации", reverse_lazy("reports:region"))
WAYS = (("institution", "Организации"), ("municipality", "Муниципальные образования"))


def region_of(request: HttpRequest) -> Organization:
    return request.organization  # type: ignore[attr-defined,no-any-return]


def kept_words(region: Organization, totals: selectors.Totals) -> str:
    """How old the kept figures are: «посчитано 21.11.2026 в 03:10»."""
    if totals.counted_at is None:
        return "Показатели ещё не считались: портал считает их каждую ночь"
    moment = local(totals.counted_at, region)
    told = f"Посчитано {moment:%d.%m.%Y} в {moment:%H:%M}"
    if totals.counted < totals.institutions:
        told += f", по {totals.counted} организациям из {totals.institutions}"
    return told


class InstitutionsPage(ListPage):
    """Every institution below the region by its kept figures; files have the same columns."""

    access_rule = VIEW_REGION
    title = "Организации"
    table_class = InstitutionTable
    filterset_class = InstitutionFilter
    template_name = "reports/region/institutions.html"
    export_name = "Организации региона"
    empty = {
        "title": "Организаций пока нет",
        "text": "Организации к региону присоединяет администратор портала.",
    }

    def get_queryset(self) -> QuerySet:
        return selectors.institutions_below(region_of(self.request))

    def get_context(self) -> dict[str, Any]:
        region = region_of(self.request)
        totals = selectors.totals_of(region)
        return {"totals": totals, "page_lead": kept_words(region, totals)}


@access(VIEW_REGION)
@require_GET
def region_institution(request: HttpRequest, pk: int) -> HttpResponse:
    """One institution: its figures, indicators and sums of people by traits, five at least in each."""
    region = region_of(request)
    institution = selectors.institution_below(region, pk)
    if institution is None:
        raise Http404
    figures = selectors.figures_of(institution)
    cells = Cells(region, {"institution": str(institution.pk)})
    has_cells = figures is not None and figures.programme is not None
    context: dict[str, Any] = {
        "page_title": institution.short_name,
        "breadcrumbs": (LIST, (institution.short_name, "")),
        "institution": institution,
        "figures": figures,
        "pivots": [pivot_of(cells, rows=rows, columns="role") for rows in ("form", "age", "sex", "course")]
        if has_cells
        else [],
        "lines": selectors.indicators_of(figures) if figures is not None else [],
    }
    if figures is not None:
        moment = local(figures.counted_at, region)
        context["page_lead"] = f"Данные на {figures.counted_on:%d.%m.%Y}, посчитаны {moment:%d.%m.%Y в %H:%M}"
    return render(request, "reports/region/institution.html", context)


@access(VIEW_REGION)
@require_GET
def region_indicators(request: HttpRequest) -> HttpResponse:
    """Indicators of all institutions side by side, or summed up by municipalities, with the region's own share."""
    region = region_of(request)
    totals = selectors.totals_of(region)
    context = {
        "page_title": "Показатели организаций",
        "page_lead": kept_words(region, totals),
        "totals": totals,
        "comparison": comparison_of(region),
        "ways": WAYS,
        "by": "municipality" if request.GET.get("by") == "municipality" else "institution",
    }
    return render(request, "reports/region/indicators.html", context)
