"""The thresholds of the rules, as data: where the method names a number, it is here with its source."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.conf import settings


@dataclass(frozen=True)
class Limits:
    """Shares in per cent. An installation may set others in `settings.SWOT_LIMITS` by these names."""

    mean_high: float = 8.0  # methodology §2.4, 4: «темы со средним ≥ 8»
    mean_low: float = 5.0  # the same: «темы ≤ 5»
    gap_down: float = -2.0  # the same: «gap ≤ −2»
    gap_up: float = 1.0
    more_wanted: float = 60.0  # the same: «хочу продолжить / стать наставником» ≥ 60 %
    more_refused: float = 40.0  # what is left of it
    effect_common: float = 60.0
    effect_rare: float = 30.0
    theme_frequent: float = 20.0
    satisfied_high: float = 85.0  # methodology §4.1, 5–6: the goal of the model
    satisfied_low: float = 50.0  # and its beginning
    response_high: float = 80.0
    response_low: float = 50.0
    trained_high: float = 90.0
    trained_low: float = 70.0
    cadence_good: float = 10.0
    cadence_bad: float = 25.0
    ended_early: float = 10.0
    completed_high: float = 80.0
    waiting: float = 20.0
    done_high: float = 90.0
    overdue: float = 10.0
    agreements_few: int = 1
    risks_most: int = 10


def limits() -> Limits:
    """The thresholds of this installation."""
    known = {field.name for field in fields(Limits)}
    given = getattr(settings, "SWOT_LIMITS", {})
    return Limits(**{name: value for name, value in given.items() if name in known})
