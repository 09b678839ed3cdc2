"""Working days of the Russian calendar: weekends and the holidays of ТК РФ ст. 112.

Days off moved by the government's yearly order are not known here, so a term counted here is never too long by more
than they add: it is a day to have answered by, not a day to be late by.
"""

from __future__ import annotations

import datetime as dt

_HOLIDAYS = frozenset({*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)})


def is_working(day: dt.date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The `count`-th working day after `day`; the day itself is not counted (ГК РФ ст. 191)."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working(day)
    return day
