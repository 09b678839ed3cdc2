"""Papers of a programme that the head signs: one draft, brought up to date; what was signed stays."""

from __future__ import annotations

from core import clock
from core.errors import DomainError
from core.models import User
from mentorship.models import Programme
from reports.domain.documents import create_document, renew_document
from reports.enums import EDITABLE, UNFINISHED, DocumentState
from reports.kinds import kind_of
from reports.models import Document


def make_signed_paper(programme: Programme, kind: str, *, actor: User | None) -> Document:
    """The draft of the paper by today's records. DomainError while an earlier one is on its way to the signature."""
    own = Document.objects.filter(kind=kind, subject_id=programme.pk)
    draft = own.filter(state__in=EDITABLE).order_by("-pk").first()
    if draft is not None:
        return renew_document(draft, actor=actor)
    waiting = own.filter(state__in=UNFINISHED).first()
    if waiting is not None:
        raise DomainError(
            f"{kind_of(kind).family} уже в состоянии «{waiting.get_state_display()}». Новый текст собирают, когда "
            "этот подписан, возвращён или отменён.",
            code="on_its_way",
        )
    day = clock.today(programme.organization)
    former = own.exclude(state=DocumentState.CANCELLED).count()
    return create_document(
        kind,
        programme,
        organization=programme.organization,
        key=f"programme:{programme.pk}:{day.isoformat()}:{former}",
        actor=actor,
    )
