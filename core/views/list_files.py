"""A list as a file: the filter's rows in one of its forms, at once or, when they are many, by a job."""

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from core import audit, exports, russian
from core.clock import today
from core.domain.jobs import start_job
from core.errors import DomainError
from core.permissions import VIEW_JOBS
from core.selectors.viewer import PROGRAMME_KEY, current_programme
from core.tables import PortalTable
from core.views.paging import with_params

if TYPE_CHECKING:
    from core.views.lists import ListPage

#: More rows than this are written by a job with progress.
AT_ONCE = 5000
CHUNK = 1000
JOB = "core.list_export"
TYPES = {"xlsx": exports.XLSX_TYPE, "csv": exports.CSV_TYPE}
Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True)
class FileForm:
    """One more way to write a list down than as it stands on the screen: `forms` of a page.

    Either `table_class` has the columns, with `decorate(page, rows)` for what they read; or `make(page, rows)` gives
    the header and the rows itself. `heading(page)` are the lines over the table.
    """

    key: str
    label: str
    heading: Callable[["ListPage"], list[str]]
    table_class: type[PortalTable] | None = None
    decorate: Callable[["ListPage", QuerySet], QuerySet] = lambda page, rows: page.decorate(rows)
    make: Callable[["ListPage", QuerySet], Rows] | None = None
    rule: Any = None

    @property
    def printable(self) -> bool:
        return self.table_class is not None

    def allowed(self, membership: Any) -> bool:
        return self.rule is None or self.rule.allows(membership)


@dataclass(frozen=True)
class ListFile:
    """What is to be written: the rows as an iterator, the lines over them, and what the file is called."""

    title: str
    name: str
    kind: str
    heading: list[str]
    rows: Rows


def file_of(page: "ListPage", rows: QuerySet, kind: str, form: FileForm | None) -> ListFile:
    """The file of these rows of a page. Rows are read from the database in pieces."""
    title = page.get_title()
    day = russian.date_short(today(page.request.organization))  # type: ignore[attr-defined]
    name = f"{page.export_name or title}{f' ({form.label})' if form else ''} {day}.{kind}"
    if form is not None and form.make is not None:
        return ListFile(title, name, kind, form.heading(page), form.make(page, rows))
    table_class = form.table_class if form else None
    decorated = form.decorate(page, rows) if form else page.decorate(rows)
    table = page.make_table(decorated, selectable=False, table_class=table_class)
    ordered = table.data.data
    records = ordered.iterator(chunk_size=CHUNK) if isinstance(ordered, QuerySet) else ordered
    heading = form.heading(page) if form else []
    return ListFile(title, name, kind, heading, table.values_for_export(records))


def write(target: BinaryIO, file: ListFile) -> None:
    if file.kind == "csv":
        for line in exports.csv_lines(chain(([line] for line in file.heading), file.rows)):
            target.write(line)
        return
    exports.write_xlsx(target, file.title, file.rows, heading=file.heading)


def record_export(page: "ListPage", *, count: int, kind: str, form: FileForm | None) -> None:
    """Files with persons, and impersonal ones by their own name, are in the audit trail."""
    if not page.personal_data and form is None:
        return
    after = {
        "list": page.get_title() + (f" ({form.label})" if form else ""),
        "rows": count,
        "format": kind,
        "filter": page.request.GET.urlencode()[:500],
    }
    audit.record("list.exported", subject=page.request.organization, after=after)  # type: ignore[attr-defined]


def export(page: "ListPage", rows: QuerySet, kind: str, form: FileForm | None) -> HttpResponseBase:
    """The answer to «Excel» or «CSV»: the file, or the page of the job that writes it."""
    request = page.request
    count = rows.count()
    if count > AT_ONCE and VIEW_JOBS.allows(request.membership):  # type: ignore[attr-defined]
        return redirect("core:job", pk=_start(page, kind, form, count).pk)
    back = request.path + with_params(request.GET, _export=None, _form=None)
    if count > AT_ONCE:
        limit = russian.grouped(AT_ONCE)
        messages.error(request, f"В файл помещается не больше {limit} строк. Сузьте отбор и повторите.")
        return redirect(back)
    try:
        return answer(page, rows, kind, form, count=count)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(back)


def answer(
    page: "ListPage", rows: QuerySet, kind: str, form: FileForm | None, *, count: int
) -> HttpResponseBase:
    """These rows as a download; raises DomainError where the form refuses them."""
    file = file_of(page, rows, kind, form)
    target = io.BytesIO()
    write(target, file)
    record_export(page, count=count, kind=kind, form=form)
    response = HttpResponse(target.getvalue(), content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    response["Cache-Control"] = "no-store"
    return response


def _start(page: "ListPage", kind: str, form: FileForm | None, count: int) -> Any:
    """A job that opens the same page with the same address and rights and writes its file."""
    request = page.request
    programme = getattr(current_programme(request), "pk", None)
    address = f"{request.path}?{request.GET.urlencode()}"
    label = f" ({form.label})" if form else ""
    return start_job(
        JOB,
        organization=request.organization,  # type: ignore[attr-defined]
        owner=request.user,  # type: ignore[arg-type]
        title=f"Файл: {page.get_title()}{label}"[:200],
        params={
            "address": address,
            "kind": kind,
            "membership": request.membership.pk,  # type: ignore[attr-defined]
            PROGRAMME_KEY: programme,
        },
        key=hashlib.sha256(f"{request.membership.pk} {programme} {address}".encode()).hexdigest(),  # type: ignore[attr-defined]
        total=count,
    )
