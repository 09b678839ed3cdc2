"""The outline of a plan's template: what is written is read back, whatever comes is answered with a line's number."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from mentorship.plan_enums import StepOwner
from mentorship.plan_outline import (
    Outline,
    OutlineGoal,
    OutlinePoint,
    OutlineSection,
    OutlineStep,
    paragraphs_of,
    read_outline,
    write_outline,
)

letters = st.characters(codec="utf-8", categories=["Lu", "Ll", "Nd"])
words = st.text(letters, min_size=1, max_size=60).map(lambda text: f"Слово {text}")
weeks = st.integers(1, 200)
steps = st.builds(
    OutlineStep,
    words,
    st.one_of(st.just(""), words),
    st.one_of(st.none(), weeks),
    st.sampled_from(StepOwner.values),
)
goals = st.builds(
    OutlineGoal, words, words, st.one_of(st.none(), weeks), st.lists(steps, max_size=4).map(tuple)
)
outlines = st.builds(
    Outline,
    st.lists(
        st.builds(OutlineSection, words, st.one_of(st.just(""), words)),
        max_size=4,
        unique_by=lambda section: section.title.casefold(),
    ).map(tuple),
    st.lists(goals, min_size=1, max_size=4).map(tuple),
    st.lists(st.builds(OutlinePoint, words, weeks), max_size=4).map(tuple),
)


@pytest.mark.slow
@given(outlines)
def test_what_is_written_is_read_back(outline: Outline) -> None:
    assert read_outline(write_outline(outline)) == outline


@given(st.text(max_size=400))
def test_anything_is_read_or_refused_in_words(text: str) -> None:
    paragraphs_of(text)
    with contextlib.suppress(DomainError):
        assert read_outline(text).goals


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "нужна хотя бы одна цель"),
        ("Цель: Сдать", "нет строки «Показатель:»"),
        ("- шаг", "Строка 1: шаг стоит раньше"),
        ("Цель: А\nПоказатель: б\nНеделя: сто", "Строка 3: неделя"),
        ("Цель: А\nПоказатель: б\n- ш | р | 2 | сосед", "Строка 3: кто делает"),
        ("Просто слова", "Строка 1: начните"),
        ("Раздел: А\nРаздел: а\nЦель: Ц\nПоказатель: п", "разделы повторяются"),
    ],
)
def test_a_mistake_names_its_line(text: str, told: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_outline(text)
    assert told in refused.value.message


def test_plain_marks_become_headings_lists_and_paragraphs() -> None:
    found = paragraphs_of("# Зачем\nПервая строка\nвторая\n\n- раз\n- два\nпосле")
    assert [(one.kind, one.lines) for one in found] == [
        ("h", ("Зачем",)),
        ("p", ("Первая строка вторая",)),
        ("ul", ("раз", "два")),
        ("p", ("после",)),
    ]
