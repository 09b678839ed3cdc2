"""What the health of a pair is told of its plans."""

from datetime import date, timedelta

import pytest

from core.models import Organization
from mentorship.enums import PairState
from mentorship.models import DevelopmentPlan, Pair, PlanGoal, PlanRule, PlanStep
from mentorship.plan_enums import PlanState
from mentorship.selectors.development import PlanStanding, plan_state
from tests import factories

START = date(2026, 10, 1)
ON = date(2026, 11, 20)


@pytest.fixture
def working(org: Organization) -> Pair:
    return working_pair(factories.project(factories.programme(org)))


def working_pair(project) -> Pair:
    ordered = {"order_number": "7-ОД", "order_date": START, "period_start": START}
    return factories.pair(project, state=PairState.ACTIVE, **ordered)


def plan_of(pair: Pair, **given) -> DevelopmentPlan:
    place = pair.places.get()
    values = {"state": PlanState.APPROVED, "approved_on": START, "period_start": START}
    return DevelopmentPlan.objects.create(
        organization=pair.organization,
        programme=pair.programme,
        mentee=place.mentee,
        project=pair.project,
        pair=pair,
        period_end=date(2027, 5, 31),
        **values | given,
    )


def standing(pair: Pair, day: date = ON) -> PlanStanding:
    return plan_state([pair.pk], day=day)[pair.pk]


@pytest.mark.usefixtures("scoped")
def test_a_pair_without_a_plan_is_late_after_the_days_of_its_programme(working: Pair) -> None:
    assert (standing(working, START + timedelta(days=30)).is_late, standing(working).is_late) == (False, True)
    assert standing(working).words == "плана нет"
    PlanRule.objects.create(organization=working.organization, programme=working.programme, days=60)
    assert standing(working).is_late is False


@pytest.mark.usefixtures("scoped")
def test_an_approved_plan_is_well_until_something_in_it_is_past_its_date(working: Pair) -> None:
    plan = plan_of(working)
    goal = PlanGoal.objects.create(plan=plan, title="Цель", measure="Видно", due_on=date(2027, 1, 1))
    assert (standing(working).words, standing(working).tone) == ("план утверждён", "ok")
    step = PlanStep.objects.create(goal=goal, title="Шаг", due_on=date(2026, 11, 1))
    assert (standing(working).overdue, standing(working).tone) == (1, "bad")
    step.done_on = date(2026, 11, 5)
    step.save()
    assert standing(working).overdue == 0


@pytest.mark.usefixtures("scoped")
def test_a_draft_says_what_it_waits_for_and_a_cancelled_plan_is_none(working: Pair) -> None:
    plan = plan_of(working, state=PlanState.AGREEING, approved_on=None)
    assert standing(working).words == "план: на согласовании"
    DevelopmentPlan.objects.filter(pk=plan.pk).update(state=PlanState.CANCELLED)
    assert standing(working).with_plan == 0


@pytest.mark.usefixtures("scoped")
def test_many_pairs_cost_as_many_queries_as_one(working: Pair, django_assert_num_queries) -> None:
    plan_of(working)
    more = [working_pair(working.project) for _ in range(2)]
    for count in (1, 3):
        with django_assert_num_queries(6):
            assert len(plan_state([working.pk, *(pair.pk for pair in more)][:count], day=ON)) == count
