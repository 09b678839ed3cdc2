"""Deadlines that speak of working days: they are counted by the production calendar, not by the week."""

import re
from datetime import date, timedelta

from core.production_calendar import is_working_day, next_working_day
from roadmap.deadlines.calendar import last_day

WORKING_DAY = re.compile(r"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=(-?1)")
MOVED = "с выходного переносится на следующий рабочий день"
# «(если выпадает на выходной — следующий рабочий день)», «с переносом на ближайший рабочий день»
MOVING = re.compile(
    r"[\s,;(]*(?:(?:а\s+)?(?:если|при|в случае)\s[^.;)]{0,60}?(?:выходн|праздничн|нерабоч)[а-я]*[^.;)]{0,60}?"
    r"рабоч[а-я]+\s+(?:день|дня)|с\s+перенос[а-я]+[^.;)]{0,60}?рабоч[а-я]+\s+(?:день|дня))\)?"
)


def is_working_day_rule(rule: str) -> bool:
    """Whether a rule means the first or the last working day of a month."""
    return bool(WORKING_DAY.fullmatch(rule))


def working_days(rule: str, start: date, end: date) -> list[date]:
    """The first (or last) working day of each month that lies in `start`…`end`, by the production calendar."""
    found = WORKING_DAY.fullmatch(rule)
    last = found is not None and found[1] == "-1"
    days = []
    month = start.replace(day=1)
    while month <= end:
        following = month.replace(day=last_day(month.year, month.month)) + timedelta(days=1)
        day = _last_before(following) if last else next_working_day(month)
        if start <= day <= end:
            days.append(day)
        month = following
    return days


def _last_before(day: date) -> date:
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
