"""The act of destruction: numbered within its year, made in the transaction of the destruction itself."""

from __future__ import annotations

from core.models import User
from mentorship.models import Erasure
from reports.domain.documents import create_document
from reports.domain.numbers import take_number
from reports.models import Document
from reports.personal_data import ACT

SERIES = "destruction"


def make_act(erasure: Erasure, *, actor: User | None) -> Document:
    """The act of this erasure, made once. Runs inside a transaction."""
    known = act_of(erasure)
    if known is not None:
        return known
    number = take_number(erasure.organization, series=SERIES, year=erasure.erased_on.year)
    return create_document(
        ACT,
        erasure,
        organization=erasure.organization,
        key=f"erasure:{erasure.pk}",
        actor=actor,
        options={"number": f"{number.place}-У"},
    )


def act_of(erasure: Erasure) -> Document | None:
    return Document.objects.filter(kind=ACT, subject_id=erasure.pk).select_related("file").first()
