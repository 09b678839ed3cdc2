"""Reading reporting periods: who has reported, who has not, what an institution is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django_scopes import scopes_disabled

from core.models import Organization
from reports.models import PeriodReport, ReportingPeriod
from reports.region_enums import PeriodReportState

#: A returned report has to be submitted again.
HANDED_IN = (PeriodReportState.SUBMITTED, PeriodReportState.ACCEPTED)


@dataclass(frozen=True)
class PeriodLine:
    """A period with how many of how many institutions have reported; `is_late`: some have not, and it was due."""

    period: ReportingPeriod
    reported: int
    of: int
    is_late: bool

    @property
    def is_whole(self) -> bool:
        return self.reported == self.of


@dataclass(frozen=True)
class ReportLine:
    """An institution in a period; `report` None: nothing yet."""

    organization: Organization
    report: PeriodReport | None
    is_late: bool

    @property
    def state(self) -> str:
        if self.report is not None:
            return self.report.get_state_display()
        return "Срок прошёл" if self.is_late else "Ждём"

    @property
    def tone(self) -> str:
        if self.report is None:
            return "bad" if self.is_late else "wait"
        return {"submitted": "info", "returned": "bad", "accepted": "ok"}[self.report.state]


def institutions_of(region: Organization) -> list[Organization]:
    return list(Organization.objects.filter(parent=region, is_region=False).order_by("short_name", "pk"))


def late_institutions(period: ReportingPeriod) -> list[Organization]:
    """Institutions that have not reported, or have to report again. One query."""
    with scopes_disabled():
        done = PeriodReport.objects.filter(period=period, state__in=HANDED_IN).values("organization")
        below = Organization.objects.filter(parent=period.organization_id, is_region=False)
        return list(below.exclude(pk__in=done).order_by("short_name", "pk"))


def period_lines(region: Organization, today: dt.date) -> list[PeriodLine]:
    """Periods of a region, the newest first. Three queries."""
    with scopes_disabled():
        below = Organization.objects.filter(parent=region, is_region=False).count()
        handed = list(
            PeriodReport.objects.filter(
                period__organization=region, state__in=HANDED_IN, organization__parent=region
            ).values_list("period", flat=True)
        )
        periods = list(ReportingPeriod.objects.filter(organization=region))
    return [
        PeriodLine(one, count := handed.count(one.pk), below, one.due_on < today and count < below)
        for one in periods
    ]


def report_lines(period: ReportingPeriod, today: dt.date) -> list[ReportLine]:
    """Every institution of the region with its report; those that are waited for come first. Two queries."""
    below = institutions_of(period.organization)
    with scopes_disabled():
        made = {
            one.organization_id: one
            for one in PeriodReport.objects.filter(period=period).select_related("submitted_by")
        }
    late = period.due_on < today
    lines = [ReportLine(one, made.get(one.pk), late) for one in below]
    return sorted(lines, key=lambda line: line.report is not None and line.report.state in HANDED_IN)


def report_in_region(region: Organization, pk: int) -> PeriodReport | None:
    """A report of a period of this region, whichever institution made it."""
    with scopes_disabled():
        return (
            PeriodReport.objects.filter(pk=pk, period__organization=region)
            .select_related("organization", "period", "submitted_by")
            .first()
        )


@dataclass(frozen=True)
class Asked:
    """A period that an institution is asked for, with its own report."""

    period: ReportingPeriod
    report: PeriodReport | None
    is_late: bool

    @property
    def may_submit(self) -> bool:
        return self.report is None or self.report.state == PeriodReportState.RETURNED


def asked_of(organization: Organization, today: dt.date) -> list[Asked]:
    """What the region asks of an institution, the newest first. Two queries."""
    if organization.parent_id is None:
        return []
    with scopes_disabled():
        periods = list(
            ReportingPeriod.objects.filter(organization=organization.parent_id).select_related("organization")
        )
        made = {
            one.period_id: one
            for one in PeriodReport.objects.filter(organization=organization).select_related("submitted_by")
        }
    return [
        Asked(
            one, own := made.get(one.pk), one.due_on < today and (own is None or own.state not in HANDED_IN)
        )
        for one in periods
    ]


def period_for(organization: Organization, pk: int) -> ReportingPeriod | None:
    """A period of the institution's region."""
    if organization.parent_id is None:
        return None
    with scopes_disabled():
        return (
            ReportingPeriod.objects.filter(pk=pk, organization=organization.parent_id)
            .select_related("organization")
            .first()
        )
