"""What an uploaded file really is.

The name and the browser's content type are claims; the kind is read from the bytes, and what could hurt a reader
(bombs, macros, passwords, traversal names) is refused here, before any library opens the file.
"""

from __future__ import annotations

import enum
import io
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

import puremagic

from core.errors import DomainError

MEGABYTE = 1024 * 1024
DEFAULT_MAX_BYTES = 20 * MEGABYTE
MAX_MEMBERS = 10_000
MAX_UNPACKED_BYTES = 160 * MEGABYTE
#: A member this many times larger than its packed form, and larger than ``RATIO_FREE_BYTES``, is a bomb. A million
#: formatted empty rows unpack about 20 times.
MAX_RATIO = 100
RATIO_FREE_BYTES = 24 * MEGABYTE


class FileKind(enum.StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    DOCX = "docx"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TXT = "txt"
    ZIP = "zip"


SPREADSHEETS = frozenset({FileKind.XLSX, FileKind.XLS, FileKind.ODS, FileKind.CSV})
SCANS = frozenset({FileKind.PDF, FileKind.PNG, FileKind.JPEG})

KIND_NAMES = {
    FileKind.XLSX: "книга Excel (.xlsx)",
    FileKind.XLS: "книга Excel 97–2003 (.xls)",
    FileKind.ODS: "таблица OpenDocument (.ods)",
    FileKind.CSV: "текстовая таблица (.csv)",
    FileKind.DOCX: "документ Word (.docx)",
    FileKind.PDF: "документ PDF",
    FileKind.PNG: "изображение PNG",
    FileKind.JPEG: "изображение JPEG",
    FileKind.TXT: "текст (.txt)",
    FileKind.ZIP: "архив ZIP",
}


class UploadError(DomainError):
    """The file is refused; nothing of it was kept."""


def inspect(
    data: bytes,
    filename: str,
    *,
    allowed: frozenset[FileKind],
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> FileKind:
    """Return the kind of ``data`` by its content.

    ``filename`` only decides between CSV and plain text and is named in messages.
    Raises ``UploadError`` with a Russian message (and ``code``) for everything that is not an intact, unprotected
    file of one of the ``allowed`` kinds.
    """
    if not data:
        raise UploadError(
            "Файл пустой (0 байт). Проверьте, что он сохранился, и выберите его снова.", code="empty"
        )
    if len(data) > max_bytes:
        raise UploadError(
            f"Файл слишком большой: {_size(len(data))}, а можно не больше {_size(max_bytes)}.", code="too_big"
        )
    kind = _sniff(data, filename, allowed)
    if kind not in allowed:
        raise UploadError(
            f"Это {KIND_NAMES[kind]}. Нужен другой файл: {allowed_names(allowed)}.", code="wrong_kind"
        )
    return kind


def allowed_names(allowed: frozenset[FileKind]) -> str:
    """The allowed kinds in words, in a fixed order: «книга Excel (.xlsx), документ PDF»."""
    return ", ".join(KIND_NAMES[kind] for kind in FileKind if kind in allowed)


def _size(count: int) -> str:
    if count < MEGABYTE:
        return f"{max(1, count // 1024)}\u00a0КБ"
    return f"{count / MEGABYTE:.0f}\u00a0МБ"


def _sniff(data: bytes, filename: str, allowed: frozenset[FileKind]) -> FileKind:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _inspect_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _inspect_ole(data)
    if b"%PDF-" in data[:1024]:
        return _inspect_pdf(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        if b"IEND" not in data[-64:]:
            raise _truncated()
        return FileKind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        if b"\xff\xd9" not in data[-4096:]:
            raise _truncated()
        return FileKind.JPEG
    return _inspect_text(data, filename, allowed)


def _truncated() -> UploadError:
    return UploadError(
        "Файл повреждён или передан не полностью. Откройте его у себя, сохраните заново и повторите.",
        code="truncated",
    )


def _bomb() -> UploadError:
    return UploadError(
        "Файл распаковывается в непомерно большой объём и похож на «архивную бомбу». Он не принят.",
        code="bomb",
    )


def _protected() -> UploadError:
    return UploadError(
        "Файл защищён паролем. Снимите защиту (сохраните копию без пароля) и загрузите её.", code="protected"
    )


def _macros() -> UploadError:
    return UploadError(
        "В файле есть макросы. Сохраните его без макросов: «Сохранить как» → «Книга Excel (.xlsx)».",
        code="macros",
    )


# --- ZIP: plain, OOXML, ODF ---------------------------------------------------------------------------------------


def _inspect_zip(data: bytes) -> FileKind:
    _check_member_count(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_members(infos)
            names = {info.filename for info in infos}
            kind = _zip_kind(archive, names)
            _check_contents(archive, infos)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        struct.error,
        KeyError,
    ) as error:
        raise _truncated() from error
    return kind


def _check_member_count(data: bytes) -> None:
    """Read the count from the end record before ``zipfile`` builds an object for each of 100,000 members."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 12 > len(data):
        raise _truncated()
    (count,) = struct.unpack_from("<H", data, end + 10)
    # A zip64 count (0xFFFF) means more than 65,534 members; the directory's own signatures are counted as well,
    # because the end record may lie.
    if count > MAX_MEMBERS or data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise _bomb()


def _check_members(infos: list[zipfile.ZipInfo]) -> None:
    if sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
        raise _bomb()
    for info in infos:
        if info.flag_bits & 0x1:
            raise _protected()
        if info.file_size > RATIO_FREE_BYTES and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise _bomb()
        name = info.orig_filename.replace("\\", "/")
        if (
            name.startswith("/")
            or "\x00" in name
            or ".." in PurePosixPath(name).parts
            or ":" in name.split("/")[0]
        ):
            raise UploadError(
                "В архиве есть файл с недопустимым именем (путь за пределы папки). Такой файл не принимается.",
                code="traversal",
            )


def _check_contents(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    """Unpack every member once: the sizes above are claims, the check sum is a fact. XML may declare no entities."""
    for info in infos:
        with archive.open(info) as member:
            head = member.read(4096)
            if info.filename.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in head or b"<!ENTITY" in head):
                raise UploadError(
                    "В файле есть объявление сущностей XML (DOCTYPE): обычные программы его не создают. "
                    "Файл не принят.",
                    code="entities",
                )
            while member.read(1 << 20):
                pass


def _zip_kind(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if "[Content_Types].xml" in names:
        return _ooxml_kind(archive, names)
    if "mimetype" in names:
        return _odf_kind(archive, names)
    return FileKind.ZIP


def _ooxml_kind(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _macros()
    if b"sheet.binary" in types:
        raise UploadError(
            "Двоичная книга .xlsb не читается. Сохраните её как «Книга Excel (.xlsx)».", code="xlsb"
        )
    if b"spreadsheetml" in types:
        return FileKind.XLSX
    if b"wordprocessingml" in types:
        return FileKind.DOCX
    raise UploadError(
        "Это файл Office другого вида (например, презентация). Нужна таблица или документ Word.",
        code="wrong_kind",
    )


def _odf_kind(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    mimetype = archive.read("mimetype")[:200]
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise _protected()
    if any(name.startswith("Basic/") and name.endswith(".xml") and "Module" in name for name in names):
        raise _macros()
    if b"opendocument.spreadsheet" in mimetype:
        return FileKind.ODS
    if b"opendocument" in mimetype:
        raise UploadError(
            "Документ OpenDocument этого вида не читается. Сохраните его как .docx или .xlsx.", code="odf"
        )
    return FileKind.ZIP


# --- OLE, PDF, text -----------------------------------------------------------------------------------------------


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _inspect_ole(data: bytes) -> FileKind:
    """An OLE container: the names of its streams stand in the directory as UTF-16."""
    if len(data) < 1536:
        raise _truncated()
    if _utf16("EncryptedPackage") in data or _utf16("EncryptionInfo") in data:
        raise _protected()
    if _utf16("_VBA_PROJECT") in data:
        raise _macros()
    if _utf16("Workbook\x00") in data or _utf16("Book\x00") in data:
        return FileKind.XLS
    if _utf16("WordDocument") in data:
        raise UploadError("Старый формат Word (.doc) не читается. Сохраните документ как .docx.", code="doc")
    raise UploadError(
        "Файл этого вида не читается. Сохраните таблицу как «Книга Excel (.xlsx)».", code="wrong_kind"
    )


def _inspect_pdf(data: bytes) -> FileKind:
    if b"%%EOF" not in data[-2048:]:
        raise _truncated()
    if b"/Encrypt" in data:
        raise _protected()
    return FileKind.PDF


def _inspect_text(data: bytes, filename: str, allowed: frozenset[FileKind]) -> FileKind:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if (
        head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body"))
        or b"<html" in head[:1024]
    ):
        raise UploadError(
            "Это веб-страница (HTML), а не таблица. Откройте её в Excel и сохраните как «Книга Excel (.xlsx)».",
            code="html",
        )
    if head.startswith((b"<?xml", b"{\\rtf")):
        raise UploadError(
            "Файл этого вида (XML или RTF) не читается. Сохраните его как .xlsx или .docx.", code="xml"
        )
    if _is_binary(data):
        raise UploadError(
            f"Файл «{filename}» не похож на нужный{_guess(data)}. Нужно: {allowed_names(allowed)}.",
            code="unknown",
        )
    wants_csv = filename.lower().endswith((".csv", ".tsv")) or FileKind.TXT not in allowed
    return FileKind.CSV if wants_csv and FileKind.CSV in allowed else FileKind.TXT


def _is_binary(data: bytes) -> bool:
    """True when the bytes are no text in any usual encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or utf16_without_mark(data):
        return False
    sample = data[:8192]
    if sample.count(0) > len(sample) // 8:
        return True
    controls = sum(sample.count(code) for code in range(32) if code not in (0, 9, 10, 11, 12, 13, 27))
    return controls > len(sample) // 20


def utf16_without_mark(data: bytes) -> str:
    """The byte order of Russian UTF-16 text without a mark, or "": every other byte is 0x00 (Latin) or 0x04."""
    for encoding, side in (("utf-16-le", data[1:4096:2]), ("utf-16-be", data[0:4096:2])):
        if len(side) > 3 and (side.count(0) + side.count(4)) > 0.8 * len(side):
            return encoding
    return ""


def _guess(data: bytes) -> str:
    try:
        name = puremagic.from_string(data[:8192])
    except (puremagic.PureError, ValueError):
        return ""
    return f" (похоже на {name.lstrip('.')})" if name else ""
