"""Who is named in a text: surnames in any case, and what looks like a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.naming_text import Named, named_in, strangers_in, without_names

IVANOVA = Named("Образцова", "Анна", "Петровна", "female")
UNKNOWN = Named("Примеров", "Лев")


@pytest.mark.parametrize(
    "text", ["Образцова пришла", "с Образцовой работали", "ОБРАЗЦОВУ хвалили", "у Примерова", "Примеровым"]
)
def test_a_surname_is_found_in_any_case(text):
    assert len(named_in(text, [IVANOVA, UNKNOWN])) == 1


def test_words_that_only_begin_alike_are_nobody():
    assert named_in("Образцовый порядок и примеры", [IVANOVA, UNKNOWN]) == []


def test_what_looks_like_a_name_and_is_nobody_we_know():
    text = "Помогли Тестов П. И. и К. Л. Пробная, а с Образцовой А. П. решили."
    assert strangers_in(text, [IVANOVA]) == ["Тестов П. И.", "К. Л. Пробная"]


def test_names_are_taken_out_of_a_text():
    told = without_names("Образцовой Анне Петровне вручили диплом. Анна рада.", IVANOVA)
    assert "Образцов" not in told
    assert "Анн" not in told
    assert "вручили диплом" in told


@given(st.text(max_size=200))
def test_any_text_is_read_and_a_text_without_names_stays(text):
    found = named_in(text, [IVANOVA])
    strangers_in(text, [IVANOVA])
    cleaned = without_names(text, IVANOVA)
    assert not named_in(cleaned, [IVANOVA])
    assert found or "образцов" not in text.lower() or cleaned
