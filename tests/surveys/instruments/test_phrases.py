"""Conditions as text: what is written is read back, and nothing else than a Russian refusal comes of garbage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instruments.conditions import Condition
from surveys.instruments.phrases import PhraseError, read_phrase, write_phrase

KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,12}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
SINGLE = st.builds(
    lambda item, op, value: Condition(item, op, value),
    KEYS,
    st.sampled_from(["is", "not"]),
    TEXTS | st.integers(-(10**6), 10**6) | st.booleans(),
)
LISTED = st.builds(
    lambda item, op, value: Condition(item, op, tuple(value)),
    KEYS,
    st.sampled_from(["any_of", "none_of"]),
    st.lists(TEXTS, min_size=1, max_size=4),
)
BOUNDED = st.builds(
    lambda item, op, value: Condition(item, op, value),
    KEYS,
    st.sampled_from(["at_least", "at_most"]),
    st.integers(-(10**6), 10**6),
)
CONDITIONS = st.recursive(
    SINGLE | LISTED | BOUNDED,
    lambda inner: st.builds(
        lambda group, parts: Condition(group=group, parts=tuple(parts)),
        st.sampled_from(["all", "any"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@given(CONDITIONS)
def test_a_condition_is_read_back_as_it_was_written(condition):
    assert read_phrase(write_phrase(condition)) == condition


@given(st.text(max_size=80) | st.text('abдаиз не()=;,"<>! 15', max_size=60))
def test_garbage_is_refused_in_words(text):
    assert refusal(text) != ""


def refusal(text):
    try:
        read_phrase(text)
    except PhraseError as error:
        return str(error)
    return None


def test_what_an_author_types():
    assert read_phrase("все( help = Да ; score >= 5; topic не из it, math )") == Condition(
        group="all",
        parts=(
            Condition("help", "is", True),
            Condition("score", "at_least", 5),
            Condition("topic", "none_of", ("it", "math")),
        ),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "ожидался ключ"),
        ("help", "после «help» ожидалось"),
        ("help = да нет", "лишнее"),
        ("help = a, b", "напишите «из»"),
        ("все(help = да", "ожидалась «)»"),
        ("help не it", "ожидалось «из»"),
        ("(" * 40, "ожидался ключ"),
        ("все(" * 40, "слишком много скобок"),
        ("a < 1", "непонятный знак"),
    ],
)
def test_each_mistake_is_named(text, told):
    with pytest.raises(PhraseError, match=re_of(told)):
        read_phrase(text)


def re_of(told):
    return told.replace("(", r"\(").replace(")", r"\)")
