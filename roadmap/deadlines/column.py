"""A whole column of deadlines: rows know what stands above them, which the R-AUG rule needs."""

from collections.abc import Sequence

from roadmap.deadlines.calendar import AUGUST
from roadmap.deadlines.model import SCHOOL_YEAR_FIRST_MONTH, Deadline, Period
from roadmap.deadlines.places import AUGUST_BEFORE
from roadmap.deadlines.rules import parse_deadline


def parse_column(raws: Sequence[str], period: Period) -> list[Deadline]:
    """Read the deadlines of a plan's rows in their order.

    R-AUG: an «август» without a year that stands before the rows of September is the August before the school year.
    """
    plain = [parse_deadline(raw, period_start=period.start, period_end=period.end) for raw in raws]
    if not period.one_school_year:
        return plain
    done = []
    for index, reading in enumerate(plain):
        if (
            _ends_in_last_august(reading, period)
            and not _begun(plain[:index], period)
            and _begins(plain[index + 1 :], period)
        ):
            done.append(
                parse_deadline(reading.raw, period_start=period.start, period_end=period.end, opens_plan=True)
            )
        else:
            done.append(reading)
    return done


def needs_neighbours(reading: Deadline, period: Period) -> bool:
    """Whether the rows around a deadline decide which August it is; all others are read the same alone."""
    return period.one_school_year and _ends_in_last_august(reading, period)


def _ends_in_last_august(reading: Deadline, period: Period) -> bool:
    day = reading.end or reading.start
    year = period.start.year if period.start else 0
    return reading.is_dated and day is not None and (day.year, day.month) == (year + 1, AUGUST)


def _begun(readings: Sequence[Deadline], period: Period) -> bool:
    """Whether a row of the plan's own months stands among these."""
    return any(
        reading.is_dated and AUGUST_BEFORE not in reading.note and not _ends_in_last_august(reading, period)
        for reading in readings
    )


def _begins(readings: Sequence[Deadline], period: Period) -> bool:
    """Whether a row of the plan's autumn follows."""
    year = period.start.year if period.start else 0
    return any(
        reading.is_dated
        and (day := reading.start or reading.end) is not None
        and day.year == year
        and day.month >= SCHOOL_YEAR_FIRST_MONTH
        for reading in readings
    )
