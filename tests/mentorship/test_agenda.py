"""The programme of an event as lines of text."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from mentorship.agenda import AgendaLine, agenda_text, parse_agenda

words = st.text("абвгдеёжзий АБВ-–«»,0123456789:.", min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
titles = words.map(lambda text: text.strip(" ;—–-")).filter(lambda text: text and not text[0].isdigit())
times = st.none() | st.times().map(lambda time: time.replace(second=0, microsecond=0, tzinfo=None))
lines = st.builds(AgendaLine, times, titles, st.just("") | words.map(lambda text: text.strip(" ;")))


@given(st.lists(lines, max_size=20, unique_by=lambda line: (line.starts_at, line.title)))
def test_what_is_written_is_read_back(agenda):
    assert parse_agenda(agenda_text(agenda)) == agenda


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        found = parse_agenda(text)
    except DomainError as error:
        field, found = error.field, []
    else:
        field = "agenda"
    assert field == "agenda"
    assert all(line.title for line in found)


def test_times_ends_and_names():
    found = parse_agenda("10:00–10:30 Приветствие; Образцов П. И.\n\n9.05 Сбор\nКофе")
    assert found == [
        AgendaLine(dt.time(10), "Приветствие", "Образцов П. И."),
        AgendaLine(dt.time(9, 5), "Сбор"),
        AgendaLine(None, "Кофе"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("25:00 Сбор", "Строка 1 программы: времени «25:00» не бывает"),
        ("Сбор\n10:00", "Строка 2 программы: напишите, что будет"),
        ("10:00 Сбор\n10:00 Сбор", "совпадают"),
    ],
)
def test_a_line_that_makes_no_sense_is_named(text, told):
    with pytest.raises(DomainError, match=told):
        parse_agenda(text)
