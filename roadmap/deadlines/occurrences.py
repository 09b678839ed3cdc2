"""When a deadline comes due: one occurrence for a day, several for what comes back."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from core.production_calendar import next_working_day
from roadmap.deadlines.calendar import last_day
from roadmap.deadlines.model import Deadline, Period
from roadmap.deadlines.timing import naive_midnight
from roadmap.deadlines.working import MOVED, is_working_day_rule, working_days
from roadmap.enums import DeadlineKind as Kind

UNDATED = frozenset({Kind.BY_PLAN, Kind.ON_REQUEST, Kind.UNKNOWN, Kind.RELATIVE, Kind.WHOLE_PERIOD})
MOST = 120


@dataclass(frozen=True, slots=True)
class Due:
    """The work's first and last day; `end` None — nothing falls overdue."""

    start: date | None
    end: date | None


def occurrences(reading: Deadline, period: Period) -> list[Due]:
    """The days on which a deadline is due inside the plan's period, in order; at least one.

    What has no day of its own («весь период», «по плану», an event that has not come) gives one occurrence that is
    never overdue. Weekly and daily work is one as well: fifty rows a year would prove nothing. Working days, and days
    that the plan moves from a day off, are those of the production calendar.
    """
    found = _occurrences(reading, period)[:MOST] or [Due(reading.start, reading.end)]
    if MOVED in reading.note:
        found = [Due(due.start, next_working_day(due.end) if due.end else None) for due in found]
    return found


def _occurrences(reading: Deadline, period: Period) -> list[Due]:
    start, end = reading.start, reading.end
    if reading.kind in UNDATED:
        return [Due(start, None)]
    if reading.kind == Kind.OPEN_START:
        return [Due(start, period.end if start and period.end and period.end >= start else None)]
    if reading.kind in {Kind.MONTH_LIST, Kind.DATE_LIST} and reading.spans:
        return [Due(span.start, span.end) for span in reading.spans]
    if reading.kind in {Kind.ACADEMIC, Kind.YEARS} and not reading.recurrence:
        whole = start and end and period.start and period.end and start <= period.start and end >= period.end
        return [Due(start, None if whole else end)]
    if reading.recurrence:
        return _recurring(reading, period)
    return [Due(start, end)]


def _recurring(reading: Deadline, period: Period) -> list[Due]:
    rule = reading.recurrence
    if rule.startswith(("FREQ=DAILY", "FREQ=WEEKLY")):
        return [Due(reading.start, None)]
    if rule.startswith("FREQ=YEARLY") and reading.kind != Kind.RECURRING:
        return _yearly(reading, period)
    if "BYMONTHDAY" in rule or "BYDAY" in rule:
        return _by_rule(rule, reading.end or reading.start, period.end)
    return _intervals(reading)


def _by_rule(rule: str, first: date | None, last: date | None) -> list[Due]:
    if first is None:
        return []
    if is_working_day_rule(rule):
        return [Due(None, day) for day in working_days(rule, first, max(last or first, first))]
    days = rrulestr(rule, dtstart=naive_midnight(first)).between(
        naive_midnight(first), naive_midnight(max(last or first, first)), inc=True
    )
    return [Due(None, day.date()) for day in days[:MOST]]


def _yearly(reading: Deadline, period: Period) -> list[Due]:
    """The first occurrence moved by whole years while it begins inside the plan."""
    start, end = reading.start, reading.end
    spans: list[tuple[date | None, date]]
    if reading.spans:
        spans = [(span.start, span.end) for span in reading.spans]
    elif "UNTIL" in reading.recurrence and start and end:
        return [Due(date(year, start.month, 1), date(year, start.month, last_day(year, start.month)))
                for year in range(start.year, end.year + 1)]  # fmt: skip
    elif "BYMONTH" in reading.recurrence and end:
        spans = [(start, end)]
    else:
        return _years_of_account(reading)
    step = int(found[1]) if (found := re.search(r"INTERVAL=(\d+)", reading.recurrence)) else 1
    last = period.end or end
    done = []
    for shift in range(0, MOST, step):
        moved = [(_move(a, shift) if a else None, _move(b, shift)) for a, b in spans]
        kept = [Due(a, b) for a, b in moved if shift == 0 or (last and (a or b) <= last)]
        if not kept:
            break
        done += kept
    return sorted(done, key=lambda due: (due.end or date.max, due.start or date.min))


def _move(day: date, years: int) -> date:
    """The same day of a later year; a month's last day stays its last."""
    moved = day + relativedelta(years=years)
    if day.day == last_day(day.year, day.month):
        return moved.replace(day=last_day(moved.year, moved.month))
    return moved


def _years_of_account(reading: Deadline) -> list[Due]:
    """«Ежегодно» without a month is due at the end of each year of the plan."""
    start, end = reading.start, reading.end
    if start is None or end is None:
        return [Due(start, None)]
    done: list[Due] = []
    begin = start
    while begin <= end and len(done) < MOST:
        last = min(begin + relativedelta(years=1) - timedelta(days=1), end)
        done.append(Due(begin, last))
        begin = last + timedelta(days=1)
    return done


def _intervals(reading: Deadline) -> list[Due]:
    """Monthly, quarterly, by term: each stretch of time is due on its last day."""
    start, end, rule = reading.start, reading.end, reading.recurrence
    if start is None or end is None:
        return [Due(start, None)]
    if found := re.search(r"BYMONTH=([\d,]+)", rule):
        months = {int(month) for month in found[1].split(",")}
        step = 1
    else:
        months = set(range(1, 13))
        step = int(found[1]) if (found := re.search(r"INTERVAL=(\d+)", rule)) else 1
    done: list[Due] = []
    begin = start
    month = start.replace(day=1)
    count = 0
    while month <= end and len(done) < MOST:
        count += 1
        last = month.replace(day=last_day(month.year, month.month))
        if month.month in months and count % step == 0:
            done.append(Due(begin, min(last, end)))
            begin = last + timedelta(days=1)
        month = last + timedelta(days=1)
    if step > 1 and begin <= end:
        done.append(Due(begin, end))
    return done
