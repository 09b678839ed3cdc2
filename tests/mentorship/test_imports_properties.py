"""Whatever stands in a header or a cell, an import answers with a value or with words, and the same twice."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sheets import Sheet, SheetError, Workbook, normalize_header
from mentorship.enums import ImportBase
from mentorship.imports import cells, lists
from mentorship.imports.columns import LABELS, NOT_LOADED, signature, synonyms_for
from mentorship.imports.reading import tables_of
from mentorship.models import FormOfMentoring, Project, RequestTopic

TODAY = dt.date(2026, 11, 21)
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.sampled_from(["8 900 000-00-01", "14–17", "очно", "мать", "2 ч", "м", "=1+1", "\u202eабв", "٣"]),
)
READERS = [
    cells.text,
    cells.phone,
    cells.email,
    cells.contacts,
    cells.gender,
    cells.category,
    cells.meeting_format,
    cells.kind_of_guardian,
    cells.age_range,
    cells.hours,
    cells.capacity,
    lambda cell: cells.birth_date(cell, TODAY),
    lambda cell: cells.birth_year(cell, TODAY),
]
MENTEE_HEADERS = [
    (field, header)
    for field, headers in synonyms_for(ImportBase.MENTEES).items()
    if field not in NOT_LOADED
    for header in headers
]


@pytest.mark.parametrize("place", range(len(READERS)))
@given(cell=ANYTHING)
@settings(max_examples=120, deadline=None)
def test_a_cell_is_read_or_refused_in_russian(place, cell):
    reader = READERS[place]
    try:
        value = reader(cell)
    except ValueError as error:
        value = None
        words = str(error)
    if value is None:
        assert any("а" <= char <= "я" for char in words.lower())
        return
    assert value == reader(cell)
    if isinstance(value, str):
        assert not any(ord(char) < 32 for char in value)
        assert place in {4, 5, 6, 7} or reader(value) == value  # there words become codes


@given(
    number=st.integers(9_000_000_000, 9_999_999_999),
    shape=st.sampled_from(["8{}", "+7{}", "7{}", "{}", "тел. 8{}"]),
)
def test_a_mobile_is_one_number_however_it_is_written(number, shape):
    assert cells.phone(shape.format(number)) == f"+7{number}"


@pytest.mark.parametrize("base", [ImportBase.MENTEES, ImportBase.MENTORS])
def test_no_header_means_two_fields(base):
    owners: dict[str, set[str]] = {}
    for field, headers in synonyms_for(base).items():
        for header in headers:
            owners.setdefault(normalize_header(header), set()).add(field)
    assert {header: fields for header, fields in owners.items() if len(fields) > 1} == {}


STYLES = [
    str,
    str.upper,
    str.lower,
    lambda text: f"  {text} * ",
    lambda text: text.replace(" ", "  "),
]


@pytest.mark.slow
@given(
    chosen=st.lists(st.sampled_from(MENTEE_HEADERS), min_size=1, max_size=12, unique_by=lambda one: one[0]),
    style=st.sampled_from(STYLES),
)
@settings(max_examples=200, deadline=None)
def test_columns_are_known_in_any_order_and_spelling(chosen, style):
    names = {"full_name", "last_name", "first_name", "middle_name"}
    chosen = [("full_name", "ФИО"), *(one for one in chosen if one[0] not in names)]
    sheet = Sheet("Лист1", [[style(header) for _, header in chosen], ["Образцов Пётр Ильич"]])
    (table,) = tables_of(Workbook([sheet]), base=ImportBase.MENTEES)
    assert [column.field for column in table.columns] == [field for field, _ in chosen]


@pytest.mark.slow
@given(
    rows=st.lists(st.lists(ANYTHING, max_size=6), max_size=6),
    headers=st.lists(st.text(max_size=20), max_size=5),
)
@settings(max_examples=150, deadline=None)
def test_any_sheet_is_read_or_refused(rows, headers):
    book = Workbook([Sheet("Лист1", [["ФИО", *headers], *rows])])
    mapping = dict.fromkeys(headers, "group") if headers else {}
    for given_mapping in ({}, mapping):
        try:
            tables = tables_of(book, base=ImportBase.MENTEES, mapping=given_mapping)
        except SheetError:
            continue
        assert signature(tables) == signature(tables)
        known = {column.field for table in tables for column in table.columns if column.field}
        assert known <= {*LABELS, *NOT_LOADED}


TOPICS = [RequestTopic(pk=n, code=f"t{n}", title=title) for n, title in enumerate(
    ["Адаптация в коллективе", "Выбор профессии и карьера", "Постановка целей и планирование времени"], start=1
)]  # fmt: skip
FORMS = [
    Project(pk=n, title=title, form=FormOfMentoring(title=title))
    for n, title in enumerate(["Студент – студент", "Студент – ученик", "Работодатель – студент"], start=1)
]


@given(
    topics=st.lists(st.sampled_from(TOPICS), min_size=1, max_size=3, unique_by=lambda one: one.pk),
    shout=st.booleans(),
)
def test_lines_of_the_map_are_found_however_they_are_parted(topics, shout):
    for mark in ("; ", "\n", ", "):
        text = mark.join(topic.title for topic in topics)
        assert lists.topics_of(text.upper() if shout else text, TOPICS) == topics


def _told(find, text, rows) -> str:
    """What is said of a value; of a known one its own title."""
    try:
        find(text, rows)
    except ValueError as error:
        return str(error)
    return rows[0].title


@given(text=st.text(max_size=80))
def test_an_unknown_value_names_what_is_allowed(text):
    for find, rows in ((lists.topics_of, TOPICS), (lists.project_of, FORMS)):
        assert rows[0].title in _told(find, text, rows)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("студент-студент", "Студент – студент"),
        ("СТУДЕНТ — УЧЕНИК", "Студент – ученик"),
        ("работодатели - студенты", "Работодатель – студент"),
        ("Работадатель – студент", "Работодатель – студент"),
    ],
)
def test_a_form_is_found_by_its_words_in_order(text, title):
    assert lists.project_of(text, FORMS).title == title


def test_the_order_of_a_form_matters():
    with pytest.raises(ValueError, match="нет такой формы"):
        lists.project_of("ученик – студент", FORMS)
