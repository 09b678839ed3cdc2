"""What reports a programme may have in a year, and which were made."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse

from core.models import Membership
from core.russian import date_short
from mentorship.selectors.programmes import projects_visible_to
from reports.enums import DocumentState
from reports.models import Document
from reports.permissions import PREPARE_DOCUMENTS
from reports.selectors.books import ANNUAL_KIND, PAIRS_KIND, PROJECT_KIND
from reports.selectors.documents import documents_visible_to
from reports.selectors.spans import Span
from roadmap.selectors.roadmaps import live_of, roadmaps_visible_to
from surveys.enums import CampaignState
from surveys.selectors.campaigns import campaigns_visible_to

SURVEY_KIND = "survey_report"
ROADMAP_KIND = "roadmap_progress"
KINDS = (ANNUAL_KIND, PROJECT_KIND, PAIRS_KIND, SURVEY_KIND, ROADMAP_KIND)


@dataclass(frozen=True)
class ShelfLine:
    """A report that may be made: `post` is where its button leads, with hidden `fields`; `url` its page before that."""

    title: str
    about: str
    url: str = ""
    post: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ShelfGroup:
    title: str
    lines: list[ShelfLine]


def shelf_of(membership: Membership, span: Span, *, makes: bool) -> list[ShelfGroup]:
    """Groups that have something in them, as the member may make them; four queries."""
    make = reverse("reports:report_make")
    year = ("year", str(span.number))
    annual = ShelfLine(
        "Итоговый годовой отчёт",
        "Аналитическая справка за год: каждый раздел можно править, подписывает руководитель.",
        f"{reverse('reports:annual_report')}?year={span.number}",
        make if makes else "",
        [year, ("kind", ANNUAL_KIND)],
    )
    pairs = ShelfLine(
        "Анализ работы пар и групп",
        "Сколько начали, завершили и прекратили работу, почему, как часто встречались.",
        "",
        make if makes else "",
        [year, ("kind", PAIRS_KIND)],
    )
    programme = [annual, *([pairs] if makes else []), *_roadmaps(membership, span)]
    groups = [
        ShelfGroup("По программе", programme),
        ShelfGroup("По проектам", _projects(membership, span)),
        ShelfGroup("По анкетированиям", _campaigns(membership, span)),
    ]
    return [group for group in groups if group.lines]


def _roadmaps(membership: Membership, span: Span) -> list[ShelfLine]:
    found = live_of(list(roadmaps_visible_to(membership, span.programme)))
    return [
        ShelfLine(
            "Отчёт о выполнении дорожной карты",
            f"«{roadmap.title}»: выполненное с подтверждениями и просроченное на выбранный день.",
            reverse("reports:roadmap_print", args=[roadmap.pk]),
        )
        for roadmap in found
    ]


def _projects(membership: Membership, span: Span) -> list[ShelfLine]:
    return [
        ShelfLine(
            f"Отчёт куратора проекта: {project.form.title}",
            project.title,
            f"{reverse('reports:project_report', args=[project.pk])}?year={span.number}",
            reverse("reports:report_make"),
            [("kind", PROJECT_KIND), ("year", str(span.number)), ("project", str(project.pk))],
        )
        for project in projects_visible_to(membership, span.programme).select_related("form")
    ]


def _campaigns(membership: Membership, span: Span) -> list[ShelfLine]:
    found = campaigns_visible_to(membership).filter(
        programme=span.programme, state=CampaignState.CLOSED, closes_on__range=(span.since, span.until)
    )
    prepares = PREPARE_DOCUMENTS.allows(membership)
    return [
        ShelfLine(
            campaign.title,
            f"Анкетирование завершено {date_short(campaign.closes_on)}.",
            reverse("surveys:results", args=[campaign.pk]),
            reverse("reports:survey_report", args=[campaign.pk]) if prepares else "",
        )
        for campaign in found.order_by("opens_on", "pk")
    ]


def made_reports(membership: Membership, span: Span) -> QuerySet[Document]:
    """Reports of the year that were made, the newest first. Older ones do not say their year: their day does."""
    ours = Q(options__year=span.number) | Q(
        options__year__isnull=True, created_at__date__range=(span.since, span.until)
    )
    found = documents_visible_to(membership).filter(ours, programme=span.programme, kind__in=KINDS)
    return found.exclude(state=DocumentState.CANCELLED).select_related("file", "author").order_by("-pk")
