"""The living roadmap: a year of five hundred activities as a page, and the pass of a new day over a whole region."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django_scopes import scopes_disabled

from config.bench.lists import filled_portal, signed_in
from config.bench.pages import measure_page
from config.bench.registry import Measurement, alternate, register, timed
from core.context import inside
from core.models import Organization
from mentorship.models import Programme
from roadmap.domain.nightly import judge_everywhere
from roadmap.enums import LIVE, DeadlineKind, RoadmapState
from roadmap.models import Activity, Occurrence, Roadmap, Stage

ACTIVITIES = 500
STAGES = 7
INSTITUTIONS = 400
OF_EACH = 100
BATCH = 2000
FIRST = date(2026, 9, 1)


def add_roadmaps(programmes: list[Programme], activities: int) -> None:
    """An approved roadmap for each programme: activities with a deadline spread over the school year."""
    roadmaps = Roadmap.objects.bulk_create(
        Roadmap(
            organization_id=programme.organization_id,
            programme=programme,
            title="Дорожная карта для измерений",
            state=RoadmapState.APPROVED,
            period_start=FIRST,
            period_end=date(2027, 8, 31),
            adopted_on=FIRST,
        )
        for programme in programmes
    )
    stages = Stage.objects.bulk_create(
        (
            Stage(roadmap=roadmap, order=number, number=number, title=f"Этап {number}. Работа")
            for roadmap in roadmaps
            for number in range(1, STAGES + 1)
        ),
        batch_size=BATCH,
    )
    made = Activity.objects.bulk_create(_activities(stages, activities), batch_size=BATCH)
    Occurrence.objects.bulk_create(
        (Occurrence(activity=one, index=1, start=one.start, due=one.end) for one in made), batch_size=BATCH
    )


def _activities(stages: list[Stage], of_each: int) -> Iterator[Activity]:
    for stage in stages:
        for number in range(stage.order, of_each + 1, STAGES):
            begin = FIRST + timedelta(days=number * 7 % 330)
            yield Activity(
                stage=stage,
                order=number,
                number=f"{stage.order}.{number}.",
                text="Провести встречу наставников и наставляемых, обсудить ход работы и трудности",
                deadline=f"{begin:%d.%m.%Y} – {begin + timedelta(days=20):%d.%m.%Y}",
                kind=DeadlineKind.RANGE,
                start=begin,
                end=begin + timedelta(days=20),
                responsible="Куратор программы",
                result="Протокол встречи",
            )


@register("roadmap.timeline_500", "ms")
def timeline_500() -> Measurement:
    """The year of five hundred activities, the whole page; the goal is a cost of 40 at most."""
    with filled_portal(10) as curator:
        with inside(curator.organization):
            add_roadmaps(list(Programme.objects.filter(organization=curator.organization)), ACTIVITIES)
        return measure_page(
            f"{reverse('roadmap:roadmap')}?view=timeline",
            postgres_pid=int(os.environ["BENCH_POSTGRES_PID"]),
            headers=signed_in(curator),
        )


@register("roadmap.nightly_400", "s")
def nightly_400() -> Measurement:
    """Judge 400 institutions of 100 activities for a new day, against reading and stamping the same rows."""
    call_command("migrate", interactive=False, verbosity=0)
    with scopes_disabled(), transaction.atomic():
        organizations = Organization.objects.bulk_create(
            Organization(code=f"night-{number}", full_name="Колледж для измерений", short_name="Колледж")
            for number in range(INSTITUTIONS)
        )
        programmes = Programme.objects.bulk_create(
            Programme(
                organization=one,
                code="bench",
                title="Программа",
                period_start=FIRST,
                period_end=date(2027, 8, 31),
            )
            for one in organizations
        )
        add_roadmaps(programmes, OF_EACH)
    days = (datetime(2026, 9, 2, 12, tzinfo=UTC) + timedelta(days=number) for number in count())
    return alternate(
        lambda: timed(lambda: judge_everywhere(next(days))), lambda: timed(lambda: _bare(next(days).date()))
    )


def _bare(day: date) -> None:
    """The same columns read at once, the same rows written at once, nothing judged."""
    with scopes_disabled():
        rows = Occurrence.objects.filter(activity__stage__roadmap__state__in=LIVE).order_by()
        list(
            rows.values_list(
                "pk", "state", "start", "due", "done_on", "judged", "activity__kind",
                "activity__stage__roadmap__adopted_on",
            )
        )  # fmt: skip
        Occurrence.objects.update(judged_on=day)
