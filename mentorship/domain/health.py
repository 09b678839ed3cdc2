"""Counting the pulse of pairs: in bulk, in a constant number of queries a thousand pairs; kept up by what happens."""

from __future__ import annotations

import datetime as dt
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone
from django_scopes import scopes_disabled

from core.clock import today
from core.context import inside
from core.enums import Role
from core.models import Organization
from core.production_calendar import is_working_day
from mentorship.cadence import DAY, LONGEST, Span, days_of, due_day
from mentorship.care_enums import UNDONE, CareKind
from mentorship.enums import PairState
from mentorship.meeting_enums import USUAL_NORM, MeetingState
from mentorship.models import CareTask, Meeting, Pair, PairFeedback, PairPulse
from mentorship.selectors.development import PlanStanding, plan_state
from mentorship.selectors.pace import idle_days, norms_of_forms, rests_of

CHUNK = 1000
#: A mark counts for so many days, then the pair is judged by what came after.
MARK_DAYS = 30
COLUMNS = tuple(
    column.name
    for column in PairPulse._meta.concrete_fields
    if column.name not in {"id", "pair", "organization", "created_at"}
)


@dataclass
class _Known:
    """What the pulses of some pairs are counted of."""

    day: dt.date
    norms: dict[int, int]
    idle: set[dt.date]
    held: dict[int, tuple[dt.date, int]] = field(default_factory=dict)
    planned: dict[int, dt.date] = field(default_factory=dict)
    marks: dict[int, tuple[int, dt.date]] = field(default_factory=dict)
    help: set[int] = field(default_factory=set)
    rests: dict[int, list[Span]] = field(default_factory=dict)
    plans: dict[int, PlanStanding] = field(default_factory=dict)
    #: Many pairs met on the same day: each term is counted once.
    terms: dict[tuple[dt.date, int], dt.date] = field(default_factory=dict)


def refresh_pulses(organization: Organization, pairs: Collection[int] | None = None) -> int:
    """Count anew the pulses of these pairs (of all, without a list); how many. Runs inside the institution's scope."""
    rows = Pair.objects.filter(state__in=[PairState.ACTIVE, PairState.SUSPENDED]).select_related("project")
    ended = PairPulse.objects.filter(is_working=True).exclude(
        pair__state__in=[PairState.ACTIVE, PairState.SUSPENDED]
    )
    if pairs is not None:
        rows, ended = rows.filter(pk__in=list(pairs)), ended.filter(pair__in=list(pairs))
    ended.update(is_working=False)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    day = today(organization)
    known = _Known(day, norms_of_forms(), idle_days(day))
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        _gather(known, part)
        found = Pair.objects.filter(pk__in=part).select_related("project").order_by("pk")
        PairPulse.objects.bulk_create(
            [_pulse(pair, known) for pair in found],
            update_conflicts=True,
            unique_fields=["pair"],
            update_fields=COLUMNS,
            batch_size=500,
        )
    return len(keys)


def refresh_everywhere() -> int:
    """Pulses that were not counted on the institution's today: holidays, plans and the day itself have moved on."""
    with scopes_disabled():
        organizations = list(Organization.objects.filter(is_region=False))
    count = 0
    for organization in organizations:
        with inside(organization):
            day = today(organization)
            working = Pair.objects.filter(state__in=[PairState.ACTIVE, PairState.SUSPENDED])
            stale = working.exclude(pulse__counted_on=day).order_by().values_list("pk", flat=True)
            if keys := list(stale):
                count += refresh_pulses(organization, keys)
    return count


def _gather(known: _Known, keys: list[int]) -> None:
    meetings = Meeting.objects.filter(pair__in=keys).order_by()
    held = meetings.filter(state=MeetingState.HELD).values("pair")
    known.held = {
        row["pair"]: (row["last"], row["count"]) for row in held.annotate(last=Max("on"), count=Count("pk"))
    }
    planned = meetings.filter(state=MeetingState.PLANNED).values("pair").annotate(first=Min("on"))
    known.planned = {row["pair"]: row["first"] for row in planned}
    marks = PairFeedback.objects.filter(
        pair__in=keys, score__isnull=False, on__gte=known.day - MARK_DAYS * DAY
    ).order_by("on", "pk")
    known.marks = {
        pair: (score, on) for pair, score, on in marks.values_list("pair_id", "score", "on") if score
    }
    # What is asked of the psychologist is not told to anybody else, not even by a sign.
    calls = CareTask.objects.filter(
        pair__in=keys, kind=CareKind.HELP, role=Role.CURATOR, state__in=sorted(UNDONE)
    )
    known.help = set(calls.order_by().values_list("pair_id", flat=True))
    known.rests = rests_of(keys, known.day)
    known.plans = plan_state(keys, day=known.day)


def _pulse(pair: Pair, known: _Known) -> PairPulse:
    last, count = known.held.get(pair.pk, (None, 0))
    start = pair.period_start or pair.order_date or timezone.localdate(pair.created_at)
    since = max(last, start) if last and last >= start else start
    norm = known.norms.get(pair.project.form_id, USUAL_NORM)
    score, on = known.marks.get(pair.pk, (None, None))
    plan = known.plans.get(pair.pk)
    return PairPulse(
        organization_id=pair.organization_id,
        pair=pair,
        programme_id=pair.programme_id,
        project_id=pair.project_id,
        is_working=pair.state == PairState.ACTIVE,
        norm=norm,
        since=since,
        last_on=last,
        held=count,
        due_on=_term(since, norm, pair.pk, known),
        alarm_on=_term(since, 2 * norm, pair.pk, known),
        planned_on=known.planned.get(pair.pk),
        score=score,
        score_until=on + MARK_DAYS * DAY if on else None,
        needs_help=pair.pk in known.help,
        plan_is_late=plan is not None and (plan.is_late or plan.overdue > 0),
        plan_words=plan.words[:200] if plan is not None else "",
        counted_on=known.day,
    )


def _term(since: dt.date, norm: int, pair: int, known: _Known) -> dt.date:
    rests = known.rests.get(pair)
    if rests:
        idle = known.idle | days_of(rests, first=since, last=known.day + LONGEST * DAY)
        return due_day(since, norm, idle=idle, is_working=is_working_day)
    key = (since, norm)
    if key not in known.terms:
        known.terms[key] = due_day(since, norm, idle=known.idle, is_working=is_working_day)
    return known.terms[key]


# --- kept up by what happens ---


class _Waiting(threading.local):
    """Pairs to be counted when this thread's transaction is committed, by institution."""

    def __init__(self) -> None:
        self.pairs: dict[int, set[int]] = defaultdict(set)


_waiting = _Waiting()


def refresh_later(organization_id: int, pairs: Iterable[int]) -> None:
    """Once everything is committed, count these pairs anew: hundreds that move together are counted together."""
    _waiting.pairs[organization_id].update(pairs)
    transaction.on_commit(partial(_flush, organization_id))


def _flush(organization_id: int) -> None:
    pairs = _waiting.pairs.pop(organization_id, set())
    if not pairs:
        return
    with scopes_disabled():
        organization = Organization.objects.get(pk=organization_id)
    with inside(organization):
        refresh_pulses(organization, pairs)


def hear_meeting(sender: Any, meeting: Meeting, **_: Any) -> None:
    refresh_later(meeting.organization_id, [meeting.pair_id])


def hear_feedback(sender: Any, feedback: PairFeedback, **_: Any) -> None:
    refresh_later(feedback.organization_id, [feedback.pair_id])


def hear_pair(sender: Any, subject: Pair, **_: Any) -> None:
    refresh_later(subject.organization_id, [subject.pk])


def hear_task(sender: Any, subject: CareTask, **_: Any) -> None:
    if subject.pair_id is not None and subject.kind == CareKind.HELP:
        refresh_later(subject.organization_id, [subject.pair_id])


def hear_plan(sender: Any, subject: Any, **_: Any) -> None:
    """A plan is of a mentee in a form: whichever live pair they are in now."""
    live = Pair.objects.filter(places__mentee=subject.mentee_id, places__is_live=True)
    refresh_later(subject.organization_id, live.order_by().values_list("pk", flat=True))
