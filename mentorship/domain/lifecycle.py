"""What is written beside the state of a place in a base whenever it moves."""

from __future__ import annotations

from typing import Any

from core.clock import today
from mentorship.enums import EntryState
from mentorship.models import MenteeEntry, MentorEntry

OVER = frozenset({EntryState.FINISHED, EntryState.LEFT})


def fields_of(entry: MenteeEntry | MentorEntry, to: str) -> dict[str, Any]:
    """The day on which taking part ended, or its removal when the person comes back; nothing on the way."""
    if to in OVER:
        day = today(entry.organization)
        return {"ended_on": max(day, entry.entered_on) if entry.entered_on else day}
    return {"ended_on": None} if entry.ended_on is not None else {}
