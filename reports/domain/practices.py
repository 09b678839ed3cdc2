"""A practice as a document: one a practice, a new version when its text has changed."""

from __future__ import annotations

from core.models import User
from mentorship.models import Practice
from reports.domain.documents import create_document
from reports.models import Document

KIND = "practice"


def make_paper(practice: Practice, *, actor: User | None) -> Document:
    """The text as it is now, PDF and Word. Raises DomainError for a draft."""
    key = f"practice:{practice.pk}"
    return create_document(KIND, practice, organization=practice.organization, key=key, actor=actor)
