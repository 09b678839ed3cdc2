"""Moving a roadmap to the next school year: shown first, written once."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from mentorship.models import Programme
from roadmap.deadlines import Period
from roadmap.domain.roadmaps import archive_roadmap, create_roadmap, live_roadmap
from roadmap.enums import LIVE, Status
from roadmap.models import Activity, Roadmap, Rollover
from roadmap.moving import MovedPlan, MovedRow, moved_plan, with_rows
from roadmap.outlines import Outline, year_label
from roadmap.selectors.outlines import outline_of
from roadmap.selectors.roadmaps import lines_of
from roadmap.shifting import next_period

#: An activity that goes on all the time is neither finished nor unfinished.
ENDLESS = frozenset({Status.NO_DATE})


@dataclass(frozen=True)
class RolledRow:
    """A row of the preview; `place` is its place in the plan (from 1), `carried` «перенесено из 2025/2026» or ""."""

    place: int
    stage: str
    moved: MovedRow
    status: str
    carried: str


@dataclass(frozen=True)
class RolloverPlan:
    """What moving a roadmap would make; `existing` is the roadmap that it has made already."""

    source: Roadmap
    programme: Programme
    plan: MovedPlan
    rows: list[RolledRow]
    label: str
    replaces: Roadmap | None
    existing: Roadmap | None

    @property
    def unfinished(self) -> int:
        return sum(bool(row.carried) for row in self.rows)


def plan_rollover(
    roadmap: Roadmap, programme: Programme, *, period: Period | None = None, on: date | None = None
) -> RolloverPlan:
    """What the roadmap becomes in the next term (`period`, by default as long as its own) in a programme.

    A constant number of queries; writes nothing.
    """
    outline = outline_of(roadmap)
    plan = moved_plan(outline, period or next_period(outline.period))
    label = year_label(roadmap.period_start, roadmap.period_end)
    states = {line.activity.pk: line.status for line in lines_of(roadmap, on or today(roadmap.organization))}
    rows = []
    for place, (moved, (stage, source)) in enumerate(zip(plan.rows, outline.rows, strict=True), start=1):
        status = states[source.id]
        carried = "" if status.is_proved or status.status in ENDLESS else label
        rows.append(RolledRow(place, stage.title, moved, status.label, carried))
    live = live_roadmap(programme, _project_in(roadmap, programme))
    existing = _moved_already(roadmap, programme)
    return RolloverPlan(roadmap, programme, plan, rows, label, None if live == existing else live, existing)


def _project_in(roadmap: Roadmap, programme: Programme):  # type: ignore[no-untyped-def]  # Project | None
    """The roadmap's own project, or the one of the same form of mentoring in the other programme."""
    if roadmap.project is None or roadmap.programme_id == programme.pk:
        return roadmap.project
    return programme.projects.filter(form=roadmap.project.form_id).first()


def _moved_already(roadmap: Roadmap, programme: Programme) -> Roadmap | None:
    done = Rollover.objects.filter(source=roadmap, programme=programme, target__state__in=LIVE)
    found = done.select_related("target").first()
    return found.target if found else None


def roll_over(
    roadmap: Roadmap,
    programme: Programme,
    *,
    actor: User | None,
    places: set[int] | None = None,
    only_unfinished: bool = False,
    replace: bool = False,
) -> Roadmap:
    """Write the roadmap of the next term as a draft and return it; done twice it is the same one.

    `places` are the rows taken (from 1; all by default). Unfinished rows say from which year they come. In the
    roadmap's own programme the old roadmap goes to the archive. Raises DomainError when the programme has another
    working roadmap that `replace` does not give up, or when no row is left.
    """
    with transaction.atomic():
        locked = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
        plan = plan_rollover(locked, programme)
        if plan.existing is not None:
            return plan.existing
        _require_room(plan, replace=replace)
        wanted = {
            row.place
            for row in plan.rows
            if (places is None or row.place in places) and (row.carried or not only_unfinished)
        }
        if plan.replaces is not None:
            archive_roadmap(plan.replaces, actor=actor, reason="Перенесена на следующий год")
        made = create_roadmap(
            programme,
            with_rows(plan.plan.form, wanted),
            actor=actor,
            project=_project_in(locked, programme),
            prove=programme.pk != locked.programme_id,
        )
        carried = [row.place for row in plan.rows if row.carried and row.place in wanted]
        Activity.objects.filter(stage__roadmap=made, order__in=carried).update(carried_from=plan.label)
        Rollover.objects.update_or_create(
            source=locked,
            programme=programme,
            defaults={"organization": locked.organization, "target": made, "by": actor},
        )
        counts = {"rows": len(wanted), "carried": len(carried)}
        audit.record("roadmap.rolled_over", subject=made, actor=actor, after=counts)
    return made


def _require_room(plan: RolloverPlan, *, replace: bool) -> None:
    if plan.source.project_id and _project_in(plan.source, plan.programme) is None:
        raise DomainError(
            f"В программе «{plan.programme}» нет проекта той же формы наставничества: сначала добавьте его.",
            code="no_project",
        )
    own = plan.replaces is not None and plan.replaces.pk == plan.source.pk
    if plan.replaces is not None and not own and not replace:
        raise DomainError(
            f"У программы уже есть дорожная карта «{plan.replaces.title}». Замените её или откройте.",
            field="replace",
        )


def programmes_for(roadmap: Roadmap, outline: Outline | None = None) -> list[Programme]:
    """Programmes of the institution that last into the roadmap's next term, the nearest first."""
    term = next_period(outline.period if outline else Period(roadmap.period_start, roadmap.period_end))
    found = Programme.objects.filter(period_end__gte=term.start, period_start__lte=term.end)
    return list(found.order_by("-period_start", "pk"))
