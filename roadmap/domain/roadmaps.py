"""Making a roadmap from a plan, approving it, laying it aside."""

import re
from datetime import date

from django.db import transaction
from django.urls import reverse

from core import audit, facts
from core.errors import DomainError
from core.models import StoredFile, User
from core.workflow import move
from mentorship.models import Programme, Project
from roadmap.deadlines import occurrences
from roadmap.domain.activities import occurrence_rows, period_of, read_fields
from roadmap.domain.anchoring import resolve_anchors
from roadmap.domain.assigning import assign_as_planned
from roadmap.domain.evidence import activities_of, complete_next, facts_of, prove_by_facts
from roadmap.domain.versions import freeze_version
from roadmap.drafts import PlanForm
from roadmap.enums import LIVE, ROADMAP_TRANSITIONS, EvidenceKind, OccurrenceState, RoadmapState
from roadmap.models import Activity, Evidence, Occurrence, Roadmap, Stage
from roadmap.permissions import MANAGE_ROADMAP

STAGE_NUMBER = re.compile(r"^\s*(?:этап\s*)?№?\s*([1-7])\b(?!\s*[-–]?\s*\d)", re.IGNORECASE)


def stage_number(title: str, place: int, total: int) -> int | None:
    """«Этап 3. …», «3. …» → 3; seven stages without numbers are counted; sections of another kind have none."""
    if match := STAGE_NUMBER.match(title):
        return int(match[1])
    return place if total == 7 else None


def live_roadmap(programme: Programme, project: Project | None = None) -> Roadmap | None:
    """The roadmap that works now for the programme, or for one of its projects."""
    return Roadmap.objects.filter(programme=programme, project=project, state__in=LIVE).first()


def create_roadmap(
    programme: Programme,
    plan: PlanForm,
    *,
    actor: User | None,
    project: Project | None = None,
    source: StoredFile | None = None,
    adopted_on: date | None = None,
    replace: bool = False,
    prove: bool = True,
) -> Roadmap:
    """Write a plan as a roadmap, all or nothing: stages, activities, their days, and what is proved already.

    `prove` False leaves the records that the programme has so far alone: they belong to the year before.

    With `replace` the working roadmap goes to the archive, and what was done in it goes on in the activities with
    the same number and text; without it a second one is refused. Raises DomainError also for a plan without a
    period or without rows.
    """
    if plan.period_start is None or plan.period_end is None:
        raise DomainError("Укажите срок действия плана: начало и окончание.", field="period_start")
    if plan.period_end < plan.period_start:
        raise DomainError("Окончание плана раньше начала.", field="period_end")
    if not plan.included:
        raise DomainError("В плане не осталось ни одной строки: нечего загружать.", code="empty")
    with transaction.atomic():
        before = live_roadmap(programme, project)
        if before and not replace:
            raise DomainError(
                f"У программы уже есть дорожная карта «{before.title}». Замените её: сделанное перейдёт в новую.",
                code="exists",
            )
        if before:
            archive_roadmap(before, actor=actor, reason="Заменена новой")
        roadmap = Roadmap.objects.create(
            organization=programme.organization,
            programme=programme,
            project=project,
            title=plan.title[:300] or "Дорожная карта",
            period_start=plan.period_start,
            period_end=plan.period_end,
            adopted_on=adopted_on or plan.period_start,
            source=source,
        )
        _write_rows(roadmap, plan)
        if before:
            _carry_over(before, roadmap, actor)
        if prove:
            rows = activities_of(programme)
            prove_by_facts(
                [row for row in rows if row.stage.roadmap_id == roadmap.pk], facts_of(programme), actor=actor
            )
            resolve_anchors(programme, actor=actor)
        counts = {"rows": len(plan.included), "stages": len(plan.stage_titles)}
        audit.record("roadmap.created", subject=roadmap, actor=actor, after=counts)
    return roadmap


def _write_rows(roadmap: Roadmap, plan: PlanForm) -> None:
    titles = plan.stage_titles
    stages = {
        title: Stage(
            roadmap=roadmap,
            order=place,
            number=stage_number(title, place, len(titles)),
            title=title,
            task=plan.tasks.get(title, ""),
        )
        for place, title in enumerate(titles, start=1)
    }
    Stage.objects.bulk_create(stages.values())
    activities, dues = [], []
    for order, (row, reading) in enumerate(zip(plan.rows, plan.readings(), strict=True), start=1):
        if not row.included:
            continue
        activities.append(
            Activity(
                stage=stages[row.stage],
                order=order,
                number=row.number,
                text=row.text,
                deadline=row.deadline,
                responsible=row.responsible,
                result=row.result,
                result_kinds=list(row.kinds),
                **read_fields(reading),
            )
        )
        dues.append(occurrences(reading, period_of(roadmap)))
    Activity.objects.bulk_create(activities)
    assign_as_planned(roadmap.organization, activities, [row for row in plan.rows if row.included])
    made = [
        row for activity, its in zip(activities, dues, strict=True) for row in occurrence_rows(activity, its)
    ]
    Occurrence.objects.bulk_create(made, batch_size=500)


def _same(activity: Activity) -> tuple[str, str]:
    return activity.number.strip(" ."), " ".join(activity.text.split()).lower()


def _carry_over(before: Roadmap, after: Roadmap, actor: User | None) -> None:
    """What was done and brought in the old roadmap goes on in the same activities of the new one."""
    fresh = {
        _same(activity): activity
        for activity in Activity.objects.filter(stage__roadmap=after).prefetch_related("occurrences")
    }
    old = Activity.objects.filter(stage__roadmap=before).prefetch_related("occurrences", "evidence")
    for activity in old:
        twin = fresh.get(_same(activity))
        if twin is None:
            continue
        for row in activity.occurrences.all():
            if row.state == OccurrenceState.DONE and row.done_on:
                complete_next(twin, on=row.done_on, actor=actor)
        for proof in activity.evidence.all():
            if proof.kind != EvidenceKind.FACT:
                Evidence.objects.create(
                    activity=twin,
                    kind=proof.kind,
                    file=proof.file,
                    link=proof.link,
                    note=proof.note,
                    by=proof.by,
                )


def approve_roadmap(roadmap: Roadmap, *, actor: User | None) -> Roadmap:
    """The roadmap is approved: it proves the activity whose result it is."""
    with transaction.atomic():
        move(
            roadmap,
            to=RoadmapState.APPROVED,
            transitions=ROADMAP_TRANSITIONS,
            actor=actor,
            rule=MANAGE_ROADMAP,
        )
        freeze_version(roadmap, actor=actor)
        facts.emit(
            "roadmap_approved",
            subject=roadmap,
            programme=roadmap.programme,
            actor=actor,
            url=f"{reverse('roadmap:roadmap')}?map={roadmap.pk}",
            title=f"Утверждена: {roadmap.title}"[:300],
        )
    return roadmap


def archive_roadmap(roadmap: Roadmap, *, actor: User | None, reason: str) -> Roadmap:
    return move(
        roadmap,
        to=RoadmapState.ARCHIVED,
        transitions=ROADMAP_TRANSITIONS,
        actor=actor,
        rule=MANAGE_ROADMAP,
        reason=reason,
    )
