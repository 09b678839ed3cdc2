"""Reading lists of people: a page of checked rows, the rows to mend, what an applied list has made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from core.models import Job
from core.sheets import normalize_header
from mentorship.enums import RowStatus
from mentorship.imports.columns import NOT_LOADED, choices_for
from mentorship.models import CheckedRow, ImportedRow, PeopleImport, Programme

PAGE = 100
#: A column of row numbers is nobody's loss.
_NUMBERS = frozenset({"№", "№пп", "пп", "n", "номер"})


def imports_of(programme: Programme | None) -> QuerySet[PeopleImport]:
    rows = PeopleImport.objects.select_related("file", "uploaded_by")
    return rows.filter(programme=programme) if programme is not None else rows.none()


def page_of_rows(people_import: PeopleImport, *, status: str = "", number: str = "1") -> Page[Any]:
    """A page of checked rows of one status or of all; an impossible number gives the nearest page."""
    rows = CheckedRow.objects.filter(people_import=people_import).defer("cells")
    if status in RowStatus.values:
        rows = rows.filter(status=status)
    count = people_import.counts.get(status) if status in RowStatus.values else None
    paginator = Paginator(rows, PAGE)
    # Known from the check: counting twenty thousand rows again for every page would be a waste.
    paginator.count = count if count is not None else sum(people_import.counts.values())  # type: ignore[misc]
    return paginator.get_page(number if number.isdecimal() and len(number) < 8 else 1)


def page_of_written(people_import: PeopleImport, *, number: str = "1") -> Page[Any]:
    """A page of what an applied list has made and changed."""
    rows = ImportedRow.objects.filter(people_import=people_import).select_related("person")
    return Paginator(rows, PAGE).get_page(number if number.isdecimal() and len(number) < 8 else 1)


def columns_to_map(people_import: PeopleImport) -> list[dict[str, Any]]:
    """Columns of the list with the choice of field for each."""
    choices = choices_for(people_import.base)
    return [
        {
            **column,
            "field": "" if column["field"] in NOT_LOADED else column["field"],
            "name": f"column_{place}",
            "choices": choices,
        }
        for place, column in enumerate(people_import.columns.get("known", []))
    ]


def unread_columns(people_import: PeopleImport) -> list[str]:
    """Headers that are not read and not left out for a reason."""
    return [
        column["header"]
        for column in people_import.columns.get("known", [])
        if not column["field"] and normalize_header(column["header"]).replace(" ", "") not in _NUMBERS
    ]


def failed_rows(people_import: PeopleImport) -> Iterator[list[object]]:
    """Rows with errors as they stand in the file, with the reason beside them, to be mended and loaded again."""
    sheets = people_import.columns.get("sheets", {})
    head = ""
    rows = CheckedRow.objects.filter(people_import=people_import, status=RowStatus.ERROR).order_by("place")
    for row in rows.iterator(chunk_size=500):
        if row.sheet != head:
            if head:
                yield []
            head = row.sheet
            yield ["Что исправить", *sheets.get(row.sheet, [])]
        reasons = "; ".join(": ".join(filter(None, issue)) for issue in row.shown.get("issues", []))
        yield [reasons, *row.cells]


def live_job(people_import: PeopleImport) -> Job | None:
    """The job that works on the list now."""
    return Job.objects.filter(
        organization=people_import.organization_id,
        key=job_key(people_import),
        state__in=["queued", "running"],
    ).first()


def job_key(people_import: PeopleImport) -> str:
    """One piece of long work at a time for a list."""
    return f"people-import-{people_import.pk}"
