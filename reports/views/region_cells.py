"""People of a region by traits, without persons: the pivot on the screen and the regional form as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.clock import today
from core.domain.saved_views import save_view
from core.errors import DomainError
from core.exports import XLSX_TYPE, xlsx_bytes
from core.models import Organization
from core.russian import date_short
from core.selectors.saved_views import views_of
from reports.models import ReportingPeriod
from reports.permissions import VIEW_REGION
from reports.selectors import region as selectors
from reports.selectors.periods import PeriodLine, period_lines
from reports.selectors.region_cells import AXES, Cells, form_rows, pivot_of
from reports.views.region import kept_words, region_of

PAGE = "reports:region_form"
SHOWN = 200
USUAL = ("institution", "form", "role")


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {axis: value for axis in AXES if (value := request.GET.get(f"by_{axis}", "").strip())}


def _period(request: HttpRequest) -> ReportingPeriod | None:
    """The reporting period of the address; None is today's kept figures."""
    asked = request.GET.get("period", "")
    if not (asked.isascii() and asked.isdigit()):
        return None
    return get_object_or_404(ReportingPeriod, pk=int(asked[:18]), organization=region_of(request))


def _shown(request: HttpRequest) -> tuple[Cells, dict[str, Any]]:
    """The cells that the address asks for, with what both pages show of them."""
    region, wanted, period = region_of(request), _wanted(request), _period(request)
    cells = Cells(region, wanted, period=period)
    choices = cells.choices()
    lines = period_lines(region, today(region))
    context = {
        "wanted": wanted,
        "filters": [
            {"name": f"by_{axis}", "label": label, "choices": choices[axis], "value": wanted.get(axis, "")}
            for axis, label in AXES.items()
        ],
        "periods": [(str(line.period.pk), line.period.title) for line in lines],
        "period": str(period.pk) if period else "",
        "page_lead": told_source(region, next((line for line in lines if line.period == period), None)),
    }
    return cells, context


def told_source(region: Organization, line: PeriodLine | None) -> str:
    """Of what day the people are: of the night's counting, or of a period's reports."""
    if line is None:
        return kept_words(region, selectors.totals_of(region))
    period = line.period
    told = f"«{period.title}»: по отчётам организаций на {date_short(period.cut_on)}"
    return f"{told}, сдали {line.reported} из {line.of}"


@access(VIEW_REGION)
@require_GET
def region_pivot(request: HttpRequest) -> HttpResponse:
    """Two axes and filters; counted by the database, worked without a script."""
    rows, columns = request.GET.get("rows", ""), request.GET.get("columns", "")
    rows, columns = (rows if rows in AXES else "form"), (columns if columns in AXES else "role")
    cells, context = _shown(request)
    context |= {
        "page_title": "Сводная таблица",
        "axes": AXES.items(),
        "rows": rows,
        "columns": columns,
        "pivot": pivot_of(cells, rows=rows, columns=columns),
    }
    return render(request, "reports/region/pivot.html", context)


def _columns(request: HttpRequest) -> list[str]:
    chosen = [axis for axis in AXES if axis in request.GET.getlist("column")]
    return chosen or list(USUAL)


@access(VIEW_REGION)
@require_GET
def region_form(request: HttpRequest) -> HttpResponse:
    """The regional form: its columns, its filter, the first rows, the kept presets."""
    columns = _columns(request)
    cells, context = _shown(request)
    rows = form_rows(cells, columns)
    own = [view for view in views_of(request.user, PAGE) if view.name]  # type: ignore[arg-type]
    context |= {
        "page_title": "Форма региона",
        "axes": [(axis, label, axis in columns) for axis, label in AXES.items()],
        "heads": [*(AXES[axis] for axis in columns), "Человек"],
        "rows": rows[:SHOWN],
        "total": len(rows),
        "people": sum(row[-1] for row in rows),
        "shown": SHOWN,
        "query": request.GET.urlencode(),
        "presets": [(view.name, f"{reverse(PAGE)}?{view.query}") for view in own],
    }
    return render(request, "reports/region/form.html", context)


@access(VIEW_REGION)
@require_GET
def region_form_file(request: HttpRequest) -> HttpResponse:
    """The form as XLSX, with what it is over the table."""
    region, columns = region_of(request), _columns(request)
    cells, context = _shown(request)
    rows = form_rows(cells, columns)
    day = date_short(cells.period.cut_on if cells.period else today(region))
    heading = [f"Форма региона: {region.full_name}", f"{context['page_lead']}. Без персональных данных."]
    if told := cells.wanted_words():
        heading.append(f"Отбор: {told}")
    heads = [*(AXES[axis] for axis in columns), "Человек"]
    data = xlsx_bytes("Форма региона", [heads, *rows], heading=heading)
    audit.record("list.exported", subject=region, after={"list": "Форма региона", "rows": len(rows)})
    response = HttpResponse(data, content_type=XLSX_TYPE)
    name = f"Форма региона {day}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response


@access(VIEW_REGION)
@require_POST
def region_form_keep(request: HttpRequest) -> HttpResponse:
    """Keep the columns and the filter of the form under a name."""
    query = request.GET.copy()
    query.setlist("column", _columns(request))
    try:
        save_view(
            request.membership,  # type: ignore[attr-defined]
            page=PAGE,
            name=request.POST.get("name", ""),
            query=query,
            columns=[],
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Набор колонок сохранён.")
    return redirect(f"{reverse(PAGE)}?{urlencode(list(query.lists()), doseq=True)}")
