"""Forms in which the bases go to paper and to a region."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from core import russian
from core.clock import today
from core.selectors.viewer import current_programme
from core.views.list_files import FileForm
from core.views.lists import ListPage
from mentorship.permissions import MANAGE_PEOPLE
from mentorship.selectors.base_columns import with_columns
from mentorship.selectors.impersonal import impersonal_rows
from mentorship.tables.official import OfficialMentees, OfficialMentors

TITLES = {"mentees": "База наставляемых", "mentors": "База наставников"}


def heading(page: ListPage) -> list[str]:
    """The lines over the official table: what it is, whose, of which programme and day."""
    request: Any = page.request
    programme = current_programme(request)
    lines = [TITLES[page.base], request.organization.full_name]  # type: ignore[attr-defined]
    if programme is not None:
        start, end = (russian.date_short(day) for day in (programme.period_start, programme.period_end))
        lines.append(f"{programme.title} ({start}–{end})")
    return [*lines, f"По состоянию на {russian.date_short(today(request.organization))}"]


def heading_without_persons(page: ListPage) -> list[str]:
    first, *rest = heading(page)
    return [f"{first}: без имён", *rest]


def decorate(page: ListPage, rows: QuerySet) -> QuerySet:
    return with_columns(rows, page.base)  # type: ignore[attr-defined]


def without_persons(page: ListPage, rows: QuerySet) -> Iterable[Sequence[Any]]:
    """Too few people are refused before a byte is written, not in the middle of the file."""
    made = impersonal_rows(rows, today(page.request.organization))  # type: ignore[attr-defined]
    return chain([next(made)], made)


def forms(base: str) -> tuple[FileForm, ...]:
    table = OfficialMentees if base == "mentees" else OfficialMentors
    return (
        FileForm("official", "По форме базы", heading, table_class=table, decorate=decorate),
        FileForm(
            "impersonal",
            "Без имён, для региона",
            heading_without_persons,
            make=without_persons,
            rule=MANAGE_PEOPLE,
        ),
    )
