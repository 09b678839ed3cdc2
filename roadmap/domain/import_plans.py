"""Several plans of one document on their way to several roadmaps, all of them at once or none."""

from collections.abc import Sequence
from dataclasses import replace as changed
from datetime import date

from django.db import transaction

from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.domain.programmes import add_project
from mentorship.models import Programme, Project
from mentorship.selectors.programmes import forms_for
from roadmap.domain.imports import require_open
from roadmap.domain.roadmaps import create_roadmap, live_roadmap
from roadmap.drafts import PlanForm
from roadmap.enums import IMPORT_TRANSITIONS, ImportState
from roadmap.models import PlanImport, Roadmap
from roadmap.permissions import MANAGE_ROADMAP
from roadmap.targets import NEW_PROJECT, PROGRAMME, PROJECT, SKIP, joined_plan, key_of


def plans_in(plan_import: PlanImport) -> list[PlanForm]:
    return [PlanForm.from_json(values) for values in plan_import.plans]


def set_targets(plan_import: PlanImport, targets: Sequence[str]) -> list[PlanForm]:
    """Say for each plan of the document where it goes. Raises DomainError for a wrong number or a strange target."""
    require_open(plan_import)
    plans = plans_in(plan_import)
    if len(targets) != len(plans):
        raise DomainError("Планов в документе столько же не стало: откройте проверку снова.", code="plans")
    for target in targets:
        _check(plan_import.programme, target)
    plans = [changed(plan, target=target) for plan, target in zip(plans, targets, strict=True)]
    plan_import.plans = [plan.to_json() for plan in plans]
    plan_import.save(update_fields=["plans", "updated_at"])
    return plans


def _check(programme: Programme, target: str) -> None:
    kind, pk = key_of(target)
    known = (
        programme.projects.filter(pk=pk).exists()
        if kind == PROJECT
        else kind != NEW_PROJECT or forms_for(programme.organization).filter(pk=pk).exists()
    )
    if not known:
        raise DomainError("Такого проекта у программы нет. Выберите, чей это план.", field="targets")


def by_target(plans: Sequence[PlanForm]) -> dict[str, list[PlanForm]]:
    """Plans that will be loaded by where they go, in the order of the document."""
    found: dict[str, list[PlanForm]] = {}
    for plan in plans:
        if plan.target != SKIP:
            found.setdefault(plan.target or PROGRAMME, []).append(plan)
    return found


def replaced_by(plan_import: PlanImport) -> list[Roadmap]:
    """Working roadmaps that the plans would take the place of."""
    found = []
    for target in by_target(plans_in(plan_import)):
        kind, pk = key_of(target)
        project = (
            Project.objects.filter(pk=pk, programme=plan_import.programme).first()
            if kind == PROJECT
            else None
        )
        if kind != NEW_PROJECT and (live := live_roadmap(plan_import.programme, project)):
            found.append(live)
    return found


def apply_plans(
    plan_import: PlanImport, *, actor: User | None, adopted_on: date | None = None, replace: bool = False
) -> list[Roadmap]:
    """Write every plan of the document that has somewhere to go, in one transaction.

    Plans with the same target become one roadmap, their rows in the order of the document. Without `adopted_on` each
    roadmap counts since its own first day. Raises DomainError, and writes nothing, as `create_roadmap` does.
    """
    with transaction.atomic():
        locked = PlanImport.objects.select_for_update().get(pk=plan_import.pk)
        require_open(locked)
        wanted = by_target(plans_in(locked))
        if not wanted:
            raise DomainError("Ни один план не выбран: укажите, куда загрузить хотя бы один.", code="nothing")
        made = [
            create_roadmap(
                locked.programme,
                joined_plan(plans),
                actor=actor,
                project=_project(locked.programme, target, actor),
                source=locked.file,
                adopted_on=adopted_on,
                replace=replace,
            )
            for target, plans in wanted.items()
        ]
        move(
            plan_import,
            to=ImportState.APPLIED,
            transitions=IMPORT_TRANSITIONS,
            actor=actor,
            rule=MANAGE_ROADMAP,
            set_fields={"roadmap": next((row for row in made if row.project_id is None), made[0])},
        )
    return made


def _project(programme: Programme, target: str, actor: User | None) -> Project | None:
    _check(programme, target)
    kind, pk = key_of(target)
    if kind == PROJECT:
        return Project.objects.get(pk=pk, programme=programme)
    if kind == NEW_PROJECT:
        return add_project(programme, form=forms_for(programme.organization).get(pk=pk), actor=actor)
    return None
