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


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        (ResultKind.REGULATION, "regulation", "Подписано: О"),
        (ResultKind.PROGRAMME, "programme_passport", "Подписана Программа: О"),
        (ResultKind.REPORT_OTHER, "survey_report", "Выпущен отчёт: О"),
    ],
)
def test_a_signed_or_issued_paper_proves_its_own_kind(kind, code, words):
    told = {one for one, proof in PROOFS.items() if proof.accepts("report_issued", code)}
    assert told == {kind}
    assert fact_words("report_issued", code, "О") == words
    assert PROOFS[ResultKind.PROGRAMME].accepts("programme_approved", "")
    assert not PROOFS[ResultKind.REPORT_OTHER].by_itself  # which report is meant only the curator can say
