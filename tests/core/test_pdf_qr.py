"""A matrix found by whole rows is segno's, module for module."""

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pdf.codes import SheetCode, page_code, sheet_code
from core.pdf.qr import qr_matrix


def expected(text: str, error: str) -> list[bytes]:
    return [bytes(row) for row in segno.make_qr(text, error=error).matrix]


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), st.sampled_from("lmqh"))
def test_any_text_has_the_matrix_of_the_library(text: str, error: str) -> None:
    assert list(qr_matrix(text, error=error)) == expected(text, error)


def test_codes_of_sheets_have_the_matrix_of_the_library() -> None:
    for record in range(1, 60):
        text = page_code(sheet_code(SheetCode(3, record * 977, f"{record * 104729:08x}")), 1, 1)
        assert list(qr_matrix(text, error="q")) == expected(text, "q")


@pytest.mark.parametrize("text", ["1", "1" * 600, "А" * 90, "0" * 33])
def test_short_and_long_ones_too(text: str) -> None:
    assert list(qr_matrix(text, error="m")) == expected(text, "m")
