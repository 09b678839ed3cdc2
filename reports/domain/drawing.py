"""Drawing the text of a document and keeping it as a version with its PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from core.domain.files import NewFile, store_file, store_files
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
    version = version_of(document, drawn, actor=actor, reason=reason)
    version.save(force_insert=True)
    return version


def keep_first(documents: Sequence[tuple[Document, Drawn]], *, actor: User | None) -> None:
    """Keep new documents of one institution with their first versions and PDFs; the rows are written together."""
    files = store_files(
        (NewFile(drawn.pdf, _file_name(document, drawn)) for document, drawn in documents),
        content_type=PDF,
        purpose=FILE_PURPOSE,
        organization=documents[0][0].organization,
        created_by=actor,
    )
    for (document, drawn), stored in zip(documents, files, strict=True):
        document.revision, document.file, document.pages = 1, stored, page_count(drawn.pdf)
    Document.objects.bulk_create([document for document, _ in documents])
    DocumentVersion.objects.bulk_create(
        [version_of(document, drawn, actor=actor) for document, drawn in documents]
    )


def version_of(document: Document, drawn: Drawn, *, actor: User | None, reason: str = "") -> DocumentVersion:
    """The row of the document's current version, not written yet."""
    return DocumentVersion(
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
        file=document.file,
        author=actor,
        reason=reason,
    )


def _file_name(document: Document, drawn: Drawn) -> str:
    mark = f" № {drawn.requisites.number}" if drawn.requisites.number else ""
    draft = " (проект)" if drawn.requisites.is_draft else ""
    return safe_file_name(f"{kind_of(document.kind).family}{mark} {document.title}{draft}", ".pdf")


def _store_pdf(document: Document, drawn: Drawn, actor: User | None) -> StoredFile:
    return store_file(
        drawn.pdf,
        name=_file_name(document, drawn),
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
