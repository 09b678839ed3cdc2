"""Figures of one question from the counts of its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

HIGH, LOW = 8, 5
"""On a scale of 1–10 an answer of 8 and more is a high one, of 5 and less a low one (methodology §2)."""


@dataclass(frozen=True)
class Summary:
    """What is told of numbers: how many answered, mean and median; of scales 1–10 the numbers of high and low."""

    n: int
    mean: float | None
    median: float | None
    high: int
    low: int


def summarize(counts: Mapping[Decimal, int]) -> Summary:
    """Return the figures of value → how many gave it."""
    n = sum(counts.values())
    if not n:
        return Summary(0, None, None, 0, 0)
    total = sum(Decimal(value) * count for value, count in counts.items())
    return Summary(
        n,
        float(total / n),
        median(counts),
        sum(count for value, count in counts.items() if value >= HIGH),
        sum(count for value, count in counts.items() if value <= LOW),
    )


def median(counts: Mapping[Decimal, int]) -> float | None:
    """Return the median of value → how many gave it, None of nothing."""
    n = sum(counts.values())
    if not n:
        return None
    lower, upper = (n - 1) // 2, n // 2
    passed = 0
    found: list[float] = []
    for value in sorted(counts):
        passed += counts[value]
        while len(found) < 2 and passed > (lower, upper)[len(found)]:
            found.append(float(value))
        if len(found) == 2:
            break
    return sum(found) / 2
