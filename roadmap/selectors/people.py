"""People of an institution who can answer for an activity."""

from django.db.models import QuerySet

from core.enums import STAFF_ROLES
from core.models import Membership, Organization, User
from roadmap.named_people import Member


def staff_of(organization: Organization) -> QuerySet[User]:
    """Those who work in the portal for the institution, by name."""
    members = Membership.objects.filter(organization=organization, is_active=True, role__in=STAFF_ROLES)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("full_name", "email")


def members_of(organization: Organization) -> list[Member]:
    """The same people with their posts, for finding them in a plan's words."""
    rows = Membership.objects.filter(
        organization=organization, is_active=True, role__in=STAFF_ROLES, user__is_active=True
    ).order_by("user__full_name", "pk")
    return [
        Member(user, name, position)
        for user, name, position in rows.values_list("user", "user__full_name", "position")
        if name
    ]
