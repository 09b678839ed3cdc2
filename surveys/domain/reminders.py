"""Reminders that go by themselves: on the third day and the day before the last, on working days only.

Whom to write to is judged when each letter is sent (`surveys.domain.mailing.send_letter`): only those who have not
answered, at most one letter a day. Days follow the practice of surveys with reminders (day 3, day before the end).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone
from django_scopes import scopes_disabled

from core.clock import local
from core.context import inside
from core.errors import DomainError
from core.production_calendar import is_working_day
from surveys.domain.mailing import start_mailing
from surveys.enums import CampaignState
from surveys.models import Campaign

FROM_HOUR, TO_HOUR = 9, 18
"""Letters leave in these hours of the institution's own day."""

_DAY = timedelta(days=1)


def reminder_days(
    opens_on: date, closes_on: date, *, is_working: Callable[[date], bool] = is_working_day
) -> list[date]:
    """The days of reminders inside a window, in order.

    A third day that is a day off passes to the next working day; the day before the last, when off, to the working
    day before it. A day that leaves the window so, or falls on the first day, is dropped.
    """
    third = opens_on + 2 * _DAY
    while third <= closes_on and not is_working(third):
        third += _DAY
    eve = closes_on - _DAY
    while eve > opens_on and not is_working(eve):
        eve -= _DAY
    return sorted({day for day in (third, eve) if opens_on < day <= closes_on and is_working(day)})


def remind_due(now: datetime | None = None) -> list[int]:
    """Start the mailings that are due now in all institutions; returns ids of campaigns. Twice a day is harmless."""
    moment = now or timezone.now()
    begun: list[int] = []
    with scopes_disabled():
        open_ones = list(
            Campaign.objects.filter(state=CampaignState.OPEN, reminds=True).select_related("organization")
        )
    for campaign in open_ones:
        here = local(moment, campaign.organization)
        if not FROM_HOUR <= here.hour < TO_HOUR:
            continue
        with inside(campaign.organization):
            if here.date() not in reminder_days(campaign.opens_on, campaign.closes_on):
                continue
            try:
                start_mailing(campaign, actor=None)
            except DomainError:
                continue  # nobody is left to write to, or the window has just ended
            begun.append(campaign.pk)
    return begun
