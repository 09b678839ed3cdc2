"""A stack of scanned sheets: which of its pages bear the portal's codes, and a paper cut out of it.

The pages are looked at in a process of its own (`core.pdf.scan_child`) with bounded memory and time. A page that ends
that process is told as unreadable and the next ones are looked at by another.
"""

from __future__ import annotations

import io
import json
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from core.errors import DomainError
from core.pdf.codes import PageCode, read_code
from core.pdf.scan_child import MAX_PAGES

PAGE_SECONDS = 40
STACK_SECONDS = 15 * 60
MAX_DEATHS = 5
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class ScannedPage:
    """A page of the stack: its codes of this portal, the clockwise turn that sets it upright, a JPEG without codes."""

    number: int
    total: int
    codes: tuple[PageCode, ...] = ()
    turn: int = 0
    is_empty: bool = False
    thumbnail: bytes = b""


class _Dead(Exception):
    """The child ended or stood still while looking at `page` (0: before the first)."""

    def __init__(self, page: int) -> None:
        super().__init__(page)
        self.page = page


def scan_pages(pdf: bytes) -> Iterator[ScannedPage]:
    """Look at every page in turn. Raises DomainError for a file that cannot be a stack."""
    until = time.monotonic() + STACK_SECONDS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stack.pdf"
        path.write_bytes(pdf)
        first, total, deaths = 1, 0, 0
        while True:
            try:
                for line in _lines(path, Path(folder), first, until):
                    total = line.get("pages", total)
                    if "page" in line:
                        yield _page(line, total, Path(folder))
                        first = line["page"] + 1
                return
            except _Dead as dead:
                deaths += 1
                if not dead.page or deaths > MAX_DEATHS or time.monotonic() > until:
                    raise DomainError(
                        "Стопка читается слишком долго или в ней есть непомерно большие страницы. Отсканируйте её "
                        "с разрешением 200–300 точек на дюйм и загрузите частями.",
                        code="slow",
                    ) from dead
                yield ScannedPage(dead.page, total)
                first = dead.page + 1


def _lines(path: Path, folder: Path, first: int, until: float) -> Iterator[dict[str, Any]]:
    # Unbuffered: what lies in a buffer of ours would not make the pipe readable.
    command = [sys.executable, "-m", "core.pdf.scan_child", str(path), str(folder), str(first)]
    child = subprocess.Popen(command, cwd=_ROOT, bufsize=0, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
    looking, total, done = 0, 0, 0
    try:
        for line in _told(child, until):
            if "refused" in line:
                raise DomainError(_refusal(line), code=line["refused"])
            total, looking, done = (
                line.get("pages", total), line.get("looking", looking), line.get("page", done),
            )  # fmt: skip
            yield line
        if not total or max(done, first - 1) < total:
            raise _Dead(looking)
    except TimeoutError as error:
        raise _Dead(looking) from error
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _told(child: subprocess.Popen[bytes], until: float) -> Iterator[dict[str, Any]]:
    """Lines of the child; TimeoutError when one page takes too long or all of them do."""
    if child.stdout is None:
        return
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while True:
            # A line is written and flushed whole, so a readable pipe has one or is closed.
            if not waiting.select(min(PAGE_SECONDS, max(0.1, until - time.monotonic()))):
                raise TimeoutError
            line = child.stdout.readline()
            if not line:
                return
            yield json.loads(line)


def _refusal(line: dict[str, Any]) -> str:
    if line["refused"] == "protected":
        return "Файл защищён паролем. Сохраните копию без пароля и загрузите её."
    if line["refused"] == "pages":
        return f"Страниц в файле: {line['pages']}, за один раз можно от 1 до {MAX_PAGES}. Разделите стопку на части."
    return "Файл не читается как PDF. Отсканируйте стопку заново и сохраните её в PDF."


def _page(line: dict[str, Any], total: int, folder: Path) -> ScannedPage:
    read = [(read_code(each["text"]), each["turn"]) for each in line["codes"]]
    ours = [(code, turn) for code, turn in read if code is not None]
    picture = folder / f"{line['page']}.jpg"
    return ScannedPage(
        number=line["page"],
        total=total,
        codes=tuple(dict.fromkeys(code for code, _ in ours)),
        turn=ours[0][1] if ours else 0,
        is_empty=line.get("problem") == "empty",
        thumbnail=picture.read_bytes() if not ours and picture.exists() else b"",
    )


def cut_out(pdf: bytes, pages: Sequence[tuple[int, int]]) -> bytes:
    """A PDF of the given (page number, clockwise turn) pages, in this order, set upright."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as made:
        for number, turn in pages:
            made.pages.append(source.pages[number - 1])
            made.pages[-1].rotate(turn, relative=True)
        made.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()
