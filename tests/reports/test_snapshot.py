"""Content of documents goes to JSON and comes back the same, forever."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.snapshot import check_code, freeze, thaw


@dataclass(frozen=True)
class Line:
    name: str
    count: int
    on: dt.date | None = None


@dataclass(frozen=True)
class Paper:
    title: str
    lines: list[Line]
    day: dt.date
    first: Line | None = None
    notes: list[str] = field(default_factory=list)


lines = st.builds(Line, st.text(), st.integers(-(2**31), 2**31), st.none() | st.dates())


@given(st.builds(Paper, st.text(), st.lists(lines), st.dates(), st.none() | lines, st.lists(st.text())))
def test_what_is_frozen_thaws_to_the_same(paper):
    assert thaw(Paper, freeze(paper)) == paper


def test_old_snapshots_live_with_newer_code():
    data = {"title": "Т", "lines": [], "day": "2026-10-05", "dropped_since": 1}
    assert thaw(Paper, data) == Paper("Т", [], dt.date(2026, 10, 5))


def test_what_has_no_json_is_refused():
    with pytest.raises(TypeError, match="snapshot"):
        freeze(Paper("Т", [], dt.datetime(2026, 10, 5, tzinfo=dt.UTC)))


def test_the_check_code_knows_every_part():
    code = check_code("order", {"b": 1, "a": "ё"}, dt.date(2026, 10, 5))
    assert code == check_code("order", {"a": "ё", "b": 1}, dt.date(2026, 10, 5))
    assert len(code) == 16
    assert code != check_code("order", {"a": "е", "b": 1}, dt.date(2026, 10, 5))
