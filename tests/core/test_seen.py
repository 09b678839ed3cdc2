"""Two forms open at once: what one alone changed stands, what both changed is told, an unseen text is never lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.seen import mark, settle

TEXTS = st.text(max_size=8)


def after(before: str, theirs: str, ours: str) -> str | None:
    """What stands when both began with `before`; None when the second is refused."""
    try:
        return settle({"note": theirs}, {"note": ours}, {"note": mark(before)}, {"note": "вывод"})["note"]
    except DomainError as error:
        told = error.code == "stale" and (theirs in error.message or not theirs.strip())
        return None if told else "the refusal does not show their text"


@given(before=TEXTS, theirs=TEXTS, ours=TEXTS)
def test_nobody_overwrites_what_they_have_not_seen(before, theirs, ours):
    kept = after(before, theirs, ours)
    if kept is not None and mark(kept) != mark(theirs):
        assert mark(theirs) == mark(before), "only what the second had before their eyes is written over"
    if mark(ours) == mark(before):
        assert kept == theirs


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "  a\nb\r\n"])
def test_line_ends_of_browsers_are_no_change(text):
    assert mark(text) == mark("a\nb")


def test_all_clashes_are_told_at_once_in_words():
    with pytest.raises(DomainError) as refused:
        settle(
            {"title": "Сдать", "measure": "", "same": 1}, {"title": "Сдавать", "measure": "зачёт", "same": 1},
            {"title": mark("Цель"), "measure": mark("долги"), "same": mark(1)},
            {"title": "название", "measure": "показатель", "same": "всё равно"},
        )  # fmt: skip
    assert "название — «Сдать»; показатель — стёрто" in refused.value.message
