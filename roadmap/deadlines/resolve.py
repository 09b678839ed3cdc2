"""Gives years to the points of a deadline and turns them into days."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from roadmap.deadlines.calendar import (
    AUGUST,
    inferred_year,
    last_day,
    month_span,
    possible,
    school_year,
    year_span,
)
from roadmap.deadlines.model import Period, Span
from roadmap.deadlines.point import CALENDAR_HALVES, SCHOOL_HALVES, Point


@dataclass(slots=True)
class Resolved:
    """Points with their days. `span` None — the year cannot be told; `impossible` — there is no such day.

    `within`: a range begins inside the half-year, term or quarter that it ends with.
    """

    points: list[Point]
    spans: list[Span | None]
    inferred: bool = False
    impossible: str = ""
    before_year: bool = False
    within: bool = False

    @property
    def dated(self) -> bool:
        return all(span is not None for span in self.spans)


class Impossible(ValueError):
    """A day that is in no calendar."""


def resolve(points: list[Point], period: Period, *, opens_plan: bool = False) -> Resolved:
    """Resolve points in order; explicit years flow back over what they bind, others come from the period."""
    points = [_as_months(point, period) for point in points]
    points = _flow_back(points)
    done = Resolved(points, [])
    previous: Span | None = None
    for index, point in enumerate(points):
        opens_range = point.month == AUGUST and index + 1 < len(points) and points[index + 1].join == "range"
        try:
            if point.grain == "bad":
                raise Impossible(point.text)
            year = point.year
            if not year and (around := _around(point, previous)) is not None:
                done.inferred, year = True, around.start.year
                done.within |= previous is not None and around.start < previous.start
            if not year and point.grain not in {"years", "school_year"}:
                done.inferred = True
                year, from_before = _unwritten(point, period, previous, before=opens_plan or opens_range)
                done.before_year |= from_before
            span = span_of(point, year) if year else None
            if span is None:
                check_without_year(point)
        except Impossible as error:
            done.impossible = str(error)
            return done
        done.spans.append(span)
        previous = span or previous
    return done


def _as_months(point: Point, period: Period) -> Point:
    """A half-year becomes its months: by the school year in a school-year plan, by the calendar otherwise."""
    if point.grain != "half":
        return point
    school_named = bool(point.last_year)
    school = school_named or (not point.year and period.school_basis)
    table = SCHOOL_HALVES if school else CALENDAR_HALVES
    first = 2 if point.half == -1 else point.half
    last = 2 if point.last_day == -1 else point.last_day
    begin, end = table[first][0], table[max(first, last)][1]
    year = point.year + 1 if school_named and point.year and begin == 1 else point.year
    return replace(
        point, grain="months", month=begin, last_month=end, last_day=0, year=year, last_year=0, half=0
    )


def _flow_back(points: list[Point]) -> list[Point]:
    """«Октябрь–декабрь 2021»: the year belongs to both; «сентябрь – май 2023» begins in 2022."""
    done = list(points)
    for index in range(len(done) - 2, -1, -1):
        here, after = done[index], done[index + 1]
        if here.year or not after.year or not after.join or after.grain in {"years", "school_year"}:
            continue
        year = after.year
        if (here.month, here.day) > (after.month, after.day or 31):
            year -= 1
        done[index] = replace(here, year=year)
    return done


def _around(point: Point, previous: Span | None) -> Span | None:
    """«Ноябрь – 1 полугодие»: the half-year, term or quarter that has begun when the range does ends it."""
    if previous is None or point.join != "range" or point.grain != "months":
        return None
    spans = (span_of(point, year) for year in (previous.start.year, previous.start.year - 1))
    return next((span for span in spans if span.start <= previous.start <= span.end), None)


def _unwritten(point: Point, period: Period, previous: Span | None, *, before: bool) -> tuple[int, bool]:
    """The year of a point that names none, and whether R-AUG was used; 0 — it cannot be told."""
    day = point.day if point.grain == "day" else 0
    if previous is not None and point.join:
        anchor = previous.start if point.join == "range" else previous.end
        base = Period(anchor, period.end)
        if point.join == "range" or period.start is None or previous.start < period.start:
            return inferred_year(base, point.month, day) or 0, False
    year = inferred_year(period, point.month, day, before_year=before) or 0
    if day and not year and period.start is not None:
        raise Impossible(f"{point.day:02}.{point.month:02}")
    used = (
        point.month == AUGUST
        and period.start is not None
        and year == period.start.year
        and period.one_school_year
    )
    return year, used


def span_of(point: Point, year: int) -> Span:
    """Days of a point in a year. Raises Impossible for a day that does not exist: nothing is clamped."""
    match point.grain:
        case "day":
            if not possible(year, point.month, point.day):
                raise Impossible(f"{point.day:02}.{point.month:02}.{year}")
            here = date(year, point.month, point.day)
            return Span(here, here)
        case "weekday":
            return _weekday_span(point, year)
        case "part":
            return _part_span(point, year)
        case "month":
            last = point.last_year if point.last_year >= year else year
            return Span(month_span(year, point.month).start, month_span(last, point.month).end)
        case "months":
            end_year = year + 1 if point.last_month < point.month else year
            return Span(date(year, point.month, 1), month_span(end_year, point.last_month).end)
        case "school_year":
            return school_year(point.year)
        case _:
            return year_span(point.year, point.last_year)


def _part_span(point: Point, year: int) -> Span:
    end = last_day(year, point.month)
    if point.day < 0:
        return Span(
            date(year, point.month, end) + timedelta(days=point.day + 1), date(year, point.month, end)
        )
    if point.day > end:
        raise Impossible(f"{point.day:02}.{point.month:02}.{year}")
    return month_span(year, point.month, point.day, point.last_day)


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _weekday_span(point: Point, year: int) -> Span:
    """The n-th weekday of a month, -1 — the last."""
    wanted = WEEKDAYS.index(point.text)
    days = [
        day
        for n in range(1, last_day(year, point.month) + 1)
        if (day := date(year, point.month, n)).weekday() == wanted
    ]
    if point.half > len(days):
        raise Impossible(f"{point.half}-й день недели в месяце {point.month:02}.{year}")
    here = days[-1] if point.half == -1 else days[point.half - 1]
    return Span(here, here)


def check_without_year(point: Point) -> None:
    """A day without a year must exist in some year: 31 ноября never does."""
    leap = 2024
    if point.grain == "day" and not possible(leap, point.month, point.day):
        raise Impossible(f"{point.day:02}.{point.month:02}")
