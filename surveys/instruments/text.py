"""Making a typed answer safe to keep and print, without changing what it says.

What goes: NUL and other controls, bidirectional overrides, zero-width characters (outside emoji), lone
surrogates, non-characters, heaps of combining marks. What stays: letters of any script, emoji with their
joiners and flags, line breaks.
"""

import re
import unicodedata

MAX_MARKS = 3
"""Combining marks kept on one letter; more is not a language but «zalgo» that overprints its neighbours."""

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_REMOVED = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls but tab and line feed
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"  # soft hyphen, fillers, Arabic letter mark
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero-width and bidirectional controls
    "\u3164\ufeff\uffa0\ufff0-\uffff"  # fillers, byte order mark, specials
    "\ud800-\udfff"  # lone surrogates
    "]"
)
_NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(1, 17))
    + "]"
)
_TAGGED_FLAG = re.compile(
    "(\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{1,6}\U000e007f)|[\U000e0000-\U000e0fff]"
)
_JOINER = "\u200d"
_EMOJI_SELECTOR = "\ufe0f"
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean_text(text: str, *, multiline: bool = True) -> str:
    """Return ``text`` in NFC without what cannot be seen; spaces alone become an empty string."""
    text = unicodedata.normalize("NFC", text)
    text = _LINE_ENDS.sub("\n", text)
    text = _REMOVED.sub("", text)
    text = _NONCHARACTER.sub("", text)
    text = _TAGGED_FLAG.sub(lambda found: found.group(1) or "", text)
    text = _thin_marks(text)
    if _JOINER in text:
        text = _keep_emoji_joiners(text)
    if not multiline:
        text = text.replace("\n", " ")
    text = _SPACES.sub(lambda found: "\u00a0" if found.group() == "\u00a0" else " ", text)
    text = _BLANK_LINES.sub("\n\n", text)
    text = "\n".join(line.strip() for line in text.split("\n")).strip()
    return unicodedata.normalize("NFC", text)


def _thin_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _keep_emoji_joiners(text: str) -> str:
    """Drop zero-width joiners except between two pictures, where they make one emoji."""
    kept: list[str] = []
    for place, char in enumerate(text):
        if char == _JOINER and not (_is_picture(kept[-1:]) and _is_picture(text[place + 1 : place + 2])):
            continue
        kept.append(char)
    return "".join(kept)


def _is_picture(char: str | list[str]) -> bool:
    if not char:
        return False
    return char[0] == _EMOJI_SELECTOR or unicodedata.category(char[0]) in ("So", "Sk")
