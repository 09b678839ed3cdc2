"""Numbers, dates, agreement and positions as Russian documents write them."""

import datetime as dt
from pathlib import Path

import pytest

from core.russian import (
    capitalize_first,
    counted,
    date_long,
    date_short,
    decline_position,
    fraction,
    grouped,
    lower_first,
    percent,
    period_long,
    plural,
    quoted,
    typography,
)


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "пар"), (1, "пара"), (2, "пары"), (4, "пары"), (5, "пар"), (11, "пар"), (12, "пар"), (21, "пара"),
     (22, "пары"), (111, "пар"), (101, "пара"), (1_000, "пар")],
)  # fmt: skip
def test_nouns_agree_with_numbers(number, form):
    assert plural(number, "пара", "пары", "пар") == form


def test_numbers_are_grouped_from_five_digits():
    assert grouped(4_725) == "4725"
    assert grouped(12_500) == "12\u00a0500"
    assert counted(3, "согласие", "согласия", "согласий") == "3\u00a0согласия"


def test_dates_stay_on_one_line():
    assert date_long(dt.date(2026, 10, 5)) == "5\u00a0октября\u00a02026\u00a0г."
    assert date_short(dt.date(2026, 10, 5)) == "05.10.2026"


def test_a_period_tells_the_first_year_only_when_it_differs():
    within = period_long(dt.date(2027, 2, 17), dt.date(2027, 5, 31))
    across = period_long(dt.date(2026, 9, 1), dt.date(2027, 5, 31))
    assert within.replace("\u00a0", " ") == "с 17 февраля по 31 мая 2027 г."
    assert across.replace("\u00a0", " ") == "с 1 сентября 2026 г. по 31 мая 2027 г."


def test_unknown_is_never_nought():
    assert percent(148, 474) == "31,2\u00a0%"
    assert percent(0, 474) == "0,0\u00a0%"
    assert percent(1, 3, digits=0) == "33\u00a0%"
    assert percent(None, 474) == percent(5, None) == percent(5, 0) == "н/д"
    assert fraction(148, 474) == "148\u00a0из\u00a0474"
    assert fraction(148, None) == "н/д"


def test_typography_sets_quotes_dashes_and_joins_short_words():
    plain = 'Приказ "О парах" от 5 октября 2026 г. № 45-ОД - по ст. 9, И.И. Образцов в колледже'
    text = typography(plain).replace("\u00a0", "~")
    assert text == "Приказ «О~парах» от~5~октября 2026~г. №~45-ОД~– по~ст.~9, И.~И.~Образцов в~колледже"
    assert typography("г.Приречный") == "г.\u00a0Приречный"


def test_first_letter_only_is_raised():
    assert capitalize_first("педагог – педагог") == "Педагог – педагог"
    assert capitalize_first("") == ""
    assert lower_first("Студент – студент") == "студент – студент"
    assert lower_first("ГД-31") == "ГД-31"


@pytest.mark.parametrize(
    ("position", "case", "form"),
    [
        ("Директор", "dative", "Директору"),
        ("заместитель директора по УПР", "dative", "заместителю директора по УПР"),
        ("педагог-психолог", "genitive", "педагога-психолога"),
        ("старший мастер производственного обучения", "accusative",
         "старшего мастера производственного обучения"),
        ("заведующая отделением", "dative", "заведующей отделением"),
        ("исполняющий обязанности директора", "instrumental", "исполняющим обязанности директора"),
        ("социальный педагог", "instrumental", "социальным педагогом"),
        ("преподаватель", "prepositional", "преподавателе"),
        ("учитель-логопед", "dative", "учителю-логопеду"),
        ("секретарь", "instrumental", "секретарём"),
        ("ведущий специалист", "dative", "ведущему специалисту"),
        ("студентка", "accusative", "студентку"),
        ("обучающийся", "dative", "обучающемуся"),
        ("и.о. директора", "dative", "и.о. директора"),
        ("зав. отделением", "genitive", "зав. отделением"),
        ("технический директор", "genitive", "технического директора"),
    ],
)  # fmt: skip
def test_positions_known_for_certain_are_declined(position, case, form):
    assert decline_position(position, case) == form


def test_a_position_that_is_not_certain_is_left_to_the_caller():
    assert decline_position("дежурный по станции Колледж", "dative") is None
    assert decline_position("ГД-31", "dative") is None
    assert decline_position("", "dative") is None
    assert decline_position("дизайнер", "nominative") == "дизайнер"


def test_positions_written_by_hand_are_never_declined_wrongly():
    text = (Path(__file__).parent / "forms" / "positions.txt").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if not line.startswith("#")]
    told = 0
    for position, genitive, dative in rows:
        got = (decline_position(position, "genitive"), decline_position(position, "dative"))
        assert got in {(genitive, dative), (None, None)}
        told += got[0] is not None
    assert len(rows) >= 60
    assert told >= len(rows) - 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Рядом старший", "«Рядом старший»"),
        ("«Рядом старший»", "«Рядом старший»"),
        ("Студент – ученик. «Проба профессии»", "«Студент – ученик. „Проба профессии“»"),
        ("«Первые» и «Вторые»", "«„Первые“ и „Вторые“»"),
    ],
)
def test_quotes_inside_quotes_are_others(text: str, told: str) -> None:
    assert quoted(text) == told
