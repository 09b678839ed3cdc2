"""Reading deputations: whose pairs, who may be asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from core.enums import STAFF_ROLES, Role
from core.models import Membership, Organization, User
from mentorship.enums import WORKING_PAIR_STATES
from mentorship.models import Deputation, Pair, Project
from mentorship.selectors.meetings import is_there, places_of


def curators_of(organization: Organization) -> QuerySet[Membership]:
    return Membership.objects.filter(
        organization=organization, is_active=True, role__in=[Role.CURATOR, Role.PROJECT_CURATOR]
    ).select_related("user")


def deputies_of(organization: Organization) -> QuerySet[User]:
    """Whoever works in the institution's portal."""
    working = Membership.objects.filter(
        organization=organization, is_active=True, role__in=sorted(STAFF_ROLES)
    )
    return User.objects.filter(pk__in=working.order_by().values("user"), is_active=True).order_by("full_name")


@dataclass(frozen=True)
class HandedPair:
    form: str
    mentor: str
    mentees: str
    state: str


def handed_pairs(deputation: Deputation) -> list[HandedPair]:
    """The pairs of the absent curator, for the act: two queries."""
    pairs = Pair.objects.filter(state__in=sorted(WORKING_PAIR_STATES))
    if deputation.absent.role == Role.PROJECT_CURATOR:
        pairs = pairs.filter(project__in=Project.objects.filter(curators=deputation.absent.user))
    rows = pairs.select_related("mentor__person", "project__form").prefetch_related(places_of())
    return [
        HandedPair(
            pair.project.form.title,
            pair.mentor.person.full_name,
            ", ".join(place.mentee.person.full_name for place in pair.places.all() if is_there(place)),
            pair.get_state_display(),
        )
        for pair in rows.order_by("project__form__order", "mentor__person__last_name", "pk")
    ]
