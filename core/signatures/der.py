"""Before a hostile file reaches a parser: its size, depth and number of parts are bounded, without recursion."""

from __future__ import annotations

import base64
import binascii
import re

from core.signatures.errors import SignatureError

MAX_BYTES = 512 * 1024
MAX_PARTS = 20_000
MAX_DEPTH = 40
_ARMOUR = re.compile(rb"-----BEGIN (CMS|PKCS7|PKCS #7 SIGNED DATA)-----(.*?)-----END \1-----", re.S)
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+")
_UNREADABLE = "Файл подписи не читается: он повреждён или передан не полностью. Получите его заново."
_KNOWN = (
    (
        b"%PDF-",
        "Это документ PDF. Нужен файл отделённой подписи: обычно он называется «….pdf.sig» или «….p7s».",
    ),
    (
        b"PK\x03\x04",
        "Это архив или документ Word, Excel. Распакуйте архив и выберите сам файл подписи (.sig, .p7s).",
    ),
    (b"\xff\xd8\xff", "Это картинка. Изображение подписи — не электронная подпись."),
    (b"\x89PNG", "Это картинка. Изображение подписи — не электронная подпись."),
    (b"-----BEGIN CERTIFICATE", "Это сертификат, а нужна сама подпись (.sig, .p7s)."),
    (b"-----BEGIN PRIVATE", "Это закрытый ключ. Никому его не передавайте! Файл не сохранён."),
    (b"-----BEGIN ENCRYPTED", "Это закрытый ключ. Никому его не передавайте! Файл не сохранён."),
)


def unreadable() -> SignatureError:
    return SignatureError(_UNREADABLE, code="unreadable")


def der_of(data: bytes) -> bytes:
    """The DER (or BER) of a signature given as it is, in PEM or in bare base64. Raises SignatureError."""
    if not data.strip():
        raise SignatureError("Файл подписи пустой. Выберите его снова.", code="empty")
    if len(data) > MAX_BYTES:
        raise SignatureError(
            "Файл слишком большой для отделённой подписи (больше 512 КБ). Возможно, выбран сам документ или "
            "присоединённая подпись: нужна отделённая.",
            code="too_big",
        )
    for head, message in _KNOWN:
        if data.lstrip().startswith(head):
            raise SignatureError(message, code="wrong_file")
    if data[:1] == b"\x30":
        return data
    found = _ARMOUR.search(data)
    body = found[2] if found else data.lstrip(b"\xef\xbb\xbf")
    if not _BASE64.fullmatch(body):
        raise SignatureError(
            "Это не файл электронной подписи. Нужна отделённая подпись в формате CMS (.sig, .p7s).",
            code="wrong_file",
        )
    try:
        return base64.b64decode(b"".join(body.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise unreadable() from error


def check_shape(data: bytes) -> None:
    """Walk the whole structure: every length within its parent, no more than MAX_DEPTH deep and MAX_PARTS parts.

    Raises SignatureError. Bytes after the structure are refused as well.
    """
    place, parts = 0, 0
    # The ends of what is open; None for an indefinite length, closed by two zero bytes.
    ends: list[int | None] = []
    while True:
        while ends and ends[-1] is not None and place == ends[-1]:
            ends.pop()
        if not ends and parts:
            break
        parts += 1
        if parts > MAX_PARTS or len(ends) > MAX_DEPTH:
            raise SignatureError("Файл подписи устроен слишком сложно и не принят.", code="shape")
        limit = next((end for end in reversed(ends) if end is not None), len(data))
        if ends and ends[-1] is None and data[place : place + 2] == b"\x00\x00":
            place += 2
            ends.pop()
            continue
        tag, length, place = _header(data, place, limit)
        constructed = bool(tag & 0x20)
        if length is None:
            if not constructed:
                raise unreadable()
            ends.append(None)
        elif place + length > limit:
            raise unreadable()
        elif constructed:
            ends.append(place + length)
        else:
            place += length
    if place != len(data):
        raise unreadable()


def _header(data: bytes, place: int, limit: int) -> tuple[int, int | None, int]:
    """(first byte of the tag, length or None, where the contents begin)."""
    try:
        tag = data[place]
        place += 1
        if tag & 0x1F == 0x1F:
            for _ in range(5):
                more = data[place] & 0x80
                place += 1
                if not more:
                    break
            else:
                raise unreadable()
        first = data[place]
        place += 1
    except IndexError as error:
        raise unreadable() from error
    if first == 0x80:
        return tag, None, place
    if first < 0x80:
        return tag, first, place
    count = first & 0x7F
    if count > 4 or place + count > limit:
        raise unreadable()
    return tag, int.from_bytes(data[place : place + count], "big"), place + count
