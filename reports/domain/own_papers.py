"""Papers made of today's records for those whom they concern: nothing is kept but a line of the trail."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from core import audit
from core.models import Organization, User
from reports.domain.documents import build
from reports.kinds import kind_of
from reports.rendering import Requisites, render_docx, render_pdf
from reports.snapshot import freeze

PDF, DOCX = "pdf", "docx"


def paper_now(
    kind_code: str,
    subject: models.Model,
    *,
    organization: Organization,
    what: str,
    actor: User | None,
    draft: bool = False,
    **options: Any,
) -> bytes:
    """The PDF or DOCX of a kind as the records stand now; `draft` prints «ПРОЕКТ» over it. Raises DomainError."""
    kind = kind_of(kind_code)
    snapshot = freeze(build(kind, subject, organization=organization, **options).content)
    moment = timezone.now().replace(microsecond=0)
    audit.record(
        f"{kind_code}.exported",
        subject=subject,
        organization=organization,
        actor=actor,
        after={"format": what},
    )
    if what == DOCX:
        return render_docx(kind, snapshot, moment=moment, requisites=Requisites(is_draft=draft))
    return render_pdf(kind, snapshot, kind.wording, Requisites(is_draft=draft), moment=moment)
