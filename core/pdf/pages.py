"""Pages of a PDF as pictures and as text: what is signed is seen on the screen as the page it will be."""

from __future__ import annotations

import io
import re
import threading

import pypdfium2 as pdfium
from PIL import Image

MAX_WIDTH = 2_000
# PDFium is not made for threads.
_LOCK = threading.Lock()
#: How PDFium tells a hyphen at the end of a line that belongs to no word.
_BROKEN_WORD = re.compile("[\\ufffe\\x02]\\s*")


class UnreadablePdfError(ValueError):
    """The bytes are not a PDF that can be opened (broken, or protected by a password)."""


def page_count(pdf: bytes) -> int:
    """Number of pages. Raises UnreadablePdfError."""
    with _LOCK:
        document = _open(pdf)
        try:
            return len(document)
        finally:
            document.close()


def pdf_text(pdf: bytes) -> str:
    """All that stands in the PDF, page after page; a word that a line breaks is whole. Raises UnreadablePdfError."""
    with _LOCK:
        document = _open(pdf)
        try:
            text = "\n".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()
    return _BROKEN_WORD.sub("", text)


def page_png(pdf: bytes, number: int, *, width: int = 900) -> bytes:
    """Page `number` (from 1) as a PNG `width` pixels wide. Raises IndexError, UnreadablePdfError."""
    if not 1 <= width <= MAX_WIDTH:
        raise ValueError(f"width must be 1..{MAX_WIDTH}")
    with _LOCK:
        document = _open(pdf)
        try:
            if not 1 <= number <= len(document):
                raise IndexError(number)
            page = document[number - 1]
            image = page.render(scale=width / page.get_width()).to_pil()
        finally:
            document.close()
    buffer = io.BytesIO()
    # Few colours on a page of text: a palette of 32 makes the picture a third of the size in less time.
    few = image.convert("RGB").quantize(32, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(buffer, "PNG")
    return buffer.getvalue()


def _open(pdf: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError as error:
        raise UnreadablePdfError("Файл не читается как PDF") from error
