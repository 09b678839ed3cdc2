"""The first way through on a real institution's plan and another one's programme, found beside the checkout.

Their texts stay outside the project: where they are absent the tests say so and are skipped.
"""

import datetime as dt
import re
from pathlib import Path

import pytest
from django_scopes import scope

from config.demo import stages
from config.demo.house import House, build_house
from core.context import acting
from mentorship.domain import programmes
from mentorship.enums import PairState
from mentorship.models import FormOfMentoring, Pair, Programme, Project
from reports.models import Document
from roadmap.domain.import_plans import apply_plans, plans_in
from roadmap.domain.imports import apply_import, chosen_plan, upload_plan
from roadmap.models import Activity, Stage

SHARED = Path(__file__).resolve().parents[3] / "shared"
PLAN = SHARED / "data" / "roadmaps" / "seed_000_vpk.docx"
WHOLE = PLAN.with_name("seed_002_kuztagis_whole_programme.docx")
PROGRAMMES = sorted((SHARED / "seeds").glob("002_*.txt"))
FORMS = {
    "студент – студент": "student-student",
    "педагог – педагог": "pedagogue-pedagogue",
    "студент – ученик": "student-pupil",
    "работодатель – студент": "employer-student",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PLAN.exists() or not PROGRAMMES, reason="real plans are not beside this checkout"),
]


@pytest.fixture
def house(db: None) -> House:
    return build_house()


def real_projects() -> list[str]:
    """Forms of the four projects as their sections are headed, without the table of contents."""
    text = PROGRAMMES[0].read_text(encoding="utf-8")
    found = re.findall(r"^4\.\d\. Проект «([^»]+)»\s*$", text, flags=re.MULTILINE)
    return [title.lower() for title in found]


def real_budget() -> tuple[int, int]:
    """What the passport says is paid from the budget and beside it, in roubles."""
    text = PROGRAMMES[0].read_text(encoding="utf-8")
    inside, outside = re.search(r"бюджетное – (\d+) руб\. внебюджетное - (\d+) руб", text).groups()  # type: ignore[union-attr]
    return int(inside), int(outside)


def make_programme(house: House) -> Programme:
    budget, extra = real_budget()
    programme = programmes.create_programme(
        house.organization,
        actor=house.curator,
        code="2022-2023",
        title="Программа по настоящим данным",
        period_start=dt.date(2022, 9, 1),
        period_end=dt.date(2027, 8, 31),
        curator=house.curator,
    )
    for title in real_projects():
        form = FormOfMentoring.objects.get(organization=None, code=FORMS[title])
        programmes.add_project(
            programme, form=form, actor=house.curator, budget=budget / 4, extra_budget=extra / 4
        )
    programmes.start_programme(programme, actor=house.curator)
    return programme


def test_four_projects_of_a_real_programme(house: House) -> None:
    with scope(organization=house.organization), acting(house.curator):
        programme = make_programme(house)
        assert {project.form.code for project in Project.objects.all()} == set(FORMS.values())
        assert programme.state == "active"


def test_every_row_of_a_real_plan_is_shown_before_anything_is_written(house: House) -> None:
    with scope(organization=house.organization), acting(house.curator):
        programme = make_programme(house)
        upload = upload_plan(programme, PLAN.read_bytes(), PLAN.name, actor=house.curator)
        plan = chosen_plan(upload)
        assert len(plan.rows) == 44
        assert len(plan.stage_titles) == 7
        assert all(row.text for row in plan.rows)
        assert Activity.objects.count() == 0


def test_every_plan_of_a_real_document_becomes_a_roadmap_at_once(house: House) -> None:
    with scope(organization=house.organization), acting(house.curator):
        programme = make_programme(house)
        upload = upload_plan(programme, WHOLE.read_bytes(), WHOLE.name, actor=house.curator)
        assert [len(plan.rows) for plan in plans_in(upload)] == [29, 40, 28, 29, 7, 37]
        made = apply_plans(upload, actor=house.curator)
        assert [row.project.form.code if row.project else "" for row in made] == [*FORMS.values(), ""]
        counts = [Activity.objects.filter(stage__roadmap=row).count() for row in made]
        assert counts == [29, 40, 28, 29, 44]


@pytest.mark.slow
def test_from_a_real_plan_to_the_signed_order(house: House) -> None:
    with scope(organization=house.organization), acting(house.curator):
        programme = make_programme(house)
        upload = upload_plan(programme, PLAN.read_bytes(), PLAN.name, actor=house.curator)
        apply_import(upload, actor=house.curator)
        assert (Stage.objects.count(), Activity.objects.count()) == (7, 44)
        stages.bases(house, programme)
        stages.pairs(house, programme)
        activity = Activity.objects.get(number__startswith="5.6")
        assert not activity.evidence.exists()
        stages.work(house, programme)
        order = Document.objects.filter(kind="order_pairs", state="signed").get()
        assert Pair.objects.filter(programme=programme, state=PairState.ACTIVE).count() >= 20
        assert [proof.fact.title for proof in activity.evidence.select_related("fact")] == [
            f"{order.title} № {order.number}"
        ]
        stages.closing(house, programme)
        assert Document.objects.get(kind="annual_report").pages >= 2
