"""Papers of a roadmap as files that nothing is kept of: drawn at once, or by a job when the plan is long."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from core import audit
from core.docx import DOCX_TYPE
from core.domain.files import store_file
from core.domain.jobs import start_job
from core.domain.list_terms import PURPOSE
from core.models import Job, StoredFile, User
from reports.domain.documents import build
from reports.kinds import DocumentKind, kind_of
from reports.rendering import Requisites, render_docx, render_pdf
from reports.snapshot import freeze
from roadmap.models import Activity, Roadmap

JOB_KIND = "reports.roadmap_file"
KINDS = {"plan": "roadmap", "changes": "roadmap_changes", "progress": "roadmap_progress"}
FORMS = {"pdf": "application/pdf", "docx": DOCX_TYPE}
#: Activities whose paper is drawn within a request: a second or two; longer plans are a job.
AT_ONCE = 150


def is_long(roadmap: Roadmap) -> bool:
    return Activity.objects.filter(stage__roadmap=roadmap).count() > AT_ONCE


def file_name(roadmap: Roadmap, kind: DocumentKind, form: str) -> str:
    return f"{kind.label} {roadmap.period_start.year}-{roadmap.period_end.year}.{form}"


def drawn(kind: DocumentKind, snapshot: dict[str, Any], form: str) -> bytes:
    moment = timezone.now().replace(microsecond=0)
    if form == "docx":
        return render_docx(kind, snapshot, moment=moment)
    requisites = Requisites(is_draft=bool(snapshot.get("is_draft")))
    return render_pdf(kind, snapshot, kind.wording, requisites, moment=moment)


def record_print(roadmap: Roadmap, kind: DocumentKind, form: str, *, actor: User | None) -> None:
    audit.record("roadmap.printed", subject=roadmap, actor=actor, after={"kind": kind.label, "format": form})


def order_file(roadmap: Roadmap, what: str, form: str, *, options: dict[str, Any], owner: User) -> Job:
    """Ask for the paper of a long plan; the same paper asked for twice is one job."""
    kind = kind_of(KINDS[what])
    return start_job(
        JOB_KIND,
        organization=roadmap.organization,
        owner=owner,
        title=f"{kind.label}: {roadmap.title}"[:200],
        params={"roadmap": roadmap.pk, "what": what, "form": form, "options": options},
        key=f"{owner.pk} {roadmap.pk} {what} {form} {sorted(options.items())}"[:200],
        total=1,
    )


def make_file(roadmap: Roadmap, what: str, form: str, *, options: dict[str, Any], owner: User) -> StoredFile:
    """The paper in private storage for whoever asked, for a week as files of lists are. Raises DomainError."""
    kind = kind_of(KINDS[what])
    built = build(kind, roadmap, organization=roadmap.organization, **options)
    stored = store_file(
        drawn(kind, freeze(built.content), form),
        name=file_name(roadmap, kind, form),
        content_type=FORMS[form],
        purpose=PURPOSE,
        organization=roadmap.organization,
        created_by=owner,
    )
    record_print(roadmap, kind, form, actor=owner)
    return stored
