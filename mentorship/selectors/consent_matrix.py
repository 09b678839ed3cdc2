"""Who lacks what: people of both bases by kinds of consent."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from core.models import Membership
from mentorship.enums import ConsentKind, ConsentState
from mentorship.models import Consent, Person, Programme
from mentorship.selectors.consents import LIVE
from mentorship.selectors.entries import OPEN_STATES, mentees_of, mentors_of


def people_asked(membership: Membership, programme: Programme | None) -> QuerySet[Person]:
    """People of both bases who still take part and whom the member sees, each once."""
    mentees = mentees_of(membership, programme).filter(state__in=OPEN_STATES)
    mentors = mentors_of(membership, programme).filter(state__in=OPEN_STATES)
    return Person.objects.filter(
        Q(pk__in=mentees.order_by().values("person")) | Q(pk__in=mentors.order_by().values("person"))
    )


def with_states(people: QuerySet[Person], programme: Programme | None) -> QuerySet[Person]:
    """Annotate each person with `consent_<kind>`: the state of the living consent of the kind, or None."""
    mine = Consent.objects.filter(programme=programme, person=OuterRef("pk"), state__in=LIVE)
    return people.annotate(
        **{
            f"consent_{kind}": Subquery(mine.filter(kind=kind).order_by().values("state")[:1])
            for kind in ConsentKind.values
        }
    )


def lacking(people: QuerySet[Person], programme: Programme | None, kind: str) -> QuerySet[Person]:
    """People who were asked for a consent of the kind and have not signed; nobody goes without that to processing."""
    mine = Consent.objects.filter(programme=programme, person=OuterRef("pk"), kind=kind, state__in=LIVE)
    if kind == ConsentKind.PROCESSING:
        return people.filter(~Exists(mine.filter(state=ConsentState.SIGNED)))
    return people.filter(Exists(mine.exclude(state=ConsentState.SIGNED)))


def progress_of(people: QuerySet[Person], programme: Programme | None) -> list[tuple[ConsentKind, int, int]]:
    """(kind, signed, asked) over these people for the kinds that anybody was asked for: one query."""
    rows = (
        Consent.objects.filter(programme=programme, state__in=LIVE, person__in=people.order_by().values("pk"))
        .order_by()
        .values("kind")
        .annotate(asked=Count("pk"), signed=Count("pk", filter=Q(state=ConsentState.SIGNED)))
    )
    found = {row["kind"]: row for row in rows}
    return [
        (kind, found[kind]["signed"], found[kind]["asked"]) for kind in ConsentKind if kind.value in found
    ]
