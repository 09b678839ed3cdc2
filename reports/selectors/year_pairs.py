"""Pairs of a year: who worked by an order, what became of them, their meetings; a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from core.russian import date_short
from mentorship.enums import LIVE_PAIR_STATES, PairState
from mentorship.meeting_enums import USUAL_NORM, MeetingKind, MeetingState
from mentorship.models import (
    DevelopmentPlan,
    Meeting,
    MeetingNorm,
    Pair,
    PairMentee,
    PairPulse,
    PlanGoal,
    PlanStep,
)
from mentorship.plan_enums import GoalResult, PlanState
from reports.narrative.pairs import RARE_REASONS, PairFigure, PairsFigures
from reports.narrative.work import CadenceFigure, MeetingFigures, PlanFigures
from reports.selectors.annual import BY_ORDER
from reports.selectors.ending_reasons import normal, reasons_told
from reports.selectors.spans import Span
from surveys.selectors.names import NameHider

SCHOOL_MONTHS = (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)


@dataclass(frozen=True)
class YearPairs:
    """Rows of the pairs that worked in the year, and who was in them (ids of entries)."""

    rows: list[dict[str, Any]]
    places: dict[int, set[int]]
    mentees: set[int]
    mentors: set[int]


def pairs_in(span: Span) -> QuerySet[Pair]:
    """Pairs and groups named in an order by the last day, and not ended before the first."""
    return Pair.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=span.since),
        programme=span.programme,
        state__in=BY_ORDER,
        order_date__lte=span.day,
        **span.project_filter,
    )


def year_pairs(span: Span) -> YearPairs:
    """Two queries."""
    rows: list[dict[str, Any]] = list(
        pairs_in(span)  # type: ignore[arg-type]
        .order_by("project__form__order", "project", "order_date", "pk")
        .values(
            "pk",
            "mentor_id",
            "project_id",
            "project__form__title",
            "role_model__title",
            "state",
            "order_number",
            "order_date",
            "period_start",
            "period_end",
            "ended_on",
            "end_reason",
            "replaces_id",
        )
    )
    places: dict[int, set[int]] = defaultdict(set)
    stayed = Q(left_on__isnull=True) | Q(left_on__gte=span.since)
    for pair, mentee in PairMentee.objects.filter(stayed, pair__in=pairs_in(span)).values_list(
        "pair_id", "mentee_id"
    ):
        places[pair].add(mentee)
    mentees: set[int] = set().union(*places.values()) if places else set()
    return YearPairs(rows, places, mentees, {row["mentor_id"] for row in rows})


def pairs_figures(
    span: Span, found: YearPairs, before: YearPairs | None, hider: NameHider | None = None
) -> PairsFigures:
    """Figures of the section; two queries. Names written in a reason are hidden, rare reasons are not told."""
    told = reasons_told(span)
    held = dict(
        Meeting.objects.filter(
            pair__in=[row["pk"] for row in found.rows],
            state=MeetingState.HELD,
            on__range=(span.since, span.day),
        )
        .order_by()
        .values_list("pair_id")
        .annotate(Count("pk"))
    )
    return PairsFigures(
        pairs=[
            _pair(
                row,
                span,
                len(found.places.get(row["pk"], ())),
                held.get(row["pk"], 0),
                _reason(row, span, told, hider),
            )
            for row in found.rows
        ],
        mentees=len(found.mentees),
        mentors=len(found.mentors),
        before=len(before.rows) if before is not None and before.rows else None,
        before_completed=sum(row["state"] == PairState.COMPLETED for row in before.rows) if before else None,
        replaced=sum(row["replaces_id"] is not None for row in found.rows),
    )


def _pair(row: dict[str, Any], span: Span, size: int, meetings: int, reason: str) -> PairFigure:
    became = became_of(row, span.day)
    ended = row["ended_on"] if became != "active" else None
    first = row["period_start"] or row["order_date"]
    return PairFigure(
        number=row["pk"],
        form=row["project__form__title"],
        role_model=row["role_model__title"] or "",
        size=size,
        order=f"№\u00a0{row['order_number']} от\u00a0{date_short(row['order_date'])}",
        period=_period(first, ended or row["period_end"]),
        started=row["order_date"] >= span.since,
        became=became,
        reason=reason,
        meetings=meetings,
        days=(ended - first).days if ended and first and ended >= first else None,
    )


def _reason(row: dict[str, Any], span: Span, told: frozenset[str], hider: NameHider | None) -> str:
    reason = normal(row["end_reason"]) if became_of(row, span.day) == "terminated" else ""
    if reason and reason not in told:
        return RARE_REASONS
    return hider.hide(reason) if hider else reason


def became_of(row: dict[str, Any], day: dt.date) -> str:
    """What the pair was on the day: one that ended later still worked."""
    if row["ended_on"] and row["ended_on"] > day:
        return "active"
    return {PairState.COMPLETED: "completed", PairState.TERMINATED: "terminated"}.get(row["state"], "active")


def _period(start: dt.date | None, end: dt.date | None) -> str:
    return f"{date_short(start) if start else '…'} – {date_short(end) if end else '…'}"


# --- meetings ---


def meeting_figures(
    span: Span, found: YearPairs, figures: PairsFigures, before: YearPairs | None
) -> MeetingFigures:
    """Four queries, two more when last year is known."""
    year = Meeting.objects.filter(
        pair__in=[row["pk"] for row in found.rows], on__range=(span.since, span.day)
    ).order_by()
    held = year.filter(state=MeetingState.HELD)
    kinds = dict(held.values_list("kind").annotate(Count("pk")))
    months = dict(held.annotate(month=ExtractMonth("on")).values_list("month").annotate(Count("pk")))
    whole = year.aggregate(
        held=Count("pk", filter=Q(state=MeetingState.HELD)),
        missed=Count("pk", filter=Q(state=MeetingState.MISSED)),
        minutes=Sum("minutes", filter=Q(state=MeetingState.HELD)),
    )
    return MeetingFigures(
        forms=_cadence(span, found, figures),
        held=whole["held"],
        missed=whole["missed"],
        minutes=whole["minutes"] or 0,
        kinds=[(kind.label, kinds.get(kind.value, 0)) for kind in MeetingKind],
        months=[(month, months[month]) for month in SCHOOL_MONTHS if month in months],
        before=_held_before(before),
    )


def _held_before(before: YearPairs | None) -> int | None:
    if before is None or not before.rows:
        return None
    held = Meeting.objects.filter(pair__in=[row["pk"] for row in before.rows], state=MeetingState.HELD)
    return held.count() or None


def _cadence(span: Span, found: YearPairs, figures: PairsFigures) -> list[CadenceFigure]:
    """The norm is known as of today only: of a year that has passed nothing is said about it."""
    norms = dict(MeetingNorm.objects.values_list("form_id", "days"))
    form_of = dict(span.programme.projects.values_list("pk", "form_id"))
    working: Counter[int] = Counter()
    in_norm: Counter[int] = Counter()
    if span.is_current:
        pulses = PairPulse.objects.filter(programme=span.programme, is_working=True, **span.project_filter)
        for project, due in pulses.values_list("project_id", "due_on"):
            working[project] += 1
            in_norm[project] += due >= span.day
    rows = []
    for project in dict.fromkeys(row["project_id"] for row in found.rows):
        own = [
            pair for pair, row in zip(figures.pairs, found.rows, strict=True) if row["project_id"] == project
        ]
        rows.append(
            CadenceFigure(
                form=own[0].form,
                pairs=len(own),
                held=sum(pair.meetings for pair in own),
                without=sum(not pair.meetings for pair in own),
                norm_days=norms.get(form_of[project], USUAL_NORM),
                in_norm=in_norm[project] if span.is_current else None,
                working=working[project],
            )
        )
    return rows


# --- development plans ---


def plan_figures(span: Span, found: YearPairs) -> PlanFigures:
    """Plans whose term meets the year; four queries."""
    plans = DevelopmentPlan.objects.filter(
        programme=span.programme,
        period_start__lte=span.day,
        period_end__gte=span.since,
        **span.project_filter,
    ).exclude(state=PlanState.CANCELLED)
    states = dict(plans.order_by().values_list("state").annotate(Count("pk")))
    goals = dict(
        PlanGoal.objects.filter(plan__in=plans).order_by().values_list("result").annotate(Count("pk"))
    )
    steps = PlanStep.objects.filter(goal__plan__in=plans).aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(done_on__lte=span.day))
    )
    working = {
        mentee
        for row in found.rows
        if row["state"] in LIVE_PAIR_STATES
        for mentee in found.places.get(row["pk"], ())
    }
    planned = set(plans.values_list("mentee_id", flat=True))
    return PlanFigures(
        states=[(state.label, states[state.value]) for state in PlanState if states.get(state.value)],
        goals=[(result.label, goals[result.value]) for result in GoalResult if goals.get(result.value)],
        steps_done=steps["done"],
        steps=steps["all"],
        without=len(working - planned),
        in_pairs=len(working),
        approved=states.get(PlanState.APPROVED, 0) + states.get(PlanState.COMPLETED, 0),
    )
