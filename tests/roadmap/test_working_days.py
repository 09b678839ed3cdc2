"""Deadlines of working days and days moved from a day off, by the production calendar of Russia."""

from datetime import date

import pytest

from roadmap.deadlines import Period, occurrences, parse_deadline

YEAR = Period(date(2026, 9, 1), date(2027, 8, 31))


def due(raw: str, period: Period = YEAR) -> list[date | None]:
    return [
        day.end
        for day in occurrences(parse_deadline(raw, period_start=period.start, period_end=period.end), period)
    ]


def test_last_working_day_of_each_month_passes_over_weekends_and_holidays() -> None:
    days = due("последний рабочий день месяца")
    assert len(days) == 12
    assert days[1] == date(2026, 10, 30)  # 31 October is a Saturday
    assert days[3] == date(2026, 12, 30)  # 31 December 2026 is a day off


def test_first_working_day_of_january_comes_after_the_holidays() -> None:
    assert due("ежемесячно, в первый рабочий день")[4] == date(2027, 1, 11)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("до 10.10.2026 (при совпадении с выходным днём – следующий рабочий день)", date(2026, 10, 12)),
        ("до 9 октября 2026, если выпадает на выходной, то в следующий рабочий день", date(2026, 10, 9)),
        ("до 1 мая 2027 с переносом на ближайший рабочий день", date(2027, 5, 4)),
        ("до 10.10.2026", date(2026, 10, 10)),
    ],
)
def test_day_moves_from_a_day_off_only_where_the_plan_says_so(raw: str, day: date) -> None:
    assert due(raw) == [day]


def test_literal_date_stays_in_the_reading_when_its_occurrence_moves() -> None:
    found = parse_deadline("до 10.10.2026, с переносом на следующий рабочий день")
    assert found.end == date(2026, 10, 10)
    assert "переносится" in found.note


def test_monthly_day_moves_month_by_month() -> None:
    days = due("ежемесячно до 10 числа (если выходной – следующий рабочий день)")
    assert days[:3] == [date(2026, 9, 10), date(2026, 10, 12), date(2026, 11, 10)]


def test_without_a_period_there_is_no_first_working_day() -> None:
    found = parse_deadline("последний рабочий день месяца")
    assert (found.start, found.end) == (None, None)
    assert due("последний рабочий день месяца", Period()) == [None]
