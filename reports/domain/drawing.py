"""Drawing the text of a document and keeping it as a version with its PDF."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from core.domain.files import store_file
from core.models import StoredFile, User
from core.pdf import page_count, safe_file_name
from core.pdf.codes import SheetCode, sheet_code
from reports.kinds import DocumentKind, kind_of
from reports.models import Document, DocumentVersion
from reports.rendering import Mark, Requisites, render_docx, render_pdf
from reports.snapshot import check_code

FILE_PURPOSE = "document"
PDF = "application/pdf"


@dataclass(frozen=True)
class Drawn:
    """A PDF drawn and not yet kept, with all that it was drawn from."""

    snapshot: dict[str, Any]
    wording: str
    requisites: Requisites
    moment: dt.datetime
    pdf: bytes


def draw(
    document: Document,
    kind: DocumentKind,
    snapshot: dict[str, Any],
    requisites: Requisites,
    *,
    wording: str = "",
) -> Drawn:
    """Draw the text with the codes of the portal; nothing is kept."""
    wording = wording or kind.wording
    code = check_code(kind.code, wording, snapshot, requisites.number, requisites.date)
    requisites = replace(requisites, check_code=code)
    if kind.signed_by_head:
        address = reverse("reports:check_document", kwargs={"code": code})
        requisites = replace(requisites, link=settings.PUBLIC_URL.rstrip("/") + address)
    if kind.scanned_back:
        named = SheetCode(document.organization_id, document.subject_id, code[:8])
        requisites = replace(requisites, sheet_code=sheet_code(named))
    # UTC, as the database gives it back: the bytes must not hang on the institution's time zone.
    moment = timezone.now().replace(microsecond=0)
    pdf = render_pdf(kind, snapshot, wording, requisites, moment=moment)
    return Drawn(snapshot, wording, requisites, moment, pdf)


def keep(document: Document, drawn: Drawn, *, actor: User | None, reason: str = "") -> DocumentVersion:
    """Keep what was drawn as the document's next version, its PDF with it."""
    stored = _store_pdf(document, drawn, actor)
    document.revision, document.file, document.pages = document.revision + 1, stored, page_count(drawn.pdf)
    document.save()
    return DocumentVersion.objects.create(
        document=document,
        revision=document.revision,
        snapshot=drawn.snapshot,
        wording=drawn.wording,
        number=drawn.requisites.number,
        date=drawn.requisites.date,
        is_draft=drawn.requisites.is_draft,
        link=drawn.requisites.link,
        check_code=drawn.requisites.check_code,
        sheet_code=drawn.requisites.sheet_code,
        marks=[asdict(mark) for mark in drawn.requisites.marks],
        rendered_at=drawn.moment,
        file=stored,
        author=actor,
        reason=reason,
    )


def _store_pdf(document: Document, drawn: Drawn, actor: User | None) -> StoredFile:
    kind = kind_of(document.kind)
    mark = f" № {drawn.requisites.number}" if drawn.requisites.number else ""
    draft = " (проект)" if drawn.requisites.is_draft else ""
    name = safe_file_name(f"{kind.family}{mark} {document.title}{draft}", ".pdf")
    return store_file(
        drawn.pdf,
        name=name,
        content_type=PDF,
        purpose=FILE_PURPOSE,
        organization=document.organization,
        created_by=actor,
    )


def rebuild_pdf(version: DocumentVersion) -> bytes:
    """The PDF of a version drawn anew from what the version holds: byte for byte the kept one."""
    kind = kind_of(version.document.kind)
    moment = version.rendered_at
    return render_pdf(kind, version.snapshot, version.wording, requisites_of(version), moment=moment)


def word_of(version: DocumentVersion) -> bytes:
    """The same version as a Word document: an editor's copy, without the codes of the portal. Raises DomainError."""
    kind = kind_of(version.document.kind)
    moment = version.rendered_at
    return render_docx(kind, version.snapshot, moment=moment, requisites=requisites_of(version))


def requisites_of(version: DocumentVersion) -> Requisites:
    """What the version was drawn with."""
    return Requisites(
        version.number,
        version.date,
        version.is_draft,
        version.link,
        version.check_code,
        version.sheet_code,
        tuple(Mark(mark["title"], tuple(mark["lines"])) for mark in version.marks),
    )
