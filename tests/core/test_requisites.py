"""Check digits of ИНН, ОГРН, ОГРНИП; КПП by its shape. The whole numbers are the ones that manuals use as samples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.requisites import clean_inn, clean_kpp, clean_ogrn, inn_checks, ogrn_check


def digits(*lengths: int) -> st.SearchStrategy[str]:
    return st.one_of(*(st.text("0123456789", min_size=length, max_size=length) for length in lengths))


@given(digits(9, 10), st.integers(1, 9))
def test_an_inn_holds_with_its_own_check_digits_only(body: str, shift: int) -> None:
    whole = body + inn_checks(body)
    assert clean_inn(whole) == whole
    wrong = whole[:-1] + str((int(whole[-1]) + shift) % 10)
    with pytest.raises(ValueError, match="опечатка"):
        clean_inn(wrong)


@given(digits(12, 14), st.integers(1, 9))
def test_an_ogrn_holds_with_its_own_check_digit_only(body: str, shift: int) -> None:
    whole = body + ogrn_check(body)
    assert clean_ogrn(whole) == whole
    with pytest.raises(ValueError, match="опечатка"):
        clean_ogrn(body + str((int(whole[-1]) + shift) % 10))


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for clean in (clean_inn, clean_ogrn, clean_kpp):
        told, found = "", ""
        try:
            found = clean(text)
        except ValueError as error:
            told = str(error)
        assert not told or told.split()[0] in {"ИНН", "ОГРН", "КПП", "В"}
        assert found.isascii()
        assert clean(found) == found


@pytest.mark.parametrize(
    ("clean", "given_text", "read"),
    [
        (clean_inn, " 7707083893 ", "7707083893"),
        (clean_inn, "50 01 00 73 22 59", "500100732259"),
        (clean_ogrn, "1027700132195", "1027700132195"),
        (clean_ogrn, "304500116000157", "304500116000157"),
        (clean_kpp, "7736 01 001", "773601001"),
        (clean_kpp, "7736ab001", "7736AB001"),
        (clean_inn, "", ""),
    ],
)
def test_published_examples_are_read(clean, given_text: str, read: str) -> None:
    assert clean(given_text) == read


@pytest.mark.parametrize(
    ("clean", "text"),
    [(clean_inn, "123"), (clean_inn, "٧٧٠٧٠٨٣٨٩٣"), (clean_ogrn, "10277001321"), (clean_kpp, "12345678")],
)
def test_another_length_is_refused(clean, text: str) -> None:
    with pytest.raises(ValueError, match="состоит"):
        clean(text)
