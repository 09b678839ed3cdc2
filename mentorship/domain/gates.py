"""The gates of the law and the methodology (§6–7): every path of writing passes them here."""

from __future__ import annotations

import datetime as dt

from core.errors import DomainError
from mentorship.models import Pair, Person, Programme
from mentorship.selectors.compatibility import compatibility_obstacles
from mentorship.selectors.consents import has_processing_consent
from mentorship.selectors.gates import pair_obstacles
from mentorship.selectors.step_obstacles import NO_PROCESSING


def require_processing_consent(person: Person, programme: Programme) -> None:
    """No questionnaire, request or offer before the processing consent. Raises DomainError."""
    if not has_processing_consent(person, programme=programme):
        raise DomainError(
            f"{person.short_name}: {NO_PROCESSING}",
            code="no_consent",
        )


def require_pair_gates(pair: Pair, *, day: dt.date | None = None) -> None:
    """Raises DomainError with all reasons at once."""
    mentees = [place.mentee for place in pair.places.select_related("mentee__person").filter(is_live=True)]
    if not mentees:
        raise DomainError("В паре нет ни одного наставляемого.", code="empty")
    found = pair_obstacles(pair.programme, pair.project, pair.mentor, mentees, day=day)
    if found:
        raise DomainError(". ".join(dict.fromkeys(found)) + ".", code="gate")


def require_compatibility(pair: Pair) -> None:
    """The answers of the sides let the pair go to the order, as far as its programme asks for them."""
    found = compatibility_obstacles(pair)
    if found:
        raise DomainError(". ".join(found) + ".", code="compatibility")
