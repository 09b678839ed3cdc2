"""Typed text loses what cannot be seen and nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instruments.text import MAX_MARKS, clean_text

ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Тестова Анна", "Тестова Анна"),
        ("Ёж и Емеля", "Ёж и Емеля"),
        ("\u0438\u0306од", "йод"),
        ("a\x00b\x0bc", "ab\nc"),
        ("раз\u202eдва\u2066три\u200f", "раздватри"),
        ("не\u00adвидно\u200b", "невидно"),
        ("до\ud800после", "допосле"),
        ("\ufeffначало\uffff", "начало"),
        ("👩\u200d👩\u200d👧 и 🇷🇺", "👩\u200d👩\u200d👧 и 🇷🇺"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("а\u200dб", "аб"),
        (f"{ENGLAND}!\U000e0041", f"{ENGLAND}!"),
        ("  один\t два\r\n\r\n\r\n\r\nтри  ", "один два\n\nтри"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("<script>{{7*7}}", "<script>{{7*7}}"),
        ("д’Артаньян, д'Артаньян", "д’Артаньян, д'Артаньян"),
    ],
)
def test_kept_and_removed(typed, kept):
    assert clean_text(typed) == unicodedata.normalize("NFC", kept)


def test_heap_of_marks_is_thinned():
    cleaned = clean_text("я" + "\u0321" * 200 + "!")

    assert cleaned == "я" + "\u0321" * MAX_MARKS + "!"


def test_one_line_has_no_line_breaks():
    assert clean_text("раз\nдва", multiline=False) == "раз два"


@given(st.text(st.characters()))
def test_cleaning_is_stable_and_storable(typed):
    cleaned = clean_text(typed)

    assert clean_text(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode()
