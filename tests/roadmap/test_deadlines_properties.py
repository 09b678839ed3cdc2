"""Properties of the grammar: it never breaks, never turns time round, and reads its own words back."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.deadlines import Deadline, Period, explained, occurrences, parse_column, parse_deadline, printed
from roadmap.deadlines.lexicon import MONTH_GENITIVE, MONTH_NAMES

pytestmark = pytest.mark.slow

VOCABULARY = """
до с по к не позднее ежегодно ежемесячно еженедельно весь период в течение течении учебного года всего проекта первого
месяца неделя неделю декада половина начало конец середина квартал полугодие четверть каждую среду последняя пятница
числа раз раза в 2 1 3 15 25 31 32 0 2026 2027 2026-2027 2026/2027 нач. сер. кон. посл. раб. дн. пн ср, пт
пол. далее затем 1) 2) дек.26 янв.27 тек. 01.09.2026 31.11.2026 05.09 10/11/2027 г. гг. года
- – — , ; . ( ) и или после приказа по плану графику по запросу II IV № 12 14:30 каб. 204 сентебрь октярь летний зимой
каникулы 2026-10-05 09.2026 «01» уч.г. постоянно до.
"""
WORDS = st.sampled_from([*VOCABULARY.split(), *filter(None, MONTH_NAMES), *filter(None, MONTH_GENITIVE)])
PHRASES = st.lists(WORDS, max_size=9).map(" ".join)
TEXTS = st.one_of(st.text(max_size=120), PHRASES, PHRASES.map(lambda text: text.replace(" ", "")))
STARTS = st.sampled_from(
    [date(2026, 9, 1), date(2026, 1, 1), date(2024, 2, 29), date(2026, 8, 15), date(2026, 12, 31)]
)
PERIODS = st.one_of(
    st.just(Period()),
    st.builds(lambda start, days: Period(start, start + timedelta(days=days)), STARTS, st.integers(0, 2000)),
)


def read(raw: str, period: Period) -> Deadline:
    return parse_deadline(raw, period_start=period.start, period_end=period.end)


@settings(max_examples=400, deadline=None)
@given(TEXTS, PERIODS)
def test_any_text_is_read_without_breaking_or_turning_time_round(raw: str, period: Period) -> None:
    found = read(raw, period)
    assert found.raw == raw
    assert not (found.start and found.end) or found.start <= found.end
    assert found == read(raw, period)
    assert explained(found)


@settings(max_examples=300, deadline=None)
@given(PHRASES, PERIODS)
def test_printed_form_keeps_the_meaning(raw: str, period: Period) -> None:
    first = read(raw, period)
    again = read(printed(first), period)
    assert (again.kind, again.start, again.end, again.recurrence) == (
        first.kind, first.start, first.end, first.recurrence,
    )  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(PHRASES, PERIODS)
def test_a_deadline_always_has_an_occurrence_in_order(raw: str, period: Period) -> None:
    found = occurrences(read(raw, period), period)
    assert 1 <= len(found) <= 120
    assert all(not (due.start and due.end) or due.start <= due.end for due in found)


@settings(max_examples=100, deadline=None)
@given(st.lists(PHRASES, max_size=6), PERIODS)
def test_a_column_reads_as_many_rows_as_it_has(raws: list[str], period: Period) -> None:
    assert [found.raw for found in parse_column(raws, period)] == raws


@given(st.text(alphabet="1234567890.,- года", min_size=1, max_size=4000))
@settings(max_examples=30, deadline=None)
def test_long_rubbish_is_read_in_bounded_time(raw: str) -> None:
    assert read(raw, Period()).raw == raw
