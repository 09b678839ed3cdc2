"""Deadlines that wait for an event get their days when it takes place, and other days when its date is corrected."""

from datetime import date
from typing import Any

from django.db import transaction

from core.clock import local
from core.errors import DomainError
from core.models import User
from core.russian import date_short
from mentorship.models import Programme
from roadmap.anchors import counted_from, guess
from roadmap.domain.activities import require_open, tell
from roadmap.enums import LIVE, DeadlineKind, OccurrenceState, ResultKind
from roadmap.models import Activity, Anchor, Occurrence, RecordedFact
from roadmap.proofs import EVENTS, PROOFS
from roadmap.selectors.rules import counts_in


def waiting_of(programme: Programme) -> list[Activity]:
    """Activities of live roadmaps whose deadline is counted from an event."""
    return list(
        Activity.objects.filter(
            stage__roadmap__programme=programme,
            stage__roadmap__state__in=LIVE,
            kind=DeadlineKind.RELATIVE,
        )
        .select_related("stage__roadmap__organization", "stage__roadmap__programme", "tie__other")
        .prefetch_related("occurrences", "tie__other__occurrences")
    )


def resolve_anchors(programme: Programme, *, actor: User | None = None) -> list[Activity]:
    """Give and correct the days of everything that waits for an event; returns what changed. Again: nothing."""
    activities = waiting_of(programme)
    if not activities:
        return []
    facts = list(RecordedFact.objects.filter(programme=programme))
    return [activity for activity in activities if _resolve(activity, facts, actor)]


def _resolve(activity: Activity, facts: list[RecordedFact], actor: User | None) -> bool:
    tie: Anchor | None = getattr(activity, "tie", None)
    if tie is None:
        kind = guess(activity.anchor)
        if kind is None:
            return False
        tie = Anchor(activity=activity, kind=kind)
    day = _day_of(tie, activity, facts)
    if tie.pk and tie.resolved_on == day and _written(activity, day):
        return False
    before, tie.resolved_on = tie.resolved_on, day
    with transaction.atomic():
        tie.save()
        _write_days(activity, day)
        if before != day:
            tell("activity.anchor_moved", activity, actor, before={"anchor": _short(before)},
                 after={"anchor": _short(day)}, reason=f"Отсчёт: {tie}")  # fmt: skip
    return before != day


def _day_of(tie: Anchor, activity: Activity, facts: list[RecordedFact]) -> date | None:
    if tie.day:
        return tie.day
    if tie.other is not None:
        rows = list(tie.other.occurrences.all())
        if activity.duration.startswith("-"):  # what comes before an event is counted from its planned day
            return next((row.due for row in rows if row.state == OccurrenceState.OPEN and row.due), None)
        return min((row.done_on for row in rows if row.done_on), default=None)
    proof = PROOFS.get(tie.kind)
    organization = activity.stage.roadmap.organization
    days = [
        fact.day or local(fact.moment, organization).date()
        for fact in facts
        if proof and counts_in(fact, activity.stage.roadmap) and proof.accepts(fact.kind, fact.detail)
    ]
    return min(days, default=None)


def _span(activity: Activity, day: date | None) -> tuple[date | None, date | None]:
    return counted_from(day, activity.duration, activity.deadline) if day else (None, None)


def _first(activity: Activity) -> Occurrence | None:
    return next(iter(activity.occurrences.all()), None)


def _written(activity: Activity, day: date | None) -> bool:
    row = _first(activity)
    if row is None:
        return True
    kept = (row.planned_start, row.planned_due) if row.is_moved else (row.start, row.due)
    return kept == _span(activity, day)


def _write_days(activity: Activity, day: date | None) -> None:
    """The days of the one occurrence; one that was moved by hand stays where it was put."""
    row = _first(activity)
    if row is None:
        return
    start, due = _span(activity, day)
    if row.is_moved:
        row.planned_start, row.planned_due = start, due
    else:
        row.start, row.due = start, due
    row.save(update_fields=["start", "due", "planned_start", "planned_due"])


def tie_anchor(
    activity: Activity,
    *,
    actor: User | None,
    kind: str = "",
    other: Activity | None = None,
    day: date | None = None,
) -> Anchor:
    """Say by hand what a deadline is counted from: a kind of record, another activity, or a day.

    Raises DomainError for none or several of them, for the activity itself, and for a ring of activities.
    """
    roadmap = activity.stage.roadmap
    require_open(roadmap)
    if activity.kind != DeadlineKind.RELATIVE:
        raise DomainError("Срок этого мероприятия не зависит от события.", code="dated")
    if sum(map(bool, (kind, other, day))) != 1:
        raise DomainError("Выберите что-то одно: запись портала, мероприятие или день.", field="kind")
    if kind and kind not in EVENTS:
        raise DomainError("О таком событии портал не узнаёт сам: укажите мероприятие или день.", field="kind")
    if other is not None:
        _check_other(activity, other)
    values: dict[str, Any] = {"kind": kind, "other": other, "day": day, "by_hand": True}
    with transaction.atomic():
        tie, _ = Anchor.objects.update_or_create(activity=activity, defaults=values)
        tell("activity.anchor_tied", activity, actor, after={"anchor": _what(tie)})
        resolve_anchors(roadmap.programme, actor=actor)
    return tie


def _check_other(activity: Activity, other: Activity) -> None:
    if other.stage.roadmap_id != activity.stage.roadmap_id:
        raise DomainError("Это мероприятие другой дорожной карты.", field="other")
    seen, here = {activity.pk}, other
    while True:
        if here.pk in seen:
            raise DomainError("Мероприятия ждали бы друг друга по кругу.", field="other")
        seen.add(here.pk)
        tie = Anchor.objects.select_related("other").filter(activity=here, other__isnull=False).first()
        if tie is None or tie.other is None:
            return
        here = tie.other


def forget_guess(activity: Activity) -> None:
    """The plan's words have changed: what they name is found anew, unless somebody chose it by hand."""
    Anchor.objects.filter(activity=activity, by_hand=False).delete()
    if activity.kind != DeadlineKind.RELATIVE:
        Anchor.objects.filter(activity=activity).delete()


def _what(tie: Anchor) -> str:
    return date_short(tie.day) if tie.day else str(tie)


def _short(day: date | None) -> str:
    return date_short(day) if day else ""


def anchor_kinds() -> list[tuple[str, str]]:
    """Kinds of record that a deadline may be counted from."""
    return [(kind.value, kind.label) for kind in ResultKind if kind in EVENTS]
