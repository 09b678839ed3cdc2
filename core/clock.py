"""«Сегодня» of an organisation: time is kept in UTC and judged in the institution's own zone."""

import zoneinfo
from datetime import date, datetime

from django.utils import timezone

from core.models import Organization


def today(organization: Organization) -> date:
    return timezone.now().astimezone(zoneinfo.ZoneInfo(organization.time_zone)).date()


def local(moment: datetime, organization: Organization) -> datetime:
    return moment.astimezone(zoneinfo.ZoneInfo(organization.time_zone))
