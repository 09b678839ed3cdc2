"""Papers of a batch sent by mail: to each the one paper about them, once."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from core import audit
from core.clock import today
from core.domain.files import read_file
from core.domain.jobs import start_job
from core.domain.letters import send_letter
from core.errors import DomainError
from core.models import Job, User
from core.pdf import safe_file_name
from reports.kinds import kind_of
from reports.models import Document, DocumentBatch, PaperLetter
from reports.selectors.paper_letters import Addressed, addressed, mailing_of

JOB_KIND = "documents.paper_letters"


def start_mailing(batch: DocumentBatch, *, actor: User) -> Job:
    """The job that writes the letters; pressed twice, it is one job. Raises DomainError when there is nobody."""
    if not mailing_of(batch, day=today(batch.organization)).to_write:
        raise DomainError(
            "Писать некому: письма уже ушли, или у получателей нет электронной почты.", code="nobody"
        )
    return start_job(
        JOB_KIND,
        organization=batch.organization,
        owner=actor,
        title=f"Письма с документами: {batch.programme.title}"[:200],
        params={"batch": batch.pk},
        key=f"batch:{batch.pk}",
    )


def write_to(document: Document, *, actor: User | None) -> bool:
    """Send the current text to whom it is for and remember it in the same transaction; False when no letter is due.

    Judged at the moment of sending: a paper that was taken back meanwhile, a letter that went and a reader without an
    address get none, also when a job runs again after a crash. Raises DomainError when the mail server refuses.
    """
    one = addressed(document, day=today(document.organization))
    if one is None or not one.address:
        return False
    try:
        with transaction.atomic():
            PaperLetter.objects.create(
                organization=document.organization,
                document=document,
                revision=document.revision,
                reader=one.reader,
                author=actor,
            )
            audit.record("document.mailed", subject=document, actor=actor, after={"reader": one.reader})
            if not _send(one):
                raise DomainError("Почта портала не приняла письмо. Повторите позже.", code="mail")
    except IntegrityError:
        return False  # another run has just written it
    return True


def _send(one: Addressed) -> bool:
    """The letter names nobody: whose paper it is stands in the file alone."""
    document = one.document
    if document.file is None:
        return False
    family = kind_of(document.kind).family
    return send_letter(
        one.address,
        subject=f"{family}: {document.organization.short_name}",
        template="reports/letters/paper.txt",
        context={"organization": document.organization, "family": family, "reader": one.reader},
        attachments=[(safe_file_name(family, ".pdf"), read_file(document.file), "application/pdf")],
    )
