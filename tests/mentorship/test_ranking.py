"""Places by points: exact, with equals told as equals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.ranking import equals_of, honoured, rank, total_of

totals = st.lists(st.fractions(min_value=0, max_value=20, max_denominator=7), max_size=4)
points = st.dictionaries(st.integers(1, 30), totals, max_size=12)


@pytest.mark.slow
@given(points)
def test_places_are_those_of_counting_who_is_better(given_points):
    places = {place.nominee: place for place in rank(given_points)}
    means = {key: sum(all_of) / len(all_of) for key, all_of in given_points.items() if all_of}
    assert set(places) == set(means)
    for key, mean in means.items():
        better = sum(other > mean for other in means.values())
        equal = sum(other == mean for other in means.values())
        assert (places[key].first, places[key].last) == (better + 1, better + equal)


@pytest.mark.slow
@given(points, st.dictionaries(st.integers(1, 30), st.integers(1, 9)), st.integers(1, 12))
def test_a_word_orders_equals_only_and_nobody_is_honoured_past_the_places(given_points, word, number):
    plain = {place.nominee: place for place in rank(given_points)}
    said = rank(given_points, word)
    for place in said:
        assert plain[place.nominee].first <= place.first <= place.last <= plain[place.nominee].last
    winners, across = honoured(said, number=number, share=False)
    assert len(winners) <= number
    assert not winners & set(across)
    shared, none = honoured(said, number=number, share=True)
    assert shared == winners | set(across)
    assert none == []


def test_a_third_is_not_rounded_into_a_tie():
    third = [Fraction(1, 3)]
    near = [Fraction(333, 1000)]
    assert [place.first for place in rank({1: third, 2: near})] == [1, 2]
    assert rank({1: third})[0].shown_mean == Decimal("0.333")


def test_half_a_word_tells_nobody_apart():
    equal = {1: [Fraction(4)], 2: [Fraction(4)], 3: [Fraction(4)]}
    assert equals_of(rank(equal, {1: 1, 2: 2})) == [[1, 2, 3]]
    assert [place.nominee for place in rank(equal, {1: 3, 2: 1, 3: 2})] == [2, 3, 1]


def test_weights_are_exact():
    assert total_of([(3, Decimal("0.1")), (3, Decimal("0.2"))]) == Fraction(9, 10)
