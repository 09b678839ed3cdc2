"""What deadline expressions mean: our own examples always, the collected ones where they are at hand."""

from datetime import date
from pathlib import Path

import pytest

from roadmap.deadlines import Deadline, Period, explained, parse_column, parse_deadline, printed
from roadmap.enums import Confidence, DeadlineKind
from tests.roadmap.shared_data import OWN, shared_file, tsv_rows

SCHOOL = Period(date(2026, 9, 1), date(2027, 8, 31))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def read(raw: str, period: Period = SCHOOL) -> Deadline:
    return parse_deadline(raw, period_start=period.start, period_end=period.end)


def wrong_rows(path: Path) -> list[str]:
    wrong = []
    for row in tsv_rows(path):
        found = parse_deadline(
            row["raw"], period_start=day(row["period_start"]), period_end=day(row["period_end"])
        )
        got = (found.kind.value, found.start, found.end, found.recurrence)
        expected = (row["kind"], day(row["start"]), day(row["end"]), row["recurrence"])
        if got != expected:
            wrong.append(f"{row['raw']}: {got} instead of {expected}")
    return wrong


def test_own_examples_are_read_as_reviewed() -> None:
    assert wrong_rows(OWN / "deadlines.tsv") == []


@pytest.mark.parametrize("name", ["deadlines.tsv", "roadmaps/expected_deadlines.tsv"])
def test_collected_deadlines_are_read_right(name: str) -> None:
    assert wrong_rows(shared_file(name)) == []


def test_raw_text_is_kept_as_it_stands() -> None:
    raw = "  До\u00a005.09 2026 г. "
    assert read(raw).raw == raw


@pytest.mark.parametrize("raw", ["31 ноября", "29.02.2027", "45.13.2026", "до 31.04.2027", "1 и 31 ноября"])
def test_impossible_day_is_unknown_and_never_clamped(raw: str) -> None:
    found = read(raw)
    assert (found.kind, found.start, found.end) == (DeadlineKind.UNKNOWN, None, None)
    assert "такой даты нет" in found.note


def test_date_before_the_plan_is_kept_and_doubted() -> None:
    found = read("До 10 апреля 2026")
    assert found.end == date(2026, 4, 10)
    assert found.doubts == ("срок раньше начала плана",)


def test_date_after_the_plan_is_doubted() -> None:
    assert read("10/11/2027").doubts == ("срок позже конца плана",)


def test_misspelt_month_is_understood_and_noted() -> None:
    found = read("В течении сентебря")
    assert (found.kind, found.start) == (DeadlineKind.MONTH, date(2026, 9, 1))
    assert "с ошибкой" in found.note
    assert "«в течении»" in found.note


def test_modifier_of_a_compound_stands_in_the_note() -> None:
    found = read("весь период, по отдельному плану")
    assert (found.kind, found.note) == (DeadlineKind.WHOLE_PERIOD, "по отдельному плану")


@pytest.mark.parametrize(
    ("raw", "anchor", "duration"),
    [
        ("В течение месяца после издания приказа", "после издания приказа", "P1M"),
        ("В течение первого-второго месяца", "с начала реализации", "P2M"),
        ("не позднее 3 раб. дней после издания приказа", "после издания приказа", "P3D"),
        ("в теч. 10 дн. после заключения договора", "после заключения договора", "P10D"),
        ("за две недели до итоговой встречи", "до итоговой встречи", "-P2W"),
        ("через 10 рабочих дней после подписания соглашения", "после подписания соглашения", "P10D"),
        ("по итогам анкетирования", "по итогам анкетирования", ""),
    ],
)
def test_relative_deadline_names_its_anchor_and_duration(raw: str, anchor: str, duration: str) -> None:
    found = read(raw)
    assert (found.kind, found.anchor, found.duration) == (DeadlineKind.RELATIVE, anchor, duration)


@pytest.mark.parametrize(
    ("raw", "kind", "days"),
    [
        ("1. Сентябрь\n2. Май", DeadlineKind.MONTH_LIST, (date(2026, 9, 1), date(2027, 5, 31))),
        ("1. до 15 сентября\n2. до 20 мая", DeadlineKind.DATE_LIST, (date(2026, 9, 15), date(2027, 5, 20))),
        ("1. 09. 2026", DeadlineKind.DATE, (date(2026, 9, 1), date(2026, 9, 1))),
    ],
)
def test_numbers_of_a_list_in_a_cell_are_no_days(
    raw: str, kind: DeadlineKind, days: tuple[date, date]
) -> None:
    found = read(raw)
    assert (found.kind, (found.start, found.end), found.doubts) == (kind, days, ())


def test_what_goes_on_after_a_day_is_not_bounded_by_it() -> None:
    found = read("до 25 декабря, далее ежеквартально")
    assert (found.start, found.end) == (date(2026, 12, 25), SCHOOL.end)
    assert found.recurrence == "FREQ=MONTHLY;INTERVAL=3"


def test_two_digit_years_beside_months_are_a_doubt() -> None:
    assert any("поняты как годы" in doubt for doubt in read("дек.26 - янв.27").doubts)
    assert read("20 сентября - 25 октября").end == date(2026, 10, 25)


def test_month_without_year_in_a_long_plan_is_less_sure() -> None:
    assert read("сентябрь", Period(date(2026, 9, 1), date(2029, 5, 31))).confidence == Confidence.MEDIUM
    assert read("сентябрь").confidence == Confidence.HIGH


def test_august_before_the_september_rows_is_the_august_before_the_year() -> None:
    column = parse_column(["август", "август 2026 г.", "сентябрь", "весь период", "август"], SCHOOL)
    assert [found.start for found in column] == [
        date(2026, 8, 1), date(2026, 8, 1), date(2026, 9, 1), SCHOOL.start, date(2027, 8, 1),
    ]  # fmt: skip


def test_lonely_august_follows_the_period() -> None:
    assert parse_column(["август"], SCHOOL)[0].start == date(2027, 8, 1)


def test_august_of_a_calendar_plan_is_its_own() -> None:
    year = Period(date(2027, 1, 1), date(2027, 12, 31))
    assert parse_column(["август", "сентябрь"], year)[0].start == date(2027, 8, 1)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("до 05.09 2026 г.", "до 5 сентября 2026 г."),
        ("1-15 сентября", "с 1 по 15 сентября 2026 г."),
        ("Октябрь-декабрь", "октябрь – декабрь 2026 г."),
        ("ежегодно, октябрь", "ежегодно, октябрь 2026 г."),
        ("3 неделя октября", "3-я неделя октября 2026 г."),
        ("Весь период", "весь период плана, с 1 сентября 2026 г. по 31 августа 2027 г."),
        ("по плану работы", "по другому плану, своего срока нет"),
        ("Ежемесячно до 25 числа", "ежемесячно до 25 числа, с 25 сентября 2026 г."),
        ("в течение 2 недель со дня приказа", "от события: со дня приказа (2\u00a0недели)"),
        ("когда-нибудь", "срок не понят"),
    ],
)
def test_reading_is_explained_in_plain_russian(raw: str, words: str) -> None:
    assert explained(read(raw)) == words


def test_every_own_example_survives_its_printed_form() -> None:
    for row in tsv_rows(OWN / "deadlines.tsv"):
        period = Period(day(row["period_start"]), day(row["period_end"]))
        first = read(row["raw"], period)
        again = read(printed(first), period)
        assert (again.kind, again.start, again.end, again.recurrence) == (
            first.kind, first.start, first.end, first.recurrence,
        ), row["raw"]  # fmt: skip
