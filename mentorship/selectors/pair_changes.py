"""Reading changes of pairs that wait for an order or for their day."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from core.models import Membership
from mentorship.models import Pair, PairChange, PairMentee, Programme
from mentorship.pair_enums import OPEN_CHANGES
from mentorship.selectors.pairs import pairs_visible_to


def changes_visible_to(membership: Membership, programme: Programme | None) -> QuerySet[PairChange]:
    """Changes of the pairs that a member sees, with all that a list tells of them."""
    pairs = pairs_visible_to(membership, programme).order_by()
    places = PairMentee.objects.select_related("mentee__person")
    return (
        PairChange.objects.filter(pair__in=pairs.values("pk"))
        .select_related(
            "pair__mentor__person", "pair__project__form", "mentee__person", "mentor__person", "programme"
        )
        .prefetch_related(Prefetch("pair__places", queryset=places))
    )


def open_changes(pair: Pair) -> QuerySet[PairChange]:
    return pair.changes.filter(state__in=OPEN_CHANGES).select_related("mentee__person", "mentor__person")
