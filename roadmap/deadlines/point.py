"""A place of the calendar as written; what quarters, terms, weeks and decades are made of (reading rules 7, 8)."""

from dataclasses import dataclass, replace

from roadmap.deadlines.model import SCHOOL_YEAR_FIRST_MONTH

PART_DAYS = {"begin": (1, 10), "middle": (11, 20), "end": (21, 0)}
SEVEN = 7
DECADE = 10
HALF_MONTH_DAY = 15
MAX_WEEK, MAX_DECADE, MAX_HALF = 5, 3, 2
LARGEST_PART = 30

SCHOOL_HALVES = {1: (9, 12), 2: (1, 5)}
CALENDAR_HALVES = {1: (1, 6), 2: (7, 12)}
TERMS = {1: (9, 10), 2: (11, 12), 3: (1, 3), 4: (4, 5)}
TRIMESTERS = {1: (9, 11), 2: (12, 2), 3: (3, 5)}
QUARTERS = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}


@dataclass(frozen=True, slots=True)
class Point:
    """One place of the calendar as written.

    `grain`: day, weekday (n-th of a month), part (days `day`…`last_day` of a month; last_day 0 — to its end, a
    negative day — counted from the end), month, months (`month`…`last_month`), half (of a year), years
    (`year`…`last_year`), school_year, bad. `lead` is the word before it: "to", "till" («к»), "from" or "".
    `join` is how it hangs on the point before: "range", "list" or "".
    """

    grain: str
    at: int
    day: int = 0
    last_day: int = 0
    month: int = 0
    last_month: int = 0
    year: int = 0
    last_year: int = 0
    lead: str = ""
    join: str = ""
    misspelt: bool = False
    half: int = 0
    text: str = ""


def part_of_month(unit: str, first: int, last: int) -> tuple[int, int] | None:
    """Days of the n-th week (7(n-1)+1 … 7n), decade or half of a month; a negative day counts from the end."""
    if first == -1 or last == -1:
        return {"week": (-SEVEN, 0), "decade": (21, 0), "half_month": (HALF_MONTH_DAY + 1, 0)}.get(unit)
    if not 1 <= first <= last:
        return None
    if unit == "week" and last <= MAX_WEEK:
        return SEVEN * (first - 1) + 1, SEVEN * last if last < MAX_WEEK else 0
    if unit == "decade" and last <= MAX_DECADE:
        return DECADE * (first - 1) + 1, DECADE * last if last < MAX_DECADE else 0
    if unit == "half_month" and last <= MAX_HALF:
        return HALF_MONTH_DAY * (first - 1) + 1, HALF_MONTH_DAY * last if last < MAX_HALF else 0
    return None


def unit_points(
    unit: str, at: int, runs: list[tuple[int, int]], year: int, *, school: bool
) -> list[Point] | None:
    """Points of «1–2, 4 четверть 2026 г.»: `runs` are the numbers in rows without a gap; None if there is no such one.

    `school` says that `year` is the first of a school year («1 полугодие 2026-2027 учебного года»).
    """
    found: list[Point] = []
    for first, last in runs:
        point = _unit_point(unit, at, first, last, year, school=school)
        if point is None:
            return None
        found.append(replace(point, join="list") if found else point)
    return found


def _unit_point(unit: str, at: int, first: int, last: int, year: int, *, school: bool) -> Point | None:
    if unit == "half":
        if {first, last} - {1, 2, -1}:
            return None
        return Point("half", at, half=first, last_day=last, year=year, last_year=int(school))
    table = {"quarter": QUARTERS, "term": TERMS, "trimester": TRIMESTERS}.get(unit)
    first, last = (max(table) if n == -1 else n for n in (first, last)) if table else (0, 0)
    if table is None or first not in table or last not in table or last < first:
        return None
    begin, end = table[first][0], table[last][1]
    if school and year and begin < SCHOOL_YEAR_FIRST_MONTH:
        year += 1
    return Point("months", at, month=begin, last_month=end, year=year)
