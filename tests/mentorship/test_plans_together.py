"""A mentor and a mentee with the same plan open: nobody's text is lost, whoever is second is told in words."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from core.enums import Role
from core.errors import DomainError
from core.seen import mark
from mentorship.domain import plan_contents as contents
from mentorship.domain import plan_work as work
from mentorship.domain import plans
from mentorship.models import DevelopmentPlan, PlanGoal, PlanSection
from tests import factories
from tests.mentorship.test_pairs_concurrency import at_once
from tests.mentorship.test_plans import END, ORDERED, START, approve, begin

DUE = date(2027, 1, 25)


@pytest.fixture
def world(org, scoped):
    """(client of the mentor, plan with a goal)."""
    pair = factories.pair(factories.project(factories.programme(org)), **ORDERED)
    made = begin(pair)
    contents.add_goal(made, title="Сдать сессию", measure="нет долгов", due_on=DUE, actor=None)
    member = factories.membership(org, Role.MENTOR)
    pair.mentor.person.user = member.user
    pair.mentor.person.save()
    return member, made


def opened(client, address: str) -> dict:
    """The values that a browser would send back of the form as it is shown."""
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}


def test_a_section_that_the_other_side_wrote_is_kept_and_a_clash_is_told(world, signed_in):
    member, plan = world
    client = signed_in(member)
    address = reverse("mentorship:plan_edit", args=[plan.pk])
    first, second, _ = plan.sections.all()
    mine = opened(client, address)
    contents.edit_plan(
        plan, period_start=START, period_end=END, sections={first.pk: "Слово наставляемого"}, actor=None
    )
    other = {**mine, f"section_{second.pk}": "Слово наставника"}
    assert client.post(address, other).status_code == 302
    assert [one.text for one in plan.sections.all()[:2]] == ["Слово наставляемого", "Слово наставника"]

    clash = {**mine, f"section_{first.pk}": "Слово наставника о том же"}
    refused = client.post(address, clash)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "Пока вы писали" in shown
    assert "«Слово наставляемого»" in shown
    assert "Слово наставника о том же" in shown
    first.refresh_from_db()
    assert first.text == "Слово наставляемого"
    again = {**clash, "seen": refused.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302, "seen by now: a decision"
    first.refresh_from_db()
    assert first.text == "Слово наставника о том же"


def test_a_goal_that_was_removed_does_not_come_back(world, signed_in):
    _, plan = world
    goal = plan.goals.get()
    values = {"title": "Сдать", "measure": "нет", "due_on": DUE, "actor": None}
    contents.remove_goal(PlanGoal.objects.select_related("plan").get(pk=goal.pk), actor=None)
    for late in (
        lambda: contents.edit_goal(goal, **values),
        lambda: contents.add_step(goal, title="Шаг", expected="", owner="both", due_on=DUE, actor=None),
    ):
        with pytest.raises(DomainError, match="убрали"):
            late()
    assert not PlanGoal.objects.exists()


def test_words_about_the_work_are_not_overwritten_unseen(world, signed_in, curator):
    _, plan = world
    goal = plan.goals.get()
    approve(plan, curator)
    goal.plan.refresh_from_db()
    empty = {"note": mark("")}
    work.judge_goal(goal, result="reached", note="Сдал всё", on=START, actor=None, seen=empty)
    with pytest.raises(DomainError, match="Сдал всё"):
        work.judge_goal(goal, result="partly", note="Остался долг", on=START, actor=None, seen=empty)
    goal.refresh_from_db()
    assert (goal.result, goal.result_note) == ("reached", "Сдал всё")


@pytest.mark.servers
@pytest.mark.usefixtures("committed")
def test_two_who_save_at_once_lose_no_text():
    """One second in the lock's queue: of five texts written at once one stands, the others are handed back."""
    org = factories.organization()
    with scope(organization=org):
        pair = factories.pair(factories.project(factories.programme(org)), **ORDERED)
        plan = plans.start_plan(
            pair.places.get(), template=None, period_start=START, period_end=END, actor=None
        )
        section, other = plan.sections.all()[:2]

    def save(text: str, pk: int):
        def job():
            with scope(organization=org):
                fresh = DevelopmentPlan.objects.get(pk=plan.pk)
                seen = {f"section_{pk}": mark("")}
                contents.edit_plan(
                    fresh, period_start=START, period_end=END, sections={pk: text}, actor=None, seen=seen
                )
                return text

        return job

    texts = [f"Слово {number}" for number in range(5)]
    results = at_once(*(save(text, section.pk) for text in texts), save("О другом", other.pk))
    kept = [one for one in results if isinstance(one, str)]
    refused = [one for one in results if isinstance(one, DomainError)]
    assert len(kept) == 2
    assert len(refused) == 4
    with scopes_disabled():
        assert PlanSection.objects.get(pk=section.pk).text == kept[0]
        assert PlanSection.objects.get(pk=other.pk).text == "О другом"
    assert all(f"«{kept[0]}»" in one.message for one in refused)
