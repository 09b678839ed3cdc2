"""Reading the passport of a programme: all its tables at once, what is filled, what does not add up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from core.models import AuditEntry, Membership
from core.selectors.audit import history_of_many
from mentorship.models import Programme, Project
from mentorship.selectors.programmes import programmes_visible_to
from reports.citations import ACTS
from reports.models import (
    Passport,
    PassportProject,
    PassportResource,
    PassportRisk,
    PassportStage,
    ProjectCost,
    ProjectStep,
)
from reports.passport_enums import FundingSource
from reports.passport_money import Disagreement, FundingTable, ProjectMoney, disagreements, funding_table
from reports.selectors.indicators import programme_years


@dataclass(frozen=True)
class ProjectView:
    """A project with what the passport adds to its card."""

    project: Project
    card: PassportProject | None
    steps: list[ProjectStep]
    risks: list[PassportRisk]
    costs: list[ProjectCost]

    @property
    def money(self) -> ProjectMoney:
        by_source: dict[str, Decimal] = defaultdict(Decimal)
        for cost in self.costs:
            by_source[cost.source] += cost.amount
        card = {
            FundingSource.BUDGET.value: self.project.budget,
            FundingSource.EXTRA.value: self.project.extra_budget,
        }
        # Money of employers has no column in the card: the estimate is all that is known of it.
        card |= {source: amount for source, amount in by_source.items() if source not in card}
        return ProjectMoney(self.project.pk, self.project.title, card, dict(by_source))


@dataclass(frozen=True)
class PassportView:
    """Everything of a passport; `passport` None: nothing but the programme's own columns is filled yet."""

    programme: Programme
    passport: Passport | None
    acts: list[str]
    stages: list[PassportStage]
    resources: list[PassportResource]
    risks: list[PassportRisk]
    funding: FundingTable
    projects: list[ProjectView]

    @property
    def disagreements(self) -> list[Disagreement]:
        return disagreements(self.funding, [project.money for project in self.projects])


def passport_of(programme: Programme) -> PassportView:
    """The passport as it stands, whatever part of it is filled; the number of queries is the same for any number
    of projects."""
    passport = Passport.objects.filter(programme=programme).select_related("programme", "copied_from").first()
    projects = list(
        programme.projects.select_related("form").prefetch_related("role_models", "curators").order_by("pk")
    )
    projects.sort(key=lambda project: (project.form.order, project.pk))
    amounts = {(row.source, row.year): row.amount for row in passport.fundings.all()} if passport else {}
    risks = list(passport.passportrisks.all()) if passport else []
    return PassportView(
        programme=programme,
        passport=passport,
        acts=[ACTS[code] for code in ACTS if passport and code in passport.acts],
        stages=list(passport.passportstages.all()) if passport else [],
        resources=list(passport.passportresources.all()) if passport else [],
        risks=[risk for risk in risks if risk.project_id is None],
        funding=funding_table(
            programme_years(programme), amounts, passport.funding_total if passport else None
        ),
        projects=_projects(passport, projects, risks),
    )


def passport_history(view: PassportView) -> QuerySet[AuditEntry]:
    """What was done with the passport and with the cards of its projects, their plans, risks and estimates."""
    projects = [one.project for one in view.projects]
    return history_of_many([view.passport, *projects] if view.passport else projects)


def _projects(
    passport: Passport | None, projects: list[Project], risks: list[PassportRisk]
) -> list[ProjectView]:
    cards = {card.project_id: card for card in passport.project_cards.all()} if passport else {}
    steps = _by_project(passport.projectsteps.all()) if passport else {}
    costs = _by_project(passport.projectcosts.all()) if passport else {}
    own = _by_project(risk for risk in risks if risk.project_id is not None)
    return [
        ProjectView(
            project=project,
            card=cards.get(project.pk),
            steps=steps.get(project.pk, []),
            risks=own.get(project.pk, []),
            costs=costs.get(project.pk, []),
        )
        for project in projects
    ]


def _by_project(rows) -> dict[int, list]:  # type: ignore[no-untyped-def, type-arg]
    found: dict[int, list] = defaultdict(list)  # type: ignore[type-arg]
    for row in rows:
        found[row.project_id].append(row)
    return found


def projects_with_passport(membership: Membership) -> QuerySet[Project]:
    """Projects of the programmes that the viewer sees."""
    return Project.objects.filter(programme__in=programmes_visible_to(membership)).select_related(
        "programme__organization", "form"
    )


def earlier_programmes(programme: Programme) -> QuerySet[Programme]:
    """Programmes that this one may begin from, the latest first."""
    return (
        Programme.objects.filter(organization=programme.organization, period_start__lt=programme.period_start)
        .exclude(pk=programme.pk)
        .order_by("-period_start", "-pk")
    )


def year_shift(source: dt.date, target: dt.date) -> int:
    """How many years of account later the new programme begins."""
    return target.year - source.year
