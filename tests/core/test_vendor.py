"""What lies in `static/vendor` is what was put there, and pages ask nothing of other hosts."""

import hashlib
import re
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
VENDOR = STATIC / "vendor"
OWN = [
    *STATIC.glob("css/*.css"),
    *STATIC.glob("js/*.js"),
    *(Path(settings.BASE_DIR) / "templates").rglob("*.html"),
]


def test_vendored_files_match_their_sums() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = {
        f"./{path.relative_to(VENDOR).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert found == listed


def test_every_vendored_library_has_its_licence() -> None:
    assert [
        folder.name for folder in VENDOR.iterdir() if folder.is_dir() and not (folder / "LICENSE").exists()
    ] == []


def test_styles_and_pages_name_no_other_host() -> None:
    outside = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""")
    assert [str(path) for path in OWN if outside.search(path.read_text())] == []


def test_templates_have_no_inline_style_or_script() -> None:
    inline = re.compile(
        r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\ssrc=)|<style|javascript:""", re.IGNORECASE
    )
    pages = [path for path in OWN if path.suffix == ".html" and "documents" not in path.parts]
    found = [str(path) for path in pages if inline.search(path.read_text()) and not _is_document(path)]
    assert found == []


def _is_document(path: Path) -> bool:
    """Templates of printed documents carry their own styles and are never sent to a browser."""
    return "base_page" not in path.read_text() and "<style" in path.read_text()


def test_templates_stay_short() -> None:
    assert [
        str(path) for path in OWN if path.suffix == ".html" and len(path.read_text().splitlines()) > 150
    ] == []
