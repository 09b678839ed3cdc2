"""All rules and points: one pair at a time and all at once agree; wishes, roles, times, groups, locks, the bound."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from mentorship.matching import MenteeSide, MentorSide, Weights, best_assignment, scoring, vectors
from mentorship.matching.assignment import weights_of
from mentorship.matching.subjects import subjects_of
from mentorship.matching.times import meet, times_of
from mentorship.matching.words import words_of
from tests.mentorship.test_matching import crowd

IDS = st.frozensets(st.integers(1, 4), max_size=2)
RANKS = st.dictionaries(st.integers(1, 4), st.integers(1, 5), max_size=2)
TEXT = st.sampled_from(["", "экзамен по физике", "экзамена, физика, алгебра", "футбол, шахматы", "шахматами"])
FORMATS = st.sampled_from(["any", "in_person", "remote", "mixed"])
WHEN = st.sampled_from(["", "по средам вечером", "вечером", "в будни после пар", "в выходные", "любое"]).map(
    times_of
)
MENTOR = st.builds(
    dict, free=st.integers(0, 3), busy=st.integers(0, 2), projects=IDS, roles=IDS, topics=IDS,
    words=TEXT.map(words_of), subjects=TEXT.map(words_of).map(subjects_of), interests=TEXT.map(words_of),
    preferred_age=st.sampled_from([(None, None), (14, 16), (17, None)]), meeting_format=FORMATS, times=WHEN,
    person=st.integers(0, 6), lacks_papers=st.booleans(),
)  # fmt: skip
MENTEE = st.builds(
    dict, project=st.sampled_from([None, 1, 2]), role=st.sampled_from([None, 1, 2]), topics=IDS,
    words=TEXT.map(words_of), subjects=TEXT.map(words_of).map(subjects_of), interests=TEXT.map(words_of),
    age=st.sampled_from([None, 11, 15, 18]), meeting_format=FORMATS, times=WHEN, person=st.integers(0, 6),
    banned=IDS, barred=st.dictionaries(st.integers(1, 6), st.just("запрет"), max_size=1), against=IDS,
    wishes=RANKS, wished_by=RANKS, former=IDS, minor=st.booleans(), related=IDS,
)  # fmt: skip
WEIGHTS = st.dictionaries(
    st.integers(0, 2), st.builds(Weights, topics=st.integers(0, 100), load=st.integers(0, 20),
                                 group_size=st.integers(0, 3), age_tolerance=st.integers(0, 4)),
)  # fmt: skip


def sides(mentor_data, mentee_data):
    mentors = [MentorSide(id=n, name=f"Наставник {n}", **one) for n, one in enumerate(mentor_data, start=1)]
    mentees = [MenteeSide(id=n, name=f"Н {n}", **one) for n, one in enumerate(mentee_data, start=1)]
    return mentors, mentees


@given(st.lists(MENTOR, max_size=4), st.lists(MENTEE, max_size=4), WEIGHTS)
@settings(max_examples=150, deadline=None)
def test_all_at_once_equals_one_at_a_time(mentor_data, mentee_data, by_form):
    mentors, mentees = sides(mentor_data, mentee_data)
    weights = weights_of(mentees, by_form)
    bits = vectors.broken_rules(mentors, mentees, weights)
    points = vectors.points(mentors, mentees, weights)
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            broken = scoring.broken(mentor, mentee, weights[row].age_tolerance)
            assert [rule for n, rule in enumerate(scoring.RULES) if bits[row, column] >> n & 1] == list(
                broken
            )
            assert points[row, column] == scoring.score(mentor, mentee, weights[row])


@given(st.lists(MENTOR, max_size=4), st.lists(MENTEE, max_size=6), WEIGHTS)
@settings(max_examples=100, deadline=None)
def test_the_bound_is_reached_and_reasons_add_up(mentor_data, mentee_data, by_form):
    found = best_assignment(*sides(mentor_data, mentee_data), by_form)
    assert found.bound.proved
    assert (found.bound.placed, found.bound.score) == (found.placed, found.score)
    assert all(sum(r.points or 0 for r in match.reasons) == match.score for match in found.matches)


@given(st.lists(MENTOR, min_size=1, max_size=3), st.lists(MENTEE, min_size=1, max_size=4), st.data())
@settings(max_examples=80, deadline=None)
def test_locked_pairs_stay_unless_a_rule_forbids_them(mentor_data, mentee_data, data):
    mentors, mentees = sides(mentor_data, mentee_data)
    mentor, mentee = data.draw(st.sampled_from(mentors)), data.draw(st.sampled_from(mentees))
    lock = (mentor.id, mentee.id, mentee.project)
    found = best_assignment(mentors, mentees, locked=[lock])
    stays = (mentor.id, mentee.id) in {(one.mentor, one.mentee) for one in found.matches if one.locked}
    allowed = mentor.free > 0 and not scoring.forbidden(mentor, mentee)
    assert stays == allowed
    assert found.loosened == (() if allowed else (lock[:2],))
    used = [match.mentor for match in found.matches]
    assert all(used.count(one.id) <= one.free for one in mentors)


def test_as_many_are_placed_as_the_graph_allows():
    """Another algorithm (Hopcroft–Karp) on another statement: places and edges, no points."""
    mentors, mentees = crowd(200, seed=9)
    found = best_assignment(mentors, mentees)
    places = [one for one in mentors for _ in range(one.free)]
    edges = np.array([[not scoring.forbidden(one, other) for one in places] for other in mentees])
    most = maximum_bipartite_matching(csr_array(edges), perm_type="column")
    assert found.placed == int((most >= 0).sum()) == found.bound.placed


def test_wishes_of_both_sides_bring_a_pair_together():
    mentors = [MentorSide(1, "А"), MentorSide(2, "Б")]
    mentees = [
        MenteeSide(1, "В", wishes={2: 1}),
        MenteeSide(2, "Г", wishes={2: 2}, wished_by={1: 1}),
    ]
    found = best_assignment(mentors, mentees)
    assert {(one.mentee, one.mentor) for one in found.matches} == {(1, 2), (2, 1)}
    assert "наставляемый выбрал наставника: 1-е место" in [reason.text for reason in found.matches[0].reasons]


def test_no_is_never_overruled_and_never_says_whose():
    found = best_assignment([MentorSide(1, "А")], [MenteeSide(1, "Б", against=frozenset({1}), wishes={1: 1})])
    assert found.placed == 0
    assert "один из двоих" in found.unmatched_mentees[0].why


def test_a_former_mentor_continues_and_a_group_is_filled_before_another_begins():
    mentors = [MentorSide(1, "А", person=11, free=3), MentorSide(2, "Б", person=12, free=3)]
    mentees = [MenteeSide(n, f"В{n}", project=5, former=frozenset({12})) for n in (1, 2, 3)]
    together = best_assignment(mentors, mentees, {5: Weights(group_size=3, load=100)})
    assert [one.mentor for one in together.matches] == [2, 2, 2]
    apart = best_assignment(mentors, mentees, {5: Weights(load=100)})
    assert sorted(one.mentor for one in apart.matches) != [2, 2, 2]


def test_one_mentee_needs_mentors_in_two_forms_and_a_mentor_is_a_mentee_elsewhere():
    mentors = [
        MentorSide(1, "А", person=1, projects=frozenset({1})),
        MentorSide(2, "Б", person=2, projects=frozenset({2})),
    ]
    mentees = [
        MenteeSide(7, "В", project=1, person=3),
        MenteeSide(7, "В", project=2, person=3),
        MenteeSide(8, "А", project=2, person=1),
    ]
    found = best_assignment(mentors, mentees)
    assert {(one.mentee, one.project, one.mentor) for one in found.matches} in (
        {(7, 1, 1), (7, 2, 2)},
        {(7, 1, 1), (8, 2, 2)},
    )
    assert best_assignment(reversed(mentors), reversed(mentees)) == found


def test_what_would_change_it_names_those_who_alone_are_in_the_way():
    mentors = [
        MentorSide(1, "Образцов", preferred_age=(18, None)),
        MentorSide(2, "Примеров", projects=frozenset({9}), preferred_age=(18, None)),
        MentorSide(3, "Тестов", projects=frozenset({9}), preferred_age=(18, None)),
    ]
    found = best_assignment(mentors, [MenteeSide(1, "Н", project=1, age=14)])
    assert found.unmatched_mentees[0].why == "другая форма наставничества: 2 из 3 наставников"
    assert found.unmatched_mentees[0].cure.endswith("только это мешает паре: Образцов")


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("по вторникам после пар", "вт с 15:00", True),
        ("вечером в будни", "в среду вечером", True),
        ("утром", "после 18 часов", False),
        ("в выходные", "пн, ср, пт", False),
        ("любое время", "суббота утро", True),
    ],
)
def test_times_of_people(one, other, together):
    assert meet(times_of(one), times_of(other)) is together


def test_subjects_and_words_meet_in_any_case_and_by_any_name():
    assert subjects_of(words_of("подтянуть алгебру")) == subjects_of(words_of("преподаю математику"))
    assert words_of("экзамену") & words_of("экзамена")
    assert words_of("с друзьями") & words_of("друг")
