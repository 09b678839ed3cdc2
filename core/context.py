"""Who is acting, and in which institution: set once per request and per task, read by the audit trail and workflow."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils import timezone
from django_scopes import scope

from core.models import Membership, Organization, User


@dataclass(frozen=True)
class Acting:
    """The person on whose behalf code runs; `membership` is None for system work and for personal links."""

    user: User | None = None
    membership: Membership | None = None
    ip_address: str | None = None


_NOBODY = Acting()
_acting: ContextVar[Acting] = ContextVar("acting", default=_NOBODY)


def current() -> Acting:
    return _acting.get()


@contextmanager
def acting(
    user: User | None = None, *, membership: Membership | None = None, ip_address: str | None = None
) -> Iterator[Acting]:
    """Everything inside is done on behalf of `user`."""
    value = Acting(user=user, membership=membership, ip_address=ip_address)
    token = _acting.set(value)
    try:
        yield value
    finally:
        _acting.reset(token)


@contextmanager
def inside(organization: Organization) -> Iterator[None]:
    """Everything inside sees the rows of `organization` alone and has its time of day.

    The two go together: the same letter, list or order is made now by a request, now by a worker, and an hour that is
    printed in it is the institution's in both.
    """
    with scope(organization=organization), timezone.override(zoneinfo.ZoneInfo(organization.time_zone)):
        yield
