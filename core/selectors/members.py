"""Members of an organisation and invitations, for its administrator."""

from django.db.models import QuerySet

from core.models import Invitation, Membership, Organization


def members_of(organization: Organization) -> QuerySet[Membership]:
    """All memberships with their people, those taken away included."""
    return Membership.objects.filter(organization=organization).select_related("user")


def invitations_of(organization: Organization) -> QuerySet[Invitation]:
    return Invitation.objects.filter(organization=organization).select_related("invited_by")
