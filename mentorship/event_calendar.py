"""An event as an iCalendar file (RFC 5545): one timed event in UTC, shown by every calendar in its own zone. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from icalendar import Alarm, Calendar, vText
from icalendar import Event as CalendarEvent

PRODID = "-//Портал наставничества//Мероприятие//RU"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What a calendar is told; `uid` stays the same when the event moves, `changed` tells which text is newer."""

    uid: str
    title: str
    text: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    changed: dt.datetime
    url: str = ""
    is_cancelled: bool = False


def ics_of(entry: CalendarEntry, *, alarm_hours: int = 2) -> bytes:
    """The file as bytes, folded and escaped, with a reminder some hours before."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if entry.is_cancelled else "PUBLISH")
    event = CalendarEvent()
    changed = entry.changed.astimezone(dt.UTC).replace(microsecond=0)
    event.add("uid", entry.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", int(changed.timestamp()) % 2_000_000_000)
    event.add("summary", vText(_plain(entry.title)))
    event.add("dtstart", entry.starts_at.astimezone(dt.UTC))
    event.add("dtend", entry.ends_at.astimezone(dt.UTC))
    event.add("description", vText(_plain(entry.text)))
    event.add("location", vText(_plain(entry.place)))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.url:
        event.add("url", entry.url)
    if not entry.is_cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", vText(_plain(entry.title)))
        alarm.add("trigger", dt.timedelta(hours=-alarm_hours))
        event.add_component(alarm)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _plain(text: str) -> str:
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
