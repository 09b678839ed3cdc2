"""Places by a jury's points: exact means, equals share their places, and only a stated word breaks a tie. Pure.

A mean is taken over those who scored: whoever has a conflict of interest neither adds nor lowers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Points = Mapping[int, Sequence[Fraction]]
"""Nominee → the totals of those who scored them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A nominee's outcome: places `first`…`last` are shared with their equals; `mean` is exact."""

    nominee: int
    mean: Fraction
    first: int
    last: int

    @property
    def is_shared(self) -> bool:
        return self.last > self.first

    @property
    def shown_mean(self) -> Decimal:
        """Rounded half up to three digits, for people: comparison is by the exact mean."""
        exact = Decimal(self.mean.numerator) / Decimal(self.mean.denominator)
        return exact.quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)


def total_of(points: Sequence[tuple[int, Decimal]]) -> Fraction:
    """The sum of points times weights of one sheet."""
    return sum((Fraction(given) * Fraction(weight) for given, weight in points), Fraction(0))


def rank(points: Points, word: Mapping[int, int] | None = None) -> list[Place]:
    """Places from the best; `word` orders equals (the smaller first), equals without a word share their places.

    Nominees whom nobody scored get no place.
    """
    said = word or {}
    means = {nominee: sum(totals, Fraction(0)) / len(totals) for nominee, totals in points.items() if totals}
    # A word divides its equals only if it was given to all of them: half a word would favour by silence.
    groups: dict[Fraction, list[int]] = {}
    for nominee, mean in means.items():
        groups.setdefault(mean, []).append(nominee)
    found: list[Place] = []
    for mean in sorted(groups, reverse=True):
        equals = sorted(groups[mean])
        start = len(found) + 1
        words = [said.get(nominee) for nominee in equals]
        if len(equals) > 1 and None not in words and len(set(words)) == len(equals):
            ordered = sorted(equals, key=lambda nominee: said[nominee])
            found += [Place(one, mean, start + at, start + at) for at, one in enumerate(ordered)]
        else:
            found += [Place(one, mean, start, start + len(equals) - 1) for one in equals]
    return found


def honoured(places: Sequence[Place], *, number: int, share: bool) -> tuple[set[int], list[int]]:
    """Who is honoured for so many places, and who ties across the last of them.

    The second list is empty when nobody does, or when `share` honours them all.
    """
    inside = {place.nominee for place in places if place.last <= number}
    across = [place.nominee for place in places if place.first <= number < place.last]
    if share:
        return inside | set(across), []
    return inside, across


def equals_of(places: Sequence[Place]) -> list[list[int]]:
    """Groups of nominees that share their places, from the best."""
    groups: dict[int, list[int]] = {}
    for place in places:
        if place.is_shared:
            groups.setdefault(place.first, []).append(place.nominee)
    return list(groups.values())
