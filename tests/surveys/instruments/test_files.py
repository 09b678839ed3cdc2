"""A questionnaire as a file: what goes out comes back, and a bad file is refused with its place named."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.sheets.reading import read_workbook
from surveys.instruments import InstrumentError, fingerprint, instrument_to_dict, load_bank
from surveys.instruments.book import (
    BANDS,
    CHOICES,
    HEAD,
    ITEMS,
    SECTIONS,
    book_rows,
    write_book,
)
from surveys.instruments.book_reading import read_book, read_rows
from surveys.instruments.files import MAX_BYTES, read_file, write_file
from tests.surveys.instruments.samples import every_kind
from tests.surveys.instruments.strategies import instruments

BANK = {instrument.code: instrument for instrument in load_bank()}
CELLS = st.none() | st.text(max_size=12) | st.integers() | st.floats() | st.booleans() | st.dates()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(instruments())
def test_every_questionnaire_comes_back_from_each_kind_of_file(instrument):
    assert read_file(write_file(instrument, "yaml"), "a.yaml") == instrument
    assert read_file(write_file(instrument, "json"), "a.json") == instrument
    assert read_rows(book_rows(instrument)) == instrument


def test_a_real_workbook_comes_back():
    """The bytes too, through the portal's reader of spreadsheets."""
    for instrument in (every_kind(), BANK["curator_score"]):
        again = read_file(write_book(instrument), "a.xlsx")
        assert fingerprint(again) == fingerprint(instrument)


def test_the_whole_bank_comes_back_from_sheets():
    for instrument in BANK.values():
        assert read_rows(book_rows(instrument)) == instrument


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_garbage_never_crashes(content):
    with pytest.raises(InstrumentError):
        read_file(b"x" + content, "a.yaml")


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["format", "code", "sections", "items", "kind", "scoring", "bands", "choices"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_json_of_any_shape_never_crashes(data):
    content = json.dumps({"format": 1, "sections": data}).encode()
    with pytest.raises(InstrumentError):
        read_file(content, "a.json")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_spoilt_cell_never_crashes_and_is_told_with_its_place(data):
    rows = book_rows(every_kind())
    name = data.draw(st.sampled_from([HEAD, SECTIONS, ITEMS, CHOICES, BANDS]))
    row = data.draw(st.integers(0, len(rows[name]) - 1))
    column = data.draw(st.integers(0, len(rows[name][row]) - 1))
    rows[name][row][column] = data.draw(CELLS)
    problems = faults(rows)
    assert all(problem.startswith("лист «") for problem in problems)


def faults(rows):
    try:
        read_rows(rows)
    except InstrumentError as error:
        return error.problems or ["silent"]
    return []


def spoilt(sheet, row, label, value):
    rows = book_rows(every_kind())
    rows[sheet][row - 1][rows[sheet][0].index(label)] = value
    with pytest.raises(InstrumentError) as caught:
        read_rows(rows)
    return caught.value.problems


def test_a_fault_names_sheet_row_and_column():
    assert spoilt(ITEMS, 3, "Вид", "шкалища")[0].startswith(
        "лист «Вопросы», строка 3, «Вид»: возможны: Шкала"
    )
    assert spoilt(ITEMS, 3, "Обязателен", "ага") == [
        "лист «Вопросы», строка 3, «Обязателен»: нужно «да» или «нет»"
    ]
    assert spoilt(ITEMS, 6, "Показывать, если", "took_part =")[0].startswith(
        "лист «Вопросы», строка 6, «Показывать, если»: ожидался ответ"
    )
    assert spoilt(ITEMS, 3, "Вопрос", None) == ["лист «Вопросы», строка 3: «Вопрос» не заполнено"]
    assert spoilt(CHOICES, 7, "Вопрос", "nothing")[0] == (
        "лист «Варианты», строка 7: вопроса «nothing» нет на листе «Вопросы»"
    )
    assert spoilt(SECTIONS, 2, "Название", None) == ["лист «Разделы», строка 2: «Название» не заполнено"]


def test_a_fault_of_yaml_names_the_line_and_one_of_json_too():
    broken = write_file(every_kind(), "yaml").replace(b"kind: scale", b"kind: [scale", 1)
    with pytest.raises(InstrumentError, match=r"строка \d+"):
        read_file(broken, "a.yaml")
    with pytest.raises(InstrumentError, match="строка 1, знак"):
        read_file(b'{"format": 1,, }', "a.json")
    with pytest.raises(InstrumentError, match="повторяется"):
        read_file(b'{"format": 1, "format": 1}', "a.json")


def test_a_file_that_is_too_large_is_not_read():
    with pytest.raises(InstrumentError, match="больше 400 КБ"):
        read_file(b"a" * (MAX_BYTES + 1), "a.yaml")


def test_a_workbook_of_something_else_is_told_so():
    with pytest.raises(InstrumentError) as caught:
        read_rows({})
    assert any("лист «Вопросы»: нет такого листа" in problem for problem in caught.value.problems)


def test_an_unfinished_archive_is_refused():
    with pytest.raises(InstrumentError, match="повреждён"):
        read_file(write_book(every_kind())[:500], "a.xlsx")


def test_json_says_what_the_format_says():
    assert json.loads(write_file(every_kind(), "json")) == instrument_to_dict(every_kind())


def test_a_workbook_read_by_hand_gives_the_same():
    assert read_book(read_workbook(write_book(every_kind()), "a.xlsx")) == every_kind()
