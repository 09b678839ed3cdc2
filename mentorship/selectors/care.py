"""Reading tasks of care: whose they are, which wait."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from core.enums import Role
from core.models import Membership
from mentorship.models import CareTask, PairMentee, Programme
from mentorship.selectors.entries import mentees_of, mentors_of, own_projects


def tasks_visible_to(membership: Membership, programme: Programme | None) -> QuerySet[CareTask]:
    """A psychologist's tasks are a psychologist's alone; a project curator sees those of their forms."""
    if programme is None or membership.role not in {Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST}:
        return CareTask.objects.none()
    role = Role.PSYCHOLOGIST if membership.role == Role.PSYCHOLOGIST else Role.CURATOR
    found = CareTask.objects.filter(programme=programme, role=role)
    projects = own_projects(membership, programme)
    if projects is None:
        return found
    people = Q(person__in=mentees_of(membership, programme).order_by().values("person")) | Q(
        person__in=mentors_of(membership, programme).order_by().values("person")
    )
    return found.filter(Q(pair__project__in=projects) | (Q(pair__isnull=True) & people))


def with_people(tasks: QuerySet[CareTask]) -> QuerySet[CareTask]:
    """With the names that a row tells."""
    places = PairMentee.objects.filter(left_on__isnull=True).select_related("mentee__person")
    return tasks.select_related("person", "pair__mentor__person", "taken_by").prefetch_related(
        Prefetch("pair__places", queryset=places)
    )
