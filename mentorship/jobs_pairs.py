"""Long work on pairs: the end of the year."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from core.domain.job_run import JobRun
from core.jobs import job_handler
from mentorship.domain.pair_closing import JOB_KIND, close_pairs
from mentorship.enums import WORKING_PAIR_STATES
from mentorship.models import Pair

STEP = 20


@job_handler(JOB_KIND)
def close_many(run: JobRun) -> None:
    """Complete the chosen pairs that still work: a repeated run finds the rest."""
    pairs = (
        Pair.objects.filter(pk__in=run.params["pairs"], state__in=WORKING_PAIR_STATES)
        .select_related("mentor__person", "organization")
        .order_by("pk")
    )
    run.start(len(run.params["pairs"]), note="Завершаем пары")
    before = len(run.params["pairs"]) - pairs.count()

    def tell(number: int) -> None:
        if number % STEP == 0:
            run.step(before + number)

    closed = close_pairs(
        pairs.iterator(chunk_size=200),
        on=dt.date.fromisoformat(run.params["on"]),
        reason=run.params["reason"],
        actor=run.owner,
        progress=tell,
    )
    for text in closed.refused[:200]:
        run.warn("Пара не завершена", text)
    run.step(before + closed.done + len(closed.refused))
    run.result(url=reverse("mentorship:pairs"))
