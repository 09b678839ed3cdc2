"""The state of activities on a day: derived from what is stored, never stored itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from core.russian import counted, date_long
from roadmap.enums import (
    PROVED,
    STATUS_ICONS,
    STATUS_TONES,
    DeadlineKind,
    OccurrenceState,
    ResultKind,
    Status,
)
from roadmap.models import Activity, Occurrence, RecordedFact
from roadmap.selectors.rules import rule_rows

#: A deadline without a beginning («до 1 ноября») is «в работе» this long before it.
LEAD_DAYS = 30
#: What is due within these days asks for attention.
SOON_DAYS = 14


class Dated(Protocol):
    """What judging an occurrence needs of it."""

    @property
    def state(self) -> str: ...
    @property
    def start(self) -> date | None: ...
    @property
    def due(self) -> date | None: ...
    @property
    def done_on(self) -> date | None: ...


class Kinded(Protocol):
    """What judging an activity needs of it besides its occurrences."""

    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class StatusView:
    """State of an activity: `due` is the day it turns on, `done` of `total` its occurrences."""

    status: Status
    due: date | None
    done: int
    total: int

    @property
    def label(self) -> str:
        return self.status.label

    @property
    def tone(self) -> str:
        return STATUS_TONES[self.status]

    @property
    def icon(self) -> str:
        return STATUS_ICONS[self.status]

    @property
    def is_proved(self) -> bool:
        return self.status in PROVED


def occurrence_status(row: Dated, kind: str, *, today: date, adopted_on: date) -> Status:
    """The state of one occurrence on a day."""
    if row.state == OccurrenceState.DONE:
        late = row.due is not None and row.done_on is not None and row.done_on > row.due
        return Status.DONE_LATE if late else Status.DONE
    if row.due is None:
        if kind == DeadlineKind.RELATIVE and row.start is None:
            return Status.WAITING
        return Status.NOT_DUE if row.start and row.start > today else Status.NO_DATE
    if row.due < today:
        return Status.BEFORE if row.due < adopted_on else Status.OVERDUE
    begins = row.start or row.due - timedelta(days=LEAD_DAYS)
    return Status.IN_WORK if begins <= today else Status.NOT_DUE


@dataclass(frozen=True, slots=True)
class OccurrenceView:
    """An occurrence with its state on a day."""

    row: Occurrence
    status: Status

    @property
    def label(self) -> str:
        return self.status.label

    @property
    def tone(self) -> str:
        return STATUS_TONES[self.status]

    @property
    def icon(self) -> str:
        return STATUS_ICONS[self.status]


def occurrence_views(activity: Activity, *, today: date, adopted_on: date) -> list[OccurrenceView]:
    return [
        OccurrenceView(row, occurrence_status(row, activity.kind, today=today, adopted_on=adopted_on))
        for row in activity.occurrences.all()
    ]


def status_of(activity: Kinded, rows: Sequence[Dated], *, today: date, adopted_on: date) -> StatusView:
    """The state of an activity: what is late speaks first, then the next open occurrence; done when all are."""
    if len(rows) == 1:  # what most are, and what a page has by the hundred
        status = occurrence_status(rows[0], activity.kind, today=today, adopted_on=adopted_on)
        is_done = status in PROVED
        return StatusView(status, rows[0].done_on if is_done else rows[0].due, int(is_done), 1)
    found = [(occurrence_status(row, activity.kind, today=today, adopted_on=adopted_on), row) for row in rows]
    done = sum(status in PROVED for status, _ in found)
    if not found:
        return StatusView(Status.NO_DATE, None, 0, 0)
    late = next((row for status, row in found if status == Status.OVERDUE), None)
    if late is not None:
        return StatusView(Status.OVERDUE, late.due, done, len(found))
    if done == len(found):
        status = Status.DONE_LATE if any(each == Status.DONE_LATE for each, _ in found) else Status.DONE
        return StatusView(
            status, max((row.done_on for _, row in found if row.done_on), default=None), done, done
        )
    open_ones = [(status, row) for status, row in found if status not in PROVED]
    status, row = next((pair for pair in open_ones if pair[0] != Status.BEFORE), open_ones[0])
    return StatusView(status, row.due, done, len(found))


def missing_of(
    activity: Activity, facts: Iterable[RecordedFact], counts: Mapping[str, str] | None = None
) -> list[str]:
    """What the portal has not recorded yet of what the activity is to leave behind.

    `counts` are the figures of work under way by kind of result («согласия: 46 из 48»); they say it best.
    """
    facts, found = [fact for fact in facts if fact.holds], []
    for kind, proof, needed, automatic in rule_rows(activity):
        have = sum(proof.accepts(fact.kind, fact.detail) for fact in facts)
        if automatic and have < needed:
            known = (counts or {}).get(kind, "") if needed == 1 else ""
            found.append(known or proof.so_far(have, needed))
    return found


def current_facts(activity: Activity) -> list[RecordedFact]:
    """Records of the occurrence that is open now; of an activity that comes due once, all of them."""
    rows = list(activity.occurrences.all())
    proofs = [proof for proof in activity.evidence.all() if proof.fact is not None]
    if len(rows) > 1:
        now = next((row.pk for row in rows if row.state == OccurrenceState.OPEN), None)
        proofs = [proof for proof in proofs if proof.occurrence_id == now]
    return [proof.fact for proof in proofs if proof.fact is not None]


def waits_for(activity: Activity) -> str:
    """«приказ о закреплении пар»: the event that the deadline is counted from, in words."""
    tie = getattr(activity, "tie", None)
    if tie is None:
        return activity.anchor or "событие не названо"
    if tie.other is not None:
        number = tie.other.number.rstrip(".")
        return f"мероприятие {number}" if number else f"«{tie.other}»"
    if tie.kind:
        label = ResultKind(tie.kind).label
        return label[:1].lower() + label[1:]
    return f"день {date_long(tie.day)}"


def late_words(due: date, today: date) -> str:
    return f"просрочено {counted((today - due).days, 'день', 'дня', 'дней')}"


def soon_words(due: date, today: date) -> str:
    days = (due - today).days
    if days == 0:
        return "срок сегодня"
    if days == 1:
        return "срок завтра"
    return f"осталось {counted(days, 'день', 'дня', 'дней')}"


def day_words(day: date | None) -> str:
    return date_long(day) if day else ""
