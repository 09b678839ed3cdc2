"""The health of pairs: one signal of cadence, feedback, plan and silence, each reason in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from core import russian
from core.models import Membership
from mentorship.care_enums import Health
from mentorship.models import Pair, PairPulse, Programme
from mentorship.selectors.entries import own_projects
from mentorship.selectors.pairs import pairs_visible_to

#: A mark of so much or less is an alarm, of `MIDDLING` it asks for attention.
BAD, MIDDLING = 2, 3


@dataclass(frozen=True)
class Reason:
    level: Health
    text: str


def alarm_condition(day: dt.date, prefix: str = "") -> Q:
    """Pulses in alarm on the day: silence over two norms, a bad mark, a call for help."""
    return (
        Q(**{f"{prefix}alarm_on__lt": day})
        | Q(**{f"{prefix}needs_help": True})
        | Q(**{f"{prefix}score__lte": BAD, f"{prefix}score_until__gte": day})
    )


def attention_condition(day: dt.date, prefix: str = "") -> Q:
    """Pulses that ask for attention or are in alarm on the day."""
    return (
        alarm_condition(day, prefix)
        | Q(**{f"{prefix}due_on__lt": day})
        | Q(**{f"{prefix}planned_on__lt": day})
        | Q(**{f"{prefix}plan_is_late": True})
        | Q(**{f"{prefix}score__lte": MIDDLING, f"{prefix}score_until__gte": day})
    )


def health_case(day: dt.date, prefix: str = "pulse__") -> Case:
    """The level as a number, in the database."""
    return Case(
        When(alarm_condition(day, prefix), then=Value(Health.ALARM.value)),
        When(attention_condition(day, prefix), then=Value(Health.ATTENTION.value)),
        default=Value(Health.GOOD.value),
        output_field=IntegerField(),
    )


def pulses_visible_to(membership: Membership, programme: Programme) -> QuerySet[PairPulse]:
    found = PairPulse.objects.filter(programme=programme, is_working=True)
    projects = own_projects(membership, programme)
    return found if projects is None else found.filter(project__in=projects)


def health_counts(membership: Membership, programme: Programme, day: dt.date) -> dict[Health, int]:
    """Level → working pairs that a member sees: one query, whatever their number."""
    counts = pulses_visible_to(membership, programme).aggregate(
        all=Count("pk"),
        attention=Count("pk", filter=attention_condition(day)),
        alarm=Count("pk", filter=alarm_condition(day)),
    )
    return {
        Health.ALARM: counts["alarm"],
        Health.ATTENTION: counts["attention"] - counts["alarm"],
        Health.GOOD: counts["all"] - counts["attention"],
    }


def pairs_with_health(membership: Membership, programme: Programme | None, day: dt.date) -> QuerySet[Pair]:
    """Working pairs that a member sees, with `health` and `pulse`."""
    found = pairs_visible_to(membership, programme).filter(pulse__is_working=True)
    return found.select_related("pulse").annotate(health=health_case(day), last_met=F("pulse__last_on"))


def level_of(pulse: PairPulse, day: dt.date) -> Health:
    """The same level as `health_case` gives, of one pulse."""
    return max((reason.level for reason in reasons_of(pulse, day)), default=Health.GOOD)


def reasons_of(pulse: PairPulse, day: dt.date) -> list[Reason]:
    """Why the pair stands so, the worst first; of a good one, what speaks for it."""
    found = [*_cadence(pulse, day), *_feedback(pulse, day), *_plan(pulse)]
    found.sort(key=lambda reason: -reason.level)
    return found or [Reason(Health.GOOD, _calm(pulse))]


def _cadence(pulse: PairPulse, day: dt.date) -> list[Reason]:
    found = []
    if day > pulse.due_on:
        norm = russian.counted(pulse.norm, "день", "дня", "дней")
        passed = russian.counted((day - pulse.since).days, "день", "дня", "дней")
        what = "встречи не было" if pulse.last_on else "ни одной встречи за"
        level = Health.ALARM if day > pulse.alarm_on else Health.ATTENTION
        found.append(Reason(level, f"{what} {passed} при норме {norm}"))
    if pulse.planned_on and pulse.planned_on < day:
        told = russian.date_short(pulse.planned_on)
        found.append(Reason(Health.ATTENTION, f"назначенная на {told} встреча не отмечена"))
    return found


def _feedback(pulse: PairPulse, day: dt.date) -> list[Reason]:
    found = []
    if pulse.needs_help:
        found.append(Reason(Health.ALARM, "просят о помощи"))
    if pulse.score and pulse.score <= MIDDLING and pulse.score_until and pulse.score_until >= day:
        level = Health.ALARM if pulse.score <= BAD else Health.ATTENTION
        found.append(Reason(level, f"последняя оценка: {pulse.score} из 5"))
    return found


def _plan(pulse: PairPulse) -> list[Reason]:
    return [Reason(Health.ATTENTION, pulse.plan_words or "плана нет")] if pulse.plan_is_late else []


def _calm(pulse: PairPulse) -> str:
    due = russian.date_short(pulse.due_on)
    if pulse.last_on is None:
        return f"первая встреча нужна до {due}"
    return f"встреча {russian.date_short(pulse.last_on)}, следующая нужна до {due}"
