"""The plans that a document holds, for choosing where each of them goes."""

from dataclasses import dataclass

from core.russian import counted
from mentorship.selectors.programmes import forms_for
from roadmap.drafts import PlanForm
from roadmap.models import PlanImport
from roadmap.selectors.previews import preview_of
from roadmap.targets import PROGRAMME, SKIP, Choice, target_choices


@dataclass(frozen=True)
class FoundPlan:
    """A plan of the document; `index` its place (from 0), `shown` — it is the one that the preview shows."""

    index: int
    title: str
    place: str
    term: str
    rows: int
    doubtful: int
    target: str
    shown: bool


def found_plans(plan_import: PlanImport) -> list[FoundPlan]:
    return [
        _found(PlanForm.from_json(values), index, plan_import.chosen)
        for index, values in enumerate(plan_import.plans)
    ]


def _found(plan: PlanForm, index: int, chosen: int) -> FoundPlan:
    preview = preview_of(plan)
    term = (
        f"{plan.period_start:%d.%m.%Y} – {plan.period_end:%d.%m.%Y}"
        if plan.period_start and plan.period_end
        else ""
    )
    return FoundPlan(
        index=index,
        title=plan.title,
        place=plan.place,
        term=term,
        rows=preview.included,
        doubtful=preview.doubtful,
        target=plan.target or PROGRAMME,
        shown=index == chosen,
    )


def targets_of(plan_import: PlanImport) -> list[Choice]:
    """Where a plan of the import may go."""
    programme = plan_import.programme
    return target_choices(programme.projects.select_related("form"), forms_for(programme.organization))


def told_plans(plan_import: PlanImport) -> list[str]:
    """«Вся программа — План … (37 мероприятий)», what goes together in one line."""
    names = dict(targets_of(plan_import))
    by_target: dict[str, list[str]] = {}
    for plan in found_plans(plan_import):
        if plan.target != SKIP:
            rows = counted(plan.rows, "мероприятие", "мероприятия", "мероприятий")
            by_target.setdefault(plan.target, []).append(f"{plan.title} ({rows})")
    return [
        f"{names.get(target, 'Проект удалён')} — {'; '.join(plans)}" for target, plans in by_target.items()
    ]
