"""The portfolio of a mentor: shown from the records as they are, kept as a document when it is wanted."""

from __future__ import annotations

from django.utils import timezone

from core import audit
from core.errors import DomainError
from core.models import User
from mentorship.models import Person
from reports.domain.documents import build, create_document
from reports.kinds import kind_of
from reports.models import Document
from reports.rendering import render_docx
from reports.snapshot import freeze

KIND = "portfolio"


def make_portfolio(person: Person, *, actor: User | None) -> Document:
    """The portfolio as a document with its PDF; drawn anew when the records have changed. Raises DomainError."""
    return create_document(
        KIND, person, organization=person.organization, key=f"portfolio:{person.pk}", actor=actor
    )


def portfolio_in_word(person: Person, *, actor: User | None) -> bytes:
    """The same as a DOCX, from today's records; nothing is kept but a line of the trail. Raises DomainError."""
    kind = kind_of(KIND)
    if person.merged_into_id is not None:
        raise DomainError("Карточка присоединена к другой.", code="merged")
    snapshot = freeze(build(kind, person, organization=person.organization).content)
    audit.record("portfolio.exported", subject=person, actor=actor, after={"format": "docx"})
    return render_docx(kind, snapshot, moment=timezone.now().replace(microsecond=0))
