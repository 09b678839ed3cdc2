"""Import of people: the file, the check of every row, the press that writes, the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from core import audit, exports, russian
from core.access import access
from core.domain.jobs import start_job
from core.errors import DomainError
from core.forms import ReasonForm
from core.selectors.viewer import current_programme
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import import_undo
from mentorship.domain import imports as domain
from mentorship.enums import ImportState
from mentorship.forms.working import UploadForm
from mentorship.imports.columns import choices_for
from mentorship.imports.results import STATUS_LABELS
from mentorship.jobs import CHECK, IMPORT, UNDO
from mentorship.models import PeopleImport
from mentorship.permissions import IMPORT_PEOPLE
from mentorship.selectors import imports as selectors

TONES = {"new": "ok", "changed": "info", "same": "", "error": "bad"}
STATE_TONES = {"uploaded": "wait", "applied": "ok", "discarded": "", "undone": "bad"}
PAGE = "mentorship:people_import_check"


def _find(request: HttpRequest, pk: int) -> PeopleImport:
    rows = PeopleImport.objects.select_related("programme", "file", "organization", "uploaded_by")
    return get_object_or_404(rows, pk=pk)


def _start(request: HttpRequest, made: PeopleImport, kind: str, title: str, **params: Any) -> HttpResponse:
    """Begin long work on a list and show its progress. Names of files stay out of the title: people are in them."""
    job = start_job(
        kind,
        organization=made.organization,
        owner=request.user,  # type: ignore[arg-type]
        title=f"{title} № {made.pk}",
        params={"people_import": made.pk, **params},
        key=selectors.job_key(made),
    )
    return redirect("core:job", pk=job.pk)


def _rows(made: PeopleImport) -> int:
    return sum(made.counts.values())


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
        earlier = selectors.imports_of(programme)[:10]
        return {"programme": programme, "earlier": [(one, STATE_TONES[one.state]) for one in earlier]}

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
                later=True,
            )
        except DomainError as error:
            raise DomainError(error.message, field=error.field or "file", code=error.code) from error
        if made.checked_at is None:
            return _start(self.request, made, CHECK, "Проверка списка")["Location"]
        return reverse(PAGE, kwargs={"pk": made.pk})


@access(IMPORT_PEOPLE)
@require_GET
def people_import_check(request: HttpRequest, pk: int) -> HttpResponse:
    made = _find(request, pk)
    is_open = made.state == ImportState.UPLOADED
    context: dict[str, Any] = {
        "page_title": made.file.name,
        "breadcrumbs": (
            ("Загрузить список людей", reverse("mentorship:people_import")),
            ("Проверка" if is_open else made.get_state_display(), ""),
        ),
        "people_import": made,
        "is_open": is_open,
        "state_tone": STATE_TONES[made.state],
        "job": selectors.live_job(made),
        "counts": made.counts,
    }
    context |= _open_context(request, made) if is_open else _closed_context(request, made)
    return render(request, "mentorship/imports/check.html", context)


def _open_context(request: HttpRequest, made: PeopleImport) -> dict[str, Any]:
    wanted = request.GET.get("status", "")
    page = selectors.page_of_rows(made, status=wanted, number=request.GET.get("page", "1"))
    counts = made.counts
    return {
        "is_checked": made.checked_at is not None,
        "applicable": counts.get("new", 0) + counts.get("changed", 0),
        "tabs": _tabs(made, wanted),
        "page_obj": page,
        "status_query": f"status={wanted}&" if wanted in STATUS_LABELS else "",
        "rows": [(row, STATUS_LABELS[row.status], TONES[row.status]) for row in page],
        "columns": selectors.columns_to_map(made),
        "unknown": len(selectors.unread_columns(made)),
    }


def _closed_context(request: HttpRequest, made: PeopleImport) -> dict[str, Any]:
    page = selectors.page_of_written(made, number=request.GET.get("page", "1"))
    return {
        "page_obj": page,
        "written": page.object_list if made.state == ImportState.APPLIED else [],
        "may_undo": made.state == ImportState.APPLIED and page.paginator.count,
        "has_failed": made.state == ImportState.APPLIED and made.counts.get("error"),
    }


def _tabs(made: PeopleImport, wanted: str) -> list[dict[str, Any]]:
    tabs = [{"label": "Все", "count": _rows(made), "query": "", "current": wanted not in STATUS_LABELS}]
    tabs += [
        {
            "label": label.capitalize(),
            "count": count,
            "query": f"?status={status}",
            "current": wanted == status,
        }
        for status, label in STATUS_LABELS.items()
        if (count := made.counts.get(status))
    ]
    return tabs


@access(IMPORT_PEOPLE)
@require_POST
def people_import_map(request: HttpRequest, pk: int) -> HttpResponse:
    made = _find(request, pk)
    known = dict(choices_for(made.base))
    chosen: dict[str, str] = {}
    for column in selectors.columns_to_map(made):
        field = request.POST.get(column["name"], column["field"])
        if field in known and (field or column["field"] or column["header"] in made.mapping):
            chosen[column["header"]] = field
    try:
        domain.map_columns(made, {**made.mapping, **chosen}, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "Колонки запомнены: следующий такой список прочитается так же.")
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(PAGE, pk=pk)
    return _check_again(request, made)


def _check_again(request: HttpRequest, made: PeopleImport) -> HttpResponse:
    """Anew, in the request for a short list, by a job for a long one."""
    if _rows(made) > domain.JOB_FROM or made.file.size > domain.READ_LATER_FROM:
        return _start(request, made, CHECK, "Проверка списка")
    try:
        domain.check_rows(made)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(PAGE, pk=made.pk)


@access(IMPORT_PEOPLE)
@require_POST
def people_import_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Check once more what the list would do: people may have changed since."""
    return _check_again(request, _find(request, pk))


@access(IMPORT_PEOPLE)
@require_POST
def people_import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    made = _find(request, pk)
    only_good = request.POST.get("only_good") == "1"
    if made.state == ImportState.UPLOADED and (made.checked_at is None or made.problem):
        messages.error(
            request, made.problem or "Список ещё проверяется. Подождите, пока строки будут показаны."
        )
        return redirect(PAGE, pk=pk)
    if made.state == ImportState.UPLOADED and _rows(made) > domain.JOB_FROM:
        return _start(request, made, IMPORT, "Внесение списка", only_good=only_good)
    try:
        counts = domain.apply_import(made, only_good=only_good, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return _check_again(request, made) if error.code == "stale" else redirect(PAGE, pk=pk)
    messages.success(
        request,
        f"Внесено новых: {russian.grouped(counts['new'])}, изменено: {russian.grouped(counts['changed'])}.",
    )
    return redirect(PAGE, pk=pk)


@access(IMPORT_PEOPLE)
@require_POST
def people_import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    made = _find(request, pk)
    try:
        domain.discard_import(made, actor=request.user)  # type: ignore[arg-type]
        messages.info(request, "От списка отказались, ничего не записано.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("mentorship:people_import")


@access(IMPORT_PEOPLE)
@require_GET
def people_import_failed(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows with errors and their reasons, to be mended in Excel and loaded again."""
    made = _find(request, pk)
    rows = list(selectors.failed_rows(made))
    audit.record("list.exported", subject=made, after={"list": "Строки с ошибками", "rows": len(rows)})
    response = HttpResponse(exports.xlsx_bytes("Исправить", rows), content_type=exports.XLSX_TYPE)
    name = f"Исправить — {made.file.name.rsplit('.', 1)[0]}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response


class PeopleImportUndo(ConfirmPage):
    """Asks once, says why, takes the whole list back; while something depends on it, names what."""

    access_rule = IMPORT_PEOPLE
    title = "Отменить внесение списка"
    form_class = ReasonForm
    template_name = "mentorship/imports/undo.html"
    verb = "Отменить внесение"
    consequence = (
        "Люди и места в базах, которых не было до списка, исчезнут; изменённые значения станут прежними."
    )
    danger = True
    done = ""

    def load(self) -> None:
        self.made = _find(self.request, self.kwargs["pk"])

    def get_cancel_url(self) -> str:
        return reverse(PAGE, kwargs={"pk": self.made.pk})

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Загрузить список людей", reverse("mentorship:people_import")),
            (self.made.file.name, self.get_cancel_url()),
            ("Отмена", ""),
        )

    def get_text(self) -> str:
        counts = self.made.counts
        new, changed = counts.get("new", 0), counts.get("changed", 0)
        return f"«{self.made.file.name}»: новых — {russian.grouped(new)}, изменённых — {russian.grouped(changed)}."

    def get_context(self) -> dict[str, Any]:
        if self.made.state != ImportState.APPLIED:
            return {"is_closed": True}
        # A long list is asked about by the job itself: its answer names the rows.
        small = _rows(self.made) <= domain.JOB_FROM
        standing = import_undo.obstacles_of(self.made) if small else []
        return {"obstacles": standing[:50], "more": max(0, len(standing) - 50)}

    def save(self, form: ReasonForm) -> str:
        reason = form.cleaned_data["reason"]
        if self.made.state == ImportState.APPLIED and _rows(self.made) > domain.JOB_FROM:
            return _start(self.request, self.made, UNDO, "Отмена внесения списка", reason=reason)["Location"]
        import_undo.undo_import(self.made, actor=self.request.user, reason=reason)  # type: ignore[arg-type]
        messages.success(self.request, "Внесение отменено: всё стало, как было до списка.")
        return self.get_cancel_url()
