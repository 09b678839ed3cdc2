"""Moving a plan to other years: the same day of a later year, and the years that are written in its texts.

A day moves by the calendar, not by 365 days: 10 December stays 10 December. 29 February becomes 28 February where
the new year has no other. Only years of the plan's own term move: the year of a law stays what it is, and so does
the date of an order that the text cites.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta

from roadmap.deadlines import Deadline, Period
from roadmap.deadlines.calendar import FIRST_YEAR, LAST_YEAR, last_day

_YEAR = r"(?:19|20)\d\d"
_PATTERN = re.compile(
    rf"(?P<pair>(?<![\d.])(?P<first>{_YEAR})(?P<dash>\s*[-–—/]\s*)(?P<second>{_YEAR}|\d\d)(?![\d.]|[-–—]\d))"
    r"|(?P<short>(?<!\d)(?P<a>\d\d)/(?P<b>\d\d)(?=\s*(?:уч|год|гг?\.)))"
    rf"|(?P<leap>(?<!\d)29(?P<gap>\s+февраля\s+|[./]0?2[./])(?P<leap_year>{_YEAR})(?!\d))"
    rf"|(?P<lone>(?<!\d)(?<![№-]\s){_YEAR}(?!\d))"
    r"|(?P<tiny>(?<![\d.])(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<yy>\d\d)(?![\d.]))"
)
_ACT = re.compile(
    r"(?:приказ|распоряжени|постановлени|закон|письм|указ(?:ом|а|у)?\b|протокол|решени|ФЗ)\D{0,40}"
    r"(?:от\s+)?(?:«?\d{1,2}»?[\s./]*(?:\d{1,2}[\s./]*|[а-яё]+\s+))?$",
    re.IGNORECASE,
)
_NUMBER_AFTER = re.compile(r"^\s*(?:г\.|года)?\s*(?:№|N\b|-?ФЗ)", re.IGNORECASE)
CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Shifted:
    """A text in other years. `changes` are pairs «was», «is»; `kept` the years that were left as they stood."""

    text: str
    changes: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(slots=True)
class _Log:
    changes: list[tuple[str, str]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def move_day(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes the last of February."""
    return day + relativedelta(years=years)


def move_end(day: date, years: int) -> date:
    """The same, for the last day of a stretch: the last day of a month stays the last."""
    moved = move_day(day, years)
    if day.day == last_day(day.year, day.month):
        return moved.replace(day=last_day(moved.year, moved.month))
    return moved


def years_long(period: Period) -> int:
    """How many years a plan takes: by so many its next term lies later. A year at the least."""
    if period.start is None or period.end is None:
        return 1
    return max(1, round((period.end - period.start).days / 365.25))


def next_period(period: Period) -> Period:
    """The term that follows: as long, and beginning on the same day of its year."""
    by = years_long(period)
    return Period(
        move_day(period.start, by) if period.start else None, move_end(period.end, by) if period.end else None
    )


def shift_text(text: str, years: int, period: Period) -> Shifted:
    """`text` with the years of `period` (and the year before and after it) moved by `years`."""
    if not years or period.start is None or period.end is None:
        return Shifted(text)
    log = _Log()
    lowest, highest = period.start.year - 1, period.end.year + 1

    def replaced(found: re.Match[str]) -> str:
        was = found[0]
        around = (text[: found.start()], text[found.end() :])
        now = _moved(found, years, lowest, highest)
        of_an_act = _ACT.search(around[0]) and found["lone"] is None
        if of_an_act or _NUMBER_AFTER.match(around[1]):
            now = was
        if now != was:
            log.changes.append((was, now))
        elif found["tiny"] is None and found["short"] is None:
            log.kept.append(was)
        return now

    done = _PATTERN.sub(replaced, text)
    return Shifted(done, tuple(dict.fromkeys(log.changes)), tuple(dict.fromkeys(log.kept)))


def _moved(found: re.Match[str], years: int, lowest: int, highest: int) -> str:
    """The years of one match moved, or the match as it stands when they are not of the plan's term."""

    def later(year: int) -> int | None:
        now = year + years
        return now if lowest <= year <= highest and FIRST_YEAR <= now <= LAST_YEAR else None

    if found["pair"]:
        return _moved_pair(found, later(int(found["first"])), years)
    if found["short"]:
        first, second = int(found["a"]), int(found["b"])
        now = later(CENTURY + first) if second == first + 1 else None
        return f"{now % 100:02}/{(now + 1) % 100:02}" if now else found[0]
    if found["leap"]:
        now = later(int(found["leap_year"]))
        return f"{min(29, last_day(now, 2))}{found['gap']}{now}" if now else found[0]
    if found["tiny"]:
        return _moved_tiny(found, later(CENTURY + int(found["yy"])))
    now = later(int(found["lone"]))
    return str(now) if now else found[0]


def _moved_pair(found: re.Match[str], now: int | None, years: int) -> str:
    first, second = int(found["first"]), found["second"]
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    if now is None or last <= first:
        return found[0]
    end = last + years
    return f"{now}{found['dash']}{end if len(second) == 4 else f'{end % 100:02}'}"


def _moved_tiny(found: re.Match[str], now: int | None) -> str:
    """«12.09.26»: only a day that exists is a date."""
    day, month = int(found["day"]), int(found["month"])
    if now is None or not 1 <= month <= 12 or not 1 <= day <= last_day(CENTURY + int(found["yy"]), month):
        return found[0]
    head = found[0][: -len(found["yy"])]
    if day > last_day(now, month):
        head = head.replace(found["day"], str(last_day(now, month)), 1)
    return f"{head}{now % 100:02}"


def moves_rightly(before: Deadline, after: Deadline, years: int) -> bool:
    """Whether a deadline, read anew in the new term, is the old one so many years later."""
    if before.kind != after.kind:
        return False
    return _is_moved(before.start, after.start, years) and _is_moved(before.end, after.end, years)


def _is_moved(before: date | None, after: date | None, years: int) -> bool:
    if before is None or after is None:
        return before is after
    return after in {move_day(before, years), move_end(before, years)}
