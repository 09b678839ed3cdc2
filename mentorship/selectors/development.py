"""How the development plans of pairs stand: what the health of a pair, lists and pages tell of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Min

from core.clock import today
from core.russian import counted
from mentorship.models import DevelopmentPlan, PairMentee, PlanGoal, PlanPoint, PlanRule, PlanStep
from mentorship.plan_enums import GoalResult, PlanState

#: In how many days after the pair began its plan is expected, where the programme has set nothing.
DAYS = 30
WORKING = frozenset({PlanState.APPROVED, PlanState.COMPLETED})


@dataclass(frozen=True)
class PlanStanding:
    """The plans of one pair together, its mentees counted.

    `is_late`: some mentee has no approved plan although it was due by the programme's rule. `overdue` counts steps and
    goals of approved plans past their date, mid-points too. `words` and `tone` tell it in a line.
    """

    mentees: int
    with_plan: int
    approved: int
    overdue: int
    is_late: bool
    is_finished: bool = False
    waits_for: tuple[str, ...] = field(default_factory=tuple)
    next_point: dt.date | None = None
    words: str = ""
    tone: str = ""


def plan_state(pair_ids: Iterable[int], *, day: dt.date | None = None) -> dict[int, PlanStanding]:
    """Pair id → how its plans stand on the day (today of the institution); five queries for any number of pairs.

    A pair without a live mentee is left out. A plan is found by its mentee and form, so it counts for the pair that
    the mentee is in now.
    """
    places = list(
        PairMentee.objects.filter(pair__in=list(pair_ids), is_live=True)
        .select_related("pair__organization")
        .order_by("pair_id", "pk")
    )
    if not places:
        return {}
    on = day or today(places[0].pair.organization)
    plans = _living(places)
    overdue, points = _overdue(plans.values(), on)
    rules = _days({place.pair.programme_id for place in places})
    by_pair: dict[int, list[PairMentee]] = {}
    for place in places:
        by_pair.setdefault(place.pair_id, []).append(place)
    return {
        pair: _standing(rows, plans, overdue, points, rules.get(rows[0].pair.programme_id, DAYS), on)
        for pair, rows in by_pair.items()
    }


def _living(places: list[PairMentee]) -> dict[tuple[int, int], DevelopmentPlan]:
    rows = DevelopmentPlan.objects.filter(mentee__in=[place.mentee_id for place in places])
    rows = rows.exclude(state=PlanState.CANCELLED).order_by()
    return {(plan.mentee_id, plan.project_id): plan for plan in rows}


def _overdue(plans: Iterable[DevelopmentPlan], on: dt.date) -> tuple[Counter[int], dict[int, dt.date]]:
    """Plan id → things past their date, and plan id → the next mid-point."""
    ids = [plan.pk for plan in plans if plan.state == PlanState.APPROVED]
    found: Counter[int] = Counter(
        PlanStep.objects.filter(goal__plan__in=ids, done_on__isnull=True, due_on__lt=on)
        .order_by()
        .values_list("goal__plan_id", flat=True)
    )
    goals = PlanGoal.objects.filter(plan__in=ids, result=GoalResult.OPEN, due_on__lt=on).order_by()
    found.update(goals.values_list("plan_id", flat=True))
    open_points = PlanPoint.objects.filter(plan__in=ids, held_on__isnull=True).order_by()
    nearest = dict(open_points.values_list("plan").annotate(nearest=Min("on")).values_list("plan", "nearest"))
    found.update(plan for plan, nearest_on in nearest.items() if nearest_on < on)
    return found, nearest


def _days(programmes: set[int]) -> dict[int, int]:
    return dict(PlanRule.objects.filter(programme__in=programmes).values_list("programme_id", F("days")))


def _standing(
    places: list[PairMentee],
    plans: dict[tuple[int, int], DevelopmentPlan],
    overdue: Counter[int],
    points: dict[int, dt.date],
    days: int,
    on: dt.date,
) -> PlanStanding:
    mine = [plan for place in places if (plan := plans.get((place.mentee_id, place.project_id)))]
    approved = sum(plan.state in WORKING for plan in mine)
    late_things = sum(overdue[plan.pk] for plan in mine)
    start = places[0].pair.period_start
    is_late = approved < len(places) and start is not None and start + dt.timedelta(days=days) < on
    nearest = [points[plan.pk] for plan in mine if plan.pk in points]
    words, tone = _words(len(places), mine, approved, late_things, is_late)
    return PlanStanding(
        mentees=len(places),
        with_plan=len(mine),
        approved=approved,
        overdue=late_things,
        is_late=is_late,
        is_finished=len(mine) == len(places) and all(plan.state == PlanState.COMPLETED for plan in mine),
        waits_for=tuple(
            sorted({str(plan.get_state_display()) for plan in mine if plan.state not in WORKING})
        ),
        next_point=min(nearest, default=None),
        words=words,
        tone=tone,
    )


def _words(
    mentees: int, plans: list[DevelopmentPlan], approved: int, overdue: int, is_late: bool
) -> tuple[str, str]:
    if not plans:
        return "плана нет", "bad" if is_late else "wait"
    if overdue:
        return f"просрочено: {counted(overdue, 'пункт плана', 'пункта плана', 'пунктов плана')}", "bad"
    if approved == mentees:
        done = all(plan.state == PlanState.COMPLETED for plan in plans)
        return ("план завершён" if done else "план утверждён"), "ok"
    if len(plans) < mentees:
        return f"план есть у {len(plans)} из {mentees}", "bad" if is_late else "wait"
    state = next(plan for plan in plans if plan.state not in WORKING).get_state_display()
    return f"план: {str(state).lower()}", "bad" if is_late else "wait"
