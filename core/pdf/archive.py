"""ZIP archives with Russian file names that open right in Windows, Linux and macOS."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import BinaryIO

MAX_NAME_BYTES = 200
_EPOCH = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def safe_file_name(text: str, suffix: str = "") -> str:
    """A file name made of the text: what no system refuses, spaces tidied, cut to 200 bytes; «файл» when empty."""
    name = " ".join(_FORBIDDEN.sub(" ", text).split()).strip(". ")
    if not name or _RESERVED.match(name):
        name = f"файл {name}".strip()
    room = MAX_NAME_BYTES - len(suffix.encode())
    name = name.encode("utf-8", "ignore")[:room].decode("utf-8", "ignore").rstrip(". ")
    return name + suffix


def write_zip(
    files: Iterable[tuple[str, bytes]], target: BinaryIO, *, moment: dt.datetime | None = None
) -> int:
    """Write (path, content) pairs; returns how many. A repeated path gets « (2)», « (3)».

    Folders are parted by «/»; every part is made safe, so a name cannot climb out of the archive. PDFs are stored as
    they are: they are compressed already. `moment` dates the entries (without it: 1980, so that bytes repeat).
    """
    taken: set[str] = set()
    stamp = (moment or _EPOCH).timetuple()[:6]
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in files:
            name = _unique(_safe_path(path), taken)
            entry = zipfile.ZipInfo(name, date_time=stamp)
            entry.external_attr = 0o600 << 16
            packed = zipfile.ZIP_STORED if name.endswith((".pdf", ".zip", ".png")) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compress_type=packed)
    return len(taken)


def _safe_path(path: str) -> str:
    pieces = [piece for piece in path.split("/") if piece.strip(". ")] or [path]
    *folders, last = pieces
    suffix = PurePosixPath(last).suffix if len(PurePosixPath(last).suffix) <= 6 else ""
    stem = last[: len(last) - len(suffix)] if suffix else last
    return "/".join([*(safe_file_name(folder) for folder in folders), safe_file_name(stem, suffix)])


def _unique(name: str, taken: set[str]) -> str:
    pure = PurePosixPath(name)
    candidate, number = name, 1
    # Windows does not tell «Образцов» from «ОБРАЗЦОВ».
    while candidate.lower() in taken:
        number += 1
        candidate = str(pure.with_name(f"{pure.stem} ({number}){pure.suffix}"))
    taken.add(candidate.lower())
    return candidate
