"""The production calendar of Russia: working days, and terms counted in them (ТК РФ ст. 112; ст. 14 on terms).

Holidays are the Code's. A day off that falls on a holiday passes to the next working day, save 1–8 January, which the
Government moves each year: these days, and all other moves, are data (`core/reference/production_calendar.yaml`) with a
note of how sure they are. An administrator may write a year down anew and mark it as checked (`core.domain.calendar`):
inside the scope of an institution its own days count, else those of its region, else the shipped ones.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from core.enums import CalendarDayKind
from core.models import CalendarYear, Organization
from core.selectors.calendar import edited_year, organization_in_scope

_FILE = Path(__file__).resolve().parent / "reference" / "production_calendar.yaml"
_WEEKEND = {5, 6}
_DAY = dt.timedelta(days=1)
# A term longer than this is a mistake of the caller, not a term.
MAX_DAYS = 1_000


@dataclass(frozen=True)
class Year:
    """Days of one year that are not what their weekday says."""

    off: frozenset[dt.date]
    working: frozenset[dt.date]
    sure: bool
    source: str
    short: frozenset[dt.date] = frozenset()
    holidays: frozenset[dt.date] = frozenset()


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def year_of(year: int, *, organization: Organization | None = None) -> Year:
    """A year as the institution has written it down, as its region has, or as it is shipped.

    Without `organization` it is the one whose scope is open.
    """
    edited = edited_year(year, organization or organization_in_scope())
    return shipped_year(year) if edited is None else _written(edited)


def _written(edited: CalendarYear) -> Year:
    holidays = _holidays(edited.year)
    days: dict[str, set[dt.date]] = {kind: set() for kind in CalendarDayKind.values}
    for one in edited.days.all():
        days[one.kind].add(one.day)
    return Year(
        off=frozenset(holidays | days[CalendarDayKind.OFF]),
        working=frozenset(days[CalendarDayKind.WORKING]),
        sure=edited.checked_on is not None,
        source=edited.source or "источник не указан",
        short=frozenset(days[CalendarDayKind.SHORT]),
        holidays=frozenset(holidays),
    )


def _holidays(year: int) -> set[dt.date]:
    return {dt.date.fromisoformat(f"{year:04}-{day}") for day in _data()["holidays"]}


@lru_cache(maxsize=64)
def shipped_year(year: int) -> Year:
    """What came with the portal; a year without data of its own follows the Code's general rule and is not sure."""
    known: dict[str, Any] = _data()["years"].get(year, {})
    holidays = _holidays(year)
    off = holidays | {dt.date.fromisoformat(day) for day in known.get("days_off", ())}
    working = {dt.date.fromisoformat(day) for day in known.get("working_days", ())}
    if not known.get("moved_by_decree"):
        off |= _passed_on(holidays, off)
    return Year(
        frozenset(off),
        frozenset(working),
        bool(known.get("sure")),
        known.get("source", "нет сведений о переносах"),
        holidays=frozenset(holidays),
    )


def _passed_on(holidays: set[dt.date], off: set[dt.date]) -> set[dt.date]:
    """Days off that fell on a holiday, each on the first working day after it (ст. 112 ч. 2); January apart."""
    moved: set[dt.date] = set()
    for holiday in sorted(holidays):
        if holiday.weekday() in _WEEKEND and holiday.month != 1:
            day = holiday + _DAY
            while day.weekday() in _WEEKEND or day in off | moved:
                day += _DAY
            moved.add(day)
    return moved


def is_working_day(day: dt.date) -> bool:
    """Whether people of a five-day week work on the day."""
    year = year_of(day.year)
    return day in year.working or (day.weekday() not in _WEEKEND and day not in year.off)


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The last day of a term of `count` working days that begins the day after `day` (ст. 14 ТК РФ).

    Raises ValueError for a negative or an absurd count.
    """
    if not 0 <= count <= MAX_DAYS:
        raise ValueError(f"count must be 0..{MAX_DAYS}")
    while count:
        day += _DAY
        count -= is_working_day(day)
    return day


def working_day_before(day: dt.date, count: int) -> dt.date:
    """The day that leaves `count` working days up to the day before `day` («за 3 рабочих дня до …»).

    Raises ValueError for a negative or an absurd count.
    """
    if not 0 <= count <= MAX_DAYS:
        raise ValueError(f"count must be 0..{MAX_DAYS}")
    while count:
        day -= _DAY
        count -= is_working_day(day)
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after `start` up to and including `end`; 0 when `end` is not later."""
    return sum(is_working_day(start + _DAY * number) for number in range(1, (end - start).days + 1))


def next_working_day(day: dt.date) -> dt.date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day
