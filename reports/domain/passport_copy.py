"""A new year's passport begins from last year's: nothing that is already filled is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import User
from mentorship.domain.programmes import add_project, edit_programme, edit_project
from mentorship.models import Programme, Project
from reports.domain.indicators import add_indicator
from reports.domain.passports import check_open, ensure_passport
from reports.models import (
    Indicator,
    Passport,
    PassportFunding,
    PassportProject,
    PassportResource,
    PassportRisk,
    PassportStage,
    ProjectCost,
    ProjectStep,
)
from reports.passport_enums import WHOLE_TERM
from reports.selectors.passports import year_shift

PROGRAMME_TEXTS = (
    "basis",
    "customer",
    "developer",
    "goals",
    "tasks",
    "financing",
    "expected_results",
    "risks",
    "control",
)
PROJECT_TEXTS = (
    "participants",
    "goals",
    "planned_results",
    "assessed_results",
    "criteria",
    "mentor_portrait",
    "mentee_portrait",
    "application_area",
    "risks",
    "links",
)
PASSPORT_TEXTS = ("acts", "considered_by", "analysis", "mechanisms", "monitoring")
INDICATOR_CARD = ("short_title", "group", "definition", "basis", "formula", "direction", "order")
TABLES = (PassportStage, PassportResource, PassportRisk)


@dataclass(frozen=True)
class Copied:
    """How much came over: for the one line that the curator reads."""

    texts: int
    rows: int
    projects: int
    indicators: int


def copy_passport(programme: Programme, *, source: Programme, actor: User | None) -> Copied:
    """Bring the passport of `source` into `programme`: texts into empty places, tables that are empty, projects by
    their form of mentoring, indicators that are missing (without their plan: each year sets its own).

    Dates of consideration do not come over, sums move to the new years. Raises DomainError for a programme of
    another institution and for a closed one.
    """
    if source.organization_id != programme.organization_id or source.pk == programme.pk:
        raise DomainError("Выберите прошлую программу своей организации.", field="source", code="foreign")
    check_open(programme)
    with transaction.atomic():
        passport = ensure_passport(programme, actor=actor)
        old = Passport.objects.filter(programme=source).first()
        texts = _fill(programme, source, PROGRAMME_TEXTS, edit_programme, actor)
        projects, paired = _projects(programme, source, actor)
        rows = 0
        if old is not None:
            texts += _passport_texts(passport, old)
            rows = _tables(passport, old) + _project_tables(passport, old, paired)
        indicators = _indicators(programme, source, actor)
        passport.copied_from = source
        passport.save()
        audit.record("passport.copied", subject=passport, actor=actor, after={"copied_from": source.title})
    return Copied(texts, rows, projects, indicators)


def _fill(target: Any, source: Any, names: tuple[str, ...], edit: Any, actor: User | None) -> int:
    values = {name: getattr(source, name) for name in names if not getattr(target, name)}
    values = {name: value for name, value in values.items() if value}
    if values:
        edit(target, actor=actor, **values)
        for name, value in values.items():
            setattr(target, name, value)
    return len(values)


def _passport_texts(passport: Passport, old: Passport) -> int:
    brought = 0
    for name in PASSPORT_TEXTS:
        if not getattr(passport, name) and getattr(old, name):
            setattr(passport, name, getattr(old, name))
            brought += 1
    if passport.funding_total is None:
        passport.funding_total = old.funding_total
    return brought


def _projects(
    programme: Programme, source: Programme, actor: User | None
) -> tuple[int, list[tuple[Project, Project]]]:
    """Projects of the same form, paired; those that the new programme lacks are added."""
    own = {project.form_id: project for project in programme.projects.all()}
    added, paired = 0, []
    for old in source.projects.select_related("form").prefetch_related("role_models", "curators"):
        project = own.get(old.form_id)
        if project is None:
            project = add_project(
                programme,
                form=old.form,
                actor=actor,
                role_models=old.role_models.all(),
                curators=old.curators.all(),
                title=old.title,
                budget=old.budget,
                extra_budget=old.extra_budget,
            )
            added += 1
        _fill(project, old, PROJECT_TEXTS, edit_project, actor)
        paired.append((old, project))
    return added, paired


def _tables(passport: Passport, old: Passport) -> int:
    rows = 0
    for table in TABLES:
        common = {"project": None} if table is PassportRisk else {}
        if table.objects.filter(passport=passport, **common).exists():
            continue
        rows += _copy_rows(table, old, passport, common, common)
    if not passport.fundings.exists():
        shift = year_shift(old.programme.period_start, passport.programme.period_start)
        PassportFunding.objects.bulk_create(
            PassportFunding(
                passport=passport,
                source=row.source,
                year=row.year + shift if row.year != WHOLE_TERM else WHOLE_TERM,
                amount=row.amount,
            )
            for row in old.fundings.all()
        )
    return rows


def _project_tables(passport: Passport, old: Passport, paired: list[tuple[Project, Project]]) -> int:
    rows = 0
    for before, now in paired:
        card = PassportProject.objects.filter(passport=old, project=before).first()
        if card is not None and not PassportProject.objects.filter(passport=passport, project=now).exists():
            PassportProject.objects.create(
                passport=passport, project=now, about=card.about, lead=card.lead, tasks=card.tasks
            )
        for table in (ProjectStep, ProjectCost, PassportRisk):
            if table.objects.filter(passport=passport, project=now).exists():
                continue
            rows += _copy_rows(table, old, passport, {"project": before}, {"project": now})
    return rows


def _copy_rows(table: Any, old: Passport, passport: Passport, of: dict[str, Any], to: dict[str, Any]) -> int:
    names = [one.name for one in table._meta.concrete_fields if one.name not in {"id", "passport", "project"}]
    made = [
        table(passport=passport, **{name: getattr(row, name) for name in names}, **to)
        for row in table.objects.filter(passport=old, **of)
    ]
    table.objects.bulk_create(made)
    return len(made)


def _indicators(programme: Programme, source: Programme, actor: User | None) -> int:
    present = set(Indicator.objects.filter(programme=programme).values_list("code", flat=True))
    missing = Indicator.objects.filter(programme=source).exclude(code__in=present)
    for row in missing:
        add_indicator(
            programme,
            actor=actor,
            code=row.code,
            title=row.title,
            **{name: getattr(row, name) for name in INDICATOR_CARD},
        )
    return len(missing)
