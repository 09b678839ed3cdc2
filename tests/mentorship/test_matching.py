"""Matching against brute force, and its words."""

import itertools
import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from mentorship.matching import MenteeSide, MentorSide, Weights, best_assignment, scoring
from mentorship.matching.words import words_of

W = Weights()


def mentor(number: int, **given) -> MentorSide:
    return MentorSide(id=number, name=f"Наставник {number}", **given)


def mentee(number: int, **given) -> MenteeSide:
    return MenteeSide(id=number, name=f"Наставляемый {number}", **given)


def value(mentors, mentees, choice) -> tuple[int, int] | None:
    """(placed, score) of a full choice of mentor index or None per mentee; None when it breaks a rule."""
    load: dict[int, int] = {}
    placed = total = 0
    for row, column in enumerate(choice):
        if column is None:
            continue
        if scoring.forbidden(mentors[column], mentees[row]):
            return None
        count = load.get(column, 0)
        if count >= mentors[column].free:
            return None
        load[column] = count + 1
        placed += 1
        total += scoring.score(mentors[column], mentees[row], W) - W.load * (mentors[column].busy + count)
    return placed, total


MENTORS = st.lists(
    st.builds(
        dict,
        free=st.integers(0, 3),
        busy=st.integers(0, 2),
        projects=st.frozensets(st.integers(1, 2), max_size=2),
        topics=st.frozensets(st.integers(1, 4)),
        preferred_age=st.sampled_from([(None, None), (14, 16), (17, None), (None, 15)]),
        meeting_format=st.sampled_from(["any", "in_person", "remote"]),
    ),
    max_size=3,
)
MENTEES = st.lists(
    st.builds(
        dict,
        project=st.sampled_from([None, 1, 2]),
        topics=st.frozensets(st.integers(1, 4)),
        age=st.sampled_from([None, 11, 15, 18]),
        banned=st.frozensets(st.integers(1, 3), max_size=1),
        meeting_format=st.sampled_from(["any", "in_person", "remote"]),
    ),
    max_size=4,
)


@given(MENTORS, MENTEES)
@settings(max_examples=150, deadline=None)
def test_small_instances_equal_brute_force(mentor_data, mentee_data):
    mentors = [mentor(n, **data) for n, data in enumerate(mentor_data, start=1)]
    mentees = [mentee(n, **data) for n, data in enumerate(mentee_data, start=1)]
    choices = itertools.product([None, *range(len(mentors))], repeat=len(mentees))
    best = max(found for choice in choices if (found := value(mentors, mentees, choice)) is not None)
    result = best_assignment(mentors, mentees)
    assert (result.placed, result.score) == best
    assert len(result.unmatched_mentees) == len(mentees) - result.placed
    assert all(one.why for one in (*result.unmatched_mentees, *result.unmatched_mentors))


@given(MENTORS, MENTEES, st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_order_of_the_input_does_not_matter(mentor_data, mentee_data, rng: random.Random):
    mentors = [mentor(n, **data) for n, data in enumerate(mentor_data, start=1)]
    mentees = [mentee(n, **data) for n, data in enumerate(mentee_data, start=1)]
    first = best_assignment(mentors, mentees)
    rng.shuffle(mentors)
    rng.shuffle(mentees)
    assert best_assignment(mentors, mentees) == first


def crowd(count: int, seed: int) -> tuple[list[MentorSide], list[MenteeSide]]:
    rng = random.Random(seed)
    mentors = [
        mentor(
            n,
            free=rng.randint(1, 3),
            topics=frozenset(rng.sample(range(9), 3)),
            projects=frozenset({rng.randint(1, 3)}),
        )
        for n in range(1, count // 2)
    ]
    mentees = [
        mentee(
            n, topics=frozenset(rng.sample(range(9), 2)), project=rng.randint(1, 3), age=rng.randint(14, 19)
        )
        for n in range(1, count + 1)
    ]
    return mentors, mentees


def test_large_instance_equals_an_independent_formulation():
    mentors, mentees = crowd(60, seed=5)
    result = best_assignment(mentors, mentees)
    # The same as an integer programme: x[mentee, mentor, k-th place] with the k-th place costing its load.
    arcs = [
        (row, column, place, 10_000 + scoring.score(one, other, W) - W.load * place)
        for row, other in enumerate(mentees)
        for column, one in enumerate(mentors)
        if not scoring.forbidden(one, other)
        for place in range(one.free)
    ]
    rows = np.zeros((len(mentees), len(arcs)))
    slots = sorted({(column, place) for _, column, place, _ in arcs})
    columns = np.zeros((len(slots), len(arcs)))
    for index, (row, column, place, _) in enumerate(arcs):
        rows[row, index] = 1
        columns[slots.index((column, place)), index] = 1
    solved = milp(
        -np.array([gain for *_, gain in arcs]),
        constraints=[LinearConstraint(rows, ub=1), LinearConstraint(columns, ub=1)],
        integrality=1,
        bounds=Bounds(0, 1),
    )
    assert round(-solved.fun) == result.placed * 10_000 + result.score


def test_capacity_and_even_load():
    mentors = [mentor(1, free=3), mentor(2, free=3)]
    result = best_assignment(mentors, [mentee(n) for n in range(1, 5)])
    assert result.placed == 4
    assert sorted(match.mentor for match in result.matches) == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (mentor(1, projects=frozenset({2})), mentee(1, project=1), scoring.FORM),
        (mentor(1, preferred_age=(18, None)), mentee(1, age=14), scoring.AGE),
        (mentor(1), mentee(1, banned=frozenset({1})), scoring.BANNED),
        (mentor(1, person=7), mentee(1, person=7), scoring.SELF),
        (mentor(1, person=7), mentee(1, person=8, related=frozenset({7})), scoring.FAMILY),
        (mentor(1), mentee(1, obstacles=("нет согласия",)), "нет согласия"),
        (mentor(1, free=0), mentee(1), "заняты места"),
        (mentor(1, obstacles=("нет согласия",)), mentee(1), "нет ни одного готового наставника"),
    ],
)
def test_hard_rules_name_themselves(one, other, why):
    result = best_assignment([one], [other])
    assert result.placed == 0
    assert why in result.unmatched_mentees[0].why


def test_reasons_add_up_to_the_score():
    one = mentor(
        1, topics=frozenset({1, 2}), words=words_of("программирование роботов"), interests=words_of("шахматы"),
        preferred_age=(15, 17), meeting_format="remote", busy=1,
    )  # fmt: skip
    other = mentee(
        1, topics=frozenset({1, 3}), words=words_of("программированию учиться"), interests=words_of("Шахматами"),
        age=16, meeting_format="remote",
    )  # fmt: skip
    (match,) = best_assignment([one], [other]).matches
    assert match.score == 20 + 10 + 7 + 15 + 10 - 3
    assert sum(reason.points or 0 for reason in match.reasons) == match.score
    assert any("запросы, с которыми поможет: 1 из 2" in reason.text for reason in match.reasons)


def test_a_pair_tells_what_spoke_against_it_and_what_is_not_known():
    one = mentor(
        1, subjects=frozenset({"физика"}), meeting_format="in_person", preferred_age=(12, 14), busy=0
    )
    other = mentee(1, subjects=frozenset({"химия"}), meeting_format="remote", age=15, topics=frozenset())
    (match,) = best_assignment([one], [other]).matches
    told = {reason.text: (reason.points, reason.missing) for reason in match.reasons}
    assert told["разный формат встреч: договориться"] == (0, False)
    assert told["возраст немного вне желаемого"] == (0, False)
    assert told["нет данных о запросе"] == (0, True)
    assert any("нужен другой (химия)" in text for text in told)


def test_five_hundred_by_five_hundred_in_seconds():
    mentors, mentees = crowd(500, seed=1)
    started = time.process_time()
    result = best_assignment(mentors, mentees)
    assert result.placed > 250
    assert time.process_time() - started < 5


def test_words_meet_over_endings_and_yo():
    assert words_of("Учёба, физика") & words_of("учебой и физике")
    assert not words_of("для что как это")
