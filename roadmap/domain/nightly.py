"""The pass of a new day: the state of every occurrence is judged in its institution's zone, and records are checked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_scopes import scopes_disabled

from core.models import Organization
from mentorship.enums import ConsentKind
from mentorship.models import Consent, MenteeEntry, MentorEntry, Programme
from mentorship.selectors.consents import holding
from mentorship.selectors.entries import OPEN_STATES
from roadmap.domain.records import check_consents
from roadmap.enums import LIVE, Status
from roadmap.models import Occurrence, RecordedFact
from roadmap.selectors.statuses import occurrence_status

#: Institutions in one batch: its queries are as many for one institution as for all of these.
BATCH = 100


class _Row(NamedTuple):
    pk: int
    state: str
    start: date | None
    due: date | None
    done_on: date | None
    judged: str
    kind: str
    adopted_on: date


@dataclass
class Judged:
    """What a pass has done: occurrences looked at, those whose state is another one, consents taken back."""

    looked_at: int = 0
    changed: int = 0
    became_overdue: int = 0
    consents_taken_back: int = 0
    days: set[date] = field(default_factory=set)


def judge_everywhere(now: datetime | None = None, *, batch: int = BATCH) -> Judged:
    """Judge all live roadmaps for the day that it is in each institution; a second pass on a day finds nothing."""
    moment, done = now or timezone.now(), Judged()
    with scopes_disabled():
        zones = Organization.objects.filter(is_region=False).order_by("pk").values_list("pk", "time_zone")
        by_day: dict[date, list[int]] = defaultdict(list)
        for pk, zone in zones:
            by_day[moment.astimezone(ZoneInfo(zone)).date()].append(pk)
        for day, organizations in sorted(by_day.items()):
            done.days.add(day)
            for at in range(0, len(organizations), batch):
                part = organizations[at : at + batch]
                judge_batch(part, day, done)
                _check_consents(part, day, done)
    return done


def judge_batch(organizations: list[int], day: date, done: Judged) -> None:
    """One query to read, one for each state that is written: nine at most, however many rows there are."""
    rows = (
        Occurrence.objects.filter(
            activity__stage__roadmap__organization__in=organizations,
            activity__stage__roadmap__state__in=LIVE,
            activity__archived_at__isnull=True,
        )
        .exclude(judged_on=day)
        .order_by()
        .values_list(
            "pk", "state", "start", "due", "done_on", "judged",
            "activity__kind", "activity__stage__roadmap__adopted_on",
        )
    )  # fmt: skip
    found: dict[Status, list[int]] = defaultdict(list)
    for values in rows.iterator(chunk_size=5000):
        row = _Row(*values)
        status = occurrence_status(row, row.kind, today=day, adopted_on=row.adopted_on)
        found[status].append(row.pk)
        done.looked_at += 1
        done.changed += status != row.judged
        done.became_overdue += status == Status.OVERDUE != row.judged
    for status, keys in found.items():
        Occurrence.objects.filter(pk__in=keys).update(judged=status, judged_on=day)


def _check_consents(organizations: Iterable[int], day: date, done: Judged) -> None:
    """«Подписаны все согласия» that is not so any more is taken back; three queries where all is well."""
    told = RecordedFact.objects.filter(
        organization__in=organizations, kind="consents_complete", detail=ConsentKind.PROCESSING
    )
    programmes = {fact.programme_id for fact in told if fact.holds}
    if not programmes:
        return
    lacking = set()
    for model in (MenteeEntry, MentorEntry):
        theirs = Consent.objects.filter(
            holding(day),
            person=OuterRef("person"),
            programme=OuterRef("programme"),
            kind=ConsentKind.PROCESSING,
        )
        rows = model.objects.filter(~Exists(theirs), programme__in=programmes, state__in=OPEN_STATES)
        lacking |= set(rows.order_by().values_list("programme", flat=True).distinct())
    for programme in Programme.objects.filter(pk__in=lacking).select_related("organization"):
        done.consents_taken_back += check_consents(programme)
