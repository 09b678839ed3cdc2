"""Which tone of a chip tells a state: bad, wait, info, ok or none. One table for lists, cards and home pages."""

from __future__ import annotations

from mentorship.enums import ConsentState, EntryState, PairState

ENTRY_TONES: dict[str, str] = {
    EntryState.CANDIDATE: "wait",
    EntryState.SURVEYED: "info",
    EntryState.CHECKING: "wait",
    EntryState.INTERVIEW: "wait",
    EntryState.SELECTED: "info",
    EntryState.TRAINED: "info",
    EntryState.APPROVED: "info",
    EntryState.PAIRED: "ok",
    EntryState.FINISHED: "",
    EntryState.LEFT: "",
}
CONSENT_TONES: dict[str, str] = {
    ConsentState.NEEDED: "bad",
    ConsentState.ISSUED: "wait",
    ConsentState.SIGNED: "ok",
    ConsentState.REFUSED: "bad",
    ConsentState.WITHDRAWN: "",
    ConsentState.LAPSED: "",
}
PAIR_TONES: dict[str, str] = {
    PairState.PROPOSED: "wait",
    PairState.TRIAL: "wait",
    PairState.COMPATIBILITY: "wait",
    PairState.TO_ORDER: "info",
    PairState.ACTIVE: "ok",
    PairState.SUSPENDED: "bad",
    PairState.COMPLETED: "",
    PairState.TERMINATED: "",
    PairState.REJECTED: "",
}
