"""No sum or difference of shown figures is about a few people: tried against exact arithmetic."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.statistics.disclosure import Candidate, safe_counts, safe_table, showable

LEAST = 5


def in_span(rows: list[list[int]], target: list[int]) -> bool:
    """Whether `target` is a sum of multiples of `rows`, by Gauss in exact fractions."""
    basis: list[tuple[int, list[Fraction]]] = []

    def reduce(vector: list[Fraction]) -> list[Fraction]:
        for pivot, row in basis:
            if vector[pivot]:
                factor = vector[pivot]
                vector = [a - factor * b for a, b in zip(vector, row, strict=True)]
        return vector

    for row in rows:
        left = reduce([Fraction(value) for value in row])
        pivot = next((place for place, value in enumerate(left) if value), None)
        if pivot is not None:
            basis.append((pivot, [value / left[pivot] for value in left]))
    return not any(reduce([Fraction(value) for value in target]))


def told(sizes: dict[int, int], sets: list[frozenset[int]]) -> list[set[int]]:
    """Return every group of 1…4 people that the shown sets give away."""
    cells = [cell for cell, size in sizes.items() if size]
    rows = [[int(cell in one) for cell in cells] for one in sets]
    found = []
    for count in range(1, len(cells) + 1):
        for chosen in combinations(cells, count):
            few = 0 < sum(sizes[cell] for cell in chosen) < LEAST
            if few and in_span(rows, [int(cell in chosen) for cell in cells]):
                found.append(set(chosen))
    return found


@settings(max_examples=120)
@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=7),
    st.lists(st.frozensets(st.integers(0, 6), min_size=1), max_size=8),
)
def test_shown_sets_give_nobody_away(sizes, sets):
    cells = dict(enumerate(sizes))
    candidates = [Candidate(place, frozenset(one & set(cells))) for place, one in enumerate(sets)]

    shown = showable(cells, candidates, least=LEAST)

    kept = [candidates[place].cells for place in sorted(shown)]
    assert told(cells, kept) == []
    for one in kept:
        people = sum(cells[cell] for cell in one)
        assert people == 0 or people >= LEAST


@settings(max_examples=80)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_counts_of_one_question_give_nobody_away_beside_their_total(sizes):
    counts = dict(enumerate(sizes))

    shown = safe_counts(counts, least=LEAST)

    total = [frozenset(counts)] if sum(sizes) >= LEAST else []
    assert told(counts, total + [frozenset([cell]) for cell in shown]) == []
    if sum(sizes) >= LEAST and all(size == 0 or size >= LEAST for size in sizes):
        assert shown == set(counts), "nothing is hidden without need"


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=3))
def test_a_table_gives_nobody_away_beside_its_margins(rows):
    cells = {(row, column): size for row, line in enumerate(rows) for column, size in enumerate(line)}

    shown = safe_table(cells, least=LEAST)

    numbered = {name: place for place, name in enumerate(cells)}
    sets = []
    for name in shown:
        if name[0] == "total":
            sets.append(frozenset(numbered.values()))
        elif name[0] == "row":
            sets.append(frozenset(numbered[cell] for cell in cells if cell[0] == name[1]))
        elif name[0] == "column":
            sets.append(frozenset(numbered[cell] for cell in cells if cell[1] == name[1]))
        else:
            sets.append(frozenset([numbered[name]]))
    assert told({numbered[name]: size for name, size in cells.items()}, sets) == []


def test_one_hidden_sibling_takes_the_next_smallest_with_it():
    assert safe_counts({"да": 28, "нет": 2}, least=LEAST) == set()
    assert safe_counts({"а": 10, "б": 9, "в": 2, "г": 6}, least=LEAST) == {"а", "б"}
    assert safe_counts({"а": 10, "б": 9, "в": 3, "г": 2}, least=LEAST) == {"а", "б"}


def test_filters_that_differ_by_one_person_are_not_shown_together():
    sizes = {"группа": 10, "один": 1}
    everybody, group = Candidate("форма", frozenset(sizes)), Candidate("группа", frozenset(["группа"]))
    assert showable(sizes, [everybody, group], least=LEAST) == {"форма"}
    assert showable(sizes, [group, everybody], least=LEAST) == {"группа"}


def test_too_few_altogether_shows_nothing():
    assert safe_counts({"да": 3, "нет": 1}, least=LEAST) == set()
    assert safe_counts({}, least=LEAST) == set()
    assert safe_counts({"да": 0, "нет": 0}, least=LEAST) == set()


def test_without_a_limit_everything_is_shown():
    assert safe_counts({"да": 1, "нет": 0}, least=1) == {"да", "нет"}


def test_many_small_groups_are_hidden_rather_than_tried_for_ever():
    counts = {place: 1 + place % 4 for place in range(60)}
    assert safe_counts(counts, least=LEAST) == set()
