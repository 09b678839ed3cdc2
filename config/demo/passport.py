"""The passport of the demo programme, filled section by section as a curator does, and the document made of it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from config.demo.house import House
from core.clock import today
from mentorship.models import Programme, Project
from reports.domain.passport_paper import make_programme_document
from reports.domain.passports import RowEdit, edit_passport, edit_project_card, save_rows, set_funding
from reports.domain.programme_papers import make_programme_paper, make_selection_protocol
from reports.models import PassportResource, PassportRisk, PassportStage, ProjectCost, ProjectStep

TEXT = Path(__file__).resolve().parent / "passport.yaml"
TEXTS = (
    "acts",
    "considered_by",
    "considered_protocol",
    "considered_on",
    "analysis",
    "mechanisms",
    "monitoring",
)


def fill_passport(house: House, programme: Programme) -> None:
    """Texts, stages, money, resources, risks, the projects' plans and estimates; then the document."""
    given: dict[str, Any] = yaml.safe_load(TEXT.read_text(encoding="utf-8"))
    curator = house.curator
    edit_passport(programme, actor=curator, columns={}, **{name: given[name] for name in TEXTS})
    amounts = {
        (source, int(year)): Decimal(amount)
        for source, years in given["funding"].items()
        for year, amount in years.items()
    }
    set_funding(
        programme,
        amounts=amounts,
        total=Decimal(given["funding_total"]),
        text=programme.financing,
        actor=curator,
    )
    for table, rows in (
        (PassportStage, given["stages"]),
        (PassportResource, given["resources"]),
        (PassportRisk, given["risks"]),
    ):
        save_rows(programme, table, _rows(rows), actor=curator)
    for project in programme.projects.select_related("form"):
        _fill_project(project, given["projects"][project.form.code], house)
    make_programme_document(programme, actor=curator)
    make_programme_paper(programme, "regulation", actor=curator)


def _fill_project(project: Project, given: dict[str, Any], house: House) -> None:
    curator, programme = house.curator, project.programme
    edit_project_card(
        project, actor=curator, columns={}, about=given["about"], lead=given["lead"], tasks=given["tasks"]
    )
    steps = [dict(zip(("text", "deadline", "responsible"), row, strict=True)) for row in given["steps"]]
    costs = [
        dict(zip(("text", "source", "amount"), (text, source, Decimal(amount)), strict=True))
        for text, source, amount in given["costs"]
    ]
    for table, rows in ((ProjectStep, steps), (PassportRisk, given["risks"]), (ProjectCost, costs)):
        save_rows(programme, table, _rows(rows), actor=curator, project=project)


def _rows(rows: list[dict[str, Any]]) -> list[RowEdit]:
    return [RowEdit(values={**row, "order": place}) for place, row in enumerate(rows)]


def choose_mentors(house: House, programme: Programme) -> None:
    """The commission has sat: its minutes take their decisions from the base."""
    make_selection_protocol(
        programme,
        held_on=today(house.organization),
        chair="Образцов П. И.",
        secretary="Тестова А. Б.",
        members=["Примерова В. Г., педагог-психолог", "Пробный Г. Д., председатель студенческого совета"],
        yes=4,
        no=0,
        kept=0,
        actor=house.curator,
    )
