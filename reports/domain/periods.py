"""Reporting periods of a region: asked for, reported of with frozen figures, given back, reminded of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from core import audit
from core.clock import today
from core.context import inside
from core.domain.jobs import start_job
from core.domain.letters import public_link, send_letter
from core.enums import Role
from core.errors import DomainError
from core.models import Job, Membership, Organization, User
from core.workflow import move
from reports.domain.region_figures import refresh_institution
from reports.models import InstitutionFigures, PeriodNudge, PeriodReport, RegionCell, ReportingPeriod
from reports.region_enums import PERIOD_REPORT_TRANSITIONS, NudgeKind, PeriodReportState
from reports.selectors.periods import late_institutions

JOB_KIND = "region.nudges"
SOON_DAYS = 3
#: What a frozen report holds of the institution's figures.
FROZEN = (
    "mentees",
    "mentors",
    "pairs",
    "in_pairs",
    "people",
    "consents",
    "activities",
    "done",
    "stage",
    "complete",
)
#: Of a cell of people without persons.
CELL = ("form", "role", "age", "sex", "course", "people")


def create_period(
    region: Organization, *, title: str, cut_on: dt.date, due_on: dt.date, actor: User | None
) -> ReportingPeriod:
    """Ask the institutions of a region to report. Raises DomainError."""
    if due_on < cut_on:
        raise DomainError("Срок сдачи раньше даты, на которую нужны данные.", field="due_on", code="order")
    try:
        with transaction.atomic():
            period = ReportingPeriod.objects.create(
                organization=region, title=" ".join(title.split()), cut_on=cut_on, due_on=due_on
            )
            audit.record("period.created", subject=period, actor=actor, after={"title": period.title})
    except IntegrityError as error:
        raise DomainError("Период с таким названием уже есть.", field="title", code="taken") from error
    return period


def submit_report(organization: Organization, period: ReportingPeriod, *, actor: User | None) -> PeriodReport:
    """Freeze the institution's figures as its report of the period; a returned one is frozen anew.

    Indicators are those of the period's day, or of today before it has come. Raises DomainError.
    """
    if period.organization_id != organization.parent_id:
        raise DomainError("Этот период объявлен для другого региона.", code="foreign")
    day = min(period.cut_on, today(organization))
    # Locked before it is counted: two presses at once freeze one after the other.
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        report = PeriodReport.objects.filter(period=period, organization=organization).first()
        if report is not None and report.state != PeriodReportState.RETURNED:
            raise DomainError("Отчёт за этот период уже сдан.", code="submitted")
        counted = frozen(refresh_institution(organization, on=day))
        if day != today(organization):
            refresh_institution(organization)  # the region's pages go on with the figures of today
        values = {
            "figures": counted,
            "submitted_at": timezone.now(),
            "submitted_by": actor,
            "remark": "",
        }
        if report is not None:
            return move(
                report,
                to=PeriodReportState.SUBMITTED,
                transitions=PERIOD_REPORT_TRANSITIONS,
                actor=actor,
                set_fields=values,
                action="period_report.submitted",
            )
        report = PeriodReport.objects.create(organization=organization, period=period, **values)
        audit.record("period_report.submitted", subject=report, actor=actor, after={"period": period.title})
    return report


def frozen(figures: InstitutionFigures) -> dict[str, Any]:
    """Kept figures as plain values; `programme` None: everything is «н/д».

    Indicators and cells are those of the day `on`; bases, consents, stage and gaps are as they stand on `state_on`.
    """
    indicators = [
        {"code": row.code, "title": row.title, "plan": row.planned_text, "fact": row.value,
         "numerator": row.numerator, "denominator": row.denominator}
        for row in figures.indicators.order_by("order", "pk")
    ]  # fmt: skip
    return {
        "on": figures.counted_on.isoformat(),
        "state_on": today(figures.organization).isoformat(),
        "programme": figures.programme.title if figures.programme else None,
        "stage_title": figures.stage_title,
        "gaps": figures.gaps,
        "indicators": indicators,
        "cells": list(RegionCell.objects.filter(organization=figures.organization_id).values(*CELL)),
        **{name: getattr(figures, name) for name in FROZEN},
    }


def return_report(report: PeriodReport, *, remark: str, actor: User | None) -> PeriodReport:
    """Give a report back with a remark: the institution submits it again. Raises DomainError."""
    remark = " ".join(remark.split())[:500]
    if not remark:
        raise DomainError("Напишите, что исправить.", field="reason", code="empty")
    return _moved(report, PeriodReportState.RETURNED, actor, "period_report.returned", remark=remark)


def accept_report(report: PeriodReport, *, actor: User | None) -> PeriodReport:
    return _moved(report, PeriodReportState.ACCEPTED, actor, "period_report.accepted", remark="")


def _moved(
    report: PeriodReport, state: PeriodReportState, actor: User | None, action: str, **values: Any
) -> PeriodReport:
    return move(
        report,
        to=state,
        transitions=PERIOD_REPORT_TRANSITIONS,
        actor=actor,
        reason=values.get("remark", ""),
        set_fields=values,
        action=action,
    )


# --- reminders ---


def start_nudges(period: ReportingPeriod, *, actor: User) -> Job:
    """Remind those who have not reported, at the region's word."""
    return start_job(
        JOB_KIND,
        organization=period.organization,
        owner=actor,
        title=f"Напоминания об отчёте: {period.title}"[:200],
        params={"period": period.pk},
        key=f"period:{period.pk}",
    )


def nudge(period: ReportingPeriod, organization: Organization, kind: NudgeKind, *, on: dt.date) -> int | None:
    """Remind an institution once for this reason; the number of letters, None when it was reminded before."""
    with scopes_disabled(), transaction.atomic():
        _, is_new = PeriodNudge.objects.get_or_create(
            period=period, organization=organization, kind=kind, defaults={"sent_on": on}
        )
        if not is_new:
            return None
        members = Membership.objects.filter(
            organization=organization,
            is_active=True,
            user__is_active=True,
            role__in=[Role.DIRECTOR, Role.CURATOR],
        )
        addresses = sorted(set(members.values_list("user__email", flat=True)))
    link = public_link("reports:period_reports")
    return sum(
        send_letter(
            address,
            subject=f"Отчёт для региона: {period.title}",
            template="reports/letters/period.txt",
            context={"period": period, "organization": organization, "kind": kind.value, "link": link},
        )
        for address in addresses
    )


def nudge_everywhere() -> int:
    """Remind of periods that are due soon or late; returns how many institutions were reminded."""
    with scopes_disabled():
        periods = list(ReportingPeriod.objects.select_related("organization"))
    count = 0
    for period in periods:
        day = today(period.organization)
        if not period.due_on - dt.timedelta(days=SOON_DAYS) <= day <= period.due_on + dt.timedelta(days=30):
            continue
        kind = NudgeKind.SOON if day <= period.due_on else NudgeKind.LATE
        with inside(period.organization):
            for organization in late_institutions(period):
                count += nudge(period, organization, kind, on=day) is not None
    return count
