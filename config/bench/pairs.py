"""The list of pairs, as long as a region's college may have it."""

import os
from datetime import date

from django.urls import reverse

from config.bench.lists import BATCH, filled_portal, signed_in
from config.bench.pages import measure_page
from config.bench.registry import Measurement, register
from core.context import inside
from core.models import Membership
from mentorship.enums import EntryState, PairState
from mentorship.models import MenteeEntry, MentorEntry, Pair, PairMentee

PAIRS = 20_000
STATES = (PairState.ACTIVE, PairState.ACTIVE, PairState.PROPOSED, PairState.TO_ORDER, PairState.COMPLETED)


def add_pairs(curator: Membership) -> None:
    """Every mentee of the measuring institution gets a pair of its own, in the states of the middle of a year."""
    mentees = list(MenteeEntry.objects.select_related("project", "programme").order_by("pk"))
    mentors = MentorEntry.objects.bulk_create(
        (
            MentorEntry(
                organization=curator.organization,
                programme=entry.programme,
                person_id=mentees[-1 - number].person_id,
                state=EntryState.TRAINED,
                capacity=1,
            )
            for number, entry in enumerate(mentees)
        ),
        batch_size=BATCH,
    )
    day = date(2026, 10, 1)
    pairs = Pair.objects.bulk_create(
        (
            Pair(
                organization=curator.organization,
                programme=entry.programme,
                project=entry.project,
                mentor=mentors[number],
                state=STATES[number % len(STATES)],
                order_number="1-ОД",
                order_date=day,
                period_start=day,
                period_end=date(2027, 5, 31),
            )
            for number, entry in enumerate(mentees)
        ),
        batch_size=BATCH,
    )
    PairMentee.objects.bulk_create(
        (
            PairMentee(
                pair=pair, mentee=entry, project=entry.project, mentor=mentor, slot=1,
                is_live=pair.state != PairState.COMPLETED,
            )
            for pair, entry, mentor in zip(pairs, mentees, mentors, strict=True)
        ),
        batch_size=BATCH,
    )  # fmt: skip


@register("lists.pairs_20k", "ms")
def pairs_20k() -> Measurement:
    """The first page of twenty thousand pairs."""
    with filled_portal(PAIRS) as curator:
        with inside(curator.organization):
            add_pairs(curator)
        return measure_page(
            reverse("mentorship:pairs"),
            postgres_pid=int(os.environ["BENCH_POSTGRES_PID"]),
            headers=signed_in(curator),
        )
