"""Changing an activity of a roadmap."""

from typing import Any

from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import User
from roadmap.deadlines import occurrences
from roadmap.domain.activities import period_of, read_fields, read_in_plan, replace_occurrences, require_open
from roadmap.domain.anchoring import forget_guess, resolve_anchors
from roadmap.domain.settling import activities_of, facts_of, prove_by_facts
from roadmap.enums import ResultKind
from roadmap.models import Activity

EDITED = ("number", "text", "deadline", "responsible", "result", "result_kinds")


def edit_activity(activity: Activity, *, actor: User | None, **values: Any) -> Activity:
    """Change an activity's texts, with an entry in the audit trail.

    A new deadline is read anew, and what was done stays done; new kinds of result are looked up among what the portal
    has recorded already.

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
            reading = read_in_plan(activity.stage, activity.deadline, activity=activity)
            for name, value in read_fields(reading).items():
                setattr(activity, name, value)
            replace_occurrences(activity, occurrences(reading, period_of(roadmap)))
        activity.save()
        if activity.deadline != was["deadline"]:
            forget_guess(activity)
            resolve_anchors(roadmap.programme, actor=actor)
        before, after = audit.changes(was, audit.plain(activity, EDITED))
        if after:
            audit.record("activity.edited", subject=activity, organization=roadmap.organization, actor=actor,
                         before=before, after=after)  # fmt: skip
        if "result_kinds" in after:
            fresh = [row for row in activities_of(roadmap.programme) if row.pk == activity.pk]
            prove_by_facts(fresh, facts_of(roadmap.programme), actor=actor)
    return activity


def _check(values: dict[str, Any]) -> None:
    if "text" in values and not values["text"].strip():
        raise DomainError("Напишите мероприятие.", field="text")
    if any(kind not in ResultKind.values for kind in values.get("result_kinds", [])):
        raise DomainError("Такого вида результата нет.", field="result_kinds")
