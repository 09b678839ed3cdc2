"""Who is the head of an institution on a day: the card's, or whoever acts instead by an order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from core.clock import today
from core.models import Membership, Organization
from core.russian import date_short
from core.signatures.names import same_name
from reports.models import ActingHead
from reports.permissions import SIGN_DOCUMENTS


@dataclass(frozen=True)
class Head:
    """The name in the signature line; `acting` says by what powers, None for the head of the card."""

    position: str
    last_name: str
    first_name: str
    middle_name: str
    gender: str
    acting: ActingHead | None = None

    @property
    def parts(self) -> tuple[str, str, str]:
        return self.last_name, self.first_name, self.middle_name


_Known = dict[tuple[int, dt.date], ActingHead | None]
_known: ContextVar[_Known | None] = ContextVar("acting_heads", default=None)


@contextmanager
def heads_kept() -> Iterator[None]:
    """Within it who acts on a day is looked up once: for papers that are drawn together, not for what is signed."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def acting_on(organization: Organization, day: dt.date) -> ActingHead | None:
    """The acting head of a day; of two the one appointed later."""
    known = _known.get()
    if known is None:
        return _acting_on(organization, day)
    key = (organization.pk, day)
    if key not in known:
        known[key] = _acting_on(organization, day)
    return known[key]


def _acting_on(organization: Organization, day: dt.date) -> ActingHead | None:
    return (
        ActingHead.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
            organization=organization,
            starts_on__lte=day,
        )
        .order_by("-starts_on", "-pk")
        .first()
    )


def head_on(organization: Organization, day: dt.date | None = None) -> Head:
    """Who signs on the day (today without one)."""
    acting = acting_on(organization, day or today(organization))
    if acting is not None:
        return Head(
            acting.position,
            acting.last_name,
            acting.first_name,
            acting.middle_name,
            acting.gender,
            acting,
        )
    return Head(
        organization.head_position,
        organization.head_last_name,
        organization.head_first_name,
        organization.head_middle_name,
        organization.head_gender,
    )


def why_not_head(membership: Membership, day: dt.date) -> str:
    """Why this member may not act as the head on the day, in words; empty when they may.

    While somebody acts with an account of their own, the documents are theirs alone; the account of an acting head
    signs on no other days.
    """
    acting = acting_on(membership.organization, day)
    if acting is not None and acting.user_id is not None:
        if acting.user_id == membership.user_id:
            return ""
        until = f" по {date_short(acting.ends_on)}" if acting.ends_on else ""
        return (
            f"С {date_short(acting.starts_on)}{until} документы подписывает {acting.position} "
            f"{acting.last_name} ({acting.basis})."
        )
    others = ActingHead.objects.filter(organization=membership.organization, user=membership.user)
    if others.exists() and not _is_of_card(membership):
        return (
            f"На {date_short(day)} у вас нет полномочий руководителя: срок исполнения обязанностей не идёт."
        )
    return ""


def _is_of_card(membership: Membership) -> bool:
    """Whoever acted once and was made the head since is the head: the card of the institution names them."""
    organization = membership.organization
    card = (organization.head_last_name, organization.head_first_name, organization.head_middle_name)
    return same_name(membership.user.full_name, " ".join(part for part in card if part))


def accounts_that_sign(organization: Organization) -> set[int]:
    """Users with the role that signs: an acting head without it could do nothing in the portal."""
    roles = SIGN_DOCUMENTS.roles
    rows = Membership.objects.filter(organization=organization, role__in=roles, is_active=True)
    return set(rows.values_list("user", flat=True))


def acting_heads(organization: Organization) -> QuerySet[ActingHead]:
    return ActingHead.objects.filter(organization=organization).select_related("user", "author")
