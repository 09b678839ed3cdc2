"""What orders are made of."""

from __future__ import annotations

from mentorship.enums import PairState
from mentorship.models import Programme


def confirmed_pair_ids(programme: Programme) -> list[int]:
    """Pairs the curator has confirmed: they stand «К приказу»."""
    return list(programme.pairs.filter(state=PairState.TO_ORDER).order_by("pk").values_list("pk", flat=True))
