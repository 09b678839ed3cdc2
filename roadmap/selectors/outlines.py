"""A roadmap read as an outline, and the outlines that versions and templates hold."""

from collections.abc import Iterable

from django.db.models import Prefetch

from core.russian import date_short
from roadmap.models import Activity, Occurrence, Roadmap, RoadmapVersion, TemplateVersion
from roadmap.outlines import Outline, OutlineRow, OutlineStage


def outline_of(roadmap: Roadmap) -> Outline:
    """The roadmap as it stands now, without what is in the archive: three queries."""
    rows = Prefetch("activities", Activity.objects.filter(archived_at__isnull=True))
    moved = Prefetch("activities__occurrences", Occurrence.objects.filter(is_moved=True))
    stages = tuple(
        OutlineStage(
            stage.title,
            stage.task,
            tuple(
                OutlineRow(
                    number=row.number,
                    text=row.text,
                    deadline=row.deadline,
                    responsible=row.responsible,
                    result=row.result,
                    kinds=tuple(row.result_kinds),
                    moved=_moved(row.occurrences.all()),
                    id=row.pk,
                )
                for row in stage.activities.all()
            ),
        )
        for stage in roadmap.stages.filter(archived_at__isnull=True).prefetch_related(rows, moved)
    )
    return Outline(roadmap.title, roadmap.period_start, roadmap.period_end, stages)


def _moved(rows: Iterable[Occurrence]) -> str:
    """«15.12.2026 вместо 10.12.2026» for the days that were moved by hand."""
    return "; ".join(
        f"{date_short(row.due)} вместо {date_short(row.planned_due)}"
        if row.planned_due
        else f"назначен {date_short(row.due)}"
        for row in rows
        if row.due
    )


def held_outline(version: RoadmapVersion | TemplateVersion) -> Outline:
    return Outline.from_json(version.content)
