"""Moving a due date of an activity by hand: the plan's own days are kept beside the new ones."""

from datetime import date, timedelta

from django.db import transaction

from core.errors import DomainError
from core.models import User
from core.russian import date_short
from roadmap.domain.activities import require_open, tell
from roadmap.enums import OccurrenceState
from roadmap.models import Activity, Occurrence

# A plan's work may begin in the summer before it and end somewhat after it.
MARGIN = timedelta(days=92)


def move_occurrence(
    occurrence: Occurrence, *, start: date | None, due: date, actor: User | None, reason: str = ""
) -> Occurrence:
    """Give an occurrence other days; the text of the plan stays as it was written.

    Raises DomainError for one that is done, for an end before the beginning, and for days far outside the plan.
    """
    activity = _open_activity(occurrence)
    roadmap = activity.stage.roadmap
    if start and due < start:
        raise DomainError("Окончание раньше начала.", field="due")
    for field, day in (("start", start), ("due", due)):
        if day and not roadmap.period_start - MARGIN <= day <= roadmap.period_end + MARGIN:
            raise DomainError("Этот день далеко за пределами плана.", field=field)
    if (start, due) == (occurrence.start, occurrence.due):
        return occurrence
    before = days_words(occurrence.start, occurrence.due)
    if not occurrence.is_moved:
        occurrence.planned_start, occurrence.planned_due = occurrence.start, occurrence.due
    occurrence.start, occurrence.due = start, due
    occurrence.is_moved = (start, due) != (occurrence.planned_start, occurrence.planned_due)
    return _save(occurrence, activity, before, actor, reason)


def return_to_plan(occurrence: Occurrence, *, actor: User | None, reason: str = "") -> Occurrence:
    """The days of the plan again."""
    activity = _open_activity(occurrence)
    if not occurrence.is_moved:
        raise DomainError("Срок и так стоит по плану.", code="planned")
    before = days_words(occurrence.start, occurrence.due)
    occurrence.start, occurrence.due = occurrence.planned_start, occurrence.planned_due
    occurrence.is_moved = False
    return _save(occurrence, activity, before, actor, reason)


def _open_activity(occurrence: Occurrence) -> Activity:
    require_open(occurrence.activity.stage.roadmap)
    if occurrence.activity.archived_at:
        raise DomainError("Мероприятие в архиве: сначала верните его.", code="archived")
    if occurrence.state == OccurrenceState.DONE:
        raise DomainError("Этот срок уже выполнен: его не переносят.", code="done")
    return occurrence.activity


def _save(
    occurrence: Occurrence, activity: Activity, before: str, actor: User | None, reason: str
) -> Occurrence:
    if not occurrence.is_moved:
        occurrence.planned_start = occurrence.planned_due = None
    with transaction.atomic():
        occurrence.save(update_fields=["start", "due", "planned_start", "planned_due", "is_moved"])
        after = days_words(occurrence.start, occurrence.due)
        tell("activity.moved", activity, actor, before={"days": before}, after={"days": after}, reason=reason)
    return occurrence


def days_words(start: date | None, due: date | None) -> str:
    """«01.12.2026 – 10.12.2026», «до 10.12.2026», «без срока»."""
    if due is None:
        return f"с {date_short(start)}" if start else "без срока"
    if start is None:
        return f"до {date_short(due)}"
    return date_short(due) if start == due else f"{date_short(start)} – {date_short(due)}"
