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
from reports.selectors.books import ANNUAL_KIND, PAIRS_KIND, PROJECT_KIND
from reports.selectors.documents import documents_visible_to
from reports.selectors.spans import Span
from reports.selectors.swot import analyses_visible_to
from reports.swot_enums import MonitoringStage
from roadmap.selectors.roadmaps import live_of, roadmaps_visible_to
from surveys.enums import CampaignState
from surveys.models import Campaign
from surveys.selectors.campaigns import campaigns_visible_to

SURVEY_KIND = "survey_report"
ROADMAP_KIND = "roadmap_progress"
SWOT_KIND = "swot_report"
MONITORING_KIND = "monitoring_report"
#: Kind → the group of the shelf where it is made.
GROUP_OF = {
    ANNUAL_KIND: "programme",
    PAIRS_KIND: "programme",
    ROADMAP_KIND: "programme",
    SWOT_KIND: "monitoring",
    MONITORING_KIND: "monitoring",
    PROJECT_KIND: "projects",
    SURVEY_KIND: "surveys",
}
KINDS = tuple(GROUP_OF)


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
    code: str
    title: str
    lines: list[ShelfLine]


def shelf_of(membership: Membership, span: Span, *, makes: bool) -> list[ShelfGroup]:
    """Groups that have something in them, as the member may make them; six queries."""
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
        ShelfGroup("programme", "По программе", programme),
        ShelfGroup(
            "monitoring",
            "Мониторинг и SWOT",
            [*_stages(span, makes), _swot(membership, span, makes)],
        ),
        ShelfGroup("projects", "По проектам", _projects(membership, span)),
        ShelfGroup("people", "По наставникам", [_mentors()] if makes else []),
        ShelfGroup("surveys", "По анкетированиям", _campaigns(membership, span, makes)),
    ]
    return [group for group in groups if group.lines]


def where_made(kind: str) -> str:
    """The place of «Отчёты» where a kind is made."""
    return f"{reverse('reports:reports')}#shelf-{GROUP_OF[kind]}"


def _stages(span: Span, makes: bool) -> list[ShelfLine]:
    """The measurements of the year that have closed surveys; with none, the page that says what is missing."""
    phases = set(
        Campaign.objects.filter(
            programme=span.programme, state=CampaignState.CLOSED, opens_on__range=(span.since, span.day)
        )
        .order_by()
        .values_list("phase", flat=True)
    )
    page = reverse("reports:monitoring")
    found = [
        ShelfLine(
            f"Отчёт мониторинга: {stage.label.lower()}",
            "Качество, влияние на участников и показатели с выводами куратора.",
            page,
            reverse("reports:monitoring_make", args=[stage.value]) if makes else "",
            [("year", str(span.number))],
        )
        for stage in MonitoringStage
        if stage.value in phases
    ]
    missing = "Появится, когда завершится опрос входа, середины или выхода этого года."
    return found or [ShelfLine("Отчёт мониторинга", missing, page)]


def _swot(membership: Membership, span: Span, makes: bool) -> ShelfLine:
    found = analyses_visible_to(membership).filter(programme=span.programme, year=span.number)
    pk = found.values_list("pk", flat=True).first()
    page = f"{reverse('reports:swot')}?year={span.number}"
    if pk is None:
        return ShelfLine("SWOT-отчёт", "Анализ за этот год ещё не составлен.", page)
    about = "Утверждения с цифрами по формам и программе, меры и решения."
    return ShelfLine("SWOT-отчёт", about, page, reverse("reports:swot_report", args=[pk]) if makes else "")


def _mentors() -> ShelfLine:
    about = "Пары, встречи, планы и обучение одного наставника на сегодня."
    return ShelfLine("Отчёт наставника", about, reverse("reports:mentor_reports"))


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


def _campaigns(membership: Membership, span: Span, makes: bool) -> list[ShelfLine]:
    found = campaigns_visible_to(membership).filter(
        programme=span.programme, state=CampaignState.CLOSED, closes_on__range=(span.since, span.until)
    )
    return [
        ShelfLine(
            campaign.title,
            f"Завершено. Срок: {date_short(campaign.opens_on)} – {date_short(campaign.closes_on)}.",
            reverse("surveys:results", args=[campaign.pk]),
            reverse("reports:survey_report", args=[campaign.pk]) if makes else "",
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
