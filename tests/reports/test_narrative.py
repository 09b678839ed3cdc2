"""The engine of reports: words agree whatever the figures, nothing is left unresolved, the unknown is said to be so."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings

from reports.narrative import words
from reports.narrative.book import Book, Chart, Grid, Piece, Section, with_own
from reports.narrative.indicators import IndicatorFigure, indicators_section
from reports.narrative.pairs import (
    PairsFigures,
    pairs_section,
)
from reports.narrative.quality import InfluenceFigure, influence_section
from reports.narrative.roadmap import roadmap_section
from reports.narrative.surveys import surveys_section
from reports.narrative.work import (
    PlanFigures,
    TrainingFigures,
    plans_section,
    training_section,
)
from reports.selectors.year_quality import _told
from reports.snapshot import freeze, thaw
from tests.reports.narrative_worlds import books

#: Nouns and verbs of the engine with the forms that may stand after a number: one, two to four, five and more.
AGREED = {
    r"наставник": 1,
    r"наставника": 2,
    r"наставников": 5,
    r"наставляемый": 1,
    r"пара": 1,
    r"пары(?! и)": 2,
    r"пар(?! и)": 5,
    r"группа": 1,
    r"группы": 2,
    r"групп": 5,
    r"мероприятие": 1,
    r"встреча": 1,
    r"встречи": 2,
    r"встреч": 5,
    r"документ": 1,
    r"документов": 5,
    r"анкетирование": 1,
    r"анкетирований": 5,
    r"проект": 1,
    r"проектов": 5,
    r"показатель": 1,
    r"параметр": 1,
    r"параметра": 2,
    r"параметров": 5,
}


def expected_form(number: int) -> int:
    if 11 <= number % 100 <= 14:
        return 5
    return 1 if number % 10 == 1 else 2 if 2 <= number % 10 <= 4 else 5


def wrong_plurals(text: str) -> list[str]:
    """«работали 5 пары»: a noun in the nominative that does not agree with the number before it."""
    found = []
    for noun, form in AGREED.items():
        for match in re.finditer(rf"(?<![\d,])(\d+)\u00a0{noun}(?=[\s.,:;(]|$)", text):
            before = text[: match.start()].rstrip()
            oblique = before.endswith(
                (" в", " из", " у", "Для", "нет у", "обучить", "остаётся обучить", "на")
            )
            if not oblique and expected_form(int(match[1])) != form:
                found.append(match[0])
    return found


@pytest.mark.slow
@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(books())
def test_whatever_the_figures_the_text_is_whole(book):
    for section in [*book.sections, *book.annexes]:
        assert section.title
        assert section.pieces or section.code.startswith("annex")
        for text in section.texts:
            assert not re.search(r"None|nan|\{|\}|%[sd(]|\[\]", text), text
            assert not re.search(r"\s{2,}| [.,;:](?!\.)|\.\.|,,|\(\)|«»|– [.,]", text), text
            assert not re.search(r"[A-Za-z]", text.replace("SWOT", "")), text
            assert not re.search(r"^[а-яё]", text) or text in {
                item for piece in section.pieces for item in piece.items
            }
            assert not wrong_plurals(text), text
        for piece in section.pieces:
            if piece.grid:
                assert all(len(row) == len(piece.grid.head) for row in piece.grid.rows)
                assert all(4 <= width <= 80 for _, width, _ in piece.grid.columns)
                assert sum(width for _, width, _ in piece.grid.columns) <= 100
                assert not any("None" in cell for row in piece.grid.rows for cell in row)
            if piece.chart:
                assert len(piece.chart.labels) == len(piece.chart.values) == len(piece.chart.texts)
                assert all(0 <= row[1] <= 100.0001 for row in piece.chart.rows)
    assert thaw(Book, freeze(book)) == book


def test_verbs_and_nouns_agree_with_one_two_and_five():
    done = ("завершила работу", "завершили работу", "завершили работу")
    told = [words.did(number, words.PAIRS, done) for number in (1, 2, 5, 11, 21)]
    assert told == [
        "завершила работу 1\u00a0пара",
        "завершили работу 2\u00a0пары",
        "завершили работу 5\u00a0пар",
        "завершили работу 11\u00a0пар",
        "завершила работу 21\u00a0пара",
    ]


@pytest.mark.parametrize(
    ("fact", "plan", "told"),
    [
        ("38.2", "35", "выше плана на\u00a03,2\u00a0процентного пункта"),
        ("30", "35", "ниже плана на\u00a05\u00a0процентных пунктов"),
        ("36", "35", "выше плана на\u00a01\u00a0процентный пункт"),
        ("33", "35", "ниже плана на\u00a02\u00a0процентных пункта"),
        ("35.04", "35", "на уровне плана"),
        (None, "35", ""),
        ("35", None, ""),
    ],
)
def test_a_fact_is_told_beside_its_plan(fact, plan, told):
    assert words.against_plan(fact and Decimal(fact), plan and Decimal(plan)) == told


def test_last_year_is_told_only_when_it_is_known():
    assert words.against_last(17, 12, words.PAIRS) == "на\u00a05\u00a0пар больше, чем годом ранее (12)"
    assert words.against_last(11, 12, words.PAIRS) == "на\u00a01\u00a0пару меньше, чем годом ранее (12)"
    assert words.against_last(12, 12, words.PAIRS) == "столько же, сколько годом ранее"
    assert words.against_last(12, None, words.PAIRS) == ""
    assert words.shift(Decimal("35.7"), Decimal("31.2")).startswith(
        "на\u00a04,5\u00a0процентного пункта больше"
    )


def test_no_data_is_said_and_no_figure_is_made_up():
    nothing = [
        roadmap_section(None),
        pairs_section(PairsFigures([], 0, 0)),
        surveys_section([]),
        indicators_section([], year="2026/27", day="21.11.2026"),
        plans_section(PlanFigures([], [], 0, 0, 0, 0)),
        training_section(TrainingFigures(0, 0, [], [], 0)),
    ]
    for section in nothing:
        text = " ".join(section.texts)
        assert "нет данных" in text or " не было" in text, text
        assert not re.search(r"\d", text), text


def test_own_text_stands_beside_or_instead_and_keeps_the_tables():
    drafted = Section(
        "x", "Раздел", [Piece("Составлено."), Piece(grid=Grid(["А"], [["1"]])), Piece(items=["да"])]
    )
    beside = with_own(drafted, "Своё.\n\nВторой абзац.", instead=False)
    assert beside.texts == ["Составлено.", "да"]
    assert beside.own == ["Своё.", "Второй абзац."]
    instead = with_own(drafted, "Своё.", instead=True)
    assert instead.texts == []
    assert [piece.grid is not None for piece in instead.pieces] == [True]
    assert with_own(drafted, "Своё.", instead=False).fingerprint == drafted.fingerprint


def test_charts_are_drawn_and_told_in_words():
    one = Chart("Пары", ["А", "Б"], [3.0, 1.0], ["3", "1"])
    both = Chart(
        "План",
        ["А", "Б"],
        [7.3, 2.1],
        ["7,3 %", "2,1 %"],
        100.0,
        [10.0, None],
        ["10 %", ""],
        ["факт", "план"],
    )
    assert one.picture.startswith("data:image/svg+xml;base64,")
    assert both.picture == both.picture
    assert both.words == "План: А – 7,3 % (план – 10 %); Б – 2,1 %"
    assert [row[3] for row in both.rows] == [10.0, None]


def test_a_count_is_told_as_a_count_and_nought_is_a_figure() -> None:
    row = IndicatorFigure(
        title="Закреплено пар",
        group="",
        amount=Decimal(0),
        fraction="",
        plan=Decimal(20),
        plan_text="20",
        value="0",
        note="",
        plans=[],
        is_share=False,
    )
    more = replace(row, amount=Decimal(30), value="30", before=Decimal(12), before_text="12")

    section = indicators_section([row, more], year="2026/27 учебный год", day="21.11.2026")

    assert section.pieces[1].items == [
        "Закреплено пар – 0, ниже плана (20).",
        "Закреплено пар – 30, выше плана (20), годом ранее – 12.",
    ]
    assert not any(piece.chart for piece in section.pieces), "a count does not stand on the scale of shares"
    assert "нет данных" not in section.pieces[0].text


@pytest.mark.parametrize(
    ("text", "figure", "told"),
    [
        (
            "Комфорт – в среднем 8,1 из 10.",
            "8,1 из 10 (25 ответов)",
            "Комфорт – в среднем 8,1 из 10 (25 ответов)",
        ),
        ("Отметили 68,0 %.", "68,0 % (17 из 25)", "Отметили 68,0 % (17 из 25)"),
        ("Ждали 8,2, вышло 4,0.", "8,2 → 4,0", "Ждали 8,2, вышло 4,0"),
        ("Так решила команда.", "17 из 25", "Так решила команда (17 из 25)"),
        ("Пары работают: 8 из 8 (100,0 %).", "8 из 8", "Пары работают: 8 из 8 (100,0 %)"),
    ],
)
def test_a_statement_does_not_say_its_figure_twice(text, figure, told):
    assert _told(text, figure) == told


def test_a_change_that_may_be_chance_is_not_told_as_sure():
    def rows(better, certain):
        return [InfluenceFigure("Тема", "кто", 9, 5.0, 6.0, "", better, "", at < certain) for at in range(3)]

    def said(*given):
        return influence_section([*given]).texts[0].replace("\u00a0", " ")

    assert "Улучшились 3 параметра, у 1 из них перемена вряд ли случайна." in said(*rows(True, 1))
    assert "Улучшились 3 параметра, перемена вряд ли случайна." in said(*rows(True, 3))
    assert "Ухудшились 3 параметра, но перемена может быть случайной." in said(*rows(False, 0))
