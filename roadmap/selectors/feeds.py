"""What a calendar link shows: the due days of a programme, or of what its owner answers for."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from core.domain.letters import public_link
from core.models import Membership, User
from roadmap.calendars import DueDay
from roadmap.enums import LIVE, OccurrenceState
from roadmap.models import CalendarFeed, Occurrence, Roadmap
from roadmap.selectors.reminders import Item, assigned_to, people_of, responsible_for
from roadmap.selectors.roadmaps import roadmaps_visible_to

BACK = timedelta(days=400)
MOST = 3000


def feeds_of(user: User) -> QuerySet[CalendarFeed]:
    """A person's live links in the institution that they work in."""
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).select_related("programme")


def due_days(feed: CalendarFeed, memberships: list[Membership], today: date) -> list[DueDay]:
    """The due days of a feed in order; a constant number of queries."""
    if feed.programme is not None:
        visible: set[int] = set()
        for membership in memberships:
            seen = roadmaps_visible_to(membership, feed.programme).filter(state__in=LIVE)
            visible |= set(seen.order_by().values_list("pk", flat=True))
        rows = list(_occurrences(today, activity__stage__roadmap__in=visible))
    else:
        rows = _own(feed, list(_occurrences(today, activity__stage__roadmap__state__in=LIVE)))
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return [_due_day(row, host) for row in rows]


def _occurrences(today: date, **where: Any) -> QuerySet[Occurrence]:
    rows = Occurrence.objects.filter(
        due__gte=today - BACK,
        activity__archived_at__isnull=True,
        activity__stage__archived_at__isnull=True,
        **where,
    )
    return rows.select_related("activity__stage__roadmap__programme").order_by("due", "pk")[:MOST]


def _own(feed: CalendarFeed, rows: list[Occurrence]) -> list[Occurrence]:
    items = [_item(row) for row in rows]
    assigned, people = assigned_to(items), people_of([feed.organization_id])
    return [
        row
        for row, item in zip(rows, items, strict=True)
        if feed.user_id in responsible_for(item, assigned.get(item.activity), people)
    ]


def _item(row: Occurrence) -> Item:
    roadmap: Roadmap = row.activity.stage.roadmap
    return Item(
        occurrence=row.pk,
        due=row.due or date.max,
        activity=row.activity_id,
        organization=roadmap.organization_id,
        roadmap=roadmap.pk,
        programme=roadmap.programme_id,
        project=roadmap.project_id,
        curator=roadmap.programme.curator_id,
    )


def _due_day(row: Occurrence, host: str) -> DueDay:
    activity = row.activity
    return DueDay(
        uid=f"activity-{activity.pk}-{row.index}@{host}",
        title=str(activity),
        text=activity.text,
        deadline=activity.deadline,
        start=row.start,
        due=row.due or date.max,
        is_done=row.state == OccurrenceState.DONE,
        changed=activity.updated_at,
        url=public_link("roadmap:activity", pk=activity.pk),
    )
