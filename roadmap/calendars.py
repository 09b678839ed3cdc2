"""Due days as an iCalendar (RFC 5545): events of whole days, which need no time zone. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vText

from core.russian import date_long

PRODID = "-//Портал наставничества//Дорожная карта//RU"
REFRESH = timedelta(hours=6)
#: A stretch longer than this is shown by its last day alone: it would only cover the calendar.
LONGEST_SPAN = timedelta(days=14)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class DueDay:
    """One due day of an activity; `uid` stays the same when the day moves."""

    uid: str
    title: str
    text: str
    deadline: str
    start: date | None
    due: date
    is_done: bool
    changed: datetime
    url: str


def calendar_of(name: str, rows: Iterable[DueDay], *, alarm_days: int | None = None) -> bytes:
    """The calendar as bytes, folded and escaped. No names of people but those that a row's text holds itself."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(plain(name)))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for row in rows:
        calendar.add_component(_event(row, alarm_days))
    return bytes(calendar.to_ical())


def plain(text: str) -> str:
    """Text without the controls that no calendar may hold; line feeds stay."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _event(row: DueDay, alarm_days: int | None) -> Event:
    event = Event()
    event.add("uid", row.uid)
    event.add("dtstamp", row.changed.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", row.changed.astimezone(UTC).replace(microsecond=0))
    event.add("summary", plain(f"✓ {row.title}" if row.is_done else row.title))
    begin = row.start if row.start and row.due - row.start <= LONGEST_SPAN else row.due
    event.add("dtstart", begin)
    event.add("dtend", row.due + timedelta(days=1))
    parts = [row.text if row.text != row.title else "", f"Срок: {row.deadline}" if row.deadline else ""]
    if row.start and begin != row.start:
        parts.append(f"С {date_long(row.start)} по {date_long(row.due)}")
    parts.append("Выполнено" if row.is_done else "")
    event.add("description", plain("\n".join(part for part in parts if part)))
    event.add("url", row.url)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if alarm_days is not None and not row.is_done:
        event.add_component(_alarm(row, alarm_days))
    return event


def _alarm(row: DueDay, days: int) -> Alarm:
    """At nine in the morning so many days before the last day's own morning."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain(row.title))
    begin = row.start if row.start and row.due - row.start <= LONGEST_SPAN else row.due
    alarm.add("trigger", timedelta(days=(row.due - begin).days - days, hours=9))
    return alarm
