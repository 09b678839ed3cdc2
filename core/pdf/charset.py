"""Keep to characters that the print fonts have.

A character without a glyph prints as a box and breaks PDF/A (.notdef). People type emoji and paste exotic spaces;
here they become the nearest thing that prints.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

PLACEHOLDER = "\u25a1"  # □: «here stood something that cannot be printed»
_FONT_DIRECTORIES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# One face of each family in the stylesheets, and the one that every fontconfig brings along.
_FONT_FILES = ("PTF55F.ttf", "PTS55F.ttf", "LiberationSerif-Regular.ttf", "DejaVuSans.ttf")

_REPLACED = {
    0x202F: "\u00a0",  # narrow no-break space: absent from PT fonts
    0x2010: "-",
    0x2011: "-",
    0x00AD: "",  # soft hyphen
    0xFEFF: "",
    0x200B: "",
    **dict.fromkeys(range(0x202A, 0x202F), ""),  # direction overrides: they would turn a name round
    **dict.fromkeys(range(0x2066, 0x206A), ""),
    **dict.fromkeys((code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)), ""),
    **dict.fromkeys(range(0x7F, 0xA0), ""),
    **dict.fromkeys(range(0xD800, 0xE000), ""),  # lone surrogates
}
_ALWAYS = frozenset(map(chr, (*range(0x20, 0x7F), 0x09, 0x0A, 0x0D, 0xA0)))


def printable(text: str) -> str:
    """The text with only characters that print; PLACEHOLDER stands for those no font has."""
    text = text.translate(_REPLACED)
    coverage = _coverage()
    if not coverage:
        return text
    missing = set(text) - _ALWAYS - coverage
    return text.translate(dict.fromkeys(map(ord, missing), PLACEHOLDER)) if missing else text


@lru_cache(maxsize=1)
def _coverage() -> frozenset[str]:
    """Characters of the installed print fonts; empty when none is found where Linux keeps fonts."""
    codes: set[int] = set()
    for name in _FONT_FILES:
        path = _find_font(name)
        if path is not None:
            with TTFont(path, lazy=True) as font:
                codes.update(font.getBestCmap())
    return frozenset(map(chr, codes))


def _find_font(file_name: str) -> Path | None:
    for directory in _FONT_DIRECTORIES:
        found = next(iter(sorted(Path(directory).expanduser().rglob(file_name))), None)
        if found is not None:
            return found
    return None
