"""The end of the year: many pairs completed in one action, none of them waiting for a missing form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from core.errors import DomainError
from core.models import User
from mentorship.domain.pair_ends import complete_pair
from mentorship.models import Pair

JOB_KIND = "pairs.close"
#: More pairs than this are closed by a job.
AT_ONCE = 100


@dataclass
class Closed:
    """How many pairs were completed, and which were not, with why."""

    done: int = 0
    refused: list[str] = field(default_factory=list)


def close_pairs(
    pairs: Iterable[Pair],
    *,
    on: dt.date,
    reason: str = "",
    actor: User | None,
    progress: Callable[[int], None] | None = None,
) -> Closed:
    """Complete each pair by itself: one that cannot end on the day does not keep the others; again changes nothing."""
    result = Closed()
    for number, pair in enumerate(pairs, start=1):
        try:
            complete_pair(pair, on=on, reason=reason, actor=actor)
            result.done += 1
        except DomainError as error:
            result.refused.append(f"{pair.mentor.person.short_name}: {error.message}")
        if progress is not None:
            progress(number)
    return result
