"""Who is acting right now: set once per request and per task, read by the audit trail and by `core.workflow`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from core.models import Membership, User


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
