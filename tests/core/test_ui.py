"""The line of the year, bars and error summaries: what the templates are given."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from core.registries import StageMark, YearLine
from core.templatetags import ui as tags
from core.ui import COLUMNS, error_lines, lay_out_year

START, END = date(2026, 9, 1), date(2027, 6, 15)


def stage(
    title: str, start: date | None = None, end: date | None = None, *, done: int = 0, now: bool = False
) -> StageMark:
    return StageMark(title, "/", done / 4, done, 4, now, start, end)


@given(st.lists(st.integers(min_value=1, max_value=4000), min_size=1, max_size=40))
def test_spans_fill_the_grid_whatever_the_lengths(lengths: list[int]) -> None:
    stages = [stage(str(n), START, date.fromordinal(START.toordinal() + n)) for n in lengths]
    spans = [view.span for view in lay_out_year(YearLine(stages, 0.1, START, END), START).stages]
    assert sum(spans) == COLUMNS
    assert min(spans) >= 1


def test_a_stage_says_where_it_stands() -> None:
    stages = [
        stage("1. Подготовка", START, date(2026, 10, 1), done=4),
        stage("Этап II. Отбор", date(2026, 10, 1), date(2026, 11, 1), done=1),
        stage("Работа пар", date(2026, 11, 1), date(2027, 5, 1), done=2, now=True),
        stage("Завершение", date(2027, 5, 1), END),
    ]
    year = lay_out_year(YearLine(stages, 0.3, START, END), date(2027, 2, 17))
    assert [one.state for one in year.stages] == ["done", "late", "now", "next"]
    assert [one.title for one in year.stages] == ["Подготовка", "Отбор", "Работа пар", "Завершение"]
    assert year.now is not None
    assert (year.now.note, year.now.passed) == ("2 из\u00a04\u00a0мероприятий", "59.7")
    assert year.today_label == "17\u00a0февраля"


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 8, 1), "Программа начнётся 1\u00a0сентября"),
        (date(2027, 7, 1), "Программа завершена 15\u00a0июня"),
    ],
)
def test_outside_the_year_there_is_no_mark(today: date, words: str) -> None:
    year = lay_out_year(YearLine([stage("Этап")], None, START, END), today)
    assert year.now is None
    assert year.outside_label == words


@pytest.mark.parametrize(("percent", "drawn"), [(62, "62.0%"), (140, "100.0%"), (0, None), (None, None)])
def test_a_bar_stays_inside_its_track(percent: float | None, drawn: str | None) -> None:
    markup = tags.bar(percent)
    assert ('class="fact"' in markup) == (drawn is not None)
    assert drawn is None or f'width="{drawn}"' in markup
    assert "style" not in markup


def test_chips_escape_what_people_typed() -> None:
    assert tags.chip("<b>", "bad") == '<span class="chip chip-bad">&lt;b&gt;</span>'
    assert tags.chip("x", "purple") == '<span class="chip">x</span>'
    assert tags.chip("") == ""


def test_error_lines_point_at_their_fields() -> None:
    class Form(forms.Form):
        name = forms.CharField(label="Имя")

    form = Form({})
    form.add_error(None, "Так нельзя.")
    assert [(line.label, line.target) for line in error_lines(form)] == [("Имя", "id_name"), ("", "")]
    assert tags.error_heading(form) == "Исправьте 2\u00a0ошибки"


@pytest.mark.parametrize(
    ("name", "short"),
    [("Примерова Анна Сергеевна", "Примерова\u00a0А.\u00a0С."), ("a@b.ru", "a@b.ru"), ("Рут", "Рут")],
)
def test_a_user_is_called_shortly(name: str, short: str) -> None:
    assert tags.short_name(name) == short


@pytest.mark.parametrize(("number", "words"), [(5, "+5"), (-6, "−6"), (0, "0")])
def test_points_are_told_with_a_sign(number, words):
    assert tags.with_sign(number) == words
