"""A version of a document → HTML → PDF. Nothing but what the version holds goes in."""

from __future__ import annotations

import base64
import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import segno
from django.template.loader import render_to_string

from core.docx import Align, Block, Columns, Heading, Paragraph, SignatureLine, write_docx
from core.pdf import html_to_pdf, sheet_to_pdf
from core.pdf.codes import stamp_pages
from core.russian import date_long
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
    code = requisites.sheet_code
    if kind.mass and not requisites.marks:
        return sheet_to_pdf(
            html, stylesheet=kind.stylesheet, created=moment, draft=requisites.is_draft, code=code
        )
    pdf = html_to_pdf(html, stylesheet=kind.stylesheet, created=moment, draft=requisites.is_draft)
    return stamp_pages(pdf, code) if code else pdf


def render_docx(
    kind: DocumentKind,
    snapshot: dict[str, Any],
    *,
    moment: dt.datetime,
    requisites: Requisites | None = None,
) -> bytes:
    """The same content as a Word document, with the number, the date and the marks of signatures that the PDF has.

    Without `requisites` what the head signs is a draft. Raises DomainError for a text of an earlier make without one.
    """
    content: Any = thaw(kind.content, snapshot)
    form = requisites or Requisites(is_draft=kind.signed_by_head or bool(snapshot.get("is_draft")))
    if kind.form_blocks is not None:
        blocks = kind.form_blocks(content, form)
    else:
        blocks = _framed(kind, kind.blocks(content), content, form)  # type: ignore[misc]
    return write_docx(content.title, blocks, landscape=kind.landscape, created=moment, draft=form.is_draft)


def requisites_block(form: Requisites, city: str, *, day: str = "") -> Columns:
    """Date, place and number in one line; lines to write on until the document is registered."""
    written = date_long(form.date) if form.date else day or "________________"
    return Columns((written, city, f"№\u00a0{form.number or '__________'}"))


def dated_stamp(lines: list[str], form: Requisites) -> list[str]:
    """The lines under «УТВЕРЖДАЮ»: the last one is the day, which with the number is given at registration."""
    if form.date is None:
        return lines
    return [*lines[:-1], f"{date_long(form.date)} №\u00a0{form.number}"]


def mark_blocks(form: Requisites) -> list[Block]:
    """The marks of electronic signatures, as they stand under the signature line."""
    return [Paragraph("\n".join((mark.title, *mark.lines)), align=Align.CENTER) for mark in form.marks]


def _framed(kind: DocumentKind, blocks: list[Block], content: Any, form: Requisites) -> list[Block]:
    """What its own blocks are not told: the number above the heading, marks below the signature."""
    made = list(blocks)
    signed = [place for place, block in enumerate(made) if isinstance(block, SignatureLine)]
    after = signed[0] + 1 if signed else len(made)
    made[after:after] = mark_blocks(form)
    if kind.series:
        head = next((place for place, block in enumerate(made) if isinstance(block, Heading)), 0)
        made.insert(head, requisites_block(form, content.letterhead.city))
    return made
