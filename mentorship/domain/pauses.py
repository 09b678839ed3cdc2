"""Working pairs whose consents no longer hold: they rest from that moment, with the reason, until somebody decides."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from core.clock import today
from core.models import User
from mentorship.domain.pairs import suspend_pair
from mentorship.enums import PairState
from mentorship.models import Pair, Person, Programme
from mentorship.selectors.pauses import lost_consents


def suspend_unlawful(
    programme: Programme, *, reason: str, actor: User | None, people: Iterable[Person] | None = None
) -> list[Pair]:
    """Suspend the programme's working pairs in which somebody lacks a consent the law asks for today; returns them.

    The order stays in force: the pair waits for the consent, or for an order that ends it. `people` narrows the look
    to their pairs. `reason` is put before what is lacking, and both stand in the pair's history. Again changes nothing.
    """
    working = Pair.objects.filter(programme=programme, state=PairState.ACTIVE)
    if people is not None:
        ids = [person.pk for person in people]
        in_pair = Q(mentor__person__in=ids) | Q(places__is_live=True, places__mentee__person__in=ids)
        working = working.filter(pk__in=working.filter(in_pair).order_by().values("pk"))
    pairs = list(working.order_by("pk"))
    lost = lost_consents(pairs, day=today(programme.organization))
    for pair in pairs:
        if pair.pk in lost:
            told = "; ".join(lost[pair.pk])
            suspend_pair(pair, actor=actor, reason=f"{reason}. {told}")
    return [pair for pair in pairs if pair.pk in lost]
