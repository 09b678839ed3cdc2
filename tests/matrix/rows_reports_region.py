"""Who may open the region's monitoring, and the institution's reports to it."""

from typing import Any

from django.utils import timezone

from core.clock import today
from core.models import Organization
from reports.domain.region_reports import make_region_report
from reports.models import PeriodReport, ReportingPeriod
from tests import factories
from tests.matrix import Row, World
from tests.matrix.rows_reports import KEEPERS

REGION = frozenset({"region_observer"})
FIGURES = {
    "on": "2026-11-21", "programme": None, "stage": None, "stage_title": "", "gaps": [], "indicators": [],
    **dict.fromkeys(("mentees", "mentors", "pairs", "in_pairs", "people", "consents", "activities", "done"), 0),
}  # fmt: skip


def child(world: World) -> Organization:
    return world.once("child", lambda: factories.organization(parent=world.org))


def institution(world: World) -> dict[str, Any]:
    return {"pk": child(world).pk}


def _period(region: Organization) -> ReportingPeriod:
    day = today(region)
    return ReportingPeriod.objects.create(organization=region, title="Полугодие", cut_on=day, due_on=day)


def _period_of(world: World) -> ReportingPeriod:
    return world.once("period", lambda: _period(world.org))


def period(world: World) -> dict[str, Any]:
    return {"pk": _period_of(world).pk}


def _report(organization: Organization, of: ReportingPeriod) -> PeriodReport:
    return PeriodReport.objects.create(
        organization=organization, period=of, figures=FIGURES, submitted_at=timezone.now()
    )


def report(world: World) -> dict[str, Any]:
    return {"pk": world.once("period_report", lambda: _report(child(world), _period_of(world))).pk}


def document(world: World) -> dict[str, Any]:
    def make() -> Any:
        world.org.is_region = True
        world.org.save(update_fields=["is_region"])
        return make_region_report(world.org, actor=None)

    return {"pk": world.once("region_report", make).pk, "kind": "pdf"}


def _asked_by_region(world: World) -> ReportingPeriod:
    def make() -> ReportingPeriod:
        world.org.parent = factories.organization(is_region=True)
        world.org.save(update_fields=["parent"])
        return _period(world.org.parent)

    return world.once("asked", make)


def asked(world: World) -> dict[str, Any]:
    return {"pk": _asked_by_region(world).pk}


def own_report(world: World) -> dict[str, Any]:
    return {"pk": world.once("own_period_report", lambda: _report(world.org, _asked_by_region(world))).pk}


ROWS = [
    Row("reports:region", REGION),
    Row("reports:region_indicators", REGION),
    Row("reports:region_institution", REGION, institution),
    Row("reports:region_pivot", REGION),
    Row("reports:region_form", REGION),
    Row("reports:region_form_file", REGION),
    Row("reports:region_form_keep", REGION, method="post"),
    Row("reports:periods", REGION),
    Row("reports:period_create", REGION),
    Row("reports:period", REGION, period),
    Row("reports:period_remind", REGION, period, method="post"),
    Row("reports:period_report", REGION, report),
    Row("reports:period_report_return", REGION, report),
    Row("reports:period_report_accept", REGION, report, method="post"),
    Row("reports:region_reports", REGION),
    Row("reports:region_report_create", REGION, method="post"),
    Row("reports:region_report_file", REGION, document),
    Row("reports:period_reports", KEEPERS),
    Row("reports:period_submit", KEEPERS, asked),
    Row("reports:own_period_report", KEEPERS, own_report),
]
