"""What happens to the demo's pairs in the middle of the year."""

from __future__ import annotations

from datetime import timedelta

from config.demo.house import House
from core.clock import today
from mentorship.domain import pair_changes as change_domain
from mentorship.domain import waiting as waiting_domain
from mentorship.enums import PairState
from mentorship.models import Pair, PairChange, Programme
from mentorship.selectors.matching import mentees_waiting


def change_pairs(house: House, programme: Programme) -> None:
    """One pair is about to end by an order; somebody without a pair was offered help."""
    if PairChange.objects.filter(programme=programme).exists():
        return
    day = today(house.organization)
    pair = Pair.objects.filter(programme=programme, state=PairState.ACTIVE).order_by("-pk").first()
    if pair is not None:
        change_domain.ask_termination(
            pair, on=day + timedelta(days=7), reason="Перевод в другую группу", actor=house.curator
        )
    waiting = mentees_waiting(programme).order_by("pk").first()
    if waiting is not None:
        waiting_domain.offer_support(waiting, on=day, actor=house.curator)
