"""Which indicators of an institution a region is not told: one to four people stand behind them. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from reports.indicator_enums import Formula, Unit
from reports.indicator_formulas import Noun, spec_of
from reports.indicator_lines import IndicatorLine
from reports.region_enums import SMALLEST

_F = Formula
#: Whom the first counts, the second counts as well: of two such figures the difference is a group of people too.
_WITHIN = frozenset(
    {
        (_F.STUDENT_MENTEES_10_19, _F.STUDENT_MENTEES),
        (_F.STUDENT_MENTORS_15_19, _F.STUDENT_MENTORS),
        (_F.STUDENT_MENTEES_10_19, _F.STUDENTS_INVOLVED),
        (_F.STUDENT_MENTORS_15_19, _F.STUDENTS_INVOLVED),
        (_F.STUDENT_MENTEES, _F.STUDENTS_INVOLVED),
        (_F.STUDENT_MENTORS, _F.STUDENTS_INVOLVED),
        (_F.YOUNG_SPECIALISTS, _F.TEACHERS_INVOLVED),
        (_F.ALUMNI_AT_PARTNERS, _F.ALUMNI_AT_WORK),
    }
)


def untold(lines: Sequence[IndicatorLine]) -> set[int]:
    """Places of the lines that are not told: few people, or the later of two whose difference is few people."""
    hidden = {place for place, line in enumerate(lines) if _few(line)}
    for first, later in combinations(range(len(lines)), 2):
        if not hidden & {first, later} and _difference(lines[first], lines[later]) in range(1, SMALLEST):
            hidden.add(later)
    return hidden


def _few(line: IndicatorLine) -> bool:
    part, whole = line.fact.numerator, line.fact.denominator
    if not _of_people(line):
        return False
    if line.unit == Unit.SCORE:  # marks are added up, so the people are the denominator
        return whole in range(1, SMALLEST)
    return part in range(1, SMALLEST) or (line.is_share and whole in range(1, SMALLEST))


def _of_people(line: IndicatorLine) -> bool:
    """A row entered by hand may count anything, people too."""
    if line.formula == Formula.MANUAL:
        return line.unit in {Unit.PERCENT, Unit.COUNT, Unit.SCORE}
    return line.is_share and spec_of(line.formula).noun is not Noun.PARTNERS


def _difference(one: IndicatorLine, other: IndicatorLine) -> int:
    """How many people the wider of two figures has beside the narrower; nought where neither holds the other."""
    formulas = (Formula(one.formula), Formula(other.formula))
    parts = (one.fact.numerator, other.fact.numerator)
    if None in parts or not {formulas, formulas[::-1]} & _WITHIN:
        return 0
    return abs((parts[0] or 0) - (parts[1] or 0))
