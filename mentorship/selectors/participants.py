"""What a participant sees of themselves and of those they stand for."""

import datetime as dt

from django.db.models import Prefetch, QuerySet

from core.clock import today
from core.models import Membership
from mentorship.ages import is_minor
from mentorship.enums import PairState
from mentorship.models import Consent, Guardianship, Pair, PairMentee, Person, Programme

# A proposal is the curator's draft: the people in it learn of it when it goes to the order.
KNOWN_TO_PARTICIPANTS = [
    PairState.TO_ORDER,
    PairState.ACTIVE,
    PairState.SUSPENDED,
    PairState.COMPLETED,
    PairState.TERMINATED,
]


def person_of(membership: Membership) -> Person | None:
    """The person behind an account in this institution, if the curator has linked them."""
    return Person.objects.filter(user=membership.user).first()


def wards_of(person: Person, *, day: dt.date | None = None) -> list[Person]:
    """Children whom a person represents by law on the day (today by default).

    Who is 18 or emancipated is represented by nobody: the parent's access ends with that day (methodology §7.3).
    """
    on = day or today(person.organization)
    links = (
        Guardianship.objects.filter(guardian=person).select_related("ward").order_by("ward__birth_date", "pk")
    )
    return [
        link.ward
        for link in links
        if link.ward.birth_date is None
        or is_minor(link.ward.birth_date, on, emancipated=link.ward.is_emancipated)
    ]


def pairs_of(people: list[Person], programme: Programme) -> QuerySet[Pair]:
    """Pairs and groups of these people on either side, with everybody in them."""
    places = PairMentee.objects.filter(left_on__isnull=True).select_related("mentee__person")
    own = Pair.objects.filter(programme=programme, state__in=KNOWN_TO_PARTICIPANTS)
    found = own.filter(mentor__person__in=people) | own.filter(places__mentee__person__in=people)
    return (
        found.distinct()
        .select_related("mentor__person", "project")
        .prefetch_related(Prefetch("places", queryset=places))
    )


def consents_of(people: list[Person], programme: Programme) -> QuerySet[Consent]:
    """Consents for these people, the newest of each kind first."""
    return (
        Consent.objects.filter(programme=programme, person__in=people)
        .select_related("person")
        .order_by("person", "kind", "-pk")
    )
