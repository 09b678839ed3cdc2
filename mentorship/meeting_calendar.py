"""Invitations to meetings as iCalendar (RFC 5545, 5546): one event, one invited person. Pure."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass

from icalendar import Calendar, Event, vCalAddress, vText

PRODID = "-//Портал наставничества//Встречи//RU"
REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True, slots=True)
class Invited:
    """What a calendar is told. `uid` stays while `sequence` grows; without `starts_at` it is the whole day."""

    uid: str
    sequence: int
    title: str
    text: str
    on: dt.date
    starts_at: dt.time | None
    minutes: int
    zone: str
    where: str
    url: str
    organizer: str
    organizer_name: str
    attendee: str
    attendee_name: str
    stamp: dt.datetime


def invitation_of(event: Invited, *, method: str) -> bytes:
    """The calendar as bytes; `method` is REQUEST or CANCEL. A group's people do not see each other's addresses."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_event(event, method))
    return bytes(calendar.to_ical())


def _event(event: Invited, method: str) -> Event:
    made = Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.stamp.astimezone(dt.UTC).replace(microsecond=0))
    made.add("summary", event.title)
    made.add("description", event.text)
    if event.starts_at is None:
        made.add("dtstart", event.on)
        made.add("dtend", event.on + dt.timedelta(days=1))
    else:
        begin = dt.datetime.combine(event.on, event.starts_at, zoneinfo.ZoneInfo(event.zone)).astimezone(
            dt.UTC
        )
        made.add("dtstart", begin)
        made.add("dtend", begin + dt.timedelta(minutes=event.minutes))
    if event.where:
        made.add("location", event.where)
    if event.url:
        made.add("url", event.url)
    made.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    made.add("class", "PRIVATE")
    organizer = vCalAddress(f"mailto:{event.organizer}")
    organizer.params["cn"] = vText(_no_quotes(event.organizer_name))
    made["organizer"] = organizer
    attendee = vCalAddress(f"mailto:{event.attendee}")
    attendee.params["cn"] = vText(_no_quotes(event.attendee_name))
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText("NEEDS-ACTION")
    attendee.params["rsvp"] = vText("TRUE")
    made.add("attendee", attendee, encode=False)
    return made


def _no_quotes(text: str) -> str:
    """A parameter of iCalendar cannot hold a straight quote or a control."""
    return "".join(" " if ord(sign) < 32 or sign in '"\x7f' else sign for sign in text)
