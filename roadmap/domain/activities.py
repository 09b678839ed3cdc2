"""Writing activities: their texts, how their deadlines are read, the days they come due on."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import User
from roadmap.deadlines import Deadline, Due, Period, occurrences, parse_deadline
from roadmap.enums import OccurrenceState, ResultKind, RoadmapState
from roadmap.models import Activity, Occurrence, Roadmap

EDITED = ("number", "text", "deadline", "responsible", "result", "result_kinds")
READ_FIELDS = ("kind", "start", "end", "recurrence", "anchor", "duration", "note", "confidence")


def period_of(roadmap: Roadmap) -> Period:
    return Period(roadmap.period_start, roadmap.period_end)


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


def edit_activity(activity: Activity, *, actor: User | None, **values: Any) -> Activity:
    """Change an activity's texts. A new deadline is read anew; what was done stays done. All of it goes to the audit.

    `values` are any of number, text, deadline, responsible, result, result_kinds. Raises DomainError for a closed
    roadmap, an empty text or an unknown kind of result.
    """
    roadmap = activity.stage.roadmap
    require_open(roadmap)
    _check(values)
    with transaction.atomic():
        was = audit.plain(activity, EDITED)
        for name in EDITED:
            if name in values:
                setattr(activity, name, values[name])
        if activity.deadline != was["deadline"]:
            period = period_of(roadmap)
            reading = parse_deadline(activity.deadline, period_start=period.start, period_end=period.end)
            for name, value in read_fields(reading).items():
                setattr(activity, name, value)
            replace_occurrences(activity, occurrences(reading, period))
        activity.save()
        before, after = audit.changes(was, audit.plain(activity, EDITED))
        if after:
            audit.record("activity.edited", subject=activity, organization=roadmap.organization, actor=actor,
                         before=before, after=after)  # fmt: skip
    return activity


def _check(values: dict[str, Any]) -> None:
    if "text" in values and not values["text"].strip():
        raise DomainError("Напишите мероприятие.", field="text")
    if any(kind not in ResultKind.values for kind in values.get("result_kinds", [])):
        raise DomainError("Такого вида результата нет.", field="result_kinds")


def require_open(roadmap: Roadmap) -> None:
    if roadmap.state == RoadmapState.ARCHIVED:
        raise DomainError("Эта дорожная карта в архиве: её можно только читать.", code="archived")


def replace_occurrences(activity: Activity, dues: list[Due]) -> None:
    """Give an activity new days: those that are done keep their place and only take the new day."""
    known = {row.index: row for row in activity.occurrences.all()}
    for index, due in enumerate(dues, start=1):
        row = known.pop(index, None) or Occurrence(activity=activity, index=index)
        row.start, row.due = due.start, due.end
        row.save()
    for row in known.values():
        if row.state == OccurrenceState.OPEN:
            row.delete()
