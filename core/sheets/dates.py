"""Dates as people type them into spreadsheets."""

from __future__ import annotations

import datetime as dt
import math
import re

MONTHS = (
    ("янв", 1), ("фев", 2), ("мар", 3), ("апр", 4), ("май", 5), ("мая", 5), ("июн", 6), ("июл", 7), ("авг", 8),
    ("сен", 9), ("окт", 10), ("ноя", 11), ("дек", 12),
)  # fmt: skip

#: Excel's day 1 is 1 January 1900, with a 29 February that never was; from March 1900 on this epoch is right.
EXCEL_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(366, 80_000)
_OLDEST_YEARS = 120
_MONTH_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip

_TAIL = re.compile(r"\s*(?:г\.?р?\.?|года?\.?(?:\s*рождения)?)\s*$")
_TIME = re.compile(r"[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_ISO = re.compile(r"(\d{4})[-.](\d{1,2})[-.](\d{1,2})")
_DOTS = re.compile(r"(\d{1,2})\s*[.\-]\s*(\d{1,2})(?:\s*[.\-]\s*|\s+)(\d{4}|\d{2})")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})\s*(?:-?го\s+)?([а-я]+)\.?,?\s*(\d{4}|\d{2})")
_NO_DAY = re.compile(r"([а-я]+)\.?\s*\d{4}|\d{1,2}[./-]\d{4}|\d{4}")


def parse_date(value: object, *, pivot: int = 2068) -> dt.date:
    """Read a date from a cell: a date, an Excel serial, or Russian text.

    «01 ноября 2022», «01.11.2022 г.», «1.11.22», «2022-11-01», «44866». Two-digit years fall in the hundred years
    up to ``pivot``. Raises ``ValueError`` with a Russian message for impossible, incomplete and ambiguous dates:
    «11/01/2022» is either of two days, and a birth date decides who signs.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError("не дата")
    if isinstance(value, (int, float)):
        return _from_serial(value, str(value))
    return _from_text(value, pivot)


def parse_birth_date(value: object, *, today: dt.date) -> dt.date:
    """``parse_date`` for births: two-digit years are never in the future, and nobody is older than 120 years.

    Raises ``ValueError`` with a Russian message.
    """
    date = parse_date(value, pivot=today.year)
    if date > today:
        raise ValueError(f"дата рождения {date:%d.%m.%Y} ещё не наступила")
    if date.year < today.year - _OLDEST_YEARS:
        raise ValueError(f"дата рождения {date.day:02}.{date.month:02}.{date.year}: больше 120 лет назад")
    return date


def _from_serial(number: float, shown: str) -> dt.date:
    if not math.isfinite(number) or int(number) not in _SERIALS:
        raise ValueError(f"«{shown}» — число, а не дата. Запишите дату как 01.11.2008")
    return EXCEL_EPOCH + dt.timedelta(days=int(number))


def _from_text(raw: str, pivot: int) -> dt.date:
    shown = " ".join(raw.split())
    text = shown.lower().replace("ё", "е")
    text = re.sub(r"[«»\"'“”„]", "", text).strip()
    text = _TAIL.sub("", _TIME.sub("", text)).strip(" .,;")
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return _from_serial(float(text), shown)
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
        return _build(year, int(month), day, shown, pivot)
    if match := _SLASHES.fullmatch(text):
        return _build_slashed(match, shown, pivot)
    if match := _DOTS.fullmatch(text):
        day, month, year = match.groups()
        return _build(year, int(month), day, shown, pivot)
    if match := _WORDS.fullmatch(text):
        day, word, year = match.groups()
        found = next((number for stem, number in MONTHS if word.startswith(stem)), 0)
        if not found:
            raise ValueError(f"«{shown}»: такого месяца нет")
        return _build(year, found, day, shown, pivot)
    if _NO_DAY.fullmatch(text):
        raise ValueError(f"«{shown}»: нужна полная дата — день, месяц и год")
    raise ValueError(f"«{shown}» не похоже на дату. Запишите её как 01.11.2008")


def _build_slashed(match: re.Match[str], shown: str, pivot: int) -> dt.date:
    """Slashes are written both in the European and in the American order; a guess would move a birthday."""
    first, second, year = match.groups()
    if int(first) <= 12 and int(second) <= 12 and first.zfill(2) != second.zfill(2):
        day_first = f"{int(first)} {_MONTH_GENITIVE[int(second) - 1]}" if int(second) else shown
        month_first = f"{int(second)} {_MONTH_GENITIVE[int(first) - 1]}" if int(first) else shown
        raise ValueError(
            f"«{shown}» читается двояко: {day_first} или {month_first}. Запишите дату через точки"
        )
    day, month = (second, first) if int(second) > 12 else (first, second)
    return _build(year, int(month), day, shown, pivot)


def _build(year: str, month: int, day: str, shown: str, pivot: int) -> dt.date:
    number = int(year)
    if len(year) == 2:
        number += pivot // 100 * 100
        if number > pivot:
            number -= 100
    if not 1800 <= number <= 2200:
        raise ValueError(f"«{shown}»: год {year} невозможен")
    try:
        return dt.date(number, month, int(day))
    except ValueError:
        raise ValueError(f"«{shown}»: такого дня нет в календаре") from None
