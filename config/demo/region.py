"""What the demo's region sees: the college counted, an institution that has not begun, a period asked for."""

from __future__ import annotations

import datetime as dt

from config.demo.house import House
from core.clock import today
from core.context import inside
from core.domain.organizations import create_organization
from core.models import Organization
from reports.domain.periods import create_period
from reports.domain.region_figures import refresh_region
from reports.models import ReportingPeriod

_AHEAD = 12  # days that are left until the term


def ask_for_reports(house: House) -> None:
    """The region asks for the half-year; figures of both institutions are counted as the night does it."""
    region = house.organization.parent
    if (
        region is None
        or Organization.objects.filter(parent=region).exclude(pk=house.organization.pk).exists()
    ):
        return
    create_organization(
        code="prirechny-school",
        full_name="Приреченская школа примеров",
        short_name="Приреченская школа",
        city=house.organization.city,
        municipality=house.organization.municipality,
        time_zone=house.organization.time_zone,
        parent=region,
    )
    day = today(region)
    with inside(region):
        if not ReportingPeriod.objects.exists():
            create_period(
                region,
                title="Первое полугодие",
                cut_on=day,
                due_on=day + dt.timedelta(days=_AHEAD),
                actor=None,
            )
    refresh_region(region)
