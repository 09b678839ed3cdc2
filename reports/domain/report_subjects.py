"""What each report of a year is about: the programme, a project, a campaign, a roadmap, an analysis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Count

from core.errors import DomainError
from reports.models import SwotAnalysis
from reports.selectors.books import ANNUAL_KIND, PAIRS_KIND, PROJECT_KIND
from reports.selectors.report_shelf import MONITORING_KIND, ROADMAP_KIND, SURVEY_KIND, SWOT_KIND
from reports.selectors.spans import Span
from reports.swot_enums import MonitoringStage
from roadmap.selectors.roadmaps import main_roadmap
from surveys.enums import LEAST_GROUP, CampaignState, Phase
from surveys.models import Campaign


@dataclass(frozen=True)
class Subject:
    """What a document of `kind` is built from."""

    kind: str
    subject: models.Model
    title: str
    options: dict[str, Any] = field(default_factory=dict)


def subjects_of(report: str, span: Span) -> list[Subject]:
    """What a report (a key of `REPORTS`) may be made of, the likeliest first. DomainError when of nothing."""
    found = REPORTS[report](span)
    if not found:
        raise DomainError(_NOTHING[report], code="nothing")
    return found


def _of_programme(kind: str) -> Callable[[Span], list[Subject]]:
    return lambda span: [Subject(kind, span.programme, span.programme.title, {"year": span.number})]


def _projects(span: Span) -> list[Subject]:
    """Those with pairs before the others."""
    rows = span.programme.projects.select_related("form", "programme__organization", "programme__curator")
    return [
        Subject(PROJECT_KIND, project, project.form.title, {"year": span.number})
        for project in rows.annotate(number=Count("pairs")).order_by("-number", "pk")
    ]


def _campaigns(span: Span) -> list[Subject]:
    """Closed in the year: those that enough answered to be told, the exit before the others, the newest first."""
    rows = Campaign.objects.filter(
        programme=span.programme, state=CampaignState.CLOSED, closes_on__range=(span.since, span.until)
    ).select_related("programme", "project__form", "version__questionnaire", "organization")
    answered = dict(rows.order_by().values_list("pk").annotate(Count("responses")))
    ordered = sorted(rows, key=lambda one: (answered[one.pk] < LEAST_GROUP, one.phase != Phase.EXIT, -one.pk))
    return [Subject(SURVEY_KIND, one, one.title) for one in ordered]


def _roadmap(span: Span) -> list[Subject]:
    roadmap = main_roadmap(span.programme)
    return [Subject(ROADMAP_KIND, roadmap, roadmap.title, {"on": span.day.isoformat()})] if roadmap else []


def _swot(span: Span) -> list[Subject]:
    rows = SwotAnalysis.objects.filter(programme=span.programme, year=span.number)
    found = rows.select_related("programme__organization", "programme__curator", "organization").first()
    return [Subject(SWOT_KIND, found, span.label)] if found else []


def _monitoring(span: Span) -> list[Subject]:
    """The latest measurement that has closed campaigns."""
    phases = set(
        Campaign.objects.filter(
            programme=span.programme, state=CampaignState.CLOSED, opens_on__range=(span.since, span.day)
        ).values_list("phase", flat=True)
    )
    stage = next((one for one in reversed(MonitoringStage) if one.value in phases), None)
    if stage is None:
        return []
    return [Subject(MONITORING_KIND, span.programme, span.label, {"stage": stage.value, "year": span.number})]


REPORTS: dict[str, Callable[[Span], list[Subject]]] = {
    "annual": _of_programme(ANNUAL_KIND),
    "roadmap": _roadmap,
    "project": _projects,
    "pairs": _of_programme(PAIRS_KIND),
    "survey": _campaigns,
    "swot": _swot,
    "monitoring": _monitoring,
}
_NOTHING = {
    "annual": "Программы нет.",
    "roadmap": "Дорожная карта программы не загружена.",
    "project": "Проекты программы не заведены.",
    "pairs": "Программы нет.",
    "survey": "Завершённых опросов в этом году нет.",
    "swot": "SWOT-анализ за этот год не составлен.",
    "monitoring": "Завершённых опросов входа, середины и выхода в этом году нет.",
}
