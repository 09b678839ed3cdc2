"""The programme of an event as lines of text: «10:00 Приветствие; директор Образцов П. И.». Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import DomainError

MOST_LINES = 60
LONGEST = 300
_TIME = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:\s*[-–—]\s*\d{1,2}[:.]\d{2})?(?=\s|$)")
_LOOKS_TIMED = re.compile(r"\d{1,2}[:.]\d{2}(?=\s|$|[-–—])")


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One line: when (or None), what, who (or empty)."""

    starts_at: dt.time | None
    title: str
    speaker: str = ""


def parse_agenda(text: str) -> list[AgendaLine]:
    """Lines of a programme in the order they stand; empty ones are passed over.

    A line is «время что; кто»; time and who may be missing. An end after a dash («10:00–10:30») is dropped: the
    next line tells when it ends. Raises DomainError naming the line.
    """
    found: list[AgendaLine] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = " ".join(raw.split())
        if not line:
            continue
        found.append(_parse_line(line, number))
    if len(found) > MOST_LINES:
        raise DomainError(f"Пунктов программы больше {MOST_LINES}.", field="agenda", code="too_many")
    if len({(line.starts_at, line.title) for line in found}) < len(found):
        raise DomainError("Два пункта программы совпадают.", field="agenda", code="twice")
    return found


def _parse_line(line: str, number: int) -> AgendaLine:
    when, rest = None, line
    if _LOOKS_TIMED.match(line):
        when, rest = _time_of(line, number)
    title, _, speaker = rest.partition(";")
    title, speaker = title.strip(" ;—–-"), speaker.strip(" ;")
    if not title:
        raise DomainError(f"Строка {number} программы: напишите, что будет.", field="agenda", code="no_title")
    if max(len(title), len(speaker)) > LONGEST:
        raise DomainError(
            f"Строка {number} программы длиннее {LONGEST} знаков.", field="agenda", code="too_long"
        )
    return AgendaLine(when, title, speaker)


def _time_of(line: str, number: int) -> tuple[dt.time, str]:
    match = _TIME.match(line)
    hour, minute = (int(match["hour"]), int(match["minute"])) if match else (99, 99)
    if match is None or hour > 23 or minute > 59:
        shown = line.split()[0]
        raise DomainError(
            f"Строка {number} программы: времени «{shown}» не бывает.", field="agenda", code="time"
        )
    return dt.time(hour, minute), line[match.end() :].strip()


def agenda_text(lines: Iterable[AgendaLine]) -> str:
    """The text that `parse_agenda` reads back to the same lines."""
    return "\n".join(
        " ".join(part for part in (f"{line.starts_at:%H:%M}" if line.starts_at else "", line.title) if part)
        + (f"; {line.speaker}" if line.speaker else "")
        for line in lines
    )
