"""A code on every page of a paper, by which a scan of it finds its way back.

The code names a record and its text by numbers, no person: `PN1` + base32 of (institution, record, eight digits of the
text's check code, six bytes of HMAC). Two characters for «page of pages» follow. The HMAC tells the portal's own
codes from any other QR on a sheet; the key is derived from SECRET_KEY, older keys (SECRET_KEY_FALLBACKS) are known too.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import io
from dataclasses import dataclass

import pikepdf
from django.conf import settings
from django.utils.encoding import force_bytes

from core.pdf.qr import qr_matrix

PREFIX = "PN1"
SIZE_MM = 16.0
RIGHT_MM, BOTTOM_MM = 11.0, 3.5
_POINTS = 72 / 25.4
_MAC_BYTES = 6
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MAX_PAGES = len(_DIGITS) - 1


@dataclass(frozen=True)
class SheetCode:
    """What a code names: the institution, the record (a consent), the text (eight digits of its check code)."""

    organization: int
    record: int
    check: str


@dataclass(frozen=True)
class PageCode:
    """A code as it was read from one page."""

    sheet: SheetCode
    page: int
    pages: int


def sheet_code(code: SheetCode) -> str:
    """The part of the code that all pages of one text share."""
    body = (
        code.organization.to_bytes(4, "big") + code.record.to_bytes(5, "big") + bytes.fromhex(code.check[:8])
    )
    packed = base64.b32encode(body + _mac(body, settings.SECRET_KEY)).decode().rstrip("=")
    return PREFIX + packed


def page_code(sheet: str, page: int, pages: int) -> str:
    """The text of the QR of one page. ValueError when the paper has more pages than a code can count."""
    if not 1 <= page <= pages <= MAX_PAGES:
        raise ValueError(f"page {page} of {pages}")
    return f"{sheet}{_DIGITS[page]}{_DIGITS[pages]}"


def read_code(text: str) -> PageCode | None:
    """What a QR says, or None for one that this portal did not make."""
    if not text.startswith(PREFIX) or len(text) < len(PREFIX) + 4:
        return None
    packed, page, pages = text[len(PREFIX) : -2], _DIGITS.find(text[-2]), _DIGITS.find(text[-1])
    try:
        raw = base64.b32decode(packed + "=" * (-len(packed) % 8))
    except (binascii.Error, ValueError):
        return None
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if len(body) != 13 or not 1 <= page <= pages:
        return None
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(hmac.compare_digest(mac, _mac(body, key)) for key in keys):
        return None
    sheet = SheetCode(int.from_bytes(body[:4], "big"), int.from_bytes(body[4:9], "big"), body[9:].hex())
    return PageCode(sheet, page, pages)


def stamp_pages(pdf: bytes, sheet: str) -> bytes:
    """The PDF with the code of each page in its lower right corner, drawn as an artifact: readers pass over it.

    The same arguments give the same bytes.
    """
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        total = len(document.pages)
        for number, page in enumerate(document.pages, start=1):
            drawing = document.make_stream(page_drawing(page, sheet, number, total))
            page.contents_add(drawing, prepend=True)
        document.save(
            target,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return target.getvalue()


def page_drawing(page: pikepdf.Page, sheet: str, number: int, total: int) -> bytes:
    """What draws the code of page `number` of `total`."""
    return _drawing(page_code(sheet, number, total), float(page.mediabox[2]))


def _drawing(text: str, width: float) -> bytes:
    """Operators that draw the QR; dark modules of a row are joined to one rectangle."""
    matrix = qr_matrix(text, error="q")
    side = len(matrix)
    module = SIZE_MM * _POINTS / side
    left, bottom = width - (RIGHT_MM + SIZE_MM) * _POINTS, BOTTOM_MM * _POINTS
    lines = ["/Artifact BMC", "q", f"{module:.5f} 0 0 {module:.5f} {left:.3f} {bottom:.3f} cm", "0 g"]
    for row, cells in enumerate(matrix):
        start = None
        for column in range(side + 1):
            dark = column < side and cells[column]
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                lines.append(f"{start} {side - 1 - row} {column - start} 1 re")
                start = None
    return "\n".join([*lines, "f", "Q", "EMC", ""]).encode()


def _mac(body: bytes, key: str | bytes) -> bytes:
    derived = hashlib.sha256(b"core.pdf.codes:" + force_bytes(key)).digest()
    return hmac.new(derived, body, hashlib.sha256).digest()[:_MAC_BYTES]
