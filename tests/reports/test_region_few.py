"""What a region is not told of an institution's indicators: few people, also as a difference of two figures."""

import pytest

from reports.indicator_enums import Formula, Unit
from reports.indicator_lines import Fact, IndicatorLine
from reports.region_few import untold


def line(formula: Formula, part: int | None, whole: int | None, unit: Unit = Unit.PERCENT) -> IndicatorLine:
    return IndicatorLine(
        pk=1, code="x", title="Показатель", short_title="", group="", definition="", formula=formula.value,
        direction="more", is_computed=True, plan=(), fact=Fact(part, whole), unit=unit,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "part", "whole", "unit", "hidden"),
    [
        (Formula.STUDENT_MENTEES, 4, 100, Unit.PERCENT, True),
        (Formula.STUDENT_MENTEES, 0, 100, Unit.PERCENT, False),
        (Formula.STUDENT_MENTEES, 5, 100, Unit.PERCENT, False),
        (Formula.TRAINED_MENTORS, 0, 3, Unit.PERCENT, True),  # none of three
        (Formula.PARTNERS, 2, 3, Unit.PERCENT, False),  # enterprises are not persons
        (Formula.PAIRS_MADE, 3, None, Unit.COUNT, False),
        (Formula.MEETING_HOURS, 3, 60, Unit.HOURS, False),
        (Formula.MANUAL, 2, None, Unit.COUNT, True),  # nobody knows what a row of one's own counts
        (Formula.MANUAL, 9, 2, Unit.SCORE, True),  # an average of two people
        (Formula.MANUAL, 2, 20, Unit.SCORE, False),  # a low one of twenty
        (Formula.MANUAL, 2, None, Unit.ROUBLES, False),
        (Formula.STUDENT_MENTEES, None, 3, Unit.PERCENT, True),
        (Formula.STUDENT_MENTEES, None, None, Unit.PERCENT, False),
    ],
)
def test_few_people_are_not_told(
    formula: Formula, part: int | None, whole: int | None, unit: Unit, hidden: bool
) -> None:
    assert bool(untold([line(formula, part, whole, unit)])) is hidden


def test_a_difference_of_two_figures_tells_of_few_people_no_more_than_a_figure() -> None:
    """42 students and 40 of them of ten to nineteen: two are older. The later row of the table is given up."""
    young, everybody = line(Formula.STUDENT_MENTEES_10_19, 40, 90), line(Formula.STUDENT_MENTEES, 42, 120)
    assert untold([young, everybody]) == {1}
    assert untold([everybody, young]) == {1}
    assert untold([young, line(Formula.STUDENT_MENTEES, 45, 120)]) == set()
    assert untold([young, line(Formula.STUDENT_MENTEES, 40, 120)]) == set()
    assert untold([young, line(Formula.TRAINED_MENTORS, 42, 90)]) == set()


def test_what_is_given_up_already_is_not_given_up_twice() -> None:
    few, everybody = line(Formula.STUDENT_MENTORS_15_19, 3, 90), line(Formula.STUDENT_MENTORS, 6, 120)
    assert untold([few, everybody]) == {0}
