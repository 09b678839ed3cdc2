"""Staff of an institution as orders name them: members of a group, those who answer for something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.enums import Role
from core.models import Membership, Organization
from core.russian import lower_first

WORKING = (Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST, Role.INFORMANT)


@dataclass(frozen=True)
class StaffMember:
    """One person of the staff: all their roles in one line, the position as it is written down."""

    user: int
    name: str
    position: str
    roles: str


def staff_of(organization: Organization, users: Iterable[int] | None = None) -> list[StaffMember]:
    """Those who work in programmes, each once, in the order of names; of `users` alone when given."""
    found = Membership.objects.filter(
        organization=organization, role__in=WORKING, user__is_active=True
    ).select_related("user")
    if users is not None:
        found = found.filter(user__in=list(users))
    by_user: dict[int, list[Membership]] = {}
    for one in found.order_by("user__full_name", "pk"):
        by_user.setdefault(one.user_id, []).append(one)
    return [
        StaffMember(
            pk,
            held[0].user.full_name,
            next((one.position for one in held if one.position), ""),
            ", ".join(dict.fromkeys(lower_first(one.get_role_display()) for one in held)),
        )
        for pk, held in by_user.items()
    ]
