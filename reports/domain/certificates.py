"""Certificates of a finished group: one by one by a job, cancelled when the training is taken back."""

from __future__ import annotations

from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, User
from core.workflow import move
from mentorship.models import TrainingGroup, TrainingPlace
from mentorship.training_enums import GroupState
from reports.domain.documents import create_document
from reports.enums import DOCUMENT_TRANSITIONS, DocumentState
from reports.models import Document
from reports.selectors.certificates import certificates_of, completed_places, key_of

KIND = "training_certificate"
JOB_KIND = "documents.certificates"


def start_certificates(group: TrainingGroup, *, actor: User) -> Job:
    """One job for everybody who was trained in the group; pressed twice, it is one job. Raises DomainError."""
    if group.state != GroupState.FINISHED:
        raise DomainError("Сначала завершите обучение группы.", code="open")
    if not completed_places(group).exists():
        raise DomainError("В группе никто не обучен: свидетельства выдавать некому.", code="nobody")
    return start_job(
        JOB_KIND,
        organization=group.organization,
        owner=actor,
        title=f"Свидетельства: {group.title}"[:200],
        params={"group": group.pk},
        key=f"training:{group.pk}",
    )


def make_certificate(place: TrainingPlace, *, actor: User | None) -> Document:
    """The certificate of one listener, once: with its number. Raises DomainError."""
    return create_document(KIND, place, organization=place.organization, key=key_of(place.pk), actor=actor)


def cancel_certificates(group: TrainingGroup, *, actor: User | None, reason: str) -> int:
    """The outcome was taken back: its certificates hold no more; their numbers stay in the register as void."""
    count = 0
    for document in certificates_of(group):
        move(
            document,
            to=DocumentState.CANCELLED,
            transitions=DOCUMENT_TRANSITIONS,
            actor=actor,
            reason=reason,
            set_fields={"remark": reason[:1000]},
        )
        count += 1
    return count
