"""The page of a curator's attention at twenty thousand pairs: the working ones, their meetings, their pulse."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import uuid4

from django.db import connection
from django.urls import reverse

from config.bench.lists import filled_portal, signed_in
from config.bench.pages import measure_page
from config.bench.registry import Measurement, register
from core.clock import today
from core.context import inside
from core.enums import Role
from core.models import Membership
from mentorship.domain.care import raise_task
from mentorship.domain.health import refresh_pulses
from mentorship.enums import EntryState, PairState
from mentorship.meeting_enums import MeetingKind, MeetingState, Side
from mentorship.models import Meeting, MenteeEntry, MentorEntry, Pair, PairMentee, Person, Programme

PAIRS = 20_000
BATCH = 5000
TASKS = 50


@contextmanager
def working_portal(pairs: int = PAIRS) -> Iterator[Membership]:
    """A programme with so many working pairs: a third met last week, a third a month ago, a third never."""
    with filled_portal(pairs) as curator:
        with inside(curator.organization):
            _pair_all(Programme.objects.get())
            refresh_pulses(curator.organization)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        yield curator


def _pair_all(programme: Programme) -> None:
    organization, day = programme.organization, today(programme.organization)
    MenteeEntry.objects.update(state=EntryState.PAIRED)
    mentees = list(MenteeEntry.objects.select_related("project").order_by("pk"))
    people = Person.objects.bulk_create(
        (
            Person(
                organization=organization,
                last_name="Наставникова",
                first_name="Вера",
                middle_name=f"Номеровна{number}",
                birth_date=date(1990, 1, 1),
                search_key=f"наставникова вера номеровна{number}",
            )
            for number in range(len(mentees))
        ),
        batch_size=BATCH,
    )
    mentors = MentorEntry.objects.bulk_create(
        (
            MentorEntry(organization=organization, programme=programme, person=one, state=EntryState.PAIRED)
            for one in people
        ),
        batch_size=BATCH,
    )
    made = Pair.objects.bulk_create(
        (
            Pair(
                organization=organization, programme=programme, project=mentee.project, mentor=mentor,
                state=PairState.ACTIVE, order_number="1-н", order_date=programme.period_start,
                period_start=programme.period_start,
            )
            for mentee, mentor in zip(mentees, mentors, strict=True)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    PairMentee.objects.bulk_create(
        (
            PairMentee(pair=pair, mentee=mentee, project=mentee.project, mentor=mentor, slot=1)
            for pair, mentee, mentor in zip(made, mentees, mentors, strict=True)
        ),
        batch_size=BATCH,
    )
    Meeting.objects.bulk_create(
        (
            Meeting(
                organization=organization, programme=programme, pair=pair, kind=MeetingKind.ACQUAINTANCE,
                state=MeetingState.HELD, on=day - timedelta(days=(7, 30)[number % 3]), side=Side.MENTOR,
                form_key=uuid4().hex,
            )
            for number, pair in enumerate(made) if number % 3 < 2
        ),
        batch_size=BATCH,
    )  # fmt: skip
    for number, pair in enumerate(made[:TASKS]):
        raise_task(
            programme=programme, pair=pair, kind="help", key=f"bench:{number}", text="Просит о помощи",
            due_on=day, role=Role.CURATOR, actor=None,
        )  # fmt: skip


@register("home.curator", "ms")
def home_curator() -> Measurement:
    """The home page of a curator of twenty thousand working pairs; the goal is a cost of 40 at most."""
    with working_portal() as curator:
        return measure_page(
            reverse("core:home"),
            postgres_pid=int(os.environ["BENCH_POSTGRES_PID"]),
            headers=signed_in(curator),
        )
