"""The head's home page: the year at a glance, what waits for the signature, every report one click away."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.urls import reverse

from core.enums import Role
from core.registries import HomeBlock, Viewer
from mentorship.care_enums import Health
from mentorship.enums import PairState
from mentorship.models import Pair, Programme
from mentorship.selectors.health import health_counts
from reports.enums import GONE, WAITING
from reports.indicator_lines import IndicatorLine
from reports.kinds import all_kinds
from reports.models import Document
from reports.permissions import VIEW_INDICATORS
from reports.selectors.annual import StageFigure, roadmap_figures
from reports.selectors.indicator_people import open_halves
from reports.selectors.indicators import planned_lines
from reports.selectors.report_shelf import GROUP_OF, where_made

SHOWN_TO_SIGN = 5
REPORTS = "Отчёт"


@dataclass(frozen=True)
class PlanFact:
    """An indicator on the home page; `url` leads to the people behind it, or to its own page."""

    line: IndicatorLine
    url: str

    @property
    def tone(self) -> str:
        return {True: "ok", False: "wait", None: ""}[self.line.is_reached]

    @property
    def word(self) -> str:
        return {True: "план выполнен", False: "отстаёт", None: "н/д"}[self.line.is_reached]


@dataclass(frozen=True)
class Pairs:
    """Pairs of the programme by what became of them, and how many of the working ones need somebody."""

    working: int
    suspended: int
    completed: int
    ended_early: int
    attention: int
    alarm: int


@dataclass(frozen=True)
class ReportLine:
    """A kind of report and the last one made; `url` empty: none yet, `make` is where the head has it made."""

    label: str
    title: str = ""
    url: str = ""
    make: str = ""


@dataclass(frozen=True)
class Glance:
    indicators: list[PlanFact]
    behind: int
    stages: list[StageFigure]
    pairs: Pairs
    to_sign: list[Document]
    to_sign_count: int
    reports: list[ReportLine]


def home_blocks(viewer: Viewer) -> list[HomeBlock]:
    """One block for the head of an institution that has a programme; a constant number of queries."""
    if viewer.role != Role.DIRECTOR or viewer.programme is None:
        return []
    return [HomeBlock("reports/home/director.html", {"glance": glance_of(viewer)}, order=10)]


def glance_of(viewer: Viewer) -> Glance:
    programme = viewer.programme
    lines = planned_lines(programme, on=viewer.today) if VIEW_INDICATORS.allows(viewer.membership) else []
    waiting = list(
        Document.objects.filter(state__in=sorted(WAITING)).order_by("created_at", "pk")[: SHOWN_TO_SIGN + 1]
    )
    more = len(waiting) > SHOWN_TO_SIGN
    count = Document.objects.filter(state__in=sorted(WAITING)).count() if more else len(waiting)
    return Glance(
        indicators=[_plan_fact(line, viewer) for line in lines],
        behind=sum(1 for line in lines if line.is_reached is False),
        stages=roadmap_figures(programme, viewer.today) or [],
        pairs=_pairs(viewer),
        to_sign=waiting[:SHOWN_TO_SIGN],
        to_sign_count=count,
        reports=_reports(programme),
    )


def _plan_fact(line: IndicatorLine, viewer: Viewer) -> PlanFact:
    if open_halves(viewer.membership, line).numerator:
        return PlanFact(
            line, reverse("reports:indicator_behind", args=[line.pk, "numerator", viewer.today.isoformat()])
        )
    return PlanFact(line, reverse("reports:indicator", args=[line.pk]))


def _pairs(viewer: Viewer) -> Pairs:
    states = PairState
    counts = Pair.objects.filter(programme=viewer.programme).aggregate(
        working=Count("pk", filter=Q(state=states.ACTIVE)),
        suspended=Count("pk", filter=Q(state=states.SUSPENDED)),
        completed=Count("pk", filter=Q(state=states.COMPLETED)),
        ended_early=Count("pk", filter=Q(state=states.TERMINATED, continued_by__isnull=True)),
    )
    health = health_counts(viewer.membership, viewer.programme, viewer.today)
    return Pairs(**counts, attention=health[Health.ATTENTION], alarm=health[Health.ALARM])


def _reports(programme: Programme) -> list[ReportLine]:
    """Every kind of report that the institution itself makes, with the last one: two queries."""
    kinds = [kind for kind in all_kinds() if kind.family == REPORTS and kind.code in GROUP_OF]
    last = dict(
        Document.objects.filter(programme=programme, kind__in=[kind.code for kind in kinds])
        .exclude(state__in=sorted(GONE))
        .order_by()
        .values_list("kind")
        .annotate(last=Max("pk"))
    )
    titles = dict(Document.objects.filter(pk__in=last.values()).values_list("pk", "title"))
    return [
        ReportLine(kind.label, titles[last[kind.code]], reverse("reports:document", args=[last[kind.code]]))
        if kind.code in last
        else ReportLine(kind.label, make=where_made(kind.code))
        for kind in kinds
    ]
