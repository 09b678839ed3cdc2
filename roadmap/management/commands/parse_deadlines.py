"""`parse_deadlines`: TSV on stdin (header `raw`, `period_start`, `period_end`), one JSON object a line on stdout."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roadmap.deadlines import Deadline, Period, parse_column

COLUMNS = ("raw", "period_start", "period_end")


class Command(BaseCommand):
    help = (
        "Reads deadlines from TSV on stdin (header raw, period_start, period_end) and prints how they are understood, "
        "a JSON object a line. Rows of one period that stand together are one plan's column: an «август» without a "
        "year above the rows of September is the August before the school year (R-AUG). A further column `file` "
        "parts the columns of several plans of one period."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for found in readings(_lines()):
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False))


def _lines() -> list[str]:
    """Standard input in UTF-8 whatever the terminal's locale, with or without BOM, with any line ends."""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        text = sys.stdin.read()
    else:
        try:
            text = stream.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise CommandError("stdin is not UTF-8") from error
    # Not splitlines(): a cell may hold other separators, which are part of its text.
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def readings(lines: list[str]) -> Iterator[Deadline]:
    """Readings of TSV lines in order; neighbours of one period (and `file`, if given) are read as a column."""
    if not any(lines):
        raise CommandError("stdin is empty: a header line «raw, period_start, period_end» is expected")
    header = [name.strip().lower() for name in lines[0].lstrip("\ufeff").split("\t")]
    if missing := [name for name in COLUMNS if name not in header]:
        raise CommandError(f"the header has no column {', '.join(missing)}")
    rows = [dict(zip(header, line.split("\t"), strict=False)) for line in lines[1:] if line]
    for (start, end, _), group in groupby(rows, key=_column):
        yield from parse_column([_cell(row.get("raw", "")) for row in group], Period(_day(start), _day(end)))


def _column(row: dict[str, str]) -> tuple[str, str, str]:
    return row.get("period_start", ""), row.get("period_end", ""), row.get("file", "")


def _cell(text: str) -> str:
    """Inside a cell a line break is `\\n`, a backslash `\\\\`."""
    return text.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise CommandError(f"«{text}» is not a date like 2026-09-01") from error


def as_json(found: Deadline) -> dict[str, Any]:
    """A reading as the command prints it: days as ISO text, nothing as ""."""
    return {
        "raw": found.raw,
        "kind": found.kind.value,
        "start": _iso(found.start),
        "end": _iso(found.end),
        "recurrence": found.recurrence,
        "note": found.note,
        "confidence": found.confidence.value,
        "anchor": found.anchor,
        "duration": found.duration,
        "doubts": list(found.doubts),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
