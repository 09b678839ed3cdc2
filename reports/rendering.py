"""A version of a document → HTML → PDF. Nothing but what the version holds goes in."""

from __future__ import annotations

import base64
import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import segno
from django.template.loader import render_to_string

from core.docx import write_docx
from core.errors import DomainError
from core.pdf import html_to_pdf, sheet_to_pdf
from core.pdf.codes import stamp_pages
from reports.kinds import DocumentKind
from reports.snapshot import thaw


@dataclass(frozen=True)
class Mark:
    """An electronic signature as it is printed: a heading and lines under it (ГОСТ Р 7.0.97, «отметка об ЭП»)."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Requisites:
    """What registration gives a document, and the marks of the portal."""

    number: str = ""
    date: dt.date | None = None
    is_draft: bool = False
    link: str = ""
    check_code: str = ""
    sheet_code: str = ""
    marks: tuple[Mark, ...] = ()  # of electronic signatures

    @property
    def code_groups(self) -> str:
        """«3f2a-90bc-…»: the check code in fours, as people compare it."""
        return "-".join(self.check_code[start : start + 4] for start in range(0, len(self.check_code), 4))

    @property
    def qr(self) -> str:
        """The link with the check code as a QR picture (`data:` address), empty without a link."""
        if not self.link:
            return ""
        buffer = io.BytesIO()
        # The public page bears the code in its address; texts drawn before it was there point at the document's own.
        address = (
            self.link if self.link.endswith(f"/{self.check_code}/") else f"{self.link}?code={self.check_code}"
        )
        segno.make(address, error="m", micro=False).save(
            buffer, kind="svg", border=2, xmldecl=False, svgns=True
        )
        return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode()


def render_html(kind: DocumentKind, snapshot: dict[str, Any], wording: str, requisites: Requisites) -> str:
    """The page as HTML: the same for the PDF and for a reader that wants text."""
    return render_to_string(
        kind.template(wording), {"doc": thaw(kind.content, snapshot), "form": requisites, "kind": kind}
    )


def render_pdf(
    kind: DocumentKind,
    snapshot: dict[str, Any],
    wording: str,
    requisites: Requisites,
    *,
    moment: dt.datetime,
) -> bytes:
    """The PDF; `moment` (aware) goes to its metadata. The same arguments give the same bytes."""
    html = render_html(kind, snapshot, wording, requisites)
    draw = sheet_to_pdf if kind.mass and not requisites.marks else html_to_pdf
    pdf = draw(html, stylesheet=kind.stylesheet, created=moment, draft=requisites.is_draft)
    return stamp_pages(pdf, requisites.sheet_code) if requisites.sheet_code else pdf


def render_docx(
    kind: DocumentKind,
    snapshot: dict[str, Any],
    *,
    moment: dt.datetime,
    requisites: Requisites | None = None,
) -> bytes:
    """The same content as a Word document. DomainError for a kind that has no such form."""
    if not kind.has_docx:
        raise DomainError(f"«{kind.label}» бывает только в PDF.", code="no_docx")
    content: Any = thaw(kind.content, snapshot)
    if kind.form_blocks is not None:
        blocks = kind.form_blocks(content, requisites or Requisites(is_draft=kind.signed_by_head))
    else:
        blocks = kind.blocks(content)  # type: ignore[misc]
    return write_docx(content.title, blocks, landscape=kind.landscape, created=moment)
