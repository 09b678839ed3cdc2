"""By when a pair should meet again: days of the norm, less holidays, vacations and pauses. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable

DAY = dt.timedelta(days=1)
#: Nobody rests longer than this without the pair being ended; it bounds the count.
LONGEST = 800
Span = tuple[dt.date, dt.date]
"""First and last day, both included."""


def due_day(
    since: dt.date, norm: int, *, idle: Collection[dt.date], is_working: Callable[[dt.date], bool]
) -> dt.date:
    """The last day of a term of `norm` days after `since`; idle days do not count, the term ends on a working day.

    Raises ValueError for a norm under one.
    """
    if norm < 1:
        raise ValueError("norm must be at least 1")
    day, left = since, norm
    for _ in range(LONGEST):
        if not left:
            break
        day += DAY
        left -= day not in idle
    while day in idle or not is_working(day):
        day += DAY
        if (day - since).days > 2 * LONGEST:
            break
    return day


def days_of(spans: Iterable[Span], *, first: dt.date, last: dt.date) -> set[dt.date]:
    """All days of the spans that lie between `first` and `last`, both included."""
    found: set[dt.date] = set()
    for start, end in spans:
        day, stop = max(start, first), min(end, last)
        while day <= stop:
            found.add(day)
            day += DAY
    return found
