"""People of a region by traits, without persons: the pivot on the screen and the regional form as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.clock import today
from core.domain.saved_views import save_view
from core.errors import DomainError
from core.exports import XLSX_TYPE, xlsx_bytes
from core.russian import date_short
from core.selectors.saved_views import views_of
from reports.permissions import VIEW_REGION
from reports.selectors import region as selectors
from reports.selectors.region import AXES
from reports.views.region import region_of

PAGE = "reports:region_form"
SHOWN = 200
USUAL = ("institution", "form", "role")


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {axis: value for axis in AXES if (value := request.GET.get(f"by_{axis}", "").strip())}


def _filters(request: HttpRequest, wanted: dict[str, str]) -> list[dict[str, Any]]:
    choices = selectors.choices_of(region_of(request))
    return [
        {"name": f"by_{axis}", "label": label, "choices": choices[axis], "value": wanted.get(axis, "")}
        for axis, label in AXES.items()
    ]


@access(VIEW_REGION)
@require_GET
def region_pivot(request: HttpRequest) -> HttpResponse:
    """Two axes and filters; counted by the database, worked without a script."""
    rows, columns = request.GET.get("rows", ""), request.GET.get("columns", "")
    rows, columns = (rows if rows in AXES else "form"), (columns if columns in AXES else "role")
    wanted = _wanted(request)
    context = {
        "page_title": "Сводная таблица",
        "axes": AXES.items(),
        "wanted": wanted,
        "rows": rows,
        "columns": columns,
        "filters": _filters(request, wanted),
        "pivot": selectors.pivot_of(region_of(request), rows=rows, columns=columns, wanted=wanted),
    }
    return render(request, "reports/region/pivot.html", context)


def _columns(request: HttpRequest) -> list[str]:
    chosen = [axis for axis in AXES if axis in request.GET.getlist("column")]
    return chosen or list(USUAL)


@access(VIEW_REGION)
@require_GET
def region_form(request: HttpRequest) -> HttpResponse:
    """The regional form: its columns, its filter, the first rows, the kept presets."""
    columns, wanted = _columns(request), _wanted(request)
    rows = selectors.form_rows(region_of(request), columns, wanted)
    own = [view for view in views_of(request.user, PAGE) if view.name]  # type: ignore[arg-type]
    context = {
        "page_title": "Форма региона",
        "axes": [(axis, label, axis in columns) for axis, label in AXES.items()],
        "heads": [*(AXES[axis] for axis in columns), "Человек"],
        "wanted": wanted,
        "filters": _filters(request, wanted),
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
    region, columns, wanted = region_of(request), _columns(request), _wanted(request)
    rows = selectors.form_rows(region, columns, wanted)
    day = date_short(today(region))
    heading = [f"Форма региона: {region.full_name}", f"По состоянию на {day}. Без персональных данных."]
    if wanted:
        told = "; ".join(f"{AXES[axis]}: {_told(axis, value)}" for axis, value in wanted.items())
        heading.append(f"Отбор: {told}")
    heads = [*(AXES[axis] for axis in columns), "Человек"]
    data = xlsx_bytes("Форма региона", [heads, *rows], heading=heading)
    audit.record("list.exported", subject=region, after={"list": "Форма региона", "rows": len(rows)})
    response = HttpResponse(data, content_type=XLSX_TYPE)
    name = f"Форма региона {day}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response


def _told(axis: str, value: str) -> str:
    return f"№ {value}" if axis == "institution" else selectors.told_value(axis, value)


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
