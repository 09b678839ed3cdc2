"""What a mean tells beside the counts that are shown: tried by listing every way to fill the hidden ones."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveys.enums import ItemKind
from surveys.instruments import Item, ScaleOptions
from surveys.selectors.results import bands_of, item_result
from surveys.selectors.tallies import Tally
from surveys.statistics.guessing import Known, safe_figures, safe_segments
from surveys.statistics.summary import median

LEAST = 5


def scale(low: int, high: int) -> Item:
    return Item("q", ItemKind.SCALE, "Насколько?", ScaleOptions(low, high, "", ""))


def fillings(places: int, people: int) -> Iterator[tuple[int, ...]]:
    """Every way to spread people over places."""
    if places == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in fillings(places - 1, people - first):
            yield (first, *rest)


def mid(counts: dict[int, int]) -> float | None:
    return median({Decimal(value): count for value, count in counts.items() if count})


def guessed(item: Item, marks: list[int]) -> set[int]:
    """Values given by 1…4 people whose number the page leaves no doubt about."""
    options = item.options
    values = range(options.low, options.high + 1)
    real = Counter(marks)
    result = item_result(item, Tally(len(marks), {Decimal(v): n for v, n in real.items()}), least=LEAST)
    shown = {int(bar.label): bar.count for bar in result.bars if bar.count is not None}
    bands = {name: band for name, band in bands_of(item).items() if getattr(result, name) is not None}
    possible: dict[int, set[int]] = {value: set() for value in values}
    for filling in fillings(len(values), result.n):
        counts = dict(zip(values, filling, strict=True))
        if any(counts[value] != count for value, count in shown.items()):
            continue
        if any(sum(counts[v] for v in band) != sum(real[v] for v in band) for band in bands.values()):
            continue
        if result.mean is not None and sum(v * n for v, n in counts.items()) != sum(marks):
            continue
        if result.median is not None and mid(counts) != result.median:
            continue
        for value, count in counts.items():
            possible[value].add(count)
    return {value for value in values if 0 < real[value] < LEAST and len(possible[value]) == 1}


@settings(max_examples=150)
@given(st.lists(st.integers(1, 4), min_size=LEAST, max_size=16))
def test_a_short_scale_tells_no_small_number(marks):
    assert guessed(scale(1, 4), marks) == set()


@settings(max_examples=12)
@given(st.lists(st.integers(1, 10), min_size=LEAST, max_size=7))
def test_a_scale_of_ten_with_its_shares_tells_no_small_number(marks):
    assert guessed(scale(1, 10), marks) == set()


@pytest.mark.parametrize(
    ("marks", "mean"),
    [([7] * 7 + [2] * 3, True), ([10] * 4 + [9], False), ([10] * 6, True), ([9] * 6 + [8] * 5, True)],
)
def test_a_mean_that_leaves_one_way_is_hidden_and_others_stand(marks, mean):
    result = item_result(
        scale(1, 10), Tally(len(marks), {Decimal(v): n for v, n in Counter(marks).items()}), least=LEAST
    )
    assert (result.mean is not None) is mean
    assert guessed(scale(1, 10), marks) == set() if len(marks) < 8 else True


@settings(max_examples=60)
@given(
    st.lists(st.integers(1, 3), min_size=LEAST, max_size=7),
    st.lists(st.integers(1, 3), min_size=LEAST, max_size=7),
)
def test_means_of_two_groups_tell_no_small_number_of_either(first, second):
    groups = {"a": Counter(first), "b": Counter(second)}
    everybody = Counter(first) + Counter(second)
    known = Known(frozenset(v for v in everybody if everybody[v] >= LEAST), low=1, high=3)
    shown = safe_segments(groups, {"a": ["a"], "b": ["b"]}, known, least=LEAST)
    assume(shown.mean)
    possible: dict[tuple[str, int], set[int]] = {
        (name, value): set() for name in groups for value in (1, 2, 3)
    }
    for one, two in product(fillings(3, len(first)), fillings(3, len(second))):
        counts = {"a": dict(zip((1, 2, 3), one, strict=True)), "b": dict(zip((1, 2, 3), two, strict=True))}
        if any(counts["a"][v] + counts["b"][v] != everybody[v] for v in known.values):
            continue
        if any(
            sum(v * n for v, n in counts[name].items()) != sum(v * n for v, n in groups[name].items())
            for name in groups
        ):
            continue
        if shown.median and any(mid(counts[name]) != mid(groups[name]) for name in groups):
            continue
        for name in groups:
            for value, count in counts[name].items():
                possible[name, value].add(count)
    for name, real in groups.items():
        assert not [v for v in real if 0 < real[v] < LEAST and len(possible[name, v]) == 1]


def test_of_numbers_without_bounds_the_mean_stands_and_of_an_edge_it_does_not():
    assert safe_figures({3: 4, 8: 2}, Known(), least=LEAST).mean
    assert not safe_figures({0: 5, 1: 1}, Known(low=0), least=LEAST).mean
