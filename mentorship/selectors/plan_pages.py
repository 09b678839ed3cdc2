"""What the page of a plan shows, read in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch

from core.clock import today
from mentorship.models import (
    DevelopmentPlan,
    PlanChange,
    PlanEvidence,
    PlanGoal,
    PlanPoint,
    PlanSection,
    PlanStep,
)
from mentorship.plan_enums import GOAL_TONES, GoalResult, PlanState
from mentorship.selectors.plans import SideLine, agreement_lines


@dataclass(frozen=True)
class StepLine:
    step: PlanStep
    is_late: bool


@dataclass(frozen=True)
class GoalLine:
    goal: PlanGoal
    tone: str
    is_late: bool
    steps: list[StepLine]
    evidence: list[PlanEvidence]
    done: int


@dataclass(frozen=True)
class PointLine:
    point: PlanPoint
    is_late: bool


@dataclass(frozen=True)
class PlanPageData:
    """`next_words` is the one thing that comes next by the plan itself."""

    sections: list[PlanSection]
    goals: list[GoalLine]
    points: list[PointLine]
    evidence: list[PlanEvidence]
    changes: list[PlanChange]
    sides: list[SideLine]
    reached: int
    next_words: str


def page_of(plan: DevelopmentPlan) -> PlanPageData:
    day = today(plan.organization)
    works = plan.state == PlanState.APPROVED
    evidence = PlanEvidence.objects.select_related("file", "author")
    rows = plan.goals.prefetch_related("steps", Prefetch("evidence", queryset=evidence))
    goals = [_goal(goal, day, works=works) for goal in rows]
    points = [
        PointLine(point, works and point.held_on is None and point.on < day) for point in plan.points.all()
    ]
    return PlanPageData(
        sections=list(plan.sections.all()),
        goals=goals,
        points=points,
        evidence=list(evidence.filter(plan=plan, goal__isnull=True)),
        changes=list(PlanChange.objects.filter(plan=plan).select_related("author")),
        sides=agreement_lines(plan),
        reached=sum(line.goal.result in {GoalResult.REACHED, GoalResult.PARTLY} for line in goals),
        next_words=_next(goals, points) if works else "",
    )


def _goal(goal: PlanGoal, day: dt.date, *, works: bool) -> GoalLine:
    steps = [
        StepLine(step, works and step.done_on is None and step.due_on < day) for step in goal.steps.all()
    ]
    late = works and goal.result == GoalResult.OPEN and goal.due_on < day
    return GoalLine(
        goal,
        "bad" if late else GOAL_TONES[GoalResult(goal.result)],
        late,
        steps,
        list(goal.evidence.all()),
        sum(line.step.done_on is not None for line in steps),
    )


def _next(goals: list[GoalLine], points: list[PointLine]) -> str:
    """The nearest thing that is not done: a step, a mid-point, a goal to be judged."""
    waiting = [
        (line.step.due_on, f"{line.step.title}")
        for goal in goals
        if goal.goal.result == GoalResult.OPEN
        for line in goal.steps
        if line.step.done_on is None
    ]
    waiting += [
        (one.point.on, f"контрольная точка «{one.point.title}»")
        for one in points
        if one.point.held_on is None
    ]
    waiting += [
        (one.goal.due_on, f"оценить цель «{one.goal.title}»")
        for one in goals
        if one.goal.result == GoalResult.OPEN
    ]
    if not waiting:
        return "подвести итог и завершить план"
    when, what = min(waiting, key=lambda pair: pair[0])
    return f"{what}, до {when:%d.%m.%Y}"
