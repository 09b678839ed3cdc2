"""Whether pairs meet as often as the norm of their form asks, on any day: holidays, vacations, pauses left out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from core.models import AuditEntry
from core.production_calendar import is_working_day, year_of
from mentorship.cadence import DAY, LONGEST, Span, days_of, due_day
from mentorship.enums import PairState
from mentorship.meeting_enums import USUAL_NORM, MeetingState
from mentorship.models import Meeting, MeetingBreak, MeetingNorm, Pair, Programme


def norms_of_forms() -> dict[int, int]:
    """Form → days within which its pairs meet, where the institution has said so."""
    return dict(MeetingNorm.objects.values_list("form_id", "days"))


def idle_days(day: dt.date) -> set[dt.date]:
    """Holidays and days off of the production calendar that are no plain weekend, and vacations, around the day."""
    first, last = day - LONGEST * DAY, day + LONGEST // 2 * DAY
    found = days_of(MeetingBreak.objects.values_list("starts_on", "ends_on"), first=first, last=last)
    for year in range(first.year, last.year + 1):
        known = year_of(year)
        found |= known.holidays | {one for one in known.off if one.weekday() < 5}
    return found


def rests_of(pairs: Collection[int], day: dt.date) -> dict[int, list[Span]]:
    """Pair → the stretches it was suspended for, as its history tells."""
    rows = AuditEntry.objects.filter(
        object_type=Pair._meta.label_lower,
        object_id__in=[str(key) for key in pairs],
        action__in=[f"pair.{PairState.SUSPENDED}", f"pair.{PairState.ACTIVE}"],
    ).order_by("pk")
    rests: dict[int, list[Span]] = defaultdict(list)
    since: dict[int, dt.date] = {}
    for object_id, action, moment in rows.values_list("object_id", "action", "at"):
        pair, on = int(object_id), timezone.localdate(moment)
        if action.endswith(PairState.SUSPENDED):
            since.setdefault(pair, on)
        elif pair in since:
            rests[pair].append((since.pop(pair), on))
    for pair, start in since.items():
        rests[pair].append((start, day))
    return rests


def at_work_on(programme: Programme, day: dt.date) -> QuerySet[Pair]:
    """Pairs that an order had made by the day and that had not ended by it; suspended ones are not at work."""
    return Pair.objects.filter(
        Q(state=PairState.ACTIVE)
        | Q(state__in=[PairState.COMPLETED, PairState.TERMINATED], ended_on__gt=day),
        programme=programme,
        order_date__lte=day,
    )


def on_pace(pairs: QuerySet[Pair], day: dt.date) -> set[int]:
    """Those of these pairs whose term to meet again had not run out on the day: four queries."""
    rows = list(
        pairs.order_by().values_list("pk", "project__form_id", "period_start", "order_date", "created_at")
    )
    held = dict(
        Meeting.objects.filter(pair__in=pairs.order_by().values("pk"), state=MeetingState.HELD, on__lte=day)
        .order_by()
        .values_list("pair")
        .annotate(last=Max("on"))
    )
    norms, idle = norms_of_forms(), idle_days(day)
    rests = rests_of([row[0] for row in rows], day)
    terms: dict[tuple[dt.date, int], dt.date] = {}
    kept: set[int] = set()
    for pair, form, period_start, order_date, created_at in rows:
        start = period_start or order_date or timezone.localdate(created_at)
        since = max(held.get(pair, start), start)
        norm = norms.get(form, USUAL_NORM)
        if pair in rests:
            due = _due(since, norm, idle | _days(rests[pair], since, day))
        else:
            due = terms.setdefault((since, norm), _due(since, norm, idle))
        if due >= day:
            kept.add(pair)
    return kept


def _days(rests: Iterable[Span], since: dt.date, day: dt.date) -> set[dt.date]:
    return days_of(rests, first=since, last=day + LONGEST * DAY)


def _due(since: dt.date, norm: int, idle: Collection[dt.date]) -> dt.date:
    return due_day(since, norm, idle=idle, is_working=is_working_day)
