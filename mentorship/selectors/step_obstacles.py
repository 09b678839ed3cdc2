"""Who of many would be passed by a step through a base, and why: told before the act, in a few queries a batch.

The reasons are those of `mentorship.domain.advance`, in its words and its order; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from core.clock import today
from core.workflow import refusal
from mentorship.enums import ENTRY_TRANSITIONS, ConsentKind, EntryState, PairState
from mentorship.models import Consent, MenteeEntry, MentorEntry, PairMentee
from mentorship.selectors.consents import holding, live_consents
from mentorship.selectors.gates import is_employee_form, missing_for, needed_kinds

Entry = MenteeEntry | MentorEntry

BATCH = 1000
#: From here on the curator has confirmed the person: consents must be there.
CONFIRMED = frozenset({EntryState.SELECTED, EntryState.TRAINED, EntryState.APPROVED, EntryState.PAIRED})
BY_PAIRS = {
    EntryState.PAIRED: "«В паре» человек становится, когда подписан приказ о закреплении пары.",
    EntryState.FINISHED: "«Завершил» человек становится, когда завершена его пара.",
}
#: States of a pair that an order has bound.
WORKING = (PairState.ACTIVE, PairState.SUSPENDED)
END_PAIR = "Сначала завершите пару: её закрепил приказ."
DECLINE_PAIR = "Сначала отклоните предложенную пару."
NO_PROCESSING = "сначала нужно подписанное согласие на обработку персональных данных."


def passed_by_step(rows: QuerySet, *, to: str) -> list[tuple[str, str]]:
    """(name, reason) of everybody of `rows` (entries of one base) who may not take the step, in their order."""
    found: list[tuple[str, str]] = []
    keys = list(rows.values_list("pk", flat=True))
    model: Any = rows.model
    related = ["person__organization", "programme"]
    for start in range(0, len(keys), BATCH):
        batch = model.objects.filter(pk__in=keys[start : start + BATCH]).select_related(*related)
        if model is MentorEntry:
            batch = batch.prefetch_related("projects__form")
        place = {key: number for number, key in enumerate(keys)}
        found += _of_batch(sorted(batch, key=lambda entry: place[entry.pk]), to)
    return found


def _of_batch(entries: Sequence[Entry], to: str) -> Iterator[tuple[str, str]]:
    if not entries:
        return
    facts = _Facts(entries, to)
    labels = dict(EntryState.choices)
    for entry in entries:
        why = facts.why_not(entry)
        if not why and to not in ENTRY_TRANSITIONS[entry.state]:
            why = refusal(labels, entry.state, to)
        if why:
            yield entry.person.short_name, why


class _Facts:
    """What the gates of one step ask about a batch of one programme's people."""

    def __init__(self, entries: Sequence[Entry], to: str) -> None:
        self.to, programme = to, entries[0].programme
        self.day = today(entries[0].person.organization)
        people = [entry.person_id for entry in entries]
        self.pairs: dict[int, set[str]] = {}
        self.processed: set[int] = set()
        self.consents: dict[int, dict[str, Consent]] = {}
        if to == EntryState.LEFT:
            side = "mentor_id" if isinstance(entries[0], MentorEntry) else "mentee_id"
            live = PairMentee.objects.filter(**{f"{side}__in": [entry.pk for entry in entries]}, is_live=True)
            for key, state in live.order_by().values_list(side, "pair__state"):
                self.pairs.setdefault(key, set()).add(state)
        elif to == EntryState.SURVEYED:
            rows = Consent.objects.filter(
                holding(self.day),
                programme=programme,
                kind=ConsentKind.PROCESSING,
                person_id__in=people,
            )
            self.processed = set(rows.values_list("person_id", flat=True))
        elif to in CONFIRMED:
            self.consents = live_consents(people, programme)

    def why_not(self, entry: Entry) -> str:
        if self.to in BY_PAIRS:
            return BY_PAIRS[EntryState(self.to)]
        if states := self.pairs.get(entry.pk):
            return END_PAIR if states & set(WORKING) else DECLINE_PAIR
        if self.to == EntryState.SURVEYED and entry.person_id not in self.processed:
            return NO_PROCESSING
        if self.to in CONFIRMED and entry.state not in CONFIRMED:
            return self._consents(entry)
        return ""

    def _consents(self, entry: Entry) -> str:
        employee = isinstance(entry, MentorEntry) and any(map(is_employee_form, entry.projects.all()))
        kinds = needed_kinds(entry.person, day=self.day, employee_mentor=employee)
        missing = missing_for(entry.person, kinds, self.consents.get(entry.person_id, {}), self.day)
        told = "; ".join(missing)
        return told.replace(f"{entry.person.short_name}: ", "") + "." if told else ""
