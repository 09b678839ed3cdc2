"""Reading visas: the route by default, whose turn it is, what waits for somebody's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from core.enums import STAFF_ROLES
from core.models import Membership, Organization, User
from reports.enums import DocumentState
from reports.kinds import kind_of
from reports.life_enums import GIVEN, VisaState
from reports.models import ApprovalRoute, Document, Visa


@dataclass(frozen=True)
class Approver:
    """Somebody who is asked: with an account they answer in the portal, without one on paper."""

    full_name: str
    position: str = ""
    user: User | None = None


@dataclass(frozen=True)
class Route:
    members: tuple[Approver, ...]
    is_parallel: bool = False


def route_of(organization: Organization, kind_code: str) -> Route | None:
    """The institution's route by default for a kind: its own, else the common one; None when there is none."""
    found = {
        route.kind: route
        for route in ApprovalRoute.objects.filter(
            organization=organization, kind__in=["", kind_code]
        ).prefetch_related("members__user")
    }
    route = found.get(kind_code) or found.get("")
    if route is None:
        return None
    members = tuple(Approver(one.full_name, one.position, one.user) for one in route.members.all())
    return Route(members, route.is_parallel) if members else None


def needs_approval(document: Document) -> bool:
    """Whether its kind has a route by default and this text has not gone through one."""
    if not kind_of(document.kind).signed_by_head:
        return False
    return not is_approved(document) and route_of(document.organization, document.kind) is not None


def last_round(document: Document) -> list[Visa]:
    """The visas of the newest sending, in the order of the sheet; empty before the first."""
    visas = list(document.visas.select_related("user", "decided_by").order_by("-round", "place"))
    return [one for one in visas if one.round == visas[0].round]


def is_approved(document: Document) -> bool:
    """Everybody of the newest round has given a visa to the text as it is now."""
    visas = last_round(document)
    return bool(visas) and all(one.state in GIVEN and one.revision == document.revision for one in visas)


def turn_of(visas: Sequence[Visa]) -> list[Visa]:
    """Those who are to answer now: of the lowest step that still waits."""
    waiting = [one for one in visas if one.state == VisaState.WAITING]
    if not waiting:
        return []
    step = min(one.step for one in waiting)
    return [one for one in waiting if one.step == step]


def visas_waiting_for(user: User) -> QuerySet[Visa]:
    """The visas whose turn has come for this person, the longest waiting first."""
    earlier = Visa.objects.filter(
        document=OuterRef("document"),
        round=OuterRef("round"),
        step__lt=OuterRef("step"),
        state=VisaState.WAITING,
    )
    return (
        Visa.objects.filter(user=user, state=VisaState.WAITING, document__state=DocumentState.APPROVING)
        .filter(~Exists(earlier))
        .select_related("document__file", "document__organization", "document__author", "document__programme")
        .order_by("pk")
    )


def possible_approvers(organization: Organization) -> list[Membership]:
    """Staff with accounts, one line a person."""
    found = (
        Membership.objects.filter(organization=organization, role__in=STAFF_ROLES, is_active=True)
        .select_related("user")
        .order_by("user__full_name", "pk")
    )
    return list({one.user_id: one for one in reversed(list(found))}.values())[::-1]
