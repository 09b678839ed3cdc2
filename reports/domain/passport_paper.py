"""The document «Программа наставничества»: one a day, redrawn when the passport has changed."""

from __future__ import annotations

from core import clock
from core.models import User
from mentorship.models import Programme
from reports.domain.documents import create_document
from reports.models import Document

KIND = "programme_passport"


def make_programme_document(programme: Programme, *, actor: User | None) -> Document:
    """Made twice on a day it is the same document, drawn anew if something has moved. Raises DomainError."""
    day = clock.today(programme.organization)
    return create_document(
        KIND,
        programme,
        organization=programme.organization,
        key=f"programme:{programme.pk}:{day.isoformat()}",
        actor=actor,
    )
