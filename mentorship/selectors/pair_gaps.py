"""What working pairs miss for the end of the year: told, never waited for."""

from __future__ import annotations

from collections.abc import Sequence

from mentorship.meeting_enums import MeetingKind, MeetingState
from mentorship.models import Meeting, Pair
from mentorship.pair_slots import gaps_of


def without_final_meeting(pairs: Sequence[Pair]) -> dict[int, list[str]]:
    """Pairs whose final meeting was not held: one query."""
    held = set(
        Meeting.objects.filter(
            pair__in=[pair.pk for pair in pairs], kind=MeetingKind.FINAL, state=MeetingState.HELD
        ).values_list("pair_id", flat=True)
    )
    return {pair.pk: ["нет итоговой встречи"] for pair in pairs if pair.pk not in held}


def tell_gaps(pairs: Sequence[Pair]) -> None:
    """Set `gaps` on pairs of one programme: a constant number of queries."""
    known = gaps_of(pairs) if pairs else {}
    for pair in pairs:
        pair.gaps = known.get(pair.pk, [])  # type: ignore[attr-defined]
