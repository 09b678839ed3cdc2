"""Where the collected real plans lie: beside the checkout, never inside it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "data" / "roadmaps"
SHARED = ROOT.parent / "shared" / "data"


def shared_file(name: str) -> Path:
    """A file of the collection; the test is skipped where a clone stands alone."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the collected plans are not beside this checkout (../shared/data/{name})")
    return path


def tsv_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a TSV without quoting, where `\\n` in a cell stands for a line break and `\\\\` for a backslash."""
    head, *lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    names = head.split("\t")
    return [dict(zip(names, map(unescape, line.split("\t")), strict=True)) for line in lines]


def unescape(cell: str) -> str:
    return cell.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")
