"""Working days and terms counted in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.production_calendar import (
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
    year_of,
)

DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 23), True),
        (date(2026, 11, 4), False),
        (date(2026, 1, 9), False),  # moved by the Government
        (date(2026, 3, 9), False),  # 8 March was a Sunday: the day off passes on
        (date(2026, 5, 11), False),  # 9 May was a Saturday
        (date(2025, 11, 1), True),  # a working Saturday
        (date(2025, 5, 2), False),
        (date(2027, 5, 3), False),  # 1 May 2027 is a Saturday: the general rule
    ],
)
def test_known_days(day, works):
    assert is_working_day(day) is works


def test_a_term_begins_the_next_day():
    assert add_working_days(date(2026, 11, 20), 3) == date(2026, 11, 25)  # Friday: Monday, Tuesday, Wednesday
    assert add_working_days(date(2026, 11, 2), 10) == date(2026, 11, 17)  # over 4 November
    assert add_working_days(date(2026, 11, 20), 0) == date(2026, 11, 20)


def test_a_year_says_how_sure_it_is():
    assert year_of(2025).sure
    assert not year_of(2027).sure
    assert "не внесены" in year_of(2027).source
    assert not year_of(2040).sure


@pytest.mark.parametrize("count", [-1, 1_001])
def test_an_absurd_term_is_refused(count):
    with pytest.raises(ValueError, match="count"):
        add_working_days(date(2026, 1, 1), count)


@given(DAYS, st.integers(1, 60))
def test_a_term_ends_on_a_working_day_and_counts_back(day, count):
    end = add_working_days(day, count)
    assert is_working_day(end)
    assert working_days_between(day, end) == count


@given(DAYS)
def test_the_next_working_day_is_near(day):
    found = next_working_day(day)
    assert is_working_day(found)
    assert timedelta(0) <= found - day <= timedelta(days=12)
