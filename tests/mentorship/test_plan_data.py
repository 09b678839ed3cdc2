"""Personal data in plans: exported, erased with their files; two plans of one form stop a merge."""

from datetime import date

import pytest
from django.core.files.storage import default_storage

from core.models import Organization, StoredFile
from mentorship import plans_data
from mentorship.domain import plan_contents, plan_work, plans
from mentorship.enums import PairState
from mentorship.models import DevelopmentPlan
from mentorship.plan_enums import PlanState
from tests import factories

START = date(2026, 10, 1)
pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def plan(org: Organization) -> DevelopmentPlan:
    ordered = {"state": PairState.ACTIVE, "order_number": "7-ОД", "order_date": START, "period_start": START}
    pair = factories.pair(factories.project(factories.programme(org)), **ordered)
    made = plans.start_plan(
        pair.places.get(), template=None, period_start=START, period_end=date(2027, 5, 31), actor=None
    )
    plan_contents.add_goal(made, title="Сдать сессию", measure="нет долгов", due_on=START, actor=None)
    DevelopmentPlan.objects.filter(pk=made.pk).update(state=PlanState.APPROVED, approved_on=START)
    plan_work.add_evidence(made, name="работа.pdf", data=b"%PDF-1.4\n%%EOF", actor=None)
    return made


def test_the_person_is_told_all_of_it(plan: DevelopmentPlan) -> None:
    [row] = plans_data.export_plans(plan.mentee.person)
    assert row["цели"][0]["title"] == "Сдать сессию"
    assert [file.name for file in plans_data.plan_files(plan.mentee.person)] == ["работа.pdf"]


def test_erasing_takes_words_and_files_and_leaves_the_fact(
    plan: DevelopmentPlan, django_capture_on_commit_callbacks
):
    path = plan.evidence.get().file.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert plans_data.erase_plans(plan.mentee.person) > 0
    plan.refresh_from_db()
    assert plan.state == PlanState.APPROVED
    assert (plan.goals.count(), plan.sections.count(), plan.evidence.count()) == (0, 0, 0)
    assert not StoredFile.objects.filter(purpose=plan_work.PURPOSE).exists()
    assert not default_storage.exists(path)


def test_two_plans_of_one_form_stop_a_merge(plan: DevelopmentPlan) -> None:
    twin = factories.pair(plan.project)
    other = twin.places.get().mentee
    DevelopmentPlan.objects.create(
        organization=plan.organization,
        programme=plan.programme,
        mentee=other,
        project=plan.project,
        pair=twin,
        period_start=START,
        period_end=START,
    )
    [line] = plans_data.MOVER.plan(plan.mentee.person, other.person)
    assert line.refused
