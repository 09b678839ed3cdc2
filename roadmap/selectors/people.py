"""People of an institution who can answer for an activity."""

from django.db.models import QuerySet

from core.enums import STAFF_ROLES
from core.models import Membership, Organization, User


def staff_of(organization: Organization) -> QuerySet[User]:
    """Those who work in the portal for the institution, by name."""
    members = Membership.objects.filter(organization=organization, is_active=True, role__in=STAFF_ROLES)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("full_name", "email")
