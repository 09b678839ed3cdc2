"""Giving reminders: digests prepared once a day in one transaction, letters claimed by one sender and sent once."""

import secrets
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import scopes_disabled

from core.domain.letters import public_link, send_letter
from core.models import Organization, User
from core.russian import counted, date_long
from roadmap.enums import OccurrenceState, ReminderKind
from roadmap.models import Digest, Reminder, ReminderChoice
from roadmap.reminding import FIRST_HOUR, LAST_HOUR, LONGEST_LEAD
from roadmap.selectors.reminders import institutions_with_plans, letters_to_send, lines_to_give, local_day
from roadmap.selectors.statuses import late_words, soon_words

BATCH = 50
LETTERS = 200
MOST_LINES = 40
MOST_ATTEMPTS = 5
#: A sender that took a letter and has not finished it by now has died.
CLAIM = timedelta(minutes=10)


def send_reminders(now: datetime | None = None) -> int:
    """Prepare and send what is due now in all institutions; returns how many letters went out.

    Safe to run twice, at once, and after a run that died: a digest exists once a person and day, a letter belongs to
    the sender that has claimed it.
    """
    moment = now or timezone.now()
    with scopes_disabled():
        prepare_digests(moment)
        return send_digests(moment)


def prepare_digests(now: datetime, *, batch: int = BATCH) -> int:
    """Write the digests that are due; returns how many. A constant number of queries for a batch of institutions."""
    made = 0
    for part in _parts(institutions_with_plans(), batch):
        with transaction.atomic():
            made += _prepare(part, now)
    return made


def _parts(keys: list[int], size: int) -> list[list[int]]:
    return [keys[start : start + size] for start in range(0, len(keys), size)]


def _prepare(keys: list[int], now: datetime) -> int:
    # Two runs at once: the second waits here, then finds the digests of the first. Rows that only point to the
    # institution are not held up.
    locked = Organization.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    organizations = [each for each in locked if _is_time(each, now)]
    if not organizations:
        return 0
    days = {each.pk: local_day(each, now) for each in organizations}
    # What did not go out on its day (no mail server) is forgotten and told in the letter of today.
    Digest.objects.filter(organization__in=days, sent_at__isnull=True, day__lt=min(days.values())).delete()
    lines = defaultdict(list)
    for line in lines_to_give(organizations, now):
        lines[line.organization, line.user].append(line)
    digests = {key: Digest(organization_id=key[0], user_id=key[1], day=days[key[0]]) for key in lines}
    Digest.objects.bulk_create(digests.values(), batch_size=500)
    Reminder.objects.bulk_create(
        (
            Reminder(
                digest=digests[key],
                user_id=line.user,
                occurrence_id=line.occurrence,
                kind=line.kind,
                due=line.due,
                mark=line.mark,
            )
            for key, its in lines.items()
            for line in its
        ),
        batch_size=500,
    )
    return len(digests)


def _is_time(organization: Organization, now: datetime) -> bool:
    return now.astimezone(ZoneInfo(organization.time_zone)).hour in range(FIRST_HOUR, LAST_HOUR + 1)


def send_digests(now: datetime | None = None, *, limit: int = LETTERS) -> int:
    """Send the digests that wait; returns how many went out. Each is claimed first, so nobody else sends it."""
    moment, mine, sent = now or timezone.now(), secrets.token_hex(16), 0
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=moment - CLAIM)
    waiting = Digest.objects.filter(
        free, sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS, day__gte=moment.date() - timedelta(days=1)
    )
    keys = list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])
    if not keys:
        return 0
    waiting.filter(pk__in=keys).update(claimed_by=mine, claimed_at=moment, attempts=F("attempts") + 1)
    digests = list(letters_to_send(mine))
    lines = _lines_of(digests)
    for digest in digests:
        own = lines[digest.pk]
        if digest.day != local_day(digest.organization, moment):
            continue
        if not own or _send(digest, own):
            Digest.objects.filter(pk=digest.pk).update(sent_at=timezone.now(), claimed_by="")
            sent += bool(own)
        else:
            Digest.objects.filter(pk=digest.pk).update(claimed_at=None, claimed_by="")
    return sent


def _lines_of(digests: list[Digest]) -> dict[int, list[Reminder]]:
    """The reminders of each digest that still hold: what was done since is left out. Two queries."""
    rows = Reminder.objects.filter(digest__in=digests).select_related("occurrence__activity__stage__roadmap")
    found = defaultdict(list)
    for row in rows.order_by("due", "pk"):
        occurrence = row.occurrence
        if occurrence.state == OccurrenceState.OPEN and occurrence.activity.archived_at is None:
            found[row.digest_id].append(row)
    return found


def _send(digest: Digest, lines: list[Reminder]) -> bool:
    # The same name whenever it is sent: a mail program shows a letter that came twice once.
    host = public_link("core:home").split("/")[2].split(":")[0]
    return send_letter(
        digest.user.email,
        subject=f"Дорожная карта: {counted(_activities(lines), 'напоминание', 'напоминания', 'напоминаний')}",
        template="roadmap/letters/digest.txt",
        context=digest_context(digest, lines),
        headers={"Message-ID": f"<digest-{digest.pk}-{digest.day:%Y%m%d}@{host}>"},
    )


def _activities(lines: list[Reminder]) -> int:
    return len({(row.kind, row.occurrence.activity_id) for row in lines})


def digest_context(digest: Digest, lines: list[Reminder]) -> dict[str, Any]:
    """What the letter says, by kind in the order of their urgency; of a very long list the rest is counted."""
    groups = []
    for kind in ReminderKind:
        # What comes back each month and was missed twice is one line, not two.
        by_activity = defaultdict(list)
        for row in lines:
            if row.kind == kind:
                by_activity[row.occurrence.activity_id].append(row)
        own = [_line(rows, digest) for rows in by_activity.values()]
        if own:
            groups.append((kind.label, own[:MOST_LINES], max(0, len(own) - MOST_LINES)))
    return {
        "name": digest.user.full_name,
        "organization": digest.organization,
        "day": date_long(digest.day),
        "groups": groups,
        "link": public_link("roadmap:roadmap"),
        "settings_link": public_link("roadmap:reminders"),
    }


def _line(rows: list[Reminder], digest: Digest) -> dict[str, str]:
    """One activity, by the earliest of its due days."""
    row, others = rows[0], len(rows) - 1
    activity, due = row.occurrence.activity, row.occurrence.due or row.due
    return {
        "text": str(activity),
        "others": f" и ещё {counted(others, 'срок', 'срока', 'сроков')}" if others else "",
        "when": late_words(due, digest.day) if due < digest.day else soon_words(due, digest.day),
        "due": date_long(due),
        "responsible": " ".join(activity.responsible.split()),
        "link": public_link("roadmap:activity", pk=activity.pk),
    }


def choose_reminders(
    user: User,
    organization: Organization,
    *,
    is_on: bool,
    days_before: list[int],
    on_day: bool,
    when_late: bool,
    hour: int,
    escalate_after: int | None,
) -> ReminderChoice:
    """Keep how a person wants to be reminded in an institution."""
    days = sorted({day for day in days_before if 0 < day <= LONGEST_LEAD}, reverse=True)
    row, _ = ReminderChoice.objects.update_or_create(
        organization=organization,
        user=user,
        defaults={
            "is_on": is_on,
            "days_before": days,
            "on_day": on_day,
            "when_late": when_late,
            "hour": hour,
            "escalate_after": escalate_after,
        },
    )
    return row
