"""Calendar links: made, shown once, revoked, opened by their token."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from core import audit
from core.domain.letters import public_link
from core.enums import STAFF_ROLES
from core.errors import DomainError
from core.models import Membership, Organization, User
from mentorship.models import Programme
from roadmap.models import CalendarFeed
from roadmap.permissions import VIEW_ROADMAP

TOKEN_BYTES = 32  # 256 bits
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class NewFeed:
    """A feed with its address, which is told this once: only its hash is kept."""

    feed: CalendarFeed
    link: str


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def create_feed(
    user: User,
    organization: Organization,
    *,
    programme: Programme | None = None,
    alarm_days: int | None = None,
) -> NewFeed:
    """Make a secret address; the one that the person had for the same calendar stops working."""
    if alarm_days is not None and not 0 <= alarm_days <= 30:
        raise DomainError("Напоминание – не раньше чем за 30 дней.", field="alarm_days")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(
            pk=user.pk
        )  # two presses at once make one live address
        old = CalendarFeed.objects.filter(
            organization=organization, user=user, programme=programme, revoked_at__isnull=True
        )
        for each in old:
            revoke_feed(each, actor=user)
        feed = CalendarFeed.objects.create(
            organization=organization,
            user=user,
            programme=programme,
            token_hash=hash_token(token),
            alarm_days=alarm_days,
        )
        audit.record("calendar.created", subject=feed, actor=user)
    return NewFeed(feed, public_link("roadmap:feed", token=token))


def revoke_feed(feed: CalendarFeed, *, actor: User) -> CalendarFeed:
    """Close an address for ever; twice is harmless."""
    if feed.revoked_at is None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at", "updated_at"])
        audit.record("calendar.revoked", subject=feed, actor=actor)
    return feed


@dataclass(frozen=True)
class OpenFeed:
    """A live feed with the memberships of its owner that still give them the right to it."""

    feed: CalendarFeed
    memberships: list[Membership]


def find_feed(token: str) -> OpenFeed | None:
    """The feed of a token of whatever institution; None for one unknown, revoked, or whose owner has left.

    The link comes from nobody in particular, so this looks outside any tenant scope.
    """
    if not _TOKEN.fullmatch(token):
        return None
    with scopes_disabled():
        feed = (
            CalendarFeed.objects.select_related("organization", "user", "programme")
            .filter(token_hash=hash_token(token), revoked_at__isnull=True, user__is_active=True)
            .first()
        )
        if feed is None:
            return None
        allowed = VIEW_ROADMAP.roles if feed.programme_id else STAFF_ROLES
        own = list(
            Membership.objects.filter(
                user=feed.user, organization=feed.organization, is_active=True, role__in=allowed
            )
        )
    return OpenFeed(feed, own) if own else None


def note_reading(feed: CalendarFeed, day: date) -> None:
    """Remember the day on which a feed was last read: one write a day."""
    if feed.last_read_on != day:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_on=day)
