"""The document «Программа наставничества»: a draft by today's passport, then signed by the head."""

from __future__ import annotations

from core.models import User
from mentorship.models import Programme
from reports.domain.signed_papers import make_signed_paper
from reports.models import Document

KIND = "programme_passport"


def make_programme_document(programme: Programme, *, actor: User | None) -> Document:
    """Made again before it is sent it is the same draft, drawn anew if something has moved. Raises DomainError."""
    return make_signed_paper(programme, KIND, actor=actor)
