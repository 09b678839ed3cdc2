"""Import of people: the file, the check of every row, the press that writes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, exports, russian
from core.access import access
from core.domain.jobs import start_job
from core.errors import DomainError
from core.selectors.viewer import current_programme
from core.sheets import normalize_header
from core.views.pages import FormPage
from mentorship.domain import imports as domain
from mentorship.enums import ImportState
from mentorship.forms.working import UploadForm
from mentorship.imports.checking import failed_rows, read_tables
from mentorship.imports.columns import choices_for
from mentorship.imports.results import STATUS_LABELS, Check
from mentorship.jobs import IMPORT
from mentorship.models import PeopleImport
from mentorship.permissions import IMPORT_PEOPLE

TONES = {"new": "ok", "changed": "info", "same": "", "error": "bad"}
SHOWN = 200


class PeopleImportPage(FormPage):
    access_rule = IMPORT_PEOPLE
    title = "Загрузить список людей"
    form_class = UploadForm
    template_name = "mentorship/imports/upload.html"
    submit_label = "Проверить"
    done = ""

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Наставляемые", reverse("mentorship:mentees")), (self.title, ""))

    def get_context(self) -> dict[str, Any]:
        programme = current_programme(self.request)
        earlier = PeopleImport.objects.filter(programme=programme).select_related("file", "uploaded_by")
        return {"programme": programme, "earlier": earlier[:10] if programme else []}

    def save(self, form: UploadForm) -> str:
        programme = current_programme(self.request)
        if programme is None:
            raise DomainError("Сначала создайте программу: базы ведутся в ней.", code="programme")
        upload = form.cleaned_data["file"]
        try:
            made = domain.upload_people(
                programme,
                upload.read(),
                upload.name,
                base=form.cleaned_data["base"],
                actor=self.request.user,  # type: ignore[arg-type]
            )
        except DomainError as error:
            raise DomainError(error.message, field=error.field or "file", code=error.code) from error
        return reverse("mentorship:people_import_check", kwargs={"pk": made.pk})


def _find(request: HttpRequest, pk: int) -> PeopleImport:
    rows = PeopleImport.objects.select_related("programme", "file", "organization")
    return get_object_or_404(rows, pk=pk)


@access(IMPORT_PEOPLE)
@require_GET
def people_import_check(request: HttpRequest, pk: int) -> HttpResponse:
    made = _find(request, pk)
    context: dict[str, Any] = {
        "page_title": made.file.name,
        "breadcrumbs": (
            ("Загрузить список людей", reverse("mentorship:people_import")),
            ("Проверка", ""),
        ),
        "people_import": made,
        "is_open": made.state == ImportState.UPLOADED,
        "labels": STATUS_LABELS,
    }
    if made.state == ImportState.UPLOADED:
        context |= _open_context(request, made)
    return render(request, "mentorship/imports/check.html", context)


def _open_context(request: HttpRequest, made: PeopleImport) -> dict[str, Any]:
    try:
        check = domain.check_import(made)
    except DomainError as error:
        return {"problem": error.message, "columns": _columns(made)}
    wanted = request.GET.get("status", "")
    rows = [row for row in check.rows if not wanted or row.status == wanted]
    return {
        "check": check,
        "tabs": _tabs(check, wanted),
        "rows": [(row, TONES[row.status]) for row in rows[:SHOWN]],
        "hidden": max(0, len(rows) - SHOWN),
        "columns": _columns(made, check),
        "unknown": len(_unread(check)),
    }


def _unread(check: Check) -> set[str]:
    """Headers of columns that are not read; the column of row numbers is nobody's loss."""
    headers = {column.header for table in check.tables for column in table.unknown}
    return {
        header
        for header in headers
        if normalize_header(header).replace(" ", "") not in {"№", "№пп", "пп", "n"}
    }


def _tabs(check: Check, wanted: str) -> list[dict[str, Any]]:
    tabs = [{"label": "Все", "count": len(check.rows), "query": "", "current": not wanted}]
    tabs += [
        {
            "label": label.capitalize(),
            "count": check.counts[status],
            "query": f"?status={status}",
            "current": wanted == status,
        }
        for status, label in STATUS_LABELS.items()
        if check.counts[status]
    ]
    return tabs


def _columns(made: PeopleImport, check: Check | None = None) -> list[dict[str, Any]]:
    """Columns with the choice of field, once per header over all sheets."""
    tables = (
        check.tables
        if check is not None
        else read_tables(domain.read_file(made.file), made.file.name, base=made.base, mapping=made.mapping)
    )
    found: dict[str, dict[str, Any]] = {}
    for table in tables:
        for column in table.columns:
            if column.header:
                example = next((row.value(column.index) for row in table.rows if row.value(column.index)), "")
                found.setdefault(
                    column.header,
                    {"header": column.header, "field": column.field, "example": str(example)[:60]},
                )
    choices = choices_for(made.base)
    return [
        {**one, "name": f"column_{place}", "choices": choices} for place, one in enumerate(found.values())
    ]


@access(IMPORT_PEOPLE)
@require_POST
def people_import_map(request: HttpRequest, pk: int) -> HttpResponse:
    made = _find(request, pk)
    known = dict(choices_for(made.base))
    try:
        columns = _columns(made)
        chosen = {
            column["header"]: request.POST.get(column["name"], column["field"])
            for column in columns
            if request.POST.get(column["name"], column["field"]) in known
        }
        changed = {header: field for header, field in chosen.items() if field or header in made.mapping}
        domain.map_columns(made, {**made.mapping, **changed, **_dropped(columns, chosen)}, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "Колонки запомнены: следующий такой список прочитается так же.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("mentorship:people_import_check", pk=pk)


def _dropped(columns: list[dict[str, Any]], chosen: dict[str, str]) -> dict[str, str]:
    return {one["header"]: "" for one in columns if one["field"] and chosen.get(one["header"]) == ""}


@access(IMPORT_PEOPLE)
@require_http_methods(["POST"])
def people_import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    made = _find(request, pk)
    only_good = request.POST.get("only_good") == "1"
    address = redirect("mentorship:people_import_check", pk=pk)
    try:
        if made.state == ImportState.UPLOADED and len(domain.check_import(made).rows) > domain.JOB_FROM:
            job = start_job(
                IMPORT,
                organization=made.organization,
                owner=request.user,  # type: ignore[arg-type]
                title=f"Загрузка списка «{made.file.name}»"[:200],
                params={"people_import": made.pk, "only_good": only_good},
                key=f"import-{made.pk}",
            )
            return redirect("core:job", pk=job.pk)
        counts = domain.apply_import(made, only_good=only_good, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return address
    messages.success(
        request,
        f"Внесено новых: {russian.grouped(counts['new'])}, изменено: {russian.grouped(counts['changed'])}.",
    )
    return address


@access(IMPORT_PEOPLE)
@require_POST
def people_import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    made = _find(request, pk)
    try:
        domain.discard_import(made, actor=request.user)  # type: ignore[arg-type]
        messages.info(request, "Список отменён, ничего не записано.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("mentorship:people_import")


@access(IMPORT_PEOPLE)
@require_GET
def people_import_failed(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows with errors and their reasons, to be mended in Excel and loaded again."""
    made = _find(request, pk)
    try:
        rows = list(failed_rows(domain.check_import(made)))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:people_import_check", pk=pk)
    audit.record("list.exported", subject=made, after={"list": "Строки с ошибками", "rows": len(rows)})
    response = HttpResponse(exports.xlsx_bytes("Исправить", rows), content_type=exports.XLSX_TYPE)
    name = f"Исправить — {made.file.name.rsplit('.', 1)[0]}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
