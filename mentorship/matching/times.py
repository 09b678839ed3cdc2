"""«По вторникам после пар», «вечером в будни»: when people can meet, as bits of days and parts of a day."""

from __future__ import annotations

import re

_DAYS = (
    r"пн\b|понедельник", r"вт\b|вторник", r"ср\b|сред[аыуе]\b|средам", r"чт\b|четверг", r"пт\b|пятниц", r"сб\b|суббот",
    r"вс\b|воскресен",
)  # fmt: skip
_PARTS = (r"утр", r"дн[её]м\b|обед|полдень|после (?:уроков|занятий|пар|школы)", r"вечер")
_ANY = re.compile(r"любо[ей]|всегда|когда угодно|ежедневно|каждый день")
_WORKDAYS, _WEEKEND = 0b0011111, 0b1100000
ALL_DAYS, ALL_PARTS = 0b1111111, 0b111 << 7
_CLOCK = re.compile(r"(?:с|в|после)\s*(\d{1,2})(?::\d\d|\s*час|\b)")


def times_of(text: str) -> int:
    """Seven bits of days from Monday, three of parts of a day above them; 0: nothing is known.

    What is not narrowed down is free: «вечером» is any day's evening, «по средам» any hour of a Wednesday.
    """
    words = text.lower().replace("ё", "е")
    days = sum(1 << number for number, form in enumerate(_DAYS) if re.search(form, words))
    if re.search(r"будн|рабочи[ем] дн", words):
        days |= _WORKDAYS
    if "выходн" in words:
        days |= _WEEKEND
    parts = sum(1 << (7 + number) for number, form in enumerate(_PARTS) if re.search(form, words))
    for hour in map(int, _CLOCK.findall(words)):
        if hour < 24:
            parts |= 1 << (7 if hour < 12 else 8 if hour < 17 else 9)
    if not days and not parts:
        return ALL_DAYS | ALL_PARTS if _ANY.search(words) else 0
    return (days or ALL_DAYS) | (parts or ALL_PARTS)


def meet(first: int, second: int) -> bool:
    """Both are known and have a day and a part of a day in common."""
    common = first & second
    return bool(common & ALL_DAYS) and bool(common & ALL_PARTS)
