"""Indicators over the years, their chart, and cuts of them for reports."""

from __future__ import annotations

import importlib
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET

from core.access import access
from core.forms import PortalForm
from core.russian import date_short
from core.selectors.viewer import viewer_of
from reports.domain.indicator_snapshots import take_snapshot
from reports.permissions import MANAGE_INDICATORS, VIEW_INDICATORS
from reports.selectors import indicator_snapshots as selectors
from reports.selectors.indicator_split import YearsRow, over_years
from reports.selectors.indicators import indicators_visible_to
from reports.views.indicators import OfProgramme

LIST = ("Показатели", reverse_lazy("reports:indicators"))
CUTS = ("Срезы", reverse_lazy("reports:indicator_snapshots"))
SVG = "image/svg+xml; charset=utf-8"


@access(VIEW_INDICATORS)
@require_GET
def years_page(request: HttpRequest) -> HttpResponse:
    """Every indicator by years of account, with the change against the year before."""
    viewer = viewer_of(request)
    rows = over_years(viewer.programme, on=viewer.today) if viewer.programme else []
    context = {
        "page_title": "Показатели по годам",
        "breadcrumbs": (LIST, ("По годам", "")),
        "rows": rows,
        "years": rows[0].cells if rows else [],
    }
    return render(request, "reports/indicators/years.html", context)


@access(VIEW_INDICATORS)
@require_GET
def indicator_chart(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan and fact of one indicator by years as a picture; the same figures stand in the table beside it."""
    viewer = viewer_of(request)
    indicator = get_object_or_404(indicators_visible_to(viewer.membership), pk=pk)
    [row] = over_years(indicator.programme, on=viewer.today, code=indicator.code)
    response = HttpResponse(draw(row), content_type=SVG)
    response["Cache-Control"] = "private, max-age=60"
    return response


def draw(row: YearsRow) -> bytes:
    charts = importlib.import_module("core.charts")  # matplotlib: loaded by the few that draw
    cells = row.cells
    plans = [cell.line.planned if cell.line else None for cell in cells]
    plan_texts = [cell.line.planned_text if cell.line else "н/д" for cell in cells]
    drawn: bytes = charts.plan_and_fact_chart(
        [cell.label for cell in cells],
        [None if cell.amount is None else float(cell.amount) for cell in cells],
        [None if plan is None else float(plan) for plan in plans],
        texts=[(cell.value, plan) for cell, plan in zip(cells, plan_texts, strict=True)],
        limit=100 if row.line.is_share else None,
    )
    return drawn


@access(VIEW_INDICATORS)
@require_GET
def snapshots_page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    found = list(selectors.snapshots_of(viewer.programme)) if viewer.programme else []
    context = {
        "page_title": "Срезы показателей",
        "breadcrumbs": (LIST, ("Срезы", "")),
        "snapshots": found,
        "may_take": viewer.programme is not None and MANAGE_INDICATORS.allows(viewer.membership),
    }
    return render(request, "reports/indicators/snapshots.html", context)


@access(VIEW_INDICATORS)
@require_GET
def snapshot_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A cut as it was taken, beside what counting anew for the same day gives."""
    snapshot = get_object_or_404(selectors.snapshots_visible_to(viewer_of(request).membership), pk=pk)
    lines = selectors.cut_lines(snapshot)
    context = {
        "page_title": snapshot.purpose,
        "page_lead": f"Срез на {date_short(snapshot.on)}",
        "breadcrumbs": (LIST, CUTS, (snapshot.purpose, "")),
        "snapshot": snapshot,
        "lines": lines,
        "moved": sum(1 for line in lines if line.has_moved),
    }
    return render(request, "reports/indicators/snapshot.html", context)


class SnapshotForm(PortalForm):
    on = forms.DateField(label="На дату", widget=forms.DateInput())
    purpose = forms.CharField(
        label="Для чего", max_length=200, help_text="Например: отчёт учредителю за первое полугодие."
    )


class SnapshotTake(OfProgramme):
    title = "Снять срез"
    form_class = SnapshotForm
    intro = (
        "Портал посчитает все показатели на эту дату и сохранит как есть. Срез потом не меняется: поправки в данных "
        "видны рядом с ним."
    )
    done = "Срез снят."

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"on": viewer_of(self.request).today}}

    def get_breadcrumbs(self) -> Any:
        return (LIST, CUTS, (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:indicator_snapshots")

    def save(self, form: Any) -> str:
        made = take_snapshot(self.programme, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return reverse("reports:indicator_snapshot", args=[made.pk])
