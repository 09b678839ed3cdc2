"""Readings that come back: every year, every month by a day, once in two weeks."""

from datetime import date, timedelta

from dateutil.rrule import rrulestr

from roadmap.deadlines.calendar import LAST_YEAR
from roadmap.deadlines.case import Case
from roadmap.deadlines.model import Deadline, Period
from roadmap.deadlines.phrases import Phrase
from roadmap.deadlines.places import (
    MONTH_GRAINS,
    YEAR_GRAINS,
    Segment,
    bounds_of,
    place_deadline,
    segments_of,
)
from roadmap.deadlines.timing import naive_midnight
from roadmap.deadlines.working import is_working_day_rule, working_days
from roadmap.enums import Confidence, DeadlineKind

COMPOUND = Confidence.MEDIUM
DECEMBER = 12


def recurring_deadline(case: Case, local: Period) -> Deadline:
    """The reading of a text with a frequency; its calendar points bound or fix the recurrence."""
    if phrase := case.found.get("monthly_day"):
        return _monthly_day(case, phrase, local)
    if phrase := case.found.get("frequency"):
        return _frequency(case, phrase, local)
    phrase = case.found.phrases["yearly"]
    return _yearly(case, phrase, local)


def _bounds(case: Case, local: Period) -> tuple[date | None, date | None]:
    """Where a floating recurrence lasts: the points' days, or the plan's period."""
    start, end = local.start, local.end
    if not case.points:
        return start, end
    inner = place_deadline(case)
    if case.found.onward > case.points[-1].at:  # «до 25 декабря, далее ежеквартально»
        begin = inner.start or inner.end
        return begin, end if begin and end and begin <= end else None
    if inner.kind == DeadlineKind.DEADLINE:
        return start if inner.end and start and start <= inner.end else None, inner.end
    if inner.kind == DeadlineKind.OPEN_START:
        return inner.start, end if inner.start and end and end >= inner.start else None
    return inner.start, inner.end


def _frequency(case: Case, phrase: Phrase, local: Period) -> Deadline:
    if phrase.text.endswith("год") and len(segments := segments_of(case)) > 1:
        return _times_a_year(case, segments, phrase, local)
    start, end = _bounds(case, local)
    if phrase.place == "fixed":
        start = end = first_occurrence(phrase.rule, start, end)
    sure = Confidence.MEDIUM if phrase.note or case.points or case.found.get("whole") else Confidence.HIGH
    return case.reading(
        DeadlineKind.RECURRING,
        start=start,
        end=end,
        recurrence=phrase.rule,
        note=phrase.note,
        confidence=sure,
    )


def _times_a_year(case: Case, segments: list[Segment], phrase: Phrase, local: Period) -> Deadline:
    """«2 раза в год (сентябрь, май)»: the months say when; in a plan of several years they come back."""
    grains = set().union(*(segment.grains for segment in segments))
    if case.period.several_years and grains <= MONTH_GRAINS:
        return _yearly_months(case, segments, local)
    inner = place_deadline(case)
    return case.reading(
        inner.kind,
        start=inner.start,
        end=inner.end,
        spans=inner.spans,
        note=phrase.text,
        confidence=inner.confidence,
    )


def _monthly_day(case: Case, phrase: Phrase, local: Period) -> Deadline:
    start, end = _bounds(case, local)
    first = first_occurrence(phrase.rule, start, end)
    sure = Confidence.MEDIUM if phrase.note or case.points else Confidence.HIGH
    return case.reading(
        DeadlineKind.MONTHLY_DAY,
        start=None if phrase.lead == "to" else first,
        end=first,
        recurrence=phrase.rule,
        note=phrase.note,
        confidence=sure,
    )


def first_occurrence(rule: str, start: date | None, end: date | None) -> date | None:
    """The first day of a rule on or after `start` (and not after `end`), None if there is none."""
    if start is None:
        return None
    until = end or date(min(start.year + 5, LAST_YEAR), DECEMBER, 31)
    if is_working_day_rule(rule):
        return next(iter(working_days(rule, start, min(until, start + timedelta(days=92)))), None)
    begin = start.replace(day=1) if "INTERVAL" in rule else start
    found = rrulestr(rule, dtstart=naive_midnight(begin)).after(naive_midnight(start), inc=True)
    return found.date() if found and found.date() <= until else None


def _yearly(case: Case, phrase: Phrase, local: Period) -> Deadline:
    if not case.points:
        whole = case.found.get("whole")
        kind, start, end = DeadlineKind.YEARLY, local.start, local.end
        sure = COMPOUND if whole or "INTERVAL" in phrase.rule else Confidence.HIGH
        return case.reading(
            kind, start=start, end=end, recurrence=phrase.rule, note=phrase.note, confidence=sure
        )
    segments = segments_of(case)
    segments = [segment for segment in segments if not segment.grains & YEAR_GRAINS] or segments
    grains = set().union(*(segment.grains for segment in segments))
    if grains <= YEAR_GRAINS:
        start, end = _bounds(case, local)
        return case.reading(
            DeadlineKind.YEARLY, start=start, end=end, recurrence=phrase.rule, confidence=COMPOUND
        )
    if grains <= MONTH_GRAINS | {"part"}:
        return _yearly_months(case, segments, local)
    return _yearly_days(case, segments)


def _yearly_months(case: Case, segments: list[Segment], local: Period) -> Deadline:
    months = sorted({month for segment in segments for month in _months(segment)})
    rule = "FREQ=YEARLY;BYMONTH=" + ",".join(map(str, months))
    first = segments[0].first
    spans = sorted((s.span for s in segments if s.span), key=lambda span: span.start)
    start, end = bounds_of(spans) if len(spans) == len(segments) else (None, None)
    until = first.last_year > first.year > 0
    if until and end:
        rule += f";UNTIL={end:%Y%m%d}"
    part = any(segment.first.grain == "part" for segment in segments)
    kind = DeadlineKind.ACADEMIC if case.found.get("academic") else DeadlineKind.YEARLY_MONTH
    if first.lead in {"to", "till"} and len(segments) == 1:
        end = end if first.lead == "to" or first.grain == "part" else start
        return case.reading(kind, end=end, recurrence=rule, confidence=Confidence.LOW)
    if first.lead == "from" and not segments[0].is_range:
        end = local.end if local.end and start and local.end >= start else None
        return case.reading(
            DeadlineKind.YEARLY, start=start, end=end, recurrence="FREQ=YEARLY", confidence=COMPOUND
        )
    sure = COMPOUND if part or not spans else Confidence.HIGH
    return case.reading(
        kind,
        start=start,
        end=end,
        recurrence=rule,
        confidence=sure,
        spans=tuple(spans) if len(spans) > 1 else (),
    )


def _months(segment: Segment) -> list[int]:
    first = segment.first.month
    last = segment.last.last_month or segment.last.month
    return [*range(first, last + 1)] if first <= last else [*range(first, DECEMBER + 1), *range(1, last + 1)]


def _yearly_days(case: Case, segments: list[Segment]) -> Deadline:
    """«Ежегодно 15 мая», «ежегодно до 1 октября»: the rule holds the day by which it is due."""
    spans = sorted((s.span for s in segments if s.span), key=lambda span: span.start)
    first, last = bounds_of(spans) if len(spans) == len(segments) else (None, None)
    ends = [segment.last for segment in segments]
    months = sorted({point.month for point in ends})
    rule = "FREQ=YEARLY;BYMONTH=" + ",".join(map(str, months))
    days = sorted({point.day for point in ends if point.grain == "day"})
    exact = len(months) == 1 and len(days) == len(ends)
    if exact:
        rule += ";BYMONTHDAY=" + ",".join(map(str, days))
    until = len(segments) == 1 and segments[0].first.lead in {"to", "till"}
    sure = Confidence.HIGH if exact and len(ends) == 1 else COMPOUND
    return case.reading(
        DeadlineKind.YEARLY, start=None if until else first, end=last, recurrence=rule, confidence=sure,
        spans=tuple(spans) if len(spans) > 1 else (),
    )  # fmt: skip
