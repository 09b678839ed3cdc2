"""One optimal solve over everybody: first most mentees placed, then the best total score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from scipy.optimize import linear_sum_assignment

from mentorship.matching import scoring
from mentorship.matching.types import Assignment, Match, MenteeSide, MentorSide, Unmatched, Weights


def best_assignment(
    mentors: Iterable[MentorSide], mentees: Iterable[MenteeSide], weights: Weights | None = None
) -> Assignment:
    """Give each mentee at most one mentor and each mentor at most `free` mentees.

    The result does not depend on the order of the input: both sides are sorted by id, and all costs are whole
    numbers, so sums are exact. Everybody left out is told why.
    """
    weights = weights or Weights()
    mentor_list = sorted(mentors, key=lambda one: one.id)
    mentee_list = sorted(mentees, key=lambda one: one.id)
    ready_mentors = [one for one in mentor_list if not one.obstacles and one.free > 0]
    ready_mentees = [one for one in mentee_list if not one.obstacles]
    gains, rules = _gains(ready_mentors, ready_mentees, weights)
    chosen = _solve(ready_mentors, ready_mentees, gains, weights)
    matches = _matches(ready_mentors, ready_mentees, chosen, weights)
    taken = {match.mentee for match in matches}
    used = Counter(match.mentor for match in matches)
    refusals = Counter(rule for row in rules for rule in row if rule)
    return Assignment(
        matches=tuple(matches),
        unmatched_mentees=tuple(_why_mentee(one, mentor_list) for one in mentee_list if one.id not in taken),
        unmatched_mentors=tuple(_why_mentor(one, ready_mentees) for one in mentor_list if not used[one.id]),
        score=sum(match.score for match in matches),
        refusals=dict(refusals),
    )


def _gains(
    mentors: list[MentorSide], mentees: list[MenteeSide], weights: Weights
) -> tuple[np.ndarray, list[list[str]]]:
    """Score of every allowed pair (−1 where a rule forbids it) and the forbidding rules, mentees by mentors."""
    gains = np.full((len(mentees), len(mentors)), -1, dtype=np.int64)
    rules: list[list[str]] = []
    for row, mentee in enumerate(mentees):
        line = [scoring.forbidden(mentor, mentee) for mentor in mentors]
        rules.append(line)
        for column, mentor in enumerate(mentors):
            if not line[column]:
                gains[row, column] = scoring.score(mentor, mentee, weights)
    return gains, rules


def _solve(
    mentors: list[MentorSide], mentees: list[MenteeSide], gains: np.ndarray, weights: Weights
) -> list[tuple[int, int, int]]:
    """(mentee row, mentor column, mentor's load before) of the best assignment; capacity as repeated columns.

    A forbidden pair costs nothing and an allowed one earns more than all scores together can differ by, so the
    solver places as many as possible first. Taking a forbidden pair is staying unmatched.
    """
    if not mentors or not mentees:
        return []
    slots = [(column, one.busy + extra) for column, one in enumerate(mentors) for extra in range(one.free)]
    columns = np.array([column for column, _ in slots])
    loads = np.array([load for _, load in slots], dtype=np.int64)
    scores = gains[:, columns] - weights.load * loads
    allowed = gains[:, columns] >= 0
    span = int(scores.max() - scores.min()) + 1
    prize = span * (min(len(mentees), len(slots)) + 1)
    # float64 holds whole numbers up to 2**53 exactly; 100 points × 10,000 people squared stays far below.
    cost = np.where(allowed, -(prize + scores - int(scores.min())), 0).astype(np.float64)
    rows, picked = linear_sum_assignment(cost)
    pairs = [
        (int(row), int(columns[slot]), int(loads[slot]))
        for row, slot in zip(rows, picked, strict=True)
        if allowed[row, slot]
    ]
    return sorted(pairs)


def _matches(
    mentors: list[MentorSide], mentees: list[MenteeSide], chosen: list[tuple[int, int, int]], weights: Weights
) -> list[Match]:
    return [
        Match(
            mentor=mentors[column].id,
            mentee=mentees[row].id,
            score=scoring.score(mentors[column], mentees[row], weights) - weights.load * load,
            reasons=scoring.reasons(mentors[column], mentees[row], weights),
        )
        for row, column, load in chosen
    ]


def _why_mentee(mentee: MenteeSide, mentors: list[MentorSide]) -> Unmatched:
    """The rule that left a mentee out, judged over all mentors: a full one that fits is a reason of its own."""
    if mentee.obstacles:
        return Unmatched(
            mentee.id, mentee.name, "; ".join(mentee.obstacles), "устраните причину и подберите снова"
        )
    usable = [mentor for mentor in mentors if not mentor.obstacles]
    if not usable:
        return Unmatched(
            mentee.id, mentee.name, "нет ни одного готового наставника", "подтвердите наставников в базе"
        )
    line = [scoring.forbidden(mentor, mentee) for mentor in usable]
    fitting = line.count("")
    if fitting:
        return Unmatched(
            mentee.id,
            mentee.name,
            f"у всех подходящих наставников ({fitting}) заняты места",
            "увеличьте число мест у наставника или добавьте наставников этой формы",
        )
    rule, count = Counter(line).most_common(1)[0]
    return Unmatched(
        mentee.id, mentee.name, f"{rule}: {count} из {len(line)} наставников", scoring.CURES[rule]
    )


def _why_mentor(mentor: MentorSide, mentees: list[MenteeSide]) -> Unmatched:
    if mentor.obstacles:
        return Unmatched(
            mentor.id, mentor.name, "; ".join(mentor.obstacles), "устраните причину и подберите снова"
        )
    if mentor.free <= 0:
        return Unmatched(mentor.id, mentor.name, "все места заняты")
    rules = Counter(scoring.forbidden(mentor, mentee) for mentee in mentees)
    if not mentees:
        return Unmatched(mentor.id, mentor.name, "нет наставляемых, которым нужна пара")
    if rules[""]:
        return Unmatched(mentor.id, mentor.name, "всем подходящим нашлась пара лучше", "остаётся в резерве")
    rule, _ = rules.most_common(1)[0]
    return Unmatched(mentor.id, mentor.name, rule)
