"""Readings that are places of the calendar: a day, a month, a range, a list, «до» and «с»."""

from dataclasses import dataclass
from datetime import date, timedelta

from roadmap.deadlines.case import Case
from roadmap.deadlines.model import Deadline, Span
from roadmap.deadlines.point import HALF_MONTH_DAY, PART_DAYS, Point
from roadmap.enums import Confidence, DeadlineKind

YEAR_UNKNOWN = "год не указан и период плана неизвестен"
YEAR_INFERRED = "год не указан, взят первый подходящий в сроках плана"
AUGUST_BEFORE = "август перед началом учебного года"
AFTER_WHOLE = "«после» понято как со дня, следующего за названным сроком"
DAY_BEHIND = "число стоит после месяца: понято как день"
UNTIL_WHOLE = "«до» понято включительно, до конца названного срока"
TURNED_ROUND = "конец раньше начала"
FROM_WITHIN = (
    "начало внутри названного полугодия, четверти или квартала: понято с него и до конца этого срока"
)
STRANGE_YEAR = "год в записи пропущен, взят из периода плана"

SINGLE_KINDS = {
    "day": DeadlineKind.DATE,
    "weekday": DeadlineKind.DATE,
    "part": DeadlineKind.PART_OF_MONTH,
    "month": DeadlineKind.MONTH,
    "months": DeadlineKind.MONTH_RANGE,
    "years": DeadlineKind.YEARS,
    "school_year": DeadlineKind.ACADEMIC,
}
MONTH_GRAINS = frozenset({"month", "months"})
YEAR_GRAINS = frozenset({"years", "school_year"})


@dataclass(frozen=True, slots=True)
class Segment:
    """One point, or the two ends of a range."""

    first: Point
    last: Point
    span: Span | None

    @property
    def is_range(self) -> bool:
        return self.first is not self.last

    @property
    def grains(self) -> set[str]:
        return {self.first.grain, self.last.grain}


def segments_of(case: Case) -> list[Segment]:
    """Points joined into ranges; «август 31.08.2023» is the day alone."""
    found: list[Segment] = []
    for point, span in zip(case.points, case.resolved.spans, strict=True):
        before = found[-1] if found else None
        if before and point.join == "range":
            both = Span(before.span.start, span.end) if before.span and span else None
            found[-1] = Segment(before.first, point, both)
        elif before and _same_month(before, point):
            found[-1] = Segment(point, point, span)
        else:
            found.append(Segment(point, point, span))
    return found


def _same_month(before: Segment, point: Point) -> bool:
    """A month followed by a day or part of that very month: the day says more."""
    month = before.first
    return (
        not before.is_range
        and month.grain == "month"
        and point.grain in {"day", "part"}
        and month.month == point.month
        and (not month.year or month.year == point.year)
    )


def place_deadline(case: Case) -> Deadline:
    """The reading of a text whose carrier of time is calendar points."""
    segments = segments_of(case)
    sure, notes = _certainty(case)
    reading = _list(case, segments) if len(segments) > 1 else _single(case, segments[0])
    notes = [reading.note, *notes] if reading.note else notes
    return _with(case, reading, "; ".join(notes), weakest(sure, reading.confidence))


def _with(case: Case, reading: Deadline, note: str, sure: Confidence) -> Deadline:
    return case.reading(
        reading.kind,
        start=reading.start,
        end=reading.end,
        recurrence=reading.recurrence,
        spans=reading.spans,
        note=note,
        confidence=sure,
    )


def weakest(left: Confidence, right: Confidence) -> Confidence:
    order = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
    return min(left, right, key=order.index)


def _certainty(case: Case) -> tuple[Confidence, list[str]]:
    if not case.resolved.dated:
        return Confidence.LOW, [YEAR_UNKNOWN]
    if any("г" in point.text and not point.year for point in case.points if point.grain == "day"):
        return Confidence.LOW, [STRANGE_YEAR]
    if any(point.text == "behind" for point in case.points):
        ambiguous = {day.year % 100 for day in (case.period.start, case.period.end) if day}
        unsure = any(point.text == "behind" and point.day in ambiguous for point in case.points)
        return (Confidence.LOW if unsure else Confidence.MEDIUM), [DAY_BEHIND]
    if case.resolved.within:
        return Confidence.LOW, [FROM_WITHIN]
    if case.resolved.before_year:
        return Confidence.MEDIUM, [AUGUST_BEFORE]
    if case.resolved.inferred and case.period.several_years:
        return Confidence.MEDIUM, [YEAR_INFERRED]
    return Confidence.HIGH, []


def _single(case: Case, segment: Segment) -> Deadline:
    first, span = segment.first, segment.span
    start, end = (span.start, span.end) if span else (None, None)
    if first.lead in {"to", "till"} and not segment.is_range:
        return _until(case, first, span)
    if first.lead == "from" and not segment.is_range:
        if first.text == "после" and end:
            return case.reading(
                DeadlineKind.OPEN_START,
                start=end + timedelta(days=1),
                note=AFTER_WHOLE,
                confidence=Confidence.LOW,
            )
        return case.reading(DeadlineKind.OPEN_START, start=start)
    if not segment.is_range:
        if first.last_year > first.year > 0 and first.grain == "month":
            return _month_of_years(case, first, start, end)
        return case.reading(SINGLE_KINDS[first.grain], start=start, end=end)
    if start and start == end:
        return case.reading(DeadlineKind.DATE, start=start, end=end)
    return case.reading(_range_kind(segment), start=start, end=end)


def _range_kind(segment: Segment) -> DeadlineKind:
    if segment.grains == {"month"} and segment.first.month == segment.last.month and _one_month(segment.span):
        return DeadlineKind.MONTH
    if segment.grains <= MONTH_GRAINS:
        return DeadlineKind.MONTH_RANGE
    if segment.grains == {"part"} and segment.first.month == segment.last.month:
        return DeadlineKind.PART_OF_MONTH
    if segment.grains <= YEAR_GRAINS:
        return DeadlineKind.YEARS
    return DeadlineKind.RANGE


def _one_month(span: Span | None) -> bool:
    return span is not None and (span.start.year, span.start.month) == (span.end.year, span.end.month)


def _whole_months(span: Span) -> bool:
    return span.start.day == 1 and (span.end + timedelta(days=1)).day == 1


def bounds_of(spans: list[Span]) -> tuple[date, date]:
    """From the first day to the last of a sorted list of spans that is not empty."""
    return spans[0].start, max(span.end for span in spans)


def _until(case: Case, point: Point, span: Span | None) -> Deadline:
    """«До …»: the last day of what is named; «к маю» — its first day; «до начала мая» — its first day."""
    if span is None:
        return case.reading(DeadlineKind.DEADLINE)
    beginning = point.grain == "part" and point.day == 1
    if point.grain == "part" and (point.day, point.last_day) == PART_DAYS["middle"]:
        middle = span.start.replace(day=HALF_MONTH_DAY)
        return case.reading(DeadlineKind.DEADLINE, end=middle, confidence=Confidence.LOW)
    if point.lead == "till" and point.grain != "day" and not (point.grain == "part" and point.last_day == 0):
        return case.reading(DeadlineKind.DEADLINE, end=span.start, confidence=Confidence.LOW)
    if beginning:
        return case.reading(DeadlineKind.DEADLINE, end=span.start, confidence=Confidence.LOW)
    literal = point.grain in {"day", "weekday", "part"}
    return case.reading(
        DeadlineKind.DEADLINE,
        end=span.end,
        confidence=Confidence.HIGH if literal else Confidence.LOW,
        note="" if literal else UNTIL_WHOLE,
    )


def _month_of_years(case: Case, point: Point, start: date | None, end: date | None) -> Deadline:
    """«Май 2023, 2024 г.г.»: a yearly month with a last year."""
    rule = f"FREQ=YEARLY;BYMONTH={point.month}" + (f";UNTIL={end:%Y%m%d}" if end else "")
    return case.reading(DeadlineKind.YEARLY_MONTH, start=start, end=end, recurrence=rule)


def _list(case: Case, segments: list[Segment]) -> Deadline:
    """Several places in one cell: the reading spans from the first to the last of them."""
    spans = sorted((s.span for s in segments if s.span), key=lambda span: (span.start, span.end))
    complete = len(spans) == len(segments)
    if any(span.end < span.start for span in spans):
        return case.reading(DeadlineKind.UNKNOWN, note=TURNED_ROUND, confidence=Confidence.LOW)
    start, end = bounds_of(spans) if complete else (None, None)
    grains = set().union(*(segment.grains for segment in segments))
    leads = {segment.first.lead for segment in segments}
    if leads == {"from"} and not any(segment.is_range for segment in segments):
        return case.reading(DeadlineKind.OPEN_START, start=start, confidence=Confidence.LOW)
    if grains <= YEAR_GRAINS:
        kind = DeadlineKind.YEARS
    elif grains <= MONTH_GRAINS | YEAR_GRAINS or (complete and all(_whole_months(span) for span in spans)):
        kind = DeadlineKind.MONTH_LIST
    else:
        kind = DeadlineKind.DATE_LIST
    mixed = len(grains) > 1 and not grains <= MONTH_GRAINS
    sure = Confidence.MEDIUM if mixed or leads & {"to", "till", "from"} else Confidence.HIGH
    return case.reading(kind, start=start, end=end, spans=tuple(spans) if complete else (), confidence=sure)
