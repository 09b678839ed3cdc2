"""Texts and days of a plan in other years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.deadlines import Period, parse_deadline, printed
from roadmap.enums import DeadlineKind
from roadmap.shifting import move_day, move_end, moves_rightly, next_period, shift_text, years_long

YEAR = Period(date(2026, 9, 1), date(2027, 8, 31))


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("До 10 декабря 2026", "До 10 декабря 2027"),
        ("до 05.09 2026 г.", "до 05.09 2027 г."),
        ("01.10.2026 – 15.05.2027", "01.10.2027 – 15.05.2028"),
        ("12.09.26", "12.09.27"),
        ("2026-2027 учебный год", "2027-2028 учебный год"),
        ("2026/27 уч. год", "2027/28 уч. год"),
        ("26/27 уч. г.", "27/28 уч. г."),
        ("2026 – 2027 гг.", "2027 – 2028 гг."),
        ("сентябрь", "сентябрь"),
        ("весь период", "весь период"),
        ("2026-09-01", "2027-09-01"),
    ],
)
def test_years_of_the_plan_move(text, moved):
    assert shift_text(text, 1, YEAR).text == moved


@pytest.mark.parametrize(
    "text",
    [
        "Распоряжение от 25.12.2019 № Р-145",
        "приказ от 12.09.2026 № 45-ОД",
        "в течение месяца после приказа от 1 сентября 2026 г. № 3",
        "Федеральный закон от 09.11.2026 № 381-ФЗ",
        "кабинет 2143, телефон 20262027",
        "пункт 1.2.3 плана",
    ],
)
def test_dates_of_acts_numbers_and_foreign_years_stay(text):
    assert shift_text(text, 1, YEAR).text == text


def test_what_was_changed_and_what_was_left_is_told():
    done = shift_text("с 1 сентября 2026 г. (по Концепции до 2030 года)", 1, YEAR)
    assert done.changes == (("2026", "2027"),)
    assert done.kept == ("2030",)


@pytest.mark.parametrize(
    ("text", "moved"),
    [("29 февраля 2028", "28 февраля 2029"), ("29.02.2028", "28.02.2029"), ("29.02.28", "28.02.29")],
)
def test_29_february_becomes_28_where_the_year_has_no_other(text, moved):
    assert shift_text(text, 1, Period(date(2027, 9, 1), date(2028, 8, 31))).text == moved


def test_days_move_by_the_calendar_and_not_by_365_days():
    assert move_day(date(2027, 3, 1), 1) == date(2028, 3, 1)
    assert move_end(date(2027, 2, 28), 1) == date(2028, 2, 29)
    assert move_day(date(2028, 2, 29), 1) == date(2029, 2, 28)


def test_next_term_is_as_long_as_the_plan():
    assert next_period(YEAR) == Period(date(2027, 9, 1), date(2028, 8, 31))
    assert next_period(Period(date(2021, 1, 1), date(2025, 12, 31))) == Period(
        date(2026, 1, 1), date(2030, 12, 31)
    )
    assert (years_long(Period(date(2026, 9, 1), date(2027, 5, 31))), years_long(Period())) == (1, 1)


@given(st.text(max_size=80), st.integers(-5, 5))
def test_any_text_is_moved_without_a_crash_and_back_again_by_nought(text, years):
    done = shift_text(text, years, YEAR)
    assert shift_text(text, 0, YEAR).text == text
    assert (done.text == text) == (not done.changes)


@given(
    st.dates(date(2026, 9, 1), date(2027, 8, 31)),
    st.integers(0, 40),
    st.sampled_from(["date", "deadline", "range"]),
)
def test_printed_deadline_moved_and_read_anew_is_the_old_one_a_year_later(day, long, kind):
    end = min(day + timedelta(days=long), YEAR.end)
    words = {
        "date": f"{day:%d.%m.%Y}",
        "deadline": f"до {day:%d.%m.%Y}",
        "range": f"с {day:%d.%m.%Y} по {end:%d.%m.%Y}",
    }[kind]
    before = parse_deadline(words, period_start=YEAR.start, period_end=YEAR.end)
    text = printed(before) if before.kind != DeadlineKind.UNKNOWN else words
    new = next_period(YEAR)
    after = parse_deadline(shift_text(text, 1, YEAR).text, period_start=new.start, period_end=new.end)
    assert moves_rightly(before, after, 1)
