"""The make-up of a roadmap with its archive, for the page that changes it: two queries."""

from typing import Any

from roadmap.models import Activity, Roadmap, Stage


def outline_of(roadmap: Roadmap) -> dict[str, Any]:
    """`stages` — pairs of a stage and its activities in order; `gone_stages`, `gone` — what is in the archive."""
    stages = list(Stage.everything.filter(roadmap=roadmap).order_by("order"))
    rows: dict[int, list[Activity]] = {stage.pk: [] for stage in stages}
    gone = []
    for activity in Activity.everything.filter(stage__roadmap=roadmap).order_by("stage__order", "order"):
        if activity.archived_at is None:
            rows[activity.stage_id].append(activity)
        else:
            gone.append(activity)
    archived = {stage.pk for stage in stages if stage.archived_at}
    return {
        "stages": [(stage, rows[stage.pk]) for stage in stages if stage.pk not in archived],
        "gone_stages": [stage for stage in stages if stage.pk in archived],
        "gone": [activity for activity in gone if activity.stage_id not in archived],
    }
