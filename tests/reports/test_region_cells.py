"""People without persons: no figure of one to four, whatever is filtered and subtracted."""

from collections import Counter
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from reports.region_cells import OTHER, UNKNOWN, Traits, coarsened, course_of
from reports.region_enums import SMALLEST

TRAITS = st.builds(
    Traits,
    form=st.sampled_from(["студент – студент", "учитель – учитель"]),
    role=st.sampled_from(["mentee", "mentor"]),
    age=st.sampled_from(["15–19", "35–54"]),
    sex=st.sampled_from(["женский", "мужской"]),
    course=st.sampled_from(["1 курс", "2 курс"]),
)


@given(st.dictionaries(TRAITS, st.integers(0, 12), max_size=32))
def test_no_cell_is_small_and_nobody_is_lost(counts: dict[Traits, int]) -> None:
    cells = coarsened(counts)
    assert all(people >= SMALLEST for people in cells.values())
    total = sum(counts.values())
    assert sum(cells.values()) == (total if total >= SMALLEST else 0)


@given(st.dictionaries(TRAITS, st.integers(0, 9), max_size=32))
def test_differences_of_what_is_shown_tell_of_five_or_nobody(counts: dict[Traits, int]) -> None:
    """Every filter is a set of cells; what one has and another has not is a sum of whole cells."""
    cells = coarsened(counts)
    filters = [
        frozenset(cell for cell in cells if getattr(cell, axis) == value)
        for axis in Traits._fields
        for value in {getattr(cell, axis) for cell in cells}
    ]
    filters.append(frozenset(cells))
    for one, other in product(filters, repeat=2):
        left = sum(cells[cell] for cell in one - other)
        assert left == 0 or left >= SMALLEST


def test_who_stands_out_gives_up_the_course_first() -> None:
    usual = Traits("студент – студент", "mentee", "15–19", "женский", "1 курс")
    other = usual._replace(course="2 курс")
    assert coarsened({usual: 7, other: 3, usual._replace(course="3 курс"): 2}) == {
        usual: 7,
        usual._replace(course=OTHER): 5,
    }


def test_a_few_people_alone_are_not_told_of() -> None:
    assert coarsened(Counter({Traits("ф", "mentee", "15–19", "женский", "1 курс"): 4})) == {}


def test_course_is_read_from_the_group() -> None:
    assert [course_of(group) for group in ("9А", "11 «Б»", "ТМ-21", "СВ 1", "10", "", "вечерняя", "12А")] == [
        "9 класс", "11 класс", "2 курс", "1 курс", "10 класс", UNKNOWN, UNKNOWN, UNKNOWN,
    ]  # fmt: skip


@given(st.text(max_size=40))
def test_any_group_has_some_course(group: str) -> None:
    assert course_of(group)
