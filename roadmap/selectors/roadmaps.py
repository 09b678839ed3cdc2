"""Reading roadmaps: whole, by stage, filtered, as a line of the year."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from core.enums import Role
from core.models import Membership
from core.registries import StageMark
from core.sorting import empty_first
from mentorship.models import Programme
from roadmap.deadlines import explained
from roadmap.enums import LIVE, DeadlineKind, OccurrenceState, Status
from roadmap.models import Activity, Evidence, Occurrence, Roadmap, Stage
from roadmap.selectors.filters import ME, LineFilter, folded
from roadmap.selectors.progress import counts_of
from roadmap.selectors.statuses import StatusView, current_facts, missing_of, status_of, waits_for

#: Kinds that do not place an activity on the line of the year: they go on all the time.
UNPLACED = (DeadlineKind.RECURRING, DeadlineKind.MONTHLY_DAY, DeadlineKind.YEARLY, DeadlineKind.OPEN_START)


OWN_FIRST = empty_first("project_id")


def roadmaps_visible_to(membership: Membership, programme: Programme) -> QuerySet[Roadmap]:
    """The programme's own roadmap first, then those of its projects; a project curator sees those of their projects."""
    found = Roadmap.objects.filter(programme=programme).select_related("project", "programme", "organization")
    if membership.role == Role.PROJECT_CURATOR:
        found = found.filter(Q(project__isnull=True) | Q(project__curators=membership.user)).distinct()
    # The databases disagree on where the empty project of the programme's own one stands.
    return found.order_by(OWN_FIRST, "pk")


def all_roadmaps_visible_to(membership: Membership) -> QuerySet[Roadmap]:
    """The same whatever the programme."""
    found = Roadmap.objects.select_related("project", "programme", "organization")
    if membership.role == Role.PROJECT_CURATOR:
        own = Q(project__isnull=True, programme__projects__curators=membership.user)
        found = found.filter(own | Q(project__curators=membership.user)).distinct()
    return found


def activities_visible_to(membership: Membership) -> QuerySet[Activity]:
    """Activities that a member may open, whatever the programme."""
    found = Activity.objects.select_related(
        "stage__roadmap__programme", "stage__roadmap__project", "stage__roadmap__organization"
    )
    if membership.role == Role.PROJECT_CURATOR:
        roadmap = Q(stage__roadmap__project__isnull=True) & Q(
            stage__roadmap__programme__projects__curators=membership.user
        )
        found = found.filter(roadmap | Q(stage__roadmap__project__curators=membership.user)).distinct()
    return found


def live_of(roadmaps: Sequence[Roadmap]) -> list[Roadmap]:
    return [roadmap for roadmap in roadmaps if roadmap.state in LIVE]


@dataclass(frozen=True)
class Line:
    """An activity as a row of the roadmap."""

    activity: Activity
    status: StatusView
    evidence: list[Evidence]
    counts: Mapping[str, str] = field(default_factory=dict)

    @property
    def understood(self) -> str:
        return explained(self.activity.reading)

    @property
    def says_more(self) -> bool:
        """Whether the understood deadline adds to the plan's own words; «До 5 октября 2026» is said already."""
        return _folded_day(self.understood) != _folded_day(self.activity.deadline)

    @property
    def is_doubtful(self) -> bool:
        return self.activity.reading.needs_a_look

    @cached_property
    def missing(self) -> list[str]:
        """What is still to come; nothing for what is done."""
        if self.status.is_proved:
            return []
        return missing_of(self.activity, current_facts(self.activity), self.counts)

    @property
    def waiting(self) -> str:
        """What a deadline counted from an event waits for; empty for all others."""
        return waits_for(self.activity) if self.status.status == Status.WAITING else ""

    def fits(self, wanted: LineFilter) -> bool:
        """Whether the filter leaves this row; the stage is looked at by the caller."""
        activity = self.activity
        text = " ".join((activity.number, activity.text, activity.responsible, activity.result))
        who = ((row.role, row.user_id) for row in activity.assignees.all())
        return wanted.fits_status(self.status.status) and wanted.fits_words(text) and wanted.fits_who(who)


@dataclass
class StageBlock:
    """A stage with the rows that the filter leaves; `done` and `total` count all of its activities."""

    stage: Stage
    lines: list[Line] = field(default_factory=list)
    done: int = 0
    total: int = 0


def _folded_day(text: str) -> str:
    """A deadline without case, spaces, «г.» and leading zeros."""
    return re.sub(r"\b0|\bг\.|года\b|[\s.,]", "", folded(text))


def lines_of(roadmap: Roadmap, today: date) -> list[Line]:
    """All activities of a roadmap with their state: a constant number of queries."""
    return lines_of_all([roadmap], today)


def lines_of_all(roadmaps: Sequence[Roadmap], today: date) -> list[Line]:
    """The same of several roadmaps of one programme, one after the other."""
    if not roadmaps:
        return []
    adopted = {roadmap.pk: roadmap.adopted_on for roadmap in roadmaps}
    rows = (
        Activity.objects.filter(stage__roadmap__in=adopted)
        .select_related("stage", "tie__other")
        .prefetch_related("occurrences", "evidence__fact", "rules", "assignees__user")
        .order_by("stage__roadmap", "stage__order", "order")
    )
    counts = counts_of(roadmaps[0].programme, today)
    return [
        line_of(activity, today=today, adopted_on=adopted[activity.stage.roadmap_id], counts=counts)
        for activity in rows
    ]


def line_of(
    activity: Activity, *, today: date, adopted_on: date, counts: Mapping[str, str] | None = None
) -> Line:
    rows = list(activity.occurrences.all())
    status = status_of(activity, rows, today=today, adopted_on=adopted_on)
    return Line(activity, status, list(activity.evidence.all()), counts or {})


def blocks_of(roadmap: Roadmap, today: date, wanted: LineFilter = LineFilter()) -> list[StageBlock]:  # noqa: B008
    """Stages with their rows, filtered; empty stages are left out of a filtered view."""
    blocks = {row.pk: StageBlock(row) for row in roadmap.stages.all()}
    for line in lines_of(roadmap, today):
        block = blocks[line.activity.stage_id]
        block.total += 1
        block.done += line.status.is_proved
        if wanted.stage in (None, line.activity.stage_id) and line.fits(wanted):
            block.lines.append(line)
    return [block for block in blocks.values() if block.lines or not wanted.any]


#: In which order one's own activities stand, and what they are called together.
GROUPS: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("Просрочено", (Status.OVERDUE,)),
    ("В работе", (Status.IN_WORK,)),
    ("Ещё не наступило", (Status.NOT_DUE,)),
    ("Ожидает события", (Status.WAITING,)),
    ("Без срока", (Status.NO_DATE, Status.BEFORE)),
    ("Выполнено", (Status.DONE, Status.DONE_LATE)),
)


def line_groups(roadmaps: Sequence[Roadmap], today: date, wanted: LineFilter) -> list[tuple[str, list[Line]]]:
    """What the viewer answers for in these roadmaps, by state, the earliest day first; empty groups are left out."""
    mine = replace(wanted, who=ME)
    lines = [
        line
        for line in lines_of_all(roadmaps, today)
        if mine.stage in (None, line.activity.stage_id) and line.fits(mine)
    ]
    lines.sort(key=lambda line: line.status.due or date.max)
    found = [(title, [line for line in lines if line.status.status in states]) for title, states in GROUPS]
    return [(title, rows) for title, rows in found if rows]


def main_roadmap(programme: Programme) -> Roadmap | None:
    """The roadmap of the line of the year: the programme's own, else the first of a project."""
    found = Roadmap.objects.filter(programme=programme, state__in=LIVE)
    return found.order_by(OWN_FIRST, "pk").first()


@dataclass(frozen=True)
class StageFigures:
    """A stage with its activities proved and all, and the days `first`…`last` on which they lie."""

    stage: Stage
    done: int
    total: int
    first: date | None
    last: date | None


def stage_figures(roadmap: Roadmap) -> list[StageFigures]:
    """Stages in their order with their figures: one query."""
    rows = "activities__occurrences"
    kept = Q(activities__archived_at__isnull=True)
    placed = Q(**{f"{rows}__due__isnull": False}) & ~Q(activities__kind__in=UNPLACED) & kept
    found = roadmap.stages.annotate(
        total=Count("activities", distinct=True, filter=kept),
        unfinished=Count(
            "activities", distinct=True, filter=kept & Q(**{f"{rows}__state": OccurrenceState.OPEN})
        ),
        first=Min(Coalesce(f"{rows}__start", f"{rows}__due"), filter=placed),
        last=Max(f"{rows}__due", filter=placed),
    ).order_by("order")
    return [StageFigures(row, row.total - row.unfinished, row.total, row.first, row.last) for row in found]


def mark_now(marks: list[StageMark], today: date) -> int | None:
    """Index of the stage that runs: the last that holds today, else the last that has begun and is not finished."""
    holding = [i for i, m in enumerate(marks) if m.start and m.end and m.start <= today <= m.end]
    begun = [i for i, m in enumerate(marks) if m.start and m.start <= today and m.done < m.total]
    found = holding or begun
    return found[-1] if found else None


def open_occurrences(programme: Programme, membership: Membership, until: date) -> QuerySet[Occurrence]:
    """Open occurrences due until a day, in the programme's live roadmaps, earliest first."""
    visible = roadmaps_visible_to(membership, programme).filter(state__in=LIVE)
    return (
        Occurrence.objects.filter(
            state=OccurrenceState.OPEN,
            due__lte=until,
            due__gte=F("activity__stage__roadmap__adopted_on"),
            activity__stage__roadmap__in=visible.values("pk"),
            activity__archived_at__isnull=True,
        )
        .select_related("activity__stage__roadmap")
        .order_by("due", "activity__stage__order", "activity__order")
    )
