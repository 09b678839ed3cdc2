"""Whether a mean or a median lets one work out counts that are hidden.

A mean beside the number of answers is their sum; with a few possible values it often leaves one way only to fill the
hidden cells («five answered, mean 9,8»: four tens and a nine). A mean may stand where every small group of equal
answers could as well be of another size: somebody's answer a step up and somebody's a step down make the same sum.
That is the same question that :mod:`surveys.statistics.disclosure` asks of counts, asked of sums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from surveys.statistics.summary import median

Value = Decimal | int
Group = Hashable
"""People who stand in the same segments: changing an answer within a group changes no segment's size."""

Segment = TypeVar("Segment", bound=Hashable)

MOST_TRIES = 20_000
"""A figure that needs more tries than this is hidden: a page must not wait for it."""
STEPS_OF_NUMBERS = 5
_EVERYBODY = ("everybody",)


@dataclass(frozen=True)
class Known:
    """What is shown anyway: `values` whose counts are, of `bands` of values the `shown` ones; the ends of the scale."""

    values: frozenset[Value] = frozenset()
    bands: tuple[frozenset[Value], ...] = ()
    shown: tuple[frozenset[Value], ...] = ()
    low: Value | None = None
    high: Value | None = None


@dataclass(frozen=True)
class Shown:
    mean: bool
    median: bool


def safe_figures(counts: Mapping[Any, int], known: Known, *, least: int) -> Shown:
    """Return which of mean and median of one question may stand; `counts` is value → people."""
    return safe_segments({(): Counter(counts)}, {"": [()]}, known, least=least)


def safe_segments(
    groups: Mapping[Any, Mapping[Any, int]],
    segments: Mapping[Segment, Collection[Group]],
    known: Known,
    *,
    least: int,
    bands: Mapping[Segment, Sequence[frozenset[Value]]] | None = None,
) -> Shown:
    """Return whether the means and the medians of all segments may stand beside each other and beside everybody's.

    ``groups`` is group → value → people, ``segments`` is segment → its groups; a group may lie in several; ``bands``
    are those whose sums a segment shows. All or none: one mean left out would follow from the others and everybody's.
    """
    whole: dict[Any, Collection[Group]] = {**segments, _EVERYBODY: list(groups)}
    told: dict[Any, Sequence[frozenset[Value]]] = {**(bands or {}), _EVERYBODY: known.shown}
    for medians in (True, False):
        page = _Page(groups, whole, known, told, set(whole) if medians else set())
        if all(
            page.leaves_open(small, inside)
            for inside in segments.values()
            for small in _small_sets(groups, inside, known, least)
        ):
            return Shown(mean=True, median=medians)
    return Shown(mean=False, median=False)


def _small_sets(
    groups: Mapping[Any, Mapping[Any, int]], inside: Iterable[Group], known: Known, least: int
) -> Iterator[frozenset[Value]]:
    """Single values and bands that 1 … least−1 people of the segment gave."""
    total: Counter[Value] = Counter()
    for group in inside:
        total.update(groups[group])
    singles = [frozenset([value]) for value in total]
    for one in dict.fromkeys([*singles, *known.bands]):
        if 0 < sum(total[value] for value in one) < least:
            yield one


class _Page:
    """All that is shown of one question, and whether other answers would make the same page."""

    def __init__(
        self,
        groups: Mapping[Any, Mapping[Any, int]],
        segments: Mapping[Any, Collection[Group]],
        known: Known,
        bands: Mapping[Any, Sequence[frozenset[Value]]],
        medians: Collection[Any],
    ) -> None:
        self.groups, self.segments, self.known, self.bands = groups, segments, known, bands
        self.medians = {name: self._median(segments[name], {}) for name in medians}
        self.tries_left = MOST_TRIES

    def leaves_open(self, small: frozenset[Value], inside: Collection[Group]) -> bool:
        """Whether the size of `small` among the people of `inside` could as well be another."""
        for group in inside:
            for change in _changes(self.groups[group], self.known):
                if not sum(change[value] for value in small & change.keys()):
                    continue
                for answers in self._ways(group, inside, change):
                    self.tries_left -= 1
                    if self.tries_left < 0:
                        return False
                    if self._is_the_same(answers):
                        return True
        return False

    def _ways(
        self, group: Group, inside: Collection[Group], change: Mapping[Any, int]
    ) -> Iterator[dict[Group, Mapping[Any, int]]]:
        """The change alone, and with its opposite outside the segment, which leaves everybody's counts as they are."""
        yield {group: change}
        back = {value: -by for value, by in change.items()}
        for other, counts in self.groups.items():
            if other not in inside and all(counts.get(value, 0) + by >= 0 for value, by in back.items()):
                yield {group: change, other: back}
                return

    def _is_the_same(self, answers: Mapping[Any, Mapping[Any, int]]) -> bool:
        net: Counter[Any] = Counter()
        for change in answers.values():
            net.update(change)
        if any(net[value] for value in self.known.values):
            return False
        for name, bands in self.bands.items():
            touched = [answers[group] for group in self.segments.get(name, ()) if group in answers]
            if any(sum(change.get(v, 0) for change in touched for v in band) for band in bands):
                return False
        return all(
            self._median(self.segments[name], answers) == before
            for name, before in self.medians.items()
            if any(group in answers for group in self.segments[name])
        )

    def _median(self, inside: Collection[Group], answers: Mapping[Any, Mapping[Any, int]]) -> float | None:
        total: Counter[Any] = Counter()
        for group in inside:
            total.update(self.groups[group])
            total.update(answers.get(group, {}))
        return median({Decimal(value): count for value, count in total.items() if count})


def _changes(counts: Mapping[Any, int], known: Known) -> Iterator[dict[Value, int]]:
    """Somebody's answer up and somebody's as much down: number and sum of answers stay."""
    given = [value for value, count in counts.items() if count > 0]
    if known.low is not None and known.high is not None:
        longest = min(int(known.high - known.low), 20)
    else:
        longest = STEPS_OF_NUMBERS
    for first in given:
        for second in given:
            if first == second and counts[first] < 2:
                continue
            for step in range(1, longest + 1):
                up, down = first + step, second - step
                if (known.high is not None and up > known.high) or (
                    known.low is not None and down < known.low
                ):
                    break
                change: Counter[Value] = Counter()
                change[first] -= 1
                change[second] -= 1
                change[up] += 1
                change[down] += 1
                real = {value: by for value, by in change.items() if by}
                if real:
                    yield real
