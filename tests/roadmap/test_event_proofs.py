"""An event proves an activity of its own kind, and no other."""

import pytest

from roadmap.enums import ResultKind
from roadmap.proofs import PROOFS, fact_words


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (ResultKind.EVENT_MEETING, "group_meeting"),
        (ResultKind.EVENT_TABLE, "round_table"),
        (ResultKind.EVENT_FINAL, "final"),
        (ResultKind.EVENT, "other"),
    ],
)
def test_an_event_proves_only_what_it_is(kind, code):
    proof = PROOFS[kind]
    assert proof.accepts("event_held", code)
    others = {"group_meeting", "round_table", "final", "other", "school", "own-1"} - {code}
    assert not any(proof.accepts("event_held", other) for other in others)
    assert fact_words("event_held", code, "Общая встреча") == "Состоялось мероприятие: Общая встреча"
