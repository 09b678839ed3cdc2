"""Why somebody is left without a pair, and what would change it."""

from __future__ import annotations

from collections import Counter

import numpy as np

from mentorship.matching import scoring
from mentorship.matching.types import MenteeSide, MentorSide, Unmatched
from mentorship.matching.vectors import Matrix, first_rule

_SHOWN = 3
_AGAIN = "устраните причину и подберите снова"


def why_mentee(
    mentee: MenteeSide, mentors: list[MentorSide], bits: Matrix | None, gains: Matrix, row: int | None
) -> Unmatched:
    """The rule that left a mentee out, judged over all mentors: a full one that fits is a reason of its own.

    `bits` are the mentee's rules by mentor, `gains[row]` their points; None for somebody who was not matched at all.
    """
    if mentee.obstacles or bits is None or row is None:
        return _left(mentee, "; ".join(mentee.obstacles), _AGAIN)
    if not mentors:
        return _left(mentee, "нет ни одного готового наставника", "подтвердите наставников в базе")
    fitting = np.flatnonzero(bits == 0)
    if len(fitting):
        best = sorted(fitting.tolist(), key=lambda column: (-int(gains[row, column]), mentors[column].id))
        names = ", ".join(mentors[column].name for column in best[:_SHOWN])
        return _left(
            mentee,
            f"у всех подходящих наставников ({len(fitting)}) заняты места",
            f"добавьте место тому, кто подходит лучше других: {names}, или наставника этой формы",
        )
    rule, count = Counter(first_rule(int(value)) for value in bits).most_common(1)[0]
    return _left(mentee, f"{rule}: {count} из {len(mentors)} наставников", _cure(bits, mentors, rule))


def _cure(bits: Matrix, mentors: list[MentorSide], rule: str) -> str:
    """A rule that alone stands between the mentee and some mentor is the shortest way; its mentors are named."""
    alone = [
        (number, np.flatnonzero(bits == 1 << number))
        for number, one in enumerate(scoring.RULES)
        if one not in {scoring.SELF, scoring.FAMILY}
    ]
    number, columns = max(alone, key=lambda one: (len(one[1]), -one[0]))
    if not len(columns):
        return scoring.CURES[rule]
    names = ", ".join(mentors[column].name for column in columns[:_SHOWN].tolist())
    return f"{scoring.CURES[scoring.RULES[number]]}; только это мешает паре: {names}"


def why_mentor(mentor: MentorSide, bits: Matrix | None) -> Unmatched:
    """`bits` are the rules between the mentor and each mentee who was matched."""
    if mentor.obstacles or bits is None:
        return Unmatched(mentor.id, mentor.name, "; ".join(mentor.obstacles), _AGAIN)
    if mentor.free <= 0:
        return Unmatched(mentor.id, mentor.name, "все места заняты")
    if not len(bits):
        return Unmatched(mentor.id, mentor.name, "нет наставляемых, которым нужна пара")
    if (bits == 0).any():
        return Unmatched(mentor.id, mentor.name, "всем подходящим нашлась пара лучше", "остаётся в резерве")
    rule, _ = Counter(first_rule(int(value)) for value in bits).most_common(1)[0]
    return Unmatched(mentor.id, mentor.name, rule)


def _left(mentee: MenteeSide, why: str, cure: str) -> Unmatched:
    return Unmatched(mentee.id, mentee.name, why, cure, mentee.project)
