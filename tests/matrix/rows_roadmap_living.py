"""Who may open the addresses of the living roadmap: its make-up, days, comments, rules."""

from typing import Any

from core.enums import Role
from roadmap.domain.arranging import archive_activity, archive_stage
from roadmap.domain.comments import add_comment
from roadmap.domain.rescheduling import move_occurrence
from roadmap.models import Activity, ActivityComment, Occurrence, Stage
from tests.matrix import Row, World
from tests.matrix.rows_roadmap import MANAGERS, READERS, _activity, _roadmap, activity, roadmap


def _comment(world: World) -> ActivityComment:
    def make() -> ActivityComment:
        return add_comment(_activity(world), author=world.members[Role.CURATOR].user, text="Зал занят")

    return world.once("roadmap_comment", make)


def comment(world: World) -> dict[str, Any]:
    return {"pk": _comment(world).pk}


def occurrence(world: World) -> dict[str, Any]:
    def make() -> Occurrence:
        row = Occurrence.objects.filter(activity=_activity(world)).first()
        day = _roadmap(world).period_end
        return move_occurrence(row, start=None, due=day, actor=None)

    return {"pk": world.once("roadmap_occurrence", make).pk}


def stage(world: World) -> dict[str, Any]:
    return {"pk": _activity(world).stage_id}


def stage_step(world: World) -> dict[str, Any]:
    return stage(world) | {"step": "up"}


def activity_step(world: World) -> dict[str, Any]:
    return activity(world) | {"step": "down"}


def gone_activity(world: World) -> dict[str, Any]:
    def make() -> Activity:
        return archive_activity(
            Activity.objects.filter(stage__roadmap=_roadmap(world)).last(), actor=None, reason="Лишнее"
        )

    row = world.once("roadmap_gone", make)
    Activity.everything.filter(pk=row.pk).update(archived_at=row.archived_at or row.updated_at)
    return {"pk": row.pk}


def gone_stage(world: World) -> dict[str, Any]:
    def make() -> Stage:
        made = Stage.objects.create(roadmap=_roadmap(world), order=900, title="Лишний раздел")
        return archive_stage(made, actor=None, reason="Лишний")

    row = world.once("roadmap_gone_stage", make)
    Stage.everything.filter(pk=row.pk).update(archived_at=row.archived_at)
    return {"pk": row.pk}


ROWS = [
    Row("roadmap:activity_assign", MANAGERS, activity),
    Row("roadmap:activity_rules", MANAGERS, activity),
    Row("roadmap:activity_anchor", MANAGERS, activity),
    Row("roadmap:activity_comment", READERS, activity),
    Row("roadmap:comment_edit", READERS, comment),
    Row("roadmap:comment_delete", READERS, comment),
    Row("roadmap:occurrence_move", MANAGERS, occurrence),
    Row("roadmap:occurrence_return", MANAGERS, occurrence),
    Row("roadmap:arrange", MANAGERS, roadmap),
    Row("roadmap:stage_add", MANAGERS, roadmap),
    Row("roadmap:stage_edit", MANAGERS, stage),
    Row("roadmap:stage_archive", MANAGERS, stage),
    Row("roadmap:stage_restore", MANAGERS, gone_stage, method="post"),
    Row("roadmap:stage_place", MANAGERS, stage_step, method="post"),
    Row("roadmap:activity_add", MANAGERS, stage),
    Row("roadmap:activity_archive", MANAGERS, activity),
    Row("roadmap:activity_restore", MANAGERS, gone_activity, method="post"),
    Row("roadmap:activity_place", MANAGERS, activity_step, method="post"),
]
