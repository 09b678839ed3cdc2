"""Making the papers of a programme: a draft of what is signed, one a day where the day matters, else one living."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from core import clock
from core.errors import DomainError
from core.models import User
from mentorship.models import Programme
from reports.domain.documents import create_document
from reports.domain.signed_papers import make_signed_paper
from reports.kinds import kind_of
from reports.models import Document
from reports.programme_papers import CODES, DATED

SELECTION = "selection_protocol"


def make_programme_paper(programme: Programme, code: str, *, actor: User | None) -> Document:
    """The paper of the kind, made or brought up to date. Raises DomainError for a kind that is not one of these."""
    if code not in CODES or code == SELECTION:
        raise DomainError("Такого документа для программы портал не готовит.", code="unknown_kind")
    if kind_of(code).signed_by_head:
        return make_signed_paper(programme, code, actor=actor)
    day = clock.today(programme.organization)
    key = f"programme:{programme.pk}"
    return create_document(
        code,
        programme,
        organization=programme.organization,
        key=f"{key}:{day.isoformat()}" if code in DATED else key,
        actor=actor,
    )


def make_selection_protocol(
    programme: Programme,
    *,
    held_on: dt.date,
    chair: str,
    secretary: str,
    members: Sequence[str],
    absent: Sequence[str] = (),
    yes: int | None = None,
    no: int | None = None,
    kept: int | None = None,
    actor: User | None,
) -> Document:
    """The minutes of one sitting: made again for the same day, it is the same document. Raises DomainError."""
    if held_on > clock.today(programme.organization):
        raise DomainError("Заседание ещё не прошло.", field="held_on", code="future")
    present = 2 + len(members)
    if yes is not None and yes + (no or 0) + (kept or 0) > present:
        raise DomainError(
            f"Голосов больше, чем присутствующих: их {present}.", field="votes_yes", code="votes"
        )
    return create_document(
        SELECTION,
        programme,
        organization=programme.organization,
        key=f"programme:{programme.pk}:{held_on.isoformat()}",
        actor=actor,
        options={
            "held_on": held_on.isoformat(),
            "chair": chair.strip(),
            "secretary": secretary.strip(),
            "members": [line.strip() for line in members if line.strip()],
            "absent": [line.strip() for line in absent if line.strip()],
            "yes": yes,
            "no": no,
            "kept": kept,
        },
    )
