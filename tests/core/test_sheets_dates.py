import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sheets import parse_birth_date, parse_date

NOVEMBER = dt.date(2022, 11, 1)
TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    "value",
    [
        "01 ноября 2022", "1 Ноября 2022 года", "«01» ноября 2022 г.", "1.11.22", "01.11.2022 г.", "01.11.2022г.",
        "2022-11-01", "2022-11-01 00:00:00", "01-11-2022", "01. 11. 2022", "44866", 44866, 44866.0, NOVEMBER,
        dt.datetime(2022, 11, 1, 9, 30), " 01.11.2022 \xa0",  # noqa: DTZ001
    ],
)  # fmt: skip
def test_the_same_day_however_written(value):
    assert parse_date(value) == NOVEMBER


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("31.02.2022", "нет в календаре"),
        ("29.02.2023", "нет в календаре"),
        ("01.11.0022", "год 0022"),
        ("ноябрь 2022", "полная дата"),
        ("11.2022", "полная дата"),
        ("2008", "полная дата"),
        ("11/01/2022", "двояко: 11 января или 1 ноября"),
        ("32 абвгд 2022", "месяца нет"),
        ("нет", "не похоже на дату"),
        (True, "не дата"),
        (12, "число, а не дата"),
        (float("nan"), "число, а не дата"),
        (float("inf"), "число, а не дата"),
        (10**12, "число, а не дата"),
        ("00000", "число, а не дата"),
        ("0/5/2020", "двояко|нет в календаре"),
    ],
)
def test_what_is_no_certain_day_is_refused(value, words):
    with pytest.raises(ValueError, match=words):
        parse_date(value)


def test_slashes_are_read_where_only_one_reading_is_possible():
    assert parse_date("25/12/2008") == dt.date(2008, 12, 25)
    assert parse_date("12/25/2008") == dt.date(2008, 12, 25)
    assert parse_date("05/05/2008") == dt.date(2008, 5, 5)


def test_births_are_in_the_past_and_within_a_human_life():
    assert parse_birth_date("5.3.08", today=TODAY) == dt.date(2008, 3, 5)
    assert parse_birth_date("5.3.61", today=TODAY) == dt.date(1961, 3, 5)
    assert parse_birth_date(TODAY, today=TODAY) == TODAY
    with pytest.raises(ValueError, match="не наступила"):
        parse_birth_date("22.11.2026", today=TODAY)
    with pytest.raises(ValueError, match="120 лет"):
        parse_birth_date("01.01.1899", today=TODAY)


@given(st.dates(dt.date(1930, 1, 1), dt.date(2060, 12, 31)))
def test_written_dates_come_back(day):
    for shape in (f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}", f"{day.day}.{day.month}.{day.year} г.", day):
        assert parse_date(shape) == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_message(text):
    with contextlib.suppress(ValueError):
        assert isinstance(parse_date(text), dt.date)
