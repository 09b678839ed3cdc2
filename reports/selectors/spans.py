"""The year that a report is about: its first day, its last, the day its figures are cut on, and the year before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.enums import YearBasis
from core.errors import DomainError
from mentorship.models import Programme, Project
from reports.indicator_years import reporting_year, year_label, year_told, years_of

LONG_AGO = dt.date(1900, 1, 1)


@dataclass(frozen=True)
class Span:
    """A year of account of a programme, of one of its projects when `project` is given.

    `since` … `day` are the days whose records count; `until` is the last day of the year. What came before the first
    year of a programme belongs to it.
    """

    programme: Programme
    number: int
    label: str
    since: dt.date
    until: dt.date
    day: dt.date
    project: Project | None = None

    @property
    def is_current(self) -> bool:
        return self.day < self.until

    @property
    def project_filter(self) -> dict[str, int]:
        """For tables with a `project` column."""
        return {"project_id": self.project.pk} if self.project else {}


def years_with_reports(programme: Programme, today: dt.date) -> list[tuple[int, str]]:
    """Years of account that have begun, the newest first: (number, «2026/27»)."""
    basis = programme.organization.year_basis
    numbers = years_of(programme.period_start, programme.period_end, basis)
    now = reporting_year(programme.period_start, programme.period_end, basis, today).number
    return [(number, year_label(number, basis)) for number in reversed(numbers) if number <= now]


def span_of(
    programme: Programme, today: dt.date, *, year: int | None = None, project: Project | None = None
) -> Span:
    """The year of account, that of `today` by default. DomainError for a year that the programme has not had."""
    basis = programme.organization.year_basis
    known = dict(years_with_reports(programme, today))
    now = reporting_year(programme.period_start, programme.period_end, basis, today)
    number = now.number if year is None else year
    if number not in known:
        told = ", ".join(str(each) for each in sorted(known))
        raise DomainError(f"Отчёт составляют за годы программы: {told}.", field="year", code="year")
    if number == now.number:
        found = now
    else:
        # A day inside that year: the last of its calendar or school year.
        inside = dt.date(number + 1, 8, 31) if basis == YearBasis.SCHOOL else dt.date(number, 12, 31)
        found = reporting_year(programme.period_start, programme.period_end, basis, inside)
    return Span(
        programme=programme,
        number=number,
        label=year_told(number, basis),
        since=found.start or LONG_AGO,
        until=found.end,
        day=min(found.end, today),
        project=project,
    )


def span_before(span: Span) -> Span | None:
    """The year before: of the same programme, else the last of the programme that ended before this one began.

    None when neither is known. A project has no year before in another programme.
    """
    programme = span.programme
    numbers = [number for number, _ in years_with_reports(programme, span.day)]
    if span.number - 1 in numbers:
        return span_of(programme, span.day, year=span.number - 1, project=span.project)
    if span.project is not None:
        return None
    former = (
        Programme.objects.filter(organization=programme.organization, period_end__lte=programme.period_start)
        .select_related("organization")
        .order_by("-period_end", "-pk")
        .first()
    )
    return span_of(former, former.period_end) if former else None
