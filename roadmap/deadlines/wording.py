"""A reading said back in Russian: `printed` can be read again with the same meaning, `explained` is for people."""

import re
from datetime import date
from itertools import pairwise

from core.russian import counted
from roadmap.deadlines.calendar import last_day
from roadmap.deadlines.lexicon import MONTH_GENITIVE, MONTH_NAMES
from roadmap.deadlines.model import Deadline, Span
from roadmap.deadlines.point import part_of_month
from roadmap.enums import DeadlineKind as Kind

WEEKDAY_BY = {
    "MO": "понедельникам",
    "TU": "вторникам",
    "WE": "средам",
    "TH": "четвергам",
    "FR": "пятницам",
    "SA": "субботам",
    "SU": "воскресеньям",
}
WEEKDAY_EACH = {
    "MO": ("понедельник", "ый"),
    "TU": ("вторник", "ый"),
    "WE": ("среда", "ая"),
    "TH": ("четверг", "ый"),
    "FR": ("пятница", "ая"),
    "SA": ("суббота", "ая"),
    "SU": ("воскресенье", "ое"),
}
ORDINAL_STEM = {1: "перв", 2: "втор", 3: "трет", 4: "четверт", -1: "последн"}
PART_NAMES = ((1, 10, "начало"), (11, 20, "середина"), (21, 0, "конец"))
SIMPLE_RULES = {
    "FREQ=DAILY": "ежедневно",
    "FREQ=WEEKLY": "еженедельно",
    "FREQ=MONTHLY": "ежемесячно",
    "FREQ=MONTHLY;INTERVAL=3": "ежеквартально",
    "FREQ=MONTHLY;INTERVAL=6": "1 раз в полугодие",
    "FREQ=YEARLY;BYMONTH=3,5,10,12": "1 раз в четверть",
    "FREQ=YEARLY;BYMONTH=2,5,11": "1 раз в триместр",
}
NO_DATES = {
    Kind.BY_PLAN: "по другому плану, своего срока нет",
    Kind.ON_REQUEST: "по запросу, срока нет",
    Kind.UNKNOWN: "срок не понят",
}


def day_words(day: date) -> str:
    return f"{day.day} {MONTH_GENITIVE[day.month]} {day.year} г."


def month_words(day: date) -> str:
    return f"{MONTH_NAMES[day.month]} {day.year} г."


def _days(start: date, end: date) -> str:
    if start == end:
        return day_words(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"с {start.day} по {day_words(end)}"
    return f"с {day_words(start)} по {day_words(end)}"


def _months(start: date, end: date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return month_words(start)
    if start.year == end.year:
        return f"{MONTH_NAMES[start.month]} – {month_words(end)}"
    return f"{month_words(start)} – {month_words(end)}"


def part_words(span: Span) -> str:
    """«3 неделя октября 2022 г.», «начало мая 2023 г.»; "" if the days are no usual part of one month."""
    month = span.start
    if (month.year, month.month) != (span.end.year, span.end.month):
        return ""
    end = 0 if span.end.day == last_day(month.year, month.month) else span.end.day
    tail = f"{MONTH_GENITIVE[month.month]} {month.year} г."
    for first, last, name in PART_NAMES:
        if (span.start.day, end) == (first, last):
            return f"{name} {tail}"
    for unit, noun, most in (("week", "неделя", 5), ("half_month", "половина", 2), ("decade", "декада", 3)):
        for i in range(1, most + 1):
            for j in range(i, most + 1):
                if part_of_month(unit, i, j) == (span.start.day, end):
                    return f"{f'{i}-я' if i == j else f'{i}-{j}'} {noun} {tail}"
    if end == 0 and span.start.day == last_day(month.year, month.month) - 6:
        return f"последняя неделя {tail}"
    return ""


def _span_words(span: Span) -> str:
    if span.start.day == 1 and span.end.day == last_day(span.end.year, span.end.month):
        return _months(span.start, span.end)
    return _days(span.start, span.end)


def printed(reading: Deadline) -> str:
    """The reading in the grammar's own words: read again with the same period it means the same.

    What has no dates of its own, or none that words could hold, is printed as it stands in the plan.
    """
    start, end = reading.start, reading.end
    match reading.kind:
        case Kind.DATE if start:
            return day_words(start)
        case Kind.DEADLINE if end:
            return f"до {day_words(end)}"
        case Kind.RANGE if start and end:
            return _days(start, end)
        case Kind.OPEN_START if start:
            return f"с {day_words(start)}"
        case Kind.MONTH | Kind.MONTH_RANGE if start and end:
            return _months(start, end)
        case Kind.MONTH_LIST | Kind.DATE_LIST if reading.spans and _apart(reading.spans):
            return ", ".join(_span_words(span) for span in reading.spans)
        case Kind.PART_OF_MONTH if start and end:
            return part_words(Span(start, end)) or reading.raw
        case Kind.YEARS if start and end and _whole_years(start, end):
            return f"{start.year} г." if start.year == end.year else f"{start.year}–{end.year} гг."
        case Kind.ACADEMIC if start and end:
            return _academic(reading, start, end)
        case Kind.YEARLY_MONTH if start and end:
            return _yearly_month(reading, start, end)
        case Kind.YEARLY if "BYMONTHDAY" in reading.recurrence and end and not reading.spans:
            return f"ежегодно, {_days(start, end)}" if start else f"ежегодно, до {day_words(end)}"
        case Kind.WHOLE_PERIOD:
            return "весь период"
        case Kind.MONTHLY_DAY:
            return _monthly_day(reading)
        case Kind.RECURRING:
            return _recurring(reading)
    return reading.raw


def _apart(spans: tuple[Span, ...]) -> bool:
    return all(before.end < after.start for before, after in pairwise(spans))


def _whole_years(start: date, end: date) -> bool:
    return (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


def _academic(reading: Deadline, start: date, end: date) -> str:
    if reading.recurrence:
        return reading.raw
    if start.month == end.month:
        edge = "в начале" if start.month == 9 else "в конце"
        first = start.year if start.month >= 9 else start.year - 1
        return f"{edge} {first}/{first + 1} учебного года"
    return f"{start.year}/{end.year} учебный год"


def _yearly_month(reading: Deadline, start: date, end: date) -> str:
    if "UNTIL" in reading.recurrence:
        return f"{MONTH_NAMES[start.month]} {start.year}–{end.year} гг."
    if reading.spans:
        return "ежегодно, " + ", ".join(part_words(span) or _span_words(span) for span in reading.spans)
    whole = start.day == 1 and end.day == last_day(end.year, end.month)
    words = _months(start, end) if whole else part_words(Span(start, end))
    return f"ежегодно, {words}" if words else reading.raw


def _monthly_day(reading: Deadline) -> str:
    found = re.fullmatch(r"FREQ=MONTHLY(;INTERVAL=3)?;BYMONTHDAY=(-?\d+)", reading.recurrence)
    if not found or found[1] or reading.end is None:
        return reading.raw
    lead = "" if reading.start else "до "
    if found[2] == "-1":
        words = f"{lead}{'последнего дня' if lead else 'последний день'} каждого месяца"
    else:
        words = f"ежемесячно {lead}{found[2]} числа"
    return f"{words}, с {day_words(reading.end)}"


def _recurring(reading: Deadline) -> str:
    words = rule_words(reading.recurrence)
    if not words:
        return reading.raw
    start, end = reading.start, reading.end
    if start is None or end is None:
        return reading.raw
    if start == end and "BYDAY" in reading.recurrence and "MONTHLY" in reading.recurrence:
        return f"{words}, с {day_words(start)}"
    return f"{words}, с {day_words(start)} по {day_words(end)}"


def rule_words(rule: str) -> str:
    """A floating rule in Russian, "" for one that has no usual words."""
    if rule in SIMPLE_RULES:
        return SIMPLE_RULES[rule]
    if found := re.fullmatch(r"FREQ=(WEEKLY|MONTHLY);INTERVAL=(\d+)", rule):
        n, weekly = int(found[2]), found[1] == "WEEKLY"
        noun = ("недели" if n < 5 else "недель") if weekly else ("месяца" if n < 5 else "месяцев")
        return f"1 раз в {n} {noun}"
    if found := re.fullmatch(r"FREQ=WEEKLY;BYDAY=([A-Z,]+)", rule):
        return "еженедельно по " + " и ".join(WEEKDAY_BY[code] for code in found[1].split(","))
    if found := re.fullmatch(r"FREQ=MONTHLY;BYDAY=(-?\d)([A-Z]{2})", rule):
        noun, ending = WEEKDAY_EACH[found[2]]
        return f"{nth_words(int(found[1]), ending)} {noun} каждого месяца"
    return ""


def nth_words(number: int, ending: str) -> str:
    stem = ORDINAL_STEM[number]
    if number == 3:
        return stem + {"ый": "ий", "ая": "ья", "ое": "ье"}[ending]
    if number == 2 and ending == "ый":
        return stem + "ой"
    if number == -1:
        return stem + {"ый": "ий", "ая": "яя", "ое": "ее"}[ending]
    return stem + ending


def explained(reading: Deadline) -> str:
    """«Как понято», for a curator: the dates in words, or why there are none."""
    if reading.kind in NO_DATES:
        return NO_DATES[reading.kind]
    if reading.kind == Kind.RELATIVE:
        return (
            "от события: "
            + reading.anchor
            + (f" ({duration_words(reading.duration)})" if reading.duration else "")
        )
    if reading.start is None and reading.end is None:
        return (
            f"{Kind(reading.kind).label}, даты не определены"
            if reading.kind != Kind.WHOLE_PERIOD
            else "весь период плана"
        )
    if reading.kind in {Kind.WHOLE_PERIOD, Kind.YEARLY, Kind.ACADEMIC} and reading.start and reading.end:
        return _long_words(reading, reading.start, reading.end)
    return printed(reading)


def _long_words(reading: Deadline, start: date, end: date) -> str:
    span = _days(start, end)
    if reading.kind == Kind.WHOLE_PERIOD:
        return f"весь период плана, {span}"
    if reading.kind == Kind.ACADEMIC:
        months = _months(start, end)
        return (
            f"ежегодно, {months}"
            if reading.recurrence
            else months
            if start.month == end.month
            else f"учебный год, {span}"
        )
    return printed(reading) if "BYMONTH" in reading.recurrence else f"ежегодно, {span}"


def duration_words(duration: str) -> str:
    """ISO 8601 «P10D» → «10 дней», «-P2W» → «за 2 недели»."""
    found = re.fullmatch(r"(-?)P(\d+)([DWMY])", duration)
    if not found:
        return duration
    forms = {
        "D": ("день", "дня", "дней"),
        "W": ("неделя", "недели", "недель"),
        "M": ("месяц", "месяца", "месяцев"),
        "Y": ("год", "года", "лет"),
    }[found[3]]
    return ("за " if found[1] else "") + counted(int(found[2]), *forms)
