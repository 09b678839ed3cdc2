"""Short ways to make roadmaps for tests."""

from datetime import date
from itertools import count
from typing import Any

from core.facts import emit
from mentorship.models import Programme
from roadmap.domain.imports import apply_import, upload_plan
from roadmap.domain.roadmaps import create_roadmap
from roadmap.drafts import PlanForm, RowForm
from roadmap.models import Activity, PlanImport, Roadmap
from roadmap.reading.results import result_kinds
from tests.roadmap.shared_data import ROOT

DEMO_PLAN = ROOT / "roadmap" / "demo" / "plan_2026_2027.docx"
STAGE = "Этап 5. Формирование наставнических пар"
_numbers = count(1)


def row(**given: Any) -> RowForm:
    number = next(_numbers)
    values: dict[str, Any] = {
        "stage": STAGE,
        "number": f"5.{number}.",
        "text": f"Провести примерное дело {number}",
        "deadline": "До 10 декабря 2026",
        "responsible": "Куратор программы",
        "result": "",
    }
    values |= given
    values.setdefault("kinds", tuple(kind.value for kind in result_kinds(values["result"], values["text"])))
    return RowForm(**values)


def plan(*rows: RowForm, **given: Any) -> PlanForm:
    values: dict[str, Any] = {
        "title": "Дорожная карта на 2026-2027 учебный год",
        "period_start": date(2026, 9, 1),
        "period_end": date(2027, 8, 31),
        "rows": rows or (row(),),
    }
    return PlanForm(**values | given)


def roadmap(programme: Programme, *rows: RowForm, **given: Any) -> Roadmap:
    return create_roadmap(programme, plan(*rows), **{"actor": None} | given)


def activity(programme: Programme, **given: Any) -> Activity:
    made = roadmap(programme, row(**given))
    return Activity.objects.get(stage__roadmap=made)


def plan_import(programme: Programme) -> PlanImport:
    return upload_plan(programme, DEMO_PLAN.read_bytes(), DEMO_PLAN.name, actor=None)


def demo_roadmap(programme: Programme) -> Roadmap:
    return apply_import(plan_import(programme), actor=None)


def happened(programme: Programme, kind: str, detail: str = "", **more: Any) -> None:
    """A fact as another app tells it, about the programme itself."""
    emit(kind, subject=programme, programme=programme, detail=detail, **more)
