"""One optimal solve over everybody: first most mentees placed, then the best total score (decision 180)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from mentorship.matching import scoring, vectors
from mentorship.matching.explaining import why_mentee, why_mentor
from mentorship.matching.types import Assignment, Bound, Match, MenteeSide, MentorSide, Weights
from mentorship.matching.vectors import Matrix

#: float64 holds whole numbers exactly up to 2**53; sums of all costs and their duals stay below this.
_EXACT = 2**52
#: Rounds of `_dual_bound`: an optimal assignment settles in a few dozen.
_ROUNDS = 500

Weighing = Weights | Mapping[int, Weights] | None


def weights_of(mentees: Iterable[MenteeSide], weights: Weighing) -> list[Weights]:
    """The weights of each mentee's form."""
    if weights is None or isinstance(weights, Weights):
        return [weights or Weights() for _ in mentees]
    default = Weights()
    return [weights.get(one.project or 0, default) for one in mentees]


def best_assignment(
    mentors: Iterable[MentorSide],
    mentees: Iterable[MenteeSide],
    weights: Weighing = None,
    *,
    locked: Iterable[tuple[int, int, int | None]] = (),
) -> Assignment:
    """Give each mentee at most one mentor and each mentor at most `free` mentees.

    `weights` are one for all or by form (project). `locked` are (mentor, mentee, project) that stay whatever they
    score, unless a hard rule forbids them. The result does not depend on the order of the input or on the machine:
    both sides are sorted by id, all costs are whole numbers, equal scores are told apart by a hash of the ids.
    """
    mentor_list = sorted(mentors, key=lambda one: one.id)
    mentee_list = sorted(mentees, key=lambda one: one.key)
    kept, loosened = _keep_locked(mentor_list, mentee_list, weights, locked)
    held = Counter(mentor for mentor, _ in kept.values())
    usable = [_with_held(one, held[one.id]) for one in mentor_list if not one.obstacles]
    ready = [one for one in mentee_list if not one.obstacles and one.key not in kept]
    own = weights_of(ready, weights)
    bits = vectors.broken_rules(usable, ready, own)
    gains = vectors.points(usable, ready, own)
    problem = problem_of(usable, ready, own, bits, gains)
    chosen = problem.solve()
    matches = _told_matches(mentor_list, mentee_list, weights, kept, usable, ready, chosen)
    taken = {match.key for match in matches}
    used = {match.mentor for match in matches}
    score = sum(match.score for match in matches)
    rows = {one.key: number for number, one in enumerate(ready)}
    return Assignment(
        matches=matches,
        unmatched_mentees=tuple(
            why_mentee(
                one, usable, bits[rows[one.key]] if one.key in rows else None, gains, rows.get(one.key)
            )
            for one in mentee_list
            if one.key not in taken
        ),
        unmatched_mentors=_idle_mentors(mentor_list, usable, bits, used),
        score=score,
        refusals=_refusals(bits),
        bound=_bound(problem, chosen, matches, score),
        loosened=tuple(loosened),
    )


# --- the problem ---


@dataclass
class Problem:
    """Rows are mentees, columns are places of mentors; a forbidden place costs nothing and is read as «nobody».

    An allowed one earns `prize` plus its score: more than all scores together can differ by, so the solver places as
    many as possible first. All of it times `fine`, plus less than one for the hash that tells equals apart.
    """

    columns: Matrix
    loads: Matrix
    allowed: Matrix
    cost: Matrix
    prize: int = 0
    lowest: int = 0
    fine: int = 1

    def solve(self) -> list[tuple[int, int]]:
        """(mentee row, place) of the best assignment."""
        if not self.cost.size:
            return []
        rows, places = linear_sum_assignment(self.cost)
        return [
            (int(row), int(place))
            for row, place in zip(rows, places, strict=True)
            if self.allowed[row, place]
        ]


def problem_of(
    mentors: list[MentorSide],
    mentees: list[MenteeSide],
    weights: list[Weights],
    bits: Matrix,
    gains: Matrix,
) -> Problem:
    slots = [
        (column, one.busy + extra)
        for column, one in enumerate(mentors)
        for extra in range(min(one.free, len(mentees)))
    ]
    columns = np.array([column for column, _ in slots], dtype=np.int64)
    loads = np.array([load for _, load in slots], dtype=np.int64)
    if not slots or not mentees:
        nothing = np.zeros((len(mentees), len(slots)))
        return Problem(columns, loads, nothing.astype(bool), nothing)
    scores = gains[:, columns] - vectors.load_costs(weights, loads)
    allowed = bits[:, columns] == 0
    lowest = int(scores.min())
    span = int(scores.max()) - lowest + 1
    most = min(len(mentees), len(slots))
    prize = span * (most + 1)
    hash_range = max(1, _EXACT // (2 * (prize + span) * (most + 1) ** 2))
    fine = min(hash_range, 2**16) * (most + 1)
    cost = scores.astype(np.float64)
    cost -= lowest - prize
    cost *= -fine
    cost -= _hashes(mentees, mentors, fine // (most + 1))[:, columns]
    cost[~allowed] = 0
    return Problem(columns, loads, allowed, cost, prize, lowest, fine)


def _hashes(mentees: list[MenteeSide], mentors: list[MentorSide], limit: int) -> Matrix:
    """A whole number below `limit` for every pair, made of the ids alone: the same on any machine."""
    first = np.array([one.id * 1_000_003 + (one.project or 0) for one in mentees], dtype=np.uint64)
    second = np.array([one.id for one in mentors], dtype=np.uint64)
    mixed = first[:, None] * np.uint64(0x9E3779B97F4A7C15) ^ second[None, :] * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return mixed % np.uint64(limit)


# --- locked pairs ---


def _keep_locked(
    mentors: list[MentorSide],
    mentees: list[MenteeSide],
    weights: Weighing,
    locked: Iterable[tuple[int, int, int | None]],
) -> tuple[dict[tuple[int, int], tuple[int, int]], list[tuple[int, int]]]:
    """Mentee's key → (mentor, their load before), and the locked pairs that cannot stay."""
    by_id = {one.id: one for one in mentors}
    by_key = {one.key: one for one in mentees}
    kept: dict[tuple[int, int], tuple[int, int]] = {}
    loosened: list[tuple[int, int]] = []
    held: Counter[int] = Counter()
    for mentor_id, mentee_id, project in sorted(set(locked), key=lambda one: (one[0], one[1], one[2] or 0)):
        mentor, mentee = by_id.get(mentor_id), by_key.get((mentee_id, project or 0))
        if (
            mentor is None
            or mentee is None
            or mentee.key in kept
            or mentor.obstacles
            or mentee.obstacles
            or held[mentor_id] >= mentor.free
            or scoring.forbidden(mentor, mentee, weights_of([mentee], weights)[0].age_tolerance)
        ):
            loosened.append((mentor_id, mentee_id))
            continue
        kept[mentee.key] = (mentor_id, mentor.busy + held[mentor_id])
        held[mentor_id] += 1
    return kept, loosened


def _with_held(mentor: MentorSide, held: int) -> MentorSide:
    return replace(mentor, free=max(0, mentor.free - held), busy=mentor.busy + held) if held else mentor


# --- what is told ---


def _told_matches(
    mentors: list[MentorSide],
    mentees: list[MenteeSide],
    weights: Weighing,
    kept: Mapping[tuple[int, int], tuple[int, int]],
    usable: list[MentorSide],
    ready: list[MenteeSide],
    chosen: list[tuple[int, int]],
) -> tuple[Match, ...]:
    """Matches by mentee. The places that a mentor got are the cheapest ones: the solver never skips one."""
    by_id = {one.id: one for one in mentors}
    pairs = [(by_id[mentor], key, load, True) for key, (mentor, load) in kept.items()]
    order: Counter[int] = Counter()
    places = [number for number, one in enumerate(usable) for _ in range(min(one.free, len(ready)))]
    for row, place in sorted(chosen, key=lambda pair: (places[pair[1]], pair[1])):
        mentor = usable[places[place]]
        pairs.append((by_id[mentor.id], ready[row].key, mentor.busy + order[mentor.id], False))
        order[mentor.id] += 1
    by_key = {one.key: one for one in mentees}
    own = dict(zip(by_key, weights_of(by_key.values(), weights), strict=True))
    told = []
    for mentor, key, load, is_locked in sorted(pairs, key=lambda pair: pair[1]):
        mentee, weight = by_key[key], own[key]
        reasons = scoring.reasons(mentor, mentee, weight, load)
        told.append(
            Match(
                mentor=mentor.id,
                mentee=mentee.id,
                score=sum(reason.points or 0 for reason in reasons),
                reasons=reasons,
                project=mentee.project,
                locked=is_locked,
            )
        )
    return tuple(told)


def _idle_mentors(mentors: list[MentorSide], usable: list[MentorSide], bits: Matrix, used: set[int]) -> tuple:  # type: ignore[type-arg]
    places = {one.id: number for number, one in enumerate(usable)}
    return tuple(
        why_mentor(one, bits[:, places[one.id]] if one.id in places else None)
        for one in mentors
        if one.id not in used
    )


def _refusals(bits: Matrix) -> dict[str, int]:
    """Rule → pairs that it is the first to forbid."""
    found: dict[str, int] = {}
    values, counts = np.unique(bits, return_counts=True)
    for value, count in zip(values.tolist(), counts.tolist(), strict=True):
        if value:
            rule = vectors.first_rule(value)
            found[rule] = found.get(rule, 0) + count
    return found


# --- the bound ---


def _bound(problem: Problem, chosen: list[tuple[int, int]], matches: tuple[Match, ...], score: int) -> Bound:
    """The dual bound of the programme; the locked pairs are given and stand on both sides."""
    if not problem.cost.size:
        return Bound(len(matches), score)
    reached = -sum(problem.cost[row, place] for row, place in chosen)
    limit = _dual_bound(problem.cost, chosen)
    spare = int(limit - reached) // problem.fine
    extra, points = divmod(spare, problem.prize) if problem.prize else (0, spare)
    return Bound(len(matches) + extra, score + points, proved=spare == 0)


def _dual_bound(cost: Matrix, chosen: list[tuple[int, int]]) -> float:
    """The least upper bound that potentials of the places give; equal to the assignment's gain if it is optimal.

    Any prices p ≥ 0 of the places bound the gain from above: Σ max(0, max_j(gain_ij − p_j)) + Σ p_j (weak duality).
    They are raised along the chosen pairs (Bellman–Ford) until nothing moves, which happens exactly when no chain of
    exchanges improves the assignment. The solver's own numbers are not used.
    """
    gain = -cost
    rows = np.array([row for row, _ in chosen], dtype=np.int64)
    places = np.array([place for _, place in chosen], dtype=np.int64)
    price = np.zeros(gain.shape[1])
    profit = np.zeros(gain.shape[0])
    for _ in range(_ROUNDS):
        profit[rows] = gain[rows, places] - price[places]
        least = (gain - profit[:, None]).max(axis=0)
        moved = np.maximum(price, least)
        free = np.ones(len(price), dtype=bool)
        free[places] = False
        moved[free] = 0
        if np.array_equal(moved, price):
            break
        price = moved
    best = np.maximum(0, (gain - price[None, :]).max(axis=1))
    return float(best.sum() + price.sum())
