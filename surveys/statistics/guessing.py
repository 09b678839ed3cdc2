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
) -> Shown:
    """Return whether the means and the medians of all segments may stand beside each other and beside everybody's.

    ``groups`` is group → value → people, ``segments`` is segment → its groups; a group may lie in several. All or
    none: one mean left out would follow from the others and everybody's.
    """
    whole: dict[Any, Collection[Group]] = {**segments, _EVERYBODY: list(groups)}
    for medians in (True, False):
        kept = set(whole) if medians else set()
        if all(
            _all_open(list(_small_sets(groups, inside, known, least)), groups, whole, inside, known, kept)
            for inside in segments.values()
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


def _all_open(
    small: Sequence[frozenset[Value]],
    groups: Mapping[Any, Mapping[Any, int]],
    segments: Mapping[Segment, Collection[Group]],
    inside: Collection[Group],
    known: Known,
    with_median: Collection[Segment],
) -> bool:
    tries = _Tries()
    return all(_open(one, groups, segments, inside, known, with_median, tries) for one in small)


class _Tries:
    def __init__(self) -> None:
        self.left = MOST_TRIES

    def spend(self) -> bool:
        self.left -= 1
        return self.left > 0


def _open(
    small: frozenset[Value],
    groups: Mapping[Any, Mapping[Any, int]],
    segments: Mapping[Segment, Collection[Group]],
    inside: Collection[Group],
    known: Known,
    with_median: Collection[Segment],
    tries: _Tries,
) -> bool:
    """Whether other answers with the same shown figures would make the size of `small` in the segment another."""
    for group in inside:
        for change in _changes(groups[group], known):
            if not tries.spend():
                return False
            if not sum(change[value] for value in small & change.keys()):
                continue
            if not _keeps_bands(change, known):
                continue
            answers: dict[Group, Counter[Value]] = {group: _changed(groups[group], change)}
            if any(change[value] for value in known.values & change.keys()):
                other = _opposite(groups, inside, change)
                if other is None:
                    continue
                answers[other] = _changed(groups[other], {value: -by for value, by in change.items()})
            if _keeps_medians(answers, groups, segments, with_median):
                return True
    return False


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


def _changed(counts: Mapping[Any, int], change: Mapping[Any, int]) -> Counter[Value]:
    result = Counter(counts)
    for value, by in change.items():
        result[value] += by
    return result


def _keeps_bands(change: Mapping[Any, int], known: Known) -> bool:
    return not any(sum(change[value] for value in band & change.keys()) for band in known.shown)


def _opposite(
    groups: Mapping[Any, Mapping[Any, int]], inside: Collection[Group], change: Mapping[Any, int]
) -> Group | None:
    """A group outside the segment where the opposite change is possible, so that everybody's counts stay."""
    for group, counts in groups.items():
        if group not in inside and all(counts.get(value, 0) >= by for value, by in change.items() if by > 0):
            return group
    return None


def _keeps_medians(
    answers: Mapping[Any, Counter[Value]],
    groups: Mapping[Any, Mapping[Any, int]],
    segments: Mapping[Segment, Collection[Group]],
    with_median: Collection[Segment],
) -> bool:
    for name in with_median:
        touched = [group for group in segments[name] if group in answers]
        if not touched:
            continue
        before: Counter[Value] = Counter()
        after: Counter[Value] = Counter()
        for group in segments[name]:
            before.update(groups[group])
            after.update(answers.get(group, groups[group]))
        if median({Decimal(v): n for v, n in before.items() if n}) != median(
            {Decimal(v): n for v, n in after.items() if n}
        ):
            return False
    return True
