"""Events that deadlines are counted from («в течение месяца после издания приказа»): which one is meant, which day."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from core.production_calendar import MAX_DAYS, add_working_days, working_day_before
from roadmap.enums import ResultKind as R
from roadmap.proofs import EVENTS
from roadmap.reading.results import result_kinds

_WORKING = re.compile(r"\bраб(?:оч|\.|\s?дн)")
_DURATION = re.compile(r"^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$")
# What the words of an anchor name besides the results of a plan: events are told by what was done, not by papers.
_EVENTS: tuple[tuple[R, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (R.ORDER_PAIRS, r"(?:закреплени|утверждени)\w*\s+(?:наставническ\w+\s+)?(?:пар\b|пар\s|групп)"),
        (R.BASE_MENTEES, r"(?:формировани|утверждени|создани)\w*\s+баз\w+\s+наставляемых"),
        (R.BASE_MENTORS, r"(?:формировани|утверждени|создани)\w*\s+(?:баз\w+|реестр\w*)\s+наставников"),
        (R.CONSENTS, r"(?:сбор|получени|подписани)\w*\s+согласи"),
        (R.ROADMAP, r"утверждени\w*\s+(?:дорожной карты|плана)"),
        (R.SURVEY_REQUEST, r"(?:проведени|завершени|окончани)\w*\s+анкетировани"),
        (R.PROGRAMME, r"(?:начал|старт|запуск)\w*\s+(?:реализации|программы|проекта)|с начала реализации"),
    )
)


def guess(anchor: str) -> R | None:
    """The kind of record that an anchor's words name, or None: then the curator says it."""
    words = " ".join(anchor.lower().replace("ё", "е").split())
    if not words:
        return None
    named = [kind for kind in result_kinds(words) if kind in EVENTS]
    if "приказ" in words or "распоряжени" in words:
        return named[0] if named else None
    return next((kind for kind, pattern in _EVENTS if pattern.search(words)), named[0] if named else None)


def counted_from(day: date, duration: str, raw: str = "") -> tuple[date, date | None]:
    """First and last day of work that is counted from an event's day.

    The term runs from the next day and ends on the same number of a later month (ГК РФ ст. 191–192); «рабочих дней»
    are counted by the production calendar. A negative duration ends before the event; without one there is no last
    day.
    """
    found = _DURATION.match(duration)
    if not found or not any(found.groups()[1:]):
        return day, None
    back, *numbers = found.groups()
    years, months, weeks, days = (min(int(number or 0), MAX_DAYS) for number in numbers)
    if days and _WORKING.search(raw.lower()):
        if back:
            last = working_day_before(day, days)
            return last - timedelta(days=1), last
        return day, add_working_days(day, days)
    step = relativedelta(years=min(years, 50), months=months, days=7 * weeks + days)
    if back:
        last = day - step
        return last - timedelta(days=1), last
    return day, day + step
