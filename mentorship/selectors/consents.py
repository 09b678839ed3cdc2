"""Reading consents: does one hold today, who lacks what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from core.clock import today
from core.models import Membership
from mentorship.enums import ConsentKind, ConsentState
from mentorship.models import Consent, DistributionItem, MenteeEntry, MentorEntry, Person, Programme
from mentorship.permissions import MANAGE_CONSENTS
from mentorship.selectors.entries import OPEN_STATES, mentees_of, mentors_of, own_projects

LIVE = [ConsentState.NEEDED, ConsentState.ISSUED, ConsentState.SIGNED, ConsentState.REFUSED]
UNSIGNED = [ConsentState.NEEDED, ConsentState.ISSUED]


def holding(day: dt.date, *, prefix: str = "") -> Q:
    """Consents in force on a day: signed by then and not run out; `prefix` is the way to the consent."""
    return Q((f"{prefix}state", ConsentState.SIGNED), (f"{prefix}signed_on__lte", day)) & (
        Q((f"{prefix}valid_until__isnull", True)) | Q((f"{prefix}valid_until__gte", day))
    )


SOON = dt.timedelta(days=30)


def ending_soon(day: dt.date) -> Q:
    """Signed consents whose last day is within 30 days."""
    return Q(state=ConsentState.SIGNED, valid_until__range=(day, day + SOON))


def may_publish(person: Person, category: str, *, day: dt.date | None = None) -> bool:
    """Whether the item may be shown to everybody: only what the person's consent to distribution allows by name.

    152-ФЗ ст. 10.1: silence and the lack of an item are a prohibition.
    """
    return DistributionItem.objects.filter(
        holding(day or today(person.organization), prefix="consent__"),
        consent__person=person,
        consent__kind=ConsentKind.DISTRIBUTION,
        category=category,
        is_allowed=True,
    ).exists()


def has_consent(
    person: Person, kind: str, *, on: dt.date | None = None, programme: Programme | None = None
) -> bool:
    """Whether the person's consent of a kind is in force on the day (today of their organisation by default)."""
    found = Consent.objects.filter(holding(on or today(person.organization)), person=person, kind=kind)
    if programme is not None:
        found = found.filter(programme=programme)
    return found.exists()


def has_processing_consent(
    person: Person, *, on: dt.date | None = None, programme: Programme | None = None
) -> bool:
    """The gate of every questionnaire: no answer is asked for before this is true (152-ФЗ ст. 9)."""
    return has_consent(person, ConsentKind.PROCESSING, on=on, programme=programme)


def people_with_processing_consent(people: Iterable[int], *, on: dt.date) -> set[int]:
    """The same for many people at once: ids of those whose processing consent is in force."""
    rows = Consent.objects.filter(holding(on), kind=ConsentKind.PROCESSING, person_id__in=list(people))
    return set(rows.values_list("person_id", flat=True))


def consents_visible_to(membership: Membership, programme: Programme | None) -> QuerySet[Consent]:
    """Consents of the programme's people; a project curator sees those of their bases."""
    if programme is None:
        return Consent.objects.none()
    found = Consent.objects.filter(programme=programme).select_related("person", "representative", "scan")
    if not MANAGE_CONSENTS.allows(membership):  # that it was asked for tells of the person already
        found = found.exclude(kind=ConsentKind.SPECIAL)
    if own_projects(membership, programme) is None:
        return found
    return found.filter(
        Q(person__in=mentees_of(membership, programme).values("person"))
        | Q(person__in=mentors_of(membership, programme).values("person"))
    )


def live_consents(person_ids: Iterable[int], programme: Programme) -> dict[int, dict[str, Consent]]:
    """Person id → kind → the consent that counts (not withdrawn, not lapsed), in one query."""
    found: dict[int, dict[str, Consent]] = {}
    rows = Consent.objects.filter(programme=programme, person_id__in=list(person_ids), state__in=LIVE)
    for consent in rows:
        found.setdefault(consent.person_id, {})[consent.kind] = consent
    return found


def open_people(programme: Programme) -> QuerySet[Person]:
    """Everybody who is in one of the programme's bases and has not finished or left."""
    # By keys: a join to both bases would repeat people and sort all their columns to tell them apart.
    mentees = MenteeEntry.everything.filter(programme=programme, state__in=OPEN_STATES)
    mentors = MentorEntry.everything.filter(programme=programme, state__in=OPEN_STATES)
    return Person.objects.filter(
        Q(pk__in=mentees.order_by().values("person")) | Q(pk__in=mentors.order_by().values("person"))
    )


@dataclass(frozen=True)
class BoardFigures:
    """What the board tells above the list."""

    people: int
    signed: int
    issued: int
    needed: int
    refused: int
    without_rows: int
    """People in the bases for whom nothing was prepared yet."""

    @property
    def complete(self) -> bool:
        return not (self.issued or self.needed or self.refused or self.without_rows)


def board_figures(rows: QuerySet[Consent], people: QuerySet[Person]) -> BoardFigures:
    """Counts over the consents a member sees and the people of the bases: two queries."""
    counts = rows.aggregate(
        signed=Count("pk", filter=Q(state=ConsentState.SIGNED)),
        issued=Count("pk", filter=Q(state=ConsentState.ISSUED)),
        needed=Count("pk", filter=Q(state=ConsentState.NEEDED)),
        refused=Count("pk", filter=Q(state=ConsentState.REFUSED)),
        people=Count("person", distinct=True, filter=Q(state__in=LIVE)),
    )
    total = people.exclude(pk__in=rows.filter(state__in=LIVE).values("person")).count()
    return BoardFigures(without_rows=total, **counts)


@dataclass
class KindProgress:
    kind: str
    signed: int = 0
    total: int = 0
    people: list[str] = field(default_factory=list)


def progress_by_kind(programme: Programme) -> list[KindProgress]:
    """Signed of all, per kind, for the reports and the roadmap: one query."""
    rows = (
        Consent.objects.filter(programme=programme, state__in=LIVE)
        .values("kind")
        .annotate(total=Count("pk"), signed=Count("pk", filter=Q(state=ConsentState.SIGNED)))
        .order_by("kind")
    )
    return [KindProgress(row["kind"], row["signed"], row["total"]) for row in rows]
