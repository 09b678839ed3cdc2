"""Places and people that changes waiting for their order hold already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q

from mentorship.models import MenteeEntry, PairChange
from mentorship.pair_enums import OPEN_CHANGES, ChangeKind


def reserved_places(mentors: Iterable[int]) -> Counter[int]:
    """Mentor entry id → places that changes waiting for their order will take: two queries."""
    ids = list(mentors)
    waiting = PairChange.objects.filter(state__in=OPEN_CHANGES)
    joining = waiting.filter(kind=ChangeKind.JOINS, pair__mentor__in=ids).order_by()
    found = Counter(joining.values_list("pair__mentor_id", flat=True))
    live = Count("pair__places", filter=Q(pair__places__is_live=True))
    replacing = waiting.filter(kind=ChangeKind.REPLACED, mentor__in=ids).order_by()
    for mentor, number in replacing.annotate(number=live).values_list("mentor_id", "number"):
        found[mentor] += number
    return found


def joining_elsewhere(mentees: Iterable[MenteeEntry]) -> list[MenteeEntry]:
    """Of these, the ones that a waiting change puts into a group: one query."""
    members = list(mentees)
    taken = set(
        PairChange.objects.filter(
            state__in=OPEN_CHANGES, kind=ChangeKind.JOINS, mentee__in=[entry.pk for entry in members]
        ).values_list("mentee_id", flat=True)
    )
    return [entry for entry in members if entry.pk in taken]
