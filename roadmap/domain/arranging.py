"""Stages and activities of a living roadmap: added, placed, laid into the archive and taken back. Nothing is lost."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from core import audit
from core.errors import DomainError
from core.models import User
from roadmap.deadlines import occurrences
from roadmap.domain.activities import (
    occurrence_rows,
    period_of,
    read_fields,
    read_in_plan,
    require_open,
    tell,
)
from roadmap.domain.anchoring import resolve_anchors
from roadmap.domain.assigning import assign_by_words
from roadmap.domain.settling import activities_of, facts_of, prove_by_facts
from roadmap.enums import ResultKind
from roadmap.models import Activity, Occurrence, Roadmap, Stage
from roadmap.reading.results import result_kinds

STAGE_FIELDS = ("title", "task", "number")


def _locked(roadmap: Roadmap) -> Roadmap:
    """Two people who change the order of one plan do it one after the other."""
    require_open(roadmap)
    return Roadmap.objects.select_for_update(of=("self",)).get(pk=roadmap.pk)


def _last(rows: Any) -> int:
    return int(rows.aggregate(last=Max("order"))["last"] or 0)


def add_stage(
    roadmap: Roadmap, *, title: str, actor: User | None, task: str = "", number: int | None = None
) -> Stage:
    """Add a stage at the end of the plan."""
    _check_title(title)
    with transaction.atomic():
        _locked(roadmap)
        order = _last(Stage.everything.filter(roadmap=roadmap)) + 1
        stage = Stage.objects.create(
            roadmap=roadmap, order=order, title=title.strip(), task=task, number=number
        )
        _note("stage.added", stage, actor, after={"stage": stage.title})
    return stage


def edit_stage(stage: Stage, *, actor: User | None, **values: Any) -> Stage:
    """Change `title`, `task`, `number` of a stage."""
    require_open(stage.roadmap)
    _check_title(values.get("title", stage.title))
    was = audit.plain(stage, STAGE_FIELDS)
    with transaction.atomic():
        for name in STAGE_FIELDS:
            if name in values:
                setattr(stage, name, values[name])
        stage.save()
        before, after = audit.changes(was, audit.plain(stage, STAGE_FIELDS))
        if after:
            _note("stage.edited", stage, actor, before=before, after=after)
    return stage


def place_stage(stage: Stage, *, step: int, actor: User | None) -> bool:
    """Change places with the stage before (-1) or after (1); False at the edge."""
    with transaction.atomic():
        _locked(stage.roadmap)
        near = _neighbour(Stage.objects.filter(roadmap=stage.roadmap), stage, step)
        if near is None:
            return False
        _swap(Stage.everything.filter(roadmap=stage.roadmap), stage, near)
        _note("stage.placed", stage, actor, after={"place": f"{'перед' if step < 0 else 'после'}: {near}"})
    return True


def archive_stage(stage: Stage, *, actor: User | None, reason: str) -> Stage:
    """Lay a stage with all its activities into the archive."""
    _check_reason(reason)
    with transaction.atomic():
        _locked(stage.roadmap)
        moment = timezone.now()
        rows = list(Activity.objects.filter(stage=stage).select_related("stage__roadmap__organization"))
        for activity in rows:
            _archive(activity, moment, actor, reason)
        stage.archived_at = moment
        stage.save(update_fields=["archived_at"])
        _note("stage.archived", stage, actor, reason=reason)
    return stage


def restore_stage(stage: Stage, *, actor: User | None) -> Stage:
    """Take a stage back with the activities that went into the archive with it."""
    with transaction.atomic():
        _locked(stage.roadmap)
        moment, stage.archived_at = stage.archived_at, None
        stage.save(update_fields=["archived_at"])
        together = Activity.everything.filter(stage=stage, archived_at=moment)
        for activity in together.select_related("stage__roadmap__organization"):
            _restore(activity, actor)
        _note("stage.restored", stage, actor)
        _catch_up(stage.roadmap, actor)
    return stage


def add_activity(stage: Stage, *, actor: User | None, text: str, **values: Any) -> Activity:
    """Add an activity at the end of a stage: its deadline is read, its roles are named, its records are looked up.

    `values` are number, deadline, responsible, result, result_kinds. Raises DomainError.
    """
    roadmap = stage.roadmap
    if not text.strip():
        raise DomainError("Напишите мероприятие.", field="text")
    kinds = values.pop("result_kinds", None) or [
        kind.value for kind in result_kinds(values.get("result", ""), text)
    ]
    if any(kind not in ResultKind.values for kind in kinds):
        raise DomainError("Такого вида результата нет.", field="result_kinds")
    reading = read_in_plan(stage, values.get("deadline", ""))
    with transaction.atomic():
        _locked(roadmap)
        order = _last(Activity.everything.filter(stage=stage)) + 1
        activity = Activity.objects.create(
            stage=stage, order=order, text=text.strip(), result_kinds=kinds, **values, **read_fields(reading)
        )
        Occurrence.objects.bulk_create(occurrence_rows(activity, occurrences(reading, period_of(roadmap))))
        assign_by_words([activity])
        tell("activity.added", activity, actor, after={"stage": str(stage)})
        _catch_up(roadmap, actor, only=activity)
    return activity


def place_activity(activity: Activity, *, step: int, actor: User | None) -> bool:
    """Change places with the activity before (-1) or after (1) in its stage; False at the edge."""
    with transaction.atomic():
        _locked(activity.stage.roadmap)
        near = _neighbour(Activity.objects.filter(stage=activity.stage), activity, step)
        if near is None:
            return False
        _swap(Activity.everything.filter(stage=activity.stage), activity, near)
        place = f"{'перед' if step < 0 else 'после'}: {near}"
        tell("activity.placed", activity, actor, after={"place": place})
    return True


def move_to_stage(activity: Activity, stage: Stage, *, actor: User | None) -> Activity:
    """Put an activity at the end of another stage of the same roadmap."""
    before = activity.stage
    if stage.roadmap_id != before.roadmap_id:
        raise DomainError("Это этап другой дорожной карты.", field="stage")
    if stage.pk == before.pk:
        return activity
    with transaction.atomic():
        _locked(stage.roadmap)
        activity.stage, activity.order = stage, _last(Activity.everything.filter(stage=stage)) + 1
        activity.save(update_fields=["stage", "order", "updated_at"])
        tell("activity.placed", activity, actor, before={"stage": str(before)}, after={"stage": str(stage)})
    return activity


def archive_activity(activity: Activity, *, actor: User | None, reason: str) -> Activity:
    """Lay an activity into the archive: it is not counted, reminded of or printed, and may be taken back."""
    _check_reason(reason)
    require_open(activity.stage.roadmap)
    with transaction.atomic():
        return _archive(activity, timezone.now(), actor, reason)


def restore_activity(activity: Activity, *, actor: User | None) -> Activity:
    """Take an activity back, with its stage if that is in the archive too."""
    roadmap = activity.stage.roadmap
    require_open(roadmap)
    with transaction.atomic():
        if activity.stage.archived_at:
            activity.stage.archived_at = None
            activity.stage.save(update_fields=["archived_at"])
            _note("stage.restored", activity.stage, actor)
        _restore(activity, actor)
        _catch_up(roadmap, actor, only=activity)
    return activity


def _archive(activity: Activity, moment: datetime, actor: User | None, reason: str) -> Activity:
    activity.archived_at = moment
    activity.save(update_fields=["archived_at", "updated_at"])
    tell("activity.archived", activity, actor, reason=reason)
    return activity


def _restore(activity: Activity, actor: User | None) -> None:
    activity.archived_at = None
    activity.save(update_fields=["archived_at", "updated_at"])
    tell("activity.restored", activity, actor)


def _catch_up(roadmap: Roadmap, actor: User | None, only: Activity | None = None) -> None:
    """What the portal has recorded meanwhile proves what has come back or is new."""
    rows = [
        row
        for row in activities_of(roadmap.programme)
        if row.stage.roadmap_id == roadmap.pk and (only is None or row.pk == only.pk)
    ]
    prove_by_facts(rows, facts_of(roadmap.programme), actor=actor)
    resolve_anchors(roadmap.programme, actor=actor)


def _neighbour(rows: models.QuerySet[Any], row: Any, step: int) -> Any:
    if step < 0:
        return rows.filter(order__lt=row.order).order_by("-order").first()
    return rows.filter(order__gt=row.order).order_by("order").first()


def _swap(rows: models.QuerySet[Any], one: Any, other: Any) -> None:
    """A place is held once: one of the two steps aside first."""
    first, second = one.order, other.order
    rows.filter(pk=one.pk).update(order=_last(rows) + 1)
    rows.filter(pk=other.pk).update(order=first)
    rows.filter(pk=one.pk).update(order=second)
    one.order, other.order = second, first


def _check_title(title: str) -> None:
    if not title.strip():
        raise DomainError("Назовите этап.", field="title")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError("Напишите, почему это убирается из плана.", field="reason")


def _note(action: str, stage: Stage, actor: User | None, **more: Any) -> None:
    audit.record(action, subject=stage, organization=stage.roadmap.organization, actor=actor, **more)
