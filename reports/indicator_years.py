"""The years of account of a programme: plans are set by them, facts are counted within one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.enums import YearBasis

_SCHOOL_START = 9
_SUMMER = 7  # a programme that begins in July or August belongs to the school year ahead


@dataclass(frozen=True)
class ReportingYear:
    """`start` None: the first year of the programme, all that came before belongs to it. `end` is inclusive."""

    number: int
    label: str
    start: dt.date | None
    end: dt.date


def year_label(number: int, basis: str) -> str:
    """«2026/27» or «2026»."""
    return f"{number}/{(number + 1) % 100:02}" if basis == YearBasis.SCHOOL else str(number)


def year_told(number: int, basis: str) -> str:
    """«2026/27 учебный год» or «2026 год»."""
    word = "учебный год" if basis == YearBasis.SCHOOL else "год"
    return f"{year_label(number, basis)}\u00a0{word}"


def years_of(start: dt.date, end: dt.date, basis: str) -> range:
    """Numbers of the years of account from `start` to `end`; a school year bears the number of its autumn."""
    first = _number(start, basis)
    if basis == YearBasis.SCHOOL and start.month >= _SUMMER:
        first = start.year
    return range(first, max(first, _number(end, basis)) + 1)


def reporting_year(start: dt.date, end: dt.date, basis: str, on: dt.date) -> ReportingYear:
    """The year of account that `on` lies in: before the programme its first year, after it its last."""
    years = years_of(start, end, basis)
    number = min(max(_number(on, basis), years[0]), years[-1])
    begins, ends = _bounds(number, basis)
    return ReportingYear(
        number=number,
        label=year_label(number, basis),
        start=None if number == years[0] else begins,
        end=max(end, begins) if number == years[-1] else ends,
    )


def _number(day: dt.date, basis: str) -> int:
    return day.year - 1 if basis == YearBasis.SCHOOL and day.month < _SCHOOL_START else day.year


def _bounds(number: int, basis: str) -> tuple[dt.date, dt.date]:
    if basis == YearBasis.SCHOOL:
        return dt.date(number, _SCHOOL_START, 1), dt.date(number + 1, _SCHOOL_START, 1) - dt.timedelta(days=1)
    return dt.date(number, 1, 1), dt.date(number, 12, 31)
