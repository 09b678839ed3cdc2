"""The first page of each kind of document as a small picture, drawn from the records of the demo institution."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

from config.gallery_staged import staged
from config.gallery_subjects import Subject, subjects_for
from core.domain.files import read_file
from core.errors import DomainError
from core.models import Organization
from mentorship.models import Programme
from reports.domain.documents import build
from reports.enums import DocumentState
from reports.kinds import DocumentKind, all_kinds
from reports.models import Document
from reports.rendering import Requisites, render_pdf
from reports.snapshot import freeze

WIDTH = 560
LARGEST = 60 * 1024
SHADES = (32, 24, 16, 8)  # of grey: fewer until the picture is small enough


@dataclass(frozen=True)
class Picture:
    """`reason` says why a kind has no picture; then `png` is empty."""

    kind: DocumentKind
    pages: int = 0
    png: bytes = b""
    reason: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind.code}.png"


def pictures(organization: Organization, programme: Programme) -> Iterator[Picture]:
    """A picture for each kind: of its latest document that was kept, else of one drawn now and kept nowhere."""
    for kind in sorted(all_kinds(), key=lambda one: (one.family, one.label)):
        found = Document.objects.filter(kind=kind.code).exclude(state=DocumentState.CANCELLED)
        kept = found.filter(file__isnull=False).order_by("-pk").first()
        if kept is not None and kept.file is not None:
            yield _picture(kind, read_file(kept.file))
            continue
        try:
            yield _picture(kind, _draw(kind, organization, programme))
        except DomainError as error:
            yield Picture(kind, reason=error.message)


def write_gallery(found: list[Picture], folder: Path) -> int:
    """The pictures and the index; pictures of kinds that are gone are removed. Returns the bytes of all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = [picture for picture in found if picture.png]
    for old in folder.glob("*.png"):
        if old.name not in {picture.name for picture in drawn}:
            old.unlink()
    for picture in drawn:
        (folder / picture.name).write_bytes(picture.png)
    (folder / "README.md").write_text(index(found), encoding="utf-8")
    return sum(len(picture.png) for picture in drawn)


def index(found: list[Picture]) -> str:
    """The page of the gallery: families, kinds with their number of pages, what is not shown and why."""
    lines = [
        "# Documents of the portal",
        "",
        "The first page of each kind, drawn from the invented data of the demo institution by",
        "`./portal manage make_gallery`. Everybody and everything named here is invented.",
        "Each kind is made as PDF and as DOCX.",
    ]
    family = ""
    for picture in found:
        if not picture.png:
            continue
        if picture.kind.family != family:
            family = picture.kind.family
            lines += ["", f"## {family}"]
        pages = "1 page" if picture.pages == 1 else f"{picture.pages} pages"
        lines += ["", f"**{picture.kind.label}** (`{picture.kind.code}`, {pages})", ""]
        lines.append(f"![{picture.kind.label}]({picture.name})")
    missing = [picture for picture in found if not picture.png]
    if missing:
        lines += ["", "## Not shown: the demo has nothing to draw them from", ""]
        lines += [f"- {one.kind.label} (`{one.kind.code}`): {one.reason}" for one in missing]
    return "\n".join(lines) + "\n"


def _draw(kind: DocumentKind, organization: Organization, programme: Programme) -> bytes:
    """Of the first subject that has enough in it, else of one made for the picture. Raises DomainError of the last."""
    try:
        return _drawn(kind, subjects_for(kind.code, programme), organization, programme)
    except DomainError as refusal:
        with staged(kind.code, programme) as made:
            if not made:
                raise refusal from None
            return _drawn(kind, made, organization, programme)


def _drawn(
    kind: DocumentKind, subjects: Iterable[Subject], organization: Organization, programme: Programme
) -> bytes:
    refusal = DomainError("В демонстрационных данных такой записи нет.", code="nothing")
    for subject, options in subjects:
        try:
            built = build(kind, subject, organization=organization, **options)
        except DomainError as error:
            refusal = error
            continue
        moment = programme.created_at.replace(microsecond=0)
        return render_pdf(kind, freeze(built.content), kind.wording, Requisites(), moment=moment)
    raise refusal


def _picture(kind: DocumentKind, pdf: bytes) -> Picture:
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        image = page.render(scale=WIDTH / page.get_width()).to_pil()
        return Picture(kind, len(document), _small(image))
    finally:
        document.close()


def _small(image: Image.Image) -> bytes:
    """A PNG of at most `LARGEST` bytes: grey in as many shades as fit."""
    grey = image.convert("L")
    data = b""
    for shades in SHADES:
        target = io.BytesIO()
        grey.quantize(shades).save(target, "PNG", optimize=True)
        data = target.getvalue()
        if len(data) <= LARGEST:
            break
    return data
