"""Reading pairs: those a member sees, and places of mentors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from core.models import Membership
from mentorship.enums import PairState
from mentorship.models import Pair, PairChange, PairMentee, Programme
from mentorship.pair_enums import OPEN_CHANGES, ChangeKind
from mentorship.selectors.entries import own_projects
from mentorship.selectors.reserved import reserved_places


def pairs_visible_to(membership: Membership, programme: Programme | None) -> QuerySet[Pair]:
    """Pairs of a programme; a project curator sees those of their forms. Mentees are prefetched by name."""
    if programme is None:
        return Pair.objects.none()
    places = PairMentee.objects.select_related("mentee__person").order_by(
        "mentee__person__last_name", "mentee__person__first_name"
    )
    found = (
        Pair.objects.filter(programme=programme)
        .select_related("mentor__person", "project__form", "role_model")
        .prefetch_related(Prefetch("places", queryset=places))
    )
    projects = own_projects(membership, programme)
    return found if projects is None else found.filter(project__in=projects)


def pair_counts(pairs: QuerySet[Pair]) -> dict[str, int]:
    """State → number of pairs, and `free`: confirmed ones that no draft order names yet; in one query."""
    waiting = Q(state=PairState.TO_ORDER, order_document=None)
    rows = pairs.order_by().values("state").annotate(number=Count("pk"), free=Count("pk", filter=waiting))
    counts = {row["state"]: row["number"] for row in rows}
    return counts | {"free": sum(row["free"] for row in rows)}


def busy_places(mentors: Iterable[int]) -> Counter[int]:
    """Mentor entry id → live places and those that a change waiting for its order will take: three queries."""
    ids = list(mentors)
    rows = PairMentee.objects.filter(mentor_id__in=ids, is_live=True).values_list("mentor_id", flat=True)
    return Counter(rows) + reserved_places(ids)


def pairs_to_confirm(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    return pairs.filter(state=PairState.PROPOSED)


def without_live_pair(rows: QuerySet) -> QuerySet:
    """Entries of mentees that have no live place, and none that an order is about to give them."""
    joining = PairChange.objects.filter(mentee=OuterRef("pk"), state__in=OPEN_CHANGES, kind=ChangeKind.JOINS)
    return rows.filter(
        ~Exists(PairMentee.objects.filter(mentee=OuterRef("pk"), is_live=True)), ~Exists(joining)
    )
