"""Signatures inside a PDF: what each covers, whether bytes were added after, whether the pages are the issued ones.

The structure is read by qpdf (pikepdf), the signature itself is verified as a detached one over the bytes it covers, so
ГОСТ is served as well as RSA. The issued file must stand unchanged at the beginning: signing adds to a PDF, it does not
rewrite it, and what has been rewritten cannot be shown to be the same document.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import pikepdf

from core.signatures.errors import SignatureError
from core.signatures.verify import SignedBy, explain_difference, verify_detached

MAX_ADDED = 2 * 1024 * 1024
"""More than this is not what signing adds."""
MAX_FIELDS = 16
MAX_NODES = 20_000
_READING = (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Covered:
    """One signature's container and the span of bytes it stands for."""

    cms: bytes
    content: bytes
    end: int


def is_pdf(data: bytes) -> bool:
    return data[:5] == b"%PDF-"


def verify_pdf(signed: bytes, issued: bytes, *, at: dt.datetime) -> list[SignedBy]:
    """Everybody who signed the issued PDF inside `signed`; `at` is now, aware.

    Raises SignatureError in plain Russian: no signature, another or a rewritten document, pages that were changed,
    bytes added after the last signature, a signature that does not hold.
    """
    if not is_pdf(signed):
        raise SignatureError(
            "Это не PDF. Нужен подписанный файл PDF или отделённая подпись.", code="wrong_file"
        )
    if signed == issued:
        raise SignatureError(
            "В этом файле нет подписи: это документ, который выдал портал.", code="no_signers"
        )
    if not signed.startswith(issued):
        raise SignatureError(
            "Подписан другой файл, или программа переписала PDF заново: портал не может убедиться, что это тот же "
            "документ. Подпишите файл, скачанный со страницы документа, без пересохранения.",
            code="other_document",
        )
    if len(signed) - len(issued) > MAX_ADDED:
        raise SignatureError("К файлу дописано слишком много: это не похоже на подпись.", code="shape")
    found = _signatures(signed)
    if not found:
        raise SignatureError(
            f"В файле нет подписи. {explain_difference(issued, signed)}".strip(), code="no_signers"
        )
    last = max(one.end for one in found)
    if last != len(signed):
        raise SignatureError(
            f"После подписи к файлу дописано {len(signed) - last} байт. Нужен файл ровно таким, каким его сохранила "
            "программа подписи.",
            code="appended",
        )
    _same_pages(signed, issued)
    return [person for one in found for person in verify_detached(one.cms, one.content, at=at)]


def _signatures(signed: bytes) -> list[Covered]:
    try:
        with pikepdf.open(io.BytesIO(signed)) as pdf:
            form = pdf.Root.get("/AcroForm")
            fields = list(form.get("/Fields", [])) if form is not None else []
            if len(fields) > MAX_FIELDS:
                raise SignatureError("В файле слишком много полей.", code="shape")
            return [
                _covered(signed, field["/V"])
                for field in fields
                if field.get("/FT") == "/Sig" and field.get("/V") is not None
            ]
    except _READING as error:
        raise SignatureError(
            "PDF повреждён и не читается. Подпишите файл заново.", code="unreadable"
        ) from error


def _covered(signed: bytes, value: Any) -> Covered:
    """The signature's bytes and all bytes around them. Anything that leaves a second gap is refused."""
    start, first, second, rest = (int(number) for number in value["/ByteRange"])
    gap = signed[first:second]
    whole = start == 0 and 0 < first < second and second + rest <= len(signed)
    if not whole or gap[:1] != b"<" or gap[-1:] != b">":
        raise SignatureError(
            "Подпись охватывает не весь файл: такой файл нельзя считать подписанным.", code="partly"
        )
    cms = bytes.fromhex(gap[1:-1].decode("ascii"))
    return Covered(_whole_der(cms), signed[:first] + signed[second : second + rest], second + rest)


def _whole_der(padded: bytes) -> bytes:
    """The container without the zeros that fill up its place in the file."""
    if len(padded) < 2 or padded[0] != 0x30:
        raise SignatureError("Подпись в файле повреждена. Подпишите файл заново.", code="unreadable")
    length, head = padded[1], 2
    if length == 0x80:  # of indefinite length: its end is told inside
        return padded.rstrip(b"\0") + b"\0\0"
    if length > 0x80:
        count = length & 0x7F
        length, head = int.from_bytes(padded[2 : 2 + count], "big"), 2 + count
    if padded[head + length :].strip(b"\0"):
        raise SignatureError("Подпись в файле повреждена. Подпишите файл заново.", code="unreadable")
    return padded[: head + length]


def _same_pages(signed: bytes, issued: bytes) -> None:
    """What is added may bring signature fields; the pages themselves must be those of the issued file."""
    try:
        with pikepdf.open(io.BytesIO(signed)) as one, pikepdf.open(io.BytesIO(issued)) as other:
            same = len(one.pages) == len(other.pages) and all(
                _look(left.obj) == _look(right.obj)
                for left, right in zip(one.pages, other.pages, strict=True)
            )
            alien = any(_is_alien(mark) for page in one.pages for mark in page.obj.get("/Annots", []))
            known = any(_is_alien(mark) for page in other.pages for mark in page.obj.get("/Annots", []))
    except _READING as error:
        raise SignatureError(
            "PDF повреждён и не читается. Подпишите файл заново.", code="unreadable"
        ) from error
    if not same or (alien and not known):
        raise SignatureError(
            "Перед подписью страницы документа изменили: подписан не тот текст, который выдал портал.",
            code="other_document",
        )


def _is_alien(annotation: Any) -> bool:
    """Whether something but a signature's own field lies on a page."""
    return annotation.get("/Subtype") != "/Widget" or annotation.get("/FT", "/Sig") != "/Sig"


def _look(page: Any) -> Any:
    """All that a page is drawn from, as plain values; loops are cut at the object already met."""
    return _plain(page, {}, [MAX_NODES])


_OF_THE_TREE = ("/Parent", "/Annots", "/StructParents")


def _plain(value: Any, met: dict[tuple[int, int], int], left: list[int]) -> Any:
    left[0] -= 1
    if left[0] < 0:
        raise ValueError("too many parts in a page")
    if isinstance(value, pikepdf.Object) and value.objgen != (0, 0):
        if value.objgen in met:
            return ("again", met[value.objgen])
        met[value.objgen] = len(met)
    if isinstance(value, pikepdf.Stream):
        keys = sorted(key for key in value.keys() if key not in _OF_THE_TREE)  # noqa: SIM118 - not a mapping
        return ("stream", value.read_raw_bytes(), tuple((key, _plain(value[key], met, left)) for key in keys))
    if isinstance(value, pikepdf.Dictionary):
        keys = sorted(key for key in value.keys() if key not in _OF_THE_TREE)  # noqa: SIM118 - not a mapping
        return tuple((key, _plain(value[key], met, left)) for key in keys)
    if isinstance(value, pikepdf.Array):
        return tuple(_plain(one, met, left) for one in value)
    return str(value)
