"""Places of mentors: how many are free, told in the same words wherever a mentor's capacity is."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mentorship.enums import OPEN_PAIR_STATES
from mentorship.match_enums import DraftState
from mentorship.models import DraftPair, MentorEntry, PairChange, PairMentee
from mentorship.pair_enums import OPEN_CHANGES, ChangeKind


def with_free_places(rows: QuerySet[MentorEntry]) -> QuerySet[MentorEntry]:
    """Annotate `free_places`, `drafted_places` and `pair_state` of a pair that waits.

    Taken are the live places, those of pairs that are only proposed among them, and those that a change waiting for
    its order holds. A pair locked in an open draft takes nothing yet: it is counted beside.
    """
    me = OuterRef("pk")
    live = PairMentee.objects.filter(mentor=me, is_live=True)
    changes = PairChange.objects.filter(state__in=OPEN_CHANGES)
    joining = changes.filter(kind=ChangeKind.JOINS, pair__mentor=me)
    replacing = changes.filter(kind=ChangeKind.REPLACED, mentor=me, pair__places__is_live=True)
    placed = PairMentee.objects.filter(
        mentee=OuterRef("mentee"), project=OuterRef("project"), is_live=True
    ).order_by()
    locked = DraftPair.objects.filter(
        ~Exists(placed), mentor=me, is_locked=True, draft__state=DraftState.DRAFT
    )
    # Of several pairs one that waits for the curator is told.
    waiting = live.filter(pair__state__in=OPEN_PAIR_STATES).order_by("pair__state", "pk")
    return rows.annotate(
        free_places=F("capacity")
        - _number(live, "mentor", "pk")
        - _number(joining, "pair__mentor", "pk")
        - _number(replacing, "mentor", "pair__places"),
        drafted_places=_number(locked, "mentor", "mentee"),
        pair_state=Subquery(waiting.values("pair__state")[:1]),
    )


def _number(rows: QuerySet, mentor: str, counted: str) -> Coalesce:
    grouped = rows.order_by().values(mentor).annotate(number=Count(counted, distinct=True))
    return Coalesce(Subquery(grouped.values("number"), output_field=IntegerField()), 0)


def places_told(mentor: Any) -> str:
    """«2 из 3» or, when an open draft keeps one of them, «2 из 3, в черновике: 1»; of an annotated entry."""
    told = f"{max(0, mentor.free_places)} из {mentor.capacity}"
    return f"{told}, в черновике: {mentor.drafted_places}" if mentor.drafted_places else told
