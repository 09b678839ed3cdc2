"""Reports: frozen figures of a programme."""

from __future__ import annotations

from core import clock
from core.domain.jobs import start_job
from core.models import Job, User
from mentorship.models import Programme
from reports.domain.documents import create_document
from reports.models import Document

ANNUAL_JOB = "documents.annual_report"
ANNUAL_KIND = "annual_report"


def start_annual_report(programme: Programme, *, actor: User) -> Job:
    return start_job(
        ANNUAL_JOB,
        organization=programme.organization,
        owner=actor,
        title=f"Годовой отчёт: {programme.title}"[:200],
        params={"programme": programme.pk},
        key=f"programme:{programme.pk}",
    )


def make_annual_report(programme: Programme, *, actor: User | None) -> Document:
    """One report a day: made twice on a day, it is the same document, redrawn if the figures have moved."""
    day = clock.today(programme.organization)
    return create_document(
        ANNUAL_KIND,
        programme,
        organization=programme.organization,
        key=f"programme:{programme.pk}:{day.isoformat()}",
        actor=actor,
    )
