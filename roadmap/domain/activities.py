"""Parts of writing an activity: how its deadline is kept, the days it comes due on."""

from dataclasses import asdict
from datetime import date
from typing import Any

from core import audit
from core.errors import DomainError
from core.models import User
from core.russian import date_short
from core.workflow import move
from roadmap.deadlines import Deadline, Due, Period, needs_neighbours, parse_column, parse_deadline
from roadmap.enums import OCCURRENCE_TRANSITIONS, OccurrenceState, RoadmapState
from roadmap.models import Activity, Occurrence, Roadmap, Stage

READ_FIELDS = ("kind", "start", "end", "recurrence", "anchor", "duration", "note", "confidence")


def period_of(roadmap: Roadmap) -> Period:
    return Period(roadmap.period_start, roadmap.period_end)


def read_in_plan(stage: Stage, deadline: str, *, activity: Activity | None = None) -> Deadline:
    """Read the deadline of an activity (a new one: at the end of its stage) as a row among the rows of its plan.

    «До 25 августа» above the rows of September is the August before the school year, below them the one that ends it.
    """
    period = period_of(stage.roadmap)
    reading = parse_deadline(deadline, period_start=period.start, period_end=period.end)
    if not needs_neighbours(reading, period):
        return reading
    rows = Activity.objects.filter(stage__roadmap=stage.roadmap).order_by("stage__order", "order")
    if activity is not None:
        rows = rows.exclude(pk=activity.pk)
    before: list[str] = []
    after: list[str] = []
    for order, place, text in rows.values_list("stage__order", "order", "deadline"):
        above = order < stage.order or (order == stage.order and (activity is None or place < activity.order))
        (before if above else after).append(text)
    return parse_column([*before, deadline, *after], period)[len(before)]


def read_fields(reading: Deadline) -> dict[str, Any]:
    """The columns of an activity that hold a reading; doubts join the note."""
    values = asdict(reading)
    found = {name: values[name] for name in READ_FIELDS}
    doubts = [doubt for doubt in reading.doubts if doubt not in reading.note]
    found["note"] = "; ".join(filter(None, [reading.note, *doubts]))
    found["recurrence"] = reading.recurrence[:200]
    return found


def occurrence_rows(activity: Activity, dues: list[Due]) -> list[Occurrence]:
    return [
        Occurrence(activity=activity, index=index, start=due.start, due=due.end)
        for index, due in enumerate(dues, start=1)
    ]


def require_open(roadmap: Roadmap) -> None:
    if roadmap.state == RoadmapState.ARCHIVED:
        raise DomainError("Эта дорожная карта в архиве: её можно только читать.", code="archived")


def replace_occurrences(activity: Activity, dues: list[Due]) -> None:
    """Give an activity new days: those that are done keep their place and only take the new day."""
    known = {row.index: row for row in activity.occurrences.all()}
    for index, due in enumerate(dues, start=1):
        row = known.pop(index, None) or Occurrence(activity=activity, index=index)
        row.start, row.due = due.start, due.end
        row.is_moved, row.planned_start, row.planned_due = False, None, None
        row.save()
    for row in known.values():
        if row.state == OccurrenceState.OPEN:
            row.delete()


def next_open(activity: Activity) -> Occurrence | None:
    return next((row for row in activity.occurrences.all() if row.state == OccurrenceState.OPEN), None)


def complete_next(activity: Activity, *, on: date, actor: User | None) -> Occurrence | None:
    """Mark the first open occurrence done on a day; None if nothing is open."""
    occurrence = next_open(activity)
    return complete(occurrence, activity, on=on, actor=actor) if occurrence else None


def complete(
    occurrence: Occurrence, activity: Activity, *, on: date, actor: User | None, by_records: bool = False
) -> Occurrence:
    move(
        occurrence,
        to=OccurrenceState.DONE,
        transitions=OCCURRENCE_TRANSITIONS,
        actor=actor,
        set_fields={"done_on": on, "by_records": by_records},
        action="occurrence.done",
    )
    tell("activity.done", activity, actor, after={"done_on": date_short(on)})
    return occurrence


def tell(
    action: str,
    activity: Activity,
    actor: User | None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """A line of the activity's history."""
    owner = activity.stage.roadmap.organization
    audit.record(
        action, subject=activity, organization=owner, actor=actor, before=before, after=after, reason=reason
    )
