"""Rules and points of all thinkable pairs at once, as matrices of whole numbers: mentees by mentors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array

from mentorship.matching.scoring import RULES, common_points, format_fits, wish_points
from mentorship.matching.times import ALL_DAYS, ALL_PARTS
from mentorship.matching.types import MenteeSide, MentorSide, Weights

Matrix = np.ndarray
_FORMATS = ("any", "in_person", "remote", "mixed")


def broken_rules(
    mentors: Sequence[MentorSide], mentees: Sequence[MenteeSide], weights: Sequence[Weights]
) -> Matrix:
    """Bit n is set where rule n of `scoring.RULES` forbids the pair. `weights` go with the mentees."""
    found = np.zeros((len(mentees), len(mentors)), dtype=np.uint16)
    if not mentees or not mentors:
        return found
    people = np.array([one.person for one in mentors], dtype=np.int64)
    own = np.array([one.person for one in mentees], dtype=np.int64)
    papers = np.array([one.lacks_papers for one in mentors], dtype=bool)
    minors = np.array([one.minor for one in mentees], dtype=bool)
    holding = (
        (own[:, None] == people[None, :]) & (people > 0)[None, :],
        _named(mentors, mentees, lambda one: one.related, by=_person) & (people > 0)[None, :],
        minors[:, None] & papers[None, :],
        _outside([one.projects for one in mentors], [one.project for one in mentees]),
        _outside([one.roles for one in mentors], [one.role for one in mentees]),
        _named(mentors, mentees, lambda one: one.banned),
        _named(mentors, mentees, lambda one: one.barred, by=_person),
        _named(mentors, mentees, lambda one: one.against),
        _years_outside(mentors, mentees) > _column([one.age_tolerance for one in weights]),
    )
    for number, matrix in enumerate(holding):
        found |= matrix.astype(np.uint16) << number
    return found


def first_rule(bits: int) -> str:
    """The rule that is named of those that forbid a pair, or an empty string."""
    return next((rule for number, rule in enumerate(RULES) if bits >> number & 1), "")


def points(
    mentors: Sequence[MentorSide], mentees: Sequence[MenteeSide], weights: Sequence[Weights]
) -> Matrix:
    """The soft score of every pair without the load, whether it is allowed or not."""
    if not mentees or not mentors:
        return np.zeros((len(mentees), len(mentors)), dtype=np.int32)
    topics = _common([one.topics for one in mentees], [one.topics for one in mentors])
    asked = _column([max(1, len(one.topics)) for one in mentees])
    found = _column([one.topics for one in weights]) * topics // asked
    subjects = _common([one.subjects for one in mentees], [one.subjects for one in mentors])
    found += np.where(subjects > 0, _column([one.subjects for one in weights]), 0)
    for name in ("words", "interests"):
        common = _common(
            [[word.stem for word in getattr(one, name)] for one in mentees],
            [[word.stem for word in getattr(one, name)] for one in mentors],
        )
        table = np.array(
            [[common_points(n, getattr(one, name)) for n in (0, 1, 2)] for one in weights], dtype=np.int32
        )
        found += np.take_along_axis(table, np.minimum(common, 2), axis=1)
    known = np.array([one.age is not None for one in mentees], dtype=bool)
    in_age = known[:, None] & (_years_outside(mentors, mentees) == 0)
    found += np.where(in_age, _column([one.age for one in weights]), 0)
    found += np.where(_meet(mentors, mentees), _column([one.times for one in weights]), 0)
    found += np.where(_formats(mentors, mentees), _column([one.meeting_format for one in weights]), 0)
    _add_wishes(found, mentors, mentees, weights)
    return found


def load_costs(weights: Sequence[Weights], loads: Matrix) -> Matrix:
    """Points taken off for each mentee (row) and each place with so many mentees before it (column)."""
    spared = _column([max(0, one.group_size - 1) for one in weights])
    return _column([one.load for one in weights]) * np.maximum(0, loads[None, :].astype(np.int32) - spared)


def _add_wishes(
    found: Matrix, mentors: Sequence[MentorSide], mentees: Sequence[MenteeSide], weights: Sequence[Weights]
) -> None:
    places = {one.id: column for column, one in enumerate(mentors)}
    people: dict[int, list[int]] = {}
    for column, one in enumerate(mentors):
        if one.person:
            people.setdefault(one.person, []).append(column)
    for row, (mentee, weight) in enumerate(zip(mentees, weights, strict=True)):
        for mentor, rank in mentee.wishes.items():
            if mentor in places:
                found[row, places[mentor]] += wish_points(rank, weight.wish)
        for mentor, rank in mentee.wished_by.items():
            if mentor in places:
                found[row, places[mentor]] += wish_points(rank, weight.wished_by)
        for person in mentee.former:
            found[row, people.get(person, [])] += weight.continuity


def _column(values: Iterable[int]) -> Matrix:
    return np.array(list(values), dtype=np.int32).reshape(-1, 1)


def _common(rows: Sequence[Collection[Hashable]], columns: Sequence[Collection[Hashable]]) -> Matrix:
    """How many members each row's set has in common with each column's."""
    numbers: dict[Hashable, int] = {}
    first, second = _incidence(rows, numbers), _incidence(columns, numbers)
    first.resize((len(rows), max(1, len(numbers))))
    second.resize((len(columns), max(1, len(numbers))))
    return np.asarray((first @ second.T).toarray(), dtype=np.int32)


def _incidence(sets: Sequence[Collection[Hashable]], numbers: dict[Hashable, int]) -> csr_array:
    starts, members = [0], []
    for one in sets:
        members.extend(sorted(numbers.setdefault(member, len(numbers)) for member in one))
        starts.append(len(members))
    shape = (len(sets), max(1, len(numbers)))
    return csr_array((np.ones(len(members), dtype=np.int32), members, starts), shape=shape)


def _person(one: MentorSide) -> int:
    return one.person


def _named(
    mentors: Sequence[MentorSide],
    mentees: Sequence[MenteeSide],
    names: Callable[[MenteeSide], frozenset[int] | Mapping[int, str]],
    *,
    by: Callable[[MentorSide], int] = lambda one: one.id,
) -> Matrix:
    """Where the mentee's set names the mentor."""
    found = np.zeros((len(mentees), len(mentors)), dtype=bool)
    places: dict[int, list[int]] = {}
    for column, mentor in enumerate(mentors):
        places.setdefault(by(mentor), []).append(column)
    for row, mentee in enumerate(mentees):
        for name in names(mentee):
            found[row, places.get(name, [])] = True
    return found


def _outside(offered: Sequence[frozenset[int]], wanted: Sequence[int | None]) -> Matrix:
    """Where what the row wants is not among what the column offers; nothing wanted or nothing named fits all."""
    numbers = {one: number for number, one in enumerate(sorted({one for one in wanted if one is not None}))}
    fits = np.ones((len(numbers) + 1, len(offered)), dtype=bool)
    for column, one in enumerate(offered):
        if one:
            fits[:-1, column] = False
            fits[[numbers[member] for member in one if member in numbers], column] = True
    rows = [numbers.get(one, -1) if one is not None else -1 for one in wanted]
    return ~fits[rows, :]


def _years_outside(mentors: Sequence[MentorSide], mentees: Sequence[MenteeSide]) -> Matrix:
    far = 1000
    ages = _column([one.age if one.age is not None else 0 for one in mentees])
    low = np.array([-far if one.preferred_age[0] is None else one.preferred_age[0] for one in mentors])
    high = np.array([far if one.preferred_age[1] is None else one.preferred_age[1] for one in mentors])
    outside = np.maximum(0, np.maximum(low[None, :] - ages, ages - high[None, :]))
    outside[[one.age is None for one in mentees], :] = 0
    return np.asarray(outside)


def _meet(mentors: Sequence[MentorSide], mentees: Sequence[MenteeSide]) -> Matrix:
    common = _column([one.times for one in mentees]) & np.array(
        [one.times for one in mentors], dtype=np.int32
    )
    return np.asarray(((common & ALL_DAYS) > 0) & ((common & ALL_PARTS) > 0))


def _formats(mentors: Sequence[MentorSide], mentees: Sequence[MenteeSide]) -> Matrix:
    fits = np.array([[format_fits({one, other}) for other in _FORMATS] for one in _FORMATS])
    rows = [_FORMATS.index(one.meeting_format) for one in mentees]
    columns = [_FORMATS.index(one.meeting_format) for one in mentors]
    return np.asarray(fits[np.ix_(rows, columns)])
