"""What stands beside a document on its page: visas, relations, acquaintance, publication, the archive."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from reports.life_enums import AcquaintanceState
from reports.models import ArchivePlace, Document, Publication, Visa
from reports.selectors.approval import last_round, turn_of
from reports.selectors.relations import RelationLine, relations_of


@dataclass(frozen=True)
class Life:
    """`turn` are ids of the visas awaited now; `acquainted` of `people` know the document."""

    visas: list[Visa]
    turn: set[int]
    relations: list[RelationLine]
    acquainted: int
    people: int
    publication: Publication | None
    place: ArchivePlace | None


def life_of(document: Document) -> Life:
    """A constant number of queries."""
    visas = last_round(document)
    counts = document.acquaintances.aggregate(
        people=Count("pk"), done=Count("pk", filter=~Q(state=AcquaintanceState.WAITING))
    )
    return Life(
        visas,
        {one.pk for one in turn_of(visas)},
        relations_of(document, planned=True),
        counts["done"],
        counts["people"],
        Publication.objects.filter(document=document).first(),
        ArchivePlace.objects.filter(document=document).first(),
    )
