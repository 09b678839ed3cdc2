"""The roadmap, indicators, practices, events, awards and documents of a year, and what the next one brings."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q

from core.clock import local
from core.russian import NO_DATA, date_short
from mentorship.award_enums import NominationState, RoundState
from mentorship.event_enums import EventState
from mentorship.models import AwardRound, Event, Practice, Programme
from mentorship.practice_enums import PracticeState
from mentorship.selectors.events import with_counts
from reports.enums import DocumentState
from reports.indicator_enums import Direction
from reports.indicator_lines import IndicatorLine
from reports.kinds import label_of
from reports.models import Document
from reports.narrative.indicators import IndicatorFigure
from reports.narrative.outlook import NextLine, NextYear
from reports.narrative.results import AwardFigure, DocumentFigure, EventFigure, PracticeFigure
from reports.narrative.roadmap import LateFigure, RoadmapFigures, StageLine
from reports.selectors.indicators import indicator_lines
from reports.selectors.spans import Span
from roadmap.enums import LIVE, PROVED, Status
from roadmap.models import Activity, Roadmap
from roadmap.selectors.progress_report import ActivityOnDay, StageOnDay, roadmap_on
from roadmap.selectors.roadmaps import main_roadmap
from surveys.selectors.names import NameHider

TOLD_PRACTICES = (PracticeState.APPROVED, PracticeState.PUBLISHED)
_KNOWN = (Status.DONE, Status.DONE_LATE, Status.OVERDUE, Status.IN_WORK, Status.NOT_DUE)


def roadmap_in(span: Span) -> Roadmap | None:
    """The roadmap of the programme, of the project where the report is about one."""
    if span.project is None:
        return main_roadmap(span.programme)
    return Roadmap.objects.filter(project=span.project, state__in=LIVE).order_by("pk").first()


def roadmap_figures(span: Span, before: Span | None) -> RoadmapFigures | None:
    """None without a roadmap."""
    roadmap = roadmap_in(span)
    if roadmap is None:
        return None
    stages = roadmap_on(roadmap, span.day)
    rows = [row for stage in stages for row in stage.rows]
    former = roadmap_in(before) if before else None
    return RoadmapFigures(
        title=roadmap.title,
        day=span.day,
        stages=[_stage(stage) for stage in stages],
        late=[_late(row) for row in rows if row.status.status == Status.DONE_LATE],
        overdue=[_late(row) for row in rows if row.status.status == Status.OVERDUE],
        before=_done_of(former, before.day) if former and before else None,
    )


def _stage(stage: StageOnDay) -> StageLine:
    counts = stage.counts
    return StageLine(
        title=stage.title.rstrip(". "),
        in_time=counts[Status.DONE],
        late=counts[Status.DONE_LATE],
        overdue=counts[Status.OVERDUE],
        ahead=counts[Status.IN_WORK] + counts[Status.NOT_DUE],
        undated=sum(number for status, number in counts.items() if status not in _KNOWN),
    )


def _late(row: ActivityOnDay) -> LateFigure:
    activity, status = row.activity, row.status
    if status.total > 1:
        why = f"выполнено {status.done} из {status.total}"
    elif row.proofs:
        why = "есть подтверждения, не отмечено выполненным"
    else:
        why = "нет подтверждения"
    return LateFigure(
        activity.number.rstrip("."),
        " ".join(activity.text.split()),
        " ".join(activity.deadline.split()),
        " ".join(activity.responsible.split()),
        status.due,
        row.done_on,
        why,
    )


def _done_of(roadmap: Roadmap, day: dt.date) -> tuple[int, int]:
    rows = [row for stage in roadmap_on(roadmap, day) for row in stage.rows]
    return sum(row.status.status in PROVED for row in rows), len(rows)


# --- indicators ---


def indicator_figures(span: Span, before: Span | None) -> list[IndicatorFigure]:
    """The programme's indicators beside last year's of the same code, or of the same title where there is no code."""
    if span.project is not None:
        return []
    former = indicator_lines(before.programme, on=before.day) if before else []
    last = {_key(line): line for line in former}
    return [_indicator(line, last.get(_key(line))) for line in indicator_lines(span.programme, on=span.day)]


def _key(line: IndicatorLine) -> str:
    return line.code or line.title.casefold()


def _indicator(line: IndicatorLine, last: IndicatorLine | None) -> IndicatorFigure:
    comparable = last is not None and last.unit == line.unit  # told in another unit, it is another figure
    return IndicatorFigure(
        title=line.title,
        group=line.group,
        amount=line.amount,
        fraction=line.fraction,
        plan=line.planned,
        plan_text=line.planned_text,
        value=line.value,
        note=line.note,
        plans=[(cell.label, cell.text) for cell in line.plan],
        before=last.amount if comparable and last else None,
        before_text=last.value if comparable and last else NO_DATA,
        is_share=line.is_share,
        less_is_better=line.direction == Direction.LESS,
    )


# --- practices, events, awards, documents ---


def practice_figures(span: Span, hider: NameHider) -> tuple[list[PracticeFigure], int]:
    """Practices of the bank, impersonal, and how many of them are published."""
    found = Practice.objects.filter(programme=span.programme, state__in=TOLD_PRACTICES)
    if span.project:
        found = found.filter(pair__project=span.project)
    rows = list(found.select_related("pair__project__form").order_by("-published_on", "pk"))
    figures = [
        PracticeFigure(
            hider.hide(row.title),
            row.pair.project.form.title,
            row.get_state_display(),
            "" if row.is_named else hider.hide(row.result),
        )
        for row in rows
    ]
    return figures, sum(row.state == PracticeState.PUBLISHED for row in rows)


def event_figures(span: Span) -> tuple[list[EventFigure], list[AwardFigure], int]:
    """Events held in the year, rounds of awards closed in it, and how many events were cancelled; two queries."""
    organization = span.programme.organization
    events = list(
        with_counts(Event.objects.filter(programme=span.programme).exclude(state=EventState.PLANNED))
        .select_related("kind")
        .order_by("starts_at", "pk")
    )
    inside = [one for one in events if span.since <= local(one.starts_at, organization).date() <= span.day]
    held = [one for one in inside if one.state == EventState.HELD]
    rounds = (
        AwardRound.objects.filter(
            programme=span.programme, state=RoundState.CLOSED, closed_on__range=(span.since, span.day)
        )
        .annotate(
            nominated=Count("nominations", filter=Q(nominations__state=NominationState.ACCEPTED)),
            laureates=Count("nominations", filter=Q(nominations__is_laureate=True)),
        )
        .order_by("closed_on", "pk")
    )
    awards = [
        AwardFigure(one.title, one.nominated, one.laureates, date_short(one.closed_on))
        for one in rounds
        if one.closed_on
    ]
    told = [
        EventFigure(
            one.title,
            one.kind.title,
            date_short(local(one.starts_at, organization).date()),
            one.seated,  # type: ignore[attr-defined]
            one.came,  # type: ignore[attr-defined]
        )
        for one in held
    ]
    return told, awards, len(inside) - len(held)


def document_figures(span: Span) -> list[DocumentFigure]:
    signed = Document.objects.filter(
        programme=span.programme, state=DocumentState.SIGNED, date__range=(span.since, span.day)
    ).order_by("date", "number_place", "pk")
    return [
        DocumentFigure(label_of(row.kind), row.title, row.number, date_short(row.date))
        for row in signed
        if row.date
    ]


# --- next year ---


def next_figures(span: Span, roadmap: RoadmapFigures | None) -> NextYear:
    """The roadmap of the programme that follows; what this one left undone."""
    following = (
        Programme.objects.filter(
            organization=span.programme.organization, period_start__gte=span.programme.period_end
        )
        .order_by("period_start", "pk")
        .first()
    )
    planned = main_roadmap(following) if following and span.project is None else None
    carried = [
        NextLine(one.number, one.text, one.deadline, one.responsible)
        for one in (roadmap.overdue if roadmap else [])
    ]
    return NextYear(_activities(planned) if planned else None, carried)


def _activities(roadmap: Roadmap) -> list[NextLine]:
    rows = Activity.objects.filter(
        stage__roadmap=roadmap, archived_at__isnull=True, stage__archived_at__isnull=True
    ).order_by("stage__order", "order", "pk")
    return [
        NextLine(
            row.number.rstrip("."),
            " ".join(row.text.split()),
            " ".join(row.deadline.split()),
            " ".join(row.responsible.split()),
        )
        for row in rows
    ]
