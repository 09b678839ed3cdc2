"""Reading the base of grateful graduates, and who might join it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from core.models import Membership
from mentorship.enums import EntryState, PersonCategory
from mentorship.models import Alumnus, MenteeEntry, MentorEntry, Person, Programme
from mentorship.permissions import VIEW_ALUMNI
from mentorship.selectors.people import people_visible_to


def alumni_visible_to(membership: Membership) -> QuerySet[Alumnus]:
    """Graduates among the people that a member of staff sees; of merged cards only the one in use."""
    if not VIEW_ALUMNI.allows(membership):
        return Alumnus.objects.none()
    people = people_visible_to(membership).values("pk")
    return Alumnus.objects.filter(person__in=people).select_related("person", "programme")


def with_place(rows: QuerySet[Alumnus], programme: Programme | None) -> QuerySet[Alumnus]:
    """Annotate `is_mentor`: has a place in the base of mentors of the programme."""
    places = MentorEntry.objects.filter(programme=programme, person=OuterRef("person"))
    return rows.annotate(is_mentor=Exists(places))


def finished_outside(programme: Programme) -> QuerySet[MenteeEntry]:
    """Mentees who have finished a programme and stand in the base of graduates nowhere yet."""
    known = Alumnus.objects.filter(person=OuterRef("person"))
    return programme.mentees.filter(~Exists(known), state=EntryState.FINISHED).order_by()


def might_join(membership: Membership) -> QuerySet[Person]:
    """Who has finished as a mentee or is a graduate and stands in the base nowhere yet, with `finished_in`."""
    finished = MenteeEntry.objects.filter(person=OuterRef("pk"), state=EntryState.FINISHED)
    last = finished.order_by("-programme__period_end", "-pk").values("programme__title")[:1]
    return (
        people_visible_to(membership)
        .filter(Q(category=PersonCategory.GRADUATE) | Exists(finished))
        .filter(~Exists(Alumnus.objects.filter(person=OuterRef("pk"))))
        .annotate(finished_in=Subquery(last))
    )
