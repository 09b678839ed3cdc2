"""Days, months and years of a plan: which one is meant when the year is not written."""

from calendar import monthrange
from datetime import date

from roadmap.deadlines.model import Period, Span

AUGUST = 8
LAST_MONTH = 12
FIRST_YEAR, LAST_YEAR = 1900, 2200
SEARCH_YEARS = 60


def last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def possible(year: int, month: int, day: int) -> bool:
    """Whether the day exists at all: 31 ноября and 29.02.2023 do not."""
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= LAST_MONTH and 1 <= day <= last_day(year, month)


def month_span(year: int, month: int, first: int = 1, last: int = 0) -> Span:
    """A month or its days `first`…`last` (0 — to the month's end)."""
    end = last_day(year, month)
    return Span(date(year, month, first), date(year, month, min(last, end) if last else end))


def school_year(first_year: int) -> Span:
    """1 September – 31 August."""
    return Span(date(first_year, 9, 1), date(first_year + 1, 8, 31))


def year_span(first: int, last: int) -> Span:
    return Span(date(first, 1, 1), date(last, 12, 31))


def inferred_year(period: Period, month: int, day: int = 0, *, before_year: bool = False) -> int | None:
    """The year of a month or day written without one: its first occurrence inside the period.

    `before_year` is the R-AUG rule: an August that stands before the September rows, or opens a range, is the
    August before the school year. A month that the period does not hold is taken nearest to it: August before a
    September–May year, any other after its start. None — no period, or the day does not exist there.
    """
    if period.start is None:
        return None
    begin = period.start
    if month == AUGUST and period.one_school_year:
        outside = period.end is not None and period.end < date(begin.year + 1, AUGUST, 1)
        if before_year or outside:
            return begin.year
    for year in range(begin.year, min(begin.year + SEARCH_YEARS, LAST_YEAR)):
        if day and not possible(year, month, day):
            # 29 февраля waits for a leap year only where the plan lasts until one.
            if period.end is not None and date(year, LAST_MONTH, 31) >= period.end:
                return None
            continue
        end = date(year, month, day or last_day(year, month))
        if end >= begin:
            return year
    return None


def inside(period: Period, span: Span) -> bool:
    """Whether the span touches the period."""
    if not period.known or period.start is None or period.end is None:
        return True
    return span.end >= period.start and span.start <= period.end
