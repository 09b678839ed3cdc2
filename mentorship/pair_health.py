"""The signal of health as the list and the page of pairs show it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from core.clock import today
from mentorship.care_enums import HEALTH_TONES, Health
from mentorship.models import Pair, PairPulse
from mentorship.pair_slots import HealthSource, PairHealth
from mentorship.selectors.health import health_case, level_of, reasons_of


def narrow(pairs: QuerySet[Pair], key: str) -> QuerySet[Pair]:
    """Working pairs of one level today."""
    first = pairs.order_by().select_related("organization").first()
    if first is None or not key.isdecimal():
        return pairs.none()
    day = today(first.organization)
    return pairs.filter(pulse__is_working=True).alias(level=health_case(day)).filter(level=int(key))


def tell(pairs: Sequence[Pair]) -> dict[int, PairHealth]:
    """The signal of the working ones among these pairs of one institution: two queries."""
    pulses = PairPulse.objects.filter(pair__in=[pair.pk for pair in pairs], is_working=True)
    found = {}
    for pulse in pulses.select_related("organization"):
        day = today(pulse.organization)
        level = level_of(pulse, day)
        why = tuple(reason.text for reason in reasons_of(pulse, day))
        found[pulse.pair_id] = PairHealth(str(level.value), level.label, HEALTH_TONES[level], why)
    return found


SOURCE = HealthSource(tuple((str(level.value), level.label) for level in reversed(Health)), narrow, tell)
