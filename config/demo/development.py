"""Development plans of the demo's pairs: one at work with marks, others on their way to the approval."""

from __future__ import annotations

import datetime as dt

from config.demo.house import House
from core.clock import today
from mentorship.domain import plan_work
from mentorship.domain.plans import agree_plan, approve_plan, send_plan, start_plan
from mentorship.enums import PairState
from mentorship.models import DevelopmentPlan, PairMentee, Programme
from mentorship.plan_enums import PlanSide
from mentorship.selectors.plan_templates import fitting_templates

#: How far the plans of the first pairs have come; the rest have none yet.
WAYS = ("working", "working", "approval", "agreeing", "draft", "working")


def bring_plans(house: House, programme: Programme) -> None:
    """Plans by the shipped templates: the pair of the demo's mentor comes first, its plan is at work."""
    places = (
        PairMentee.objects.filter(is_live=True, pair__programme=programme, pair__state=PairState.ACTIVE)
        .select_related(
            "pair__organization",
            "pair__programme",
            "pair__project__form",
            "pair__role_model",
            "pair__mentor__person",
            "mentee__person",
        )
        .order_by("pk")
    )
    own = sorted(
        places, key=lambda place: (place.mentor.person.user_id is None, place.mentee.person.user_id is None)
    )
    for place, way in zip(own, WAYS, strict=False):
        plan = _begun(house, place)
        if way == "draft":
            continue
        send_plan(plan, actor=house.curator)
        agree_plan(plan, side=PlanSide.MENTOR, person=place.pair.mentor.person, actor=house.curator)
        if way == "agreeing":
            continue
        agree_plan(plan, side=PlanSide.MENTEE, person=place.mentee.person, actor=house.curator)
        if way == "working":
            approve_plan(plan, actor=house.curator)
            _work(house, plan)


def _begun(house: House, place: PairMentee) -> DevelopmentPlan:
    pair, templates = place.pair, fitting_templates(place)
    day = today(house.organization)
    start = pair.period_start or day
    end = pair.period_end or programme_end(pair.programme, start)
    return start_plan(
        place,
        template=templates[0] if templates else None,
        period_start=start,
        period_end=max(start, end),
        actor=house.curator,
    )


def programme_end(programme: Programme, start: dt.date) -> dt.date:
    return max(start, programme.pair_period_end or programme.period_end)


def _work(house: House, plan: DevelopmentPlan) -> None:
    """The first step is done and shown; the rest is ahead."""
    goal = plan.goals.prefetch_related("steps").first()
    step = goal.steps.select_related("goal__plan").first() if goal else None
    if goal is None or step is None:
        return
    plan_work.mark_step(
        step, on=today(house.organization), note="Сделали на второй встрече", actor=house.curator
    )
    plan_work.add_evidence(plan, goal=goal, text="Список тем с датами в тетради", actor=house.curator)
