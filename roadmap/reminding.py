"""When somebody is reminded of a due day: pure rules, without the database.

Of all days on which a reminder is due, the newest that has come counts: after a stop of a week nobody gets a week of
letters. What fell on a weekend or a holiday goes out on the next working day, because the window looks back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from roadmap.enums import ReminderKind

#: How far back a reminder that could not go out on its day is made up for: the longest holidays and a week.
WINDOW_DAYS = 14
#: What is late is told again each week, and after a quarter no more: it is in every list of the portal.
REPEAT_DAYS = 7
LATE_DAYS = 92
LONGEST_LEAD = 60
#: A person's own hour lies between these; nothing goes out after the last (local time of the institution).
FIRST_HOUR, LAST_HOUR = 5, 20


@dataclass(frozen=True, slots=True)
class Choice:
    """How one person wants to be reminded; the defaults are those of a person who has chosen nothing."""

    is_on: bool = True
    days_before: tuple[int, ...] = (7, 1)
    on_day: bool = True
    when_late: bool = True
    hour: int = 8
    escalate_after: int | None = 7


USUAL = Choice()


@dataclass(frozen=True, slots=True)
class Mark:
    """A reminder that is due: `days` from the due day (-7 a week before, 0 on it, 1 the day after)."""

    kind: ReminderKind
    days: int


def own_mark(due: date, today: date, choice: Choice) -> Mark | None:
    """The reminder of one's own activity on a day, None when there is none to give."""
    marks = [Mark(ReminderKind.SOON, -days) for days in choice.days_before if 0 < days <= LONGEST_LEAD]
    if choice.on_day:
        marks.append(Mark(ReminderKind.TODAY, 0))
    if choice.when_late:
        marks += [Mark(ReminderKind.LATE, days) for days in _weekly(1)]
    return _newest(marks, due, today) if choice.is_on else None


def escalation_mark(due: date, today: date, choice: Choice) -> Mark | None:
    """The word to a curator that what others answer for is late."""
    if not choice.is_on or choice.escalate_after is None:
        return None
    marks = [Mark(ReminderKind.ESCALATED, days) for days in _weekly(choice.escalate_after)]
    return _newest(marks, due, today)


def _weekly(first: int) -> Iterator[int]:
    return iter(range(first, LATE_DAYS + 1, REPEAT_DAYS))


def _newest(marks: list[Mark], due: date, today: date) -> Mark | None:
    past = (today - due).days
    come = [mark for mark in marks if past - WINDOW_DAYS <= mark.days <= past]
    found = max(come, key=lambda mark: mark.days, default=None)
    if found is None or (found.kind == ReminderKind.SOON and past >= 0):
        return None
    return found
