"""How records of the portal fill the occurrences of an activity: pure, and the same for any order of the records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from roadmap.models import RecordedFact
from roadmap.proofs import Proof


@dataclass(frozen=True, slots=True)
class Need:
    """A rule of one activity: so many records that `proof` accepts make an occurrence of it done."""

    proof: Proof
    needed: int = 1


@dataclass
class Settled:
    """`place` gives the slot (from 0) of each fact's key, `done` the record that completed a slot."""

    place: dict[int, int] = field(default_factory=dict)
    done: dict[int, RecordedFact] = field(default_factory=dict)


def settle(needs: Sequence[Need], facts: Iterable[RecordedFact], slots: int) -> Settled:
    """Give records to slots, the earliest record to the earliest slot that lacks it.

    A slot is done when every need has its number of records, by the latest of them. Records that are left over wait
    in the first slot that is not done, or stay with the last one. No needs: nothing is ever done by records.
    """
    result = Settled()
    if not needs or slots < 1:
        return result
    ordered = sorted(facts, key=lambda fact: (fact.moment, fact.pk))
    queues = [[fact for fact in ordered if need.proof.accepts(fact.kind, fact.detail)] for need in needs]
    for slot in range(slots):
        taken = [queue[: need.needed] for need, queue in zip(needs, queues, strict=True)]
        for fact in (fact for part in taken for fact in part):
            result.place.setdefault(fact.pk, slot)
        if any(len(part) < need.needed for need, part in zip(needs, taken, strict=True)):
            break
        result.done[slot] = max(
            (fact for part in taken for fact in part), key=lambda fact: (fact.moment, fact.pk)
        )
        queues = [queue[need.needed :] for need, queue in zip(needs, queues, strict=True)]
    waiting = min(len(result.done), slots - 1)
    for queue in queues:
        for fact in queue:
            result.place.setdefault(fact.pk, waiting)
    return result
