"""Read a spreadsheet into rows, within bounds of memory and time."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

from core.sheets.delimited import read_delimited
from core.sheets.types import SheetError, Workbook
from core.uploads import SPREADSHEETS, FileKind, UploadError, inspect

_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 150
_DAMAGED = "Книга повреждена и не читается. Откройте её в Excel, сохраните заново и повторите."
_PROTECTED = "Файл защищён паролем. Снимите защиту (сохраните копию без пароля) и загрузите её."


def read_workbook(data: bytes, filename: str) -> Workbook:
    """Read XLSX, XLS, ODS or CSV of any usual encoding and delimiter.

    Raises ``UploadError`` when the file is no sound spreadsheet and ``SheetError`` when a sheet is out of bounds or
    a CSV is malformed; both name the place in Russian.
    """
    kind = inspect(data, filename, allowed=SPREADSHEETS)
    if kind is FileKind.CSV:
        return Workbook([read_delimited(data)])
    return _read_in_child(data, kind)


def _read_in_child(data: bytes, kind: FileKind) -> Workbook:
    """Let a process of its own open the file: a hostile one may end its reader, not the portal (see ``child``)."""
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, fixed arguments
            [sys.executable, "-m", "core.sheets.child", kind.value],
            input=data,
            capture_output=True,
            cwd=_ROOT,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UploadError(
            "Книга читается слишком долго. Оставьте в ней только нужный лист.", code="slow"
        ) from error
    if done.returncode != 0:
        raise UploadError(_DAMAGED, code="damaged")
    status, answer = pickle.loads(done.stdout)  # noqa: S301 -- written by our own process
    if status == "protected":
        raise UploadError(_PROTECTED, code="protected")
    if status == "damaged":
        raise UploadError(answer or _DAMAGED, code="damaged")
    if status == "too_far":
        raise SheetError(answer, code="too_far")
    if not answer:
        raise SheetError("В книге нет ни одного листа с данными.", code="no_sheets")
    return Workbook(answer)
