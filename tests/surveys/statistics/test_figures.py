"""Means, medians, before and after."""

import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import wilcoxon

from surveys.enums import Polarity
from surveys.statistics.paired import compare
from surveys.statistics.summary import summarize

marks = st.integers(1, 10)


@given(st.lists(marks, min_size=1, max_size=40))
def test_figures_of_counts_are_those_of_the_answers(values):
    counts = {Decimal(value): values.count(value) for value in set(values)}

    figures = summarize(counts)

    assert figures.n == len(values)
    assert figures.mean == pytest.approx(statistics.fmean(values))
    assert figures.median == statistics.median(values)
    assert figures.high == sum(value >= 8 for value in values)
    assert figures.low == sum(value <= 5 for value in values)


def test_nothing_answered_has_no_figures():
    assert summarize({}).mean is None


@given(st.lists(st.tuples(marks, marks), min_size=1, max_size=60))
def test_a_comparison_is_the_mirror_of_its_reverse(pairs):
    there = compare(pairs)
    back = compare([(after, before) for before, after in pairs])

    assert there.difference == pytest.approx(-back.difference)
    assert (there.up, there.down) == (back.down, back.up)
    assert there.p == (None if back.p is None else pytest.approx(back.p))
    if there.effect is not None:
        assert -1 <= there.effect <= 1
        assert there.effect == pytest.approx(-back.effect)


def test_the_test_is_wilcoxons():
    before = [3, 4, 5, 5, 6, 2, 4, 5, 7, 3]
    after = [5, 4, 8, 9, 7, 6, 9, 7, 8, 9]
    found = compare(list(zip(before, after, strict=True)))

    expected = wilcoxon(
        [b - a for a, b in zip(before, after, strict=True) if a != b], correction=True, method="approx"
    )
    assert found.p == pytest.approx(float(expected.pvalue))
    assert found.effect == 1.0
    assert found.better is True
    assert found.reading.startswith("Стало лучше: большой эффект")


def test_polarity_turns_the_word_not_the_number():
    pairs = [(2, 6), (3, 7), (4, 9), (2, 8), (3, 5), (1, 6), (2, 9)]
    found = compare(pairs, polarity=Polarity.LOWER)
    assert found.difference > 0
    assert found.better is False
    assert found.reading.startswith("Стало хуже")


def test_few_changes_are_no_ground_for_a_conclusion():
    found = compare([(3, 4), (5, 5), (6, 7)])
    assert found.p is None
    assert "делать вывод рано" in found.reading
    assert compare([(5, 5)] * 8).reading == "Ответы не изменились."
    assert compare([]) is None
