"""The day by which a pair should meet: holidays, vacations and pauses do not count."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.cadence import DAY, days_of, due_day

MONDAY = dt.date(2026, 11, 2)


def weekday(day):
    return day.weekday() < 5


def test_two_weeks_are_two_weeks():
    assert due_day(MONDAY, 14, idle=(), is_working=weekday) == dt.date(2026, 11, 16)


def test_a_term_ends_on_a_working_day():
    assert due_day(dt.date(2026, 11, 1), 13, idle=(), is_working=weekday) == dt.date(2026, 11, 16)


def test_vacations_do_not_count():
    idle = days_of([(dt.date(2026, 11, 9), dt.date(2026, 11, 15))], first=MONDAY, last=dt.date(2027, 1, 1))
    assert due_day(MONDAY, 14, idle=idle, is_working=weekday) == dt.date(2026, 11, 23)


def test_a_norm_is_at_least_a_day():
    with pytest.raises(ValueError, match="norm"):
        due_day(MONDAY, 0, idle=(), is_working=weekday)


@given(
    norm=st.integers(1, 120),
    spans=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 40)), max_size=4),
)
def test_as_many_days_pass_as_the_norm_says(norm, spans):
    idle = days_of(
        [(MONDAY + start * DAY, MONDAY + (start + length) * DAY) for start, length in spans],
        first=MONDAY,
        last=MONDAY + 400 * DAY,
    )
    due = due_day(MONDAY, norm, idle=idle, is_working=weekday)
    passed = sum(MONDAY + number * DAY not in idle for number in range(1, (due - MONDAY).days + 1))
    assert passed >= norm
    assert weekday(due)
    assert due not in idle
    assert due >= due_day(MONDAY, norm, idle=(), is_working=weekday)
