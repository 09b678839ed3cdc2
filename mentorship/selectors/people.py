"""Reading people: whom a member sees, who may be the same person, what hangs on a card."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.enums import Role
from core.models import Membership
from mentorship.models import Guardianship, MenteeEntry, MentorEntry, Person, Project


def people_visible_to(membership: Membership) -> QuerySet[Person]:
    """People of the organisation; a project curator sees those in the bases of their projects and their parents."""
    found = Person.objects.all()
    if membership.role in {Role.DIRECTOR, Role.CURATOR, Role.PSYCHOLOGIST}:
        return found
    if membership.role != Role.PROJECT_CURATOR:
        return found.none()
    projects = Project.objects.filter(curators=membership.user)
    mentees = MenteeEntry.objects.filter(project__in=projects)
    free = MenteeEntry.objects.filter(project__isnull=True, programme__projects__in=projects)
    mentors = MentorEntry.objects.filter(projects__in=projects)
    wards = Guardianship.objects.filter(
        Q(ward__mentee_entries__in=mentees) | Q(ward__mentor_entries__in=mentors), guardian=OuterRef("pk")
    )
    return found.filter(
        Exists(mentees.filter(person=OuterRef("pk")))
        | Exists(free.filter(person=OuterRef("pk")))
        | Exists(mentors.filter(person=OuterRef("pk")))
        | Exists(wards)
    )


def card_in_use(pk: int) -> int | None:
    """The card that this one was merged into, through all merges; None for a card that is not merged."""
    seen = {pk}
    found: int | None = None
    while nxt := Person.everything.filter(pk=found or pk).values_list("merged_into_id", flat=True).first():
        if nxt in seen:
            return None
        seen.add(nxt)
        found = nxt
    return found


def guardians_of(people: Iterable[Person]) -> dict[int, list[Guardianship]]:
    """Person id → their representatives, in one query."""
    ids = [person.pk for person in people]
    found: dict[int, list[Guardianship]] = {}
    for link in Guardianship.objects.filter(ward_id__in=ids).select_related("guardian"):
        found.setdefault(link.ward_id, []).append(link)
    return found
