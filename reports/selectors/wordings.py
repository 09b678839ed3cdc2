"""The wording in use of a kind of documents, its versions, and how two of them differ."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import DomainError
from core.models import Organization, User
from reports.models import WordingVersion
from reports.wordings.declared import Clause, Text, all_texts, text_of
from reports.wordings.filling import Filling, Worded, word

SHIPPED = 0
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Wording:
    """The clauses in use. `version` is 0 when the institution has never worded the kind itself."""

    kind: str
    version: int
    clauses: tuple[Clause, ...]
    is_shipped: bool
    note: str = ""
    author: User | None = None
    saved_at: dt.datetime | None = None


def clauses_of(organization: Organization, kind_code: str) -> Wording:
    """What documents of the kind are worded by today. DomainError for a kind without an edited text."""
    text = text_of(kind_code)
    last = (
        WordingVersion.objects.filter(organization=organization, kind=kind_code)
        .select_related("author")
        .order_by("-number")
        .first()
    )
    return _wording(text, last)


def wording_at(organization: Organization, kind_code: str, number: int) -> Wording:
    """A version by its number, 0 the shipped text. DomainError when there is no such version."""
    text = text_of(kind_code)
    if number == SHIPPED:
        return _wording(text, None)
    found = WordingVersion.objects.filter(organization=organization, kind=kind_code, number=number).first()
    if found is None:
        raise DomainError(f"Версии {number} нет.", code="no_version")
    return _wording(text, found)


def versions_of(organization: Organization, kind_code: str) -> list[WordingVersion]:
    found = WordingVersion.objects.filter(organization=organization, kind=kind_code)
    return list(found.select_related("author").order_by("-number"))


def wordings_of(organization: Organization) -> list[Wording]:
    """All kinds whose text is edited, each with what is in use: two queries for any number of kinds."""
    latest: dict[str, WordingVersion] = {}
    found = WordingVersion.objects.filter(organization=organization).select_related("author")
    for one in found.order_by("kind", "number"):
        latest[one.kind] = one
    return [_wording(text, latest.get(text.kind)) for text in all_texts()]


def worded(
    organization: Organization,
    kind_code: str,
    filling: Filling,
    clauses: Iterable[Clause] | None = None,
) -> Worded:
    """The words of one document; `clauses` are a text that is not saved yet. Raises DomainError."""
    text = text_of(kind_code)
    if clauses is not None:
        return word(text, clauses, filling, version=SHIPPED)
    used = clauses_of(organization, kind_code)
    return word(text, used.clauses, filling, version=used.version)


def _wording(text: Text, row: WordingVersion | None) -> Wording:
    if row is None:
        return Wording(text.kind, SHIPPED, text.clauses, is_shipped=True)
    clauses = text.clauses if row.is_shipped else tuple(Clause(**one) for one in row.clauses)
    return Wording(text.kind, row.number, clauses, row.is_shipped, row.note, row.author, row.saved_at)


# --- comparison ---


@dataclass(frozen=True)
class Piece:
    """Some words of a changed text: `how` is «same», «gone» or «new»."""

    text: str
    how: str


@dataclass(frozen=True)
class ClauseChange:
    """A clause in two versions: `how` is «same», «changed», «moved», «gone» or «new»."""

    clause: Clause
    how: str
    pieces: tuple[Piece, ...] = ()
    was: str = ""  # the condition or the kind of the part, where they differ


def compare(before: Iterable[Clause], after: Iterable[Clause]) -> list[ClauseChange]:
    """The clauses of the later version in their order, those that are gone at the places where they stood."""
    old, new = list(before), list(after)
    by_key = {one.key: one for one in old}
    kept = {one.key for one in new}
    stayed = _in_place([one.key for one in old if one.key in kept], [one.key for one in new])
    changes: list[ClauseChange] = []
    for one in new:
        earlier = by_key.get(one.key)
        if earlier is None:
            changes.append(ClauseChange(one, "new", (Piece(one.text, "new"),)))
        elif _plain(earlier) != _plain(one):
            changes.append(ClauseChange(one, "changed", _pieces(earlier.text, one.text), _was(earlier, one)))
        else:
            how = "same" if one.key in stayed else "moved"
            changes.append(ClauseChange(one, how, (Piece(one.text, "same"),)))
    for place, one in enumerate(old):
        if one.key not in kept:
            at = _place_of_gone(old[:place], changes)
            changes.insert(at, ClauseChange(one, "gone", (Piece(one.text, "gone"),)))
    return changes


def _place_of_gone(above: list[Clause], changes: list[ClauseChange]) -> int:
    keys = [change.clause.key for change in changes]
    for one in reversed(above):
        if one.key in keys:
            return keys.index(one.key) + 1
    return 0


def _in_place(old: list[str], new: list[str]) -> set[str]:
    """Keys that keep their order: the longest common run of both."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return {old[block.a + step] for block in matcher.get_matching_blocks() for step in range(block.size)}


def _plain(one: Clause) -> tuple[str, str, str, str]:
    return one.text, one.part, one.condition, one.name


def _was(before: Clause, after: Clause) -> str:
    if before.condition != after.condition:
        return f"условие было: {before.condition or 'нет'}"
    return "вид части другой" if before.part != after.part else ""


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Word by word what went and what came."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    made: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            made.append(Piece("".join(new[c:d]), "same"))
            continue
        if a < b:
            made.append(Piece("".join(old[a:b]), "gone"))
        if c < d:
            made.append(Piece("".join(new[c:d]), "new"))
    return tuple(made)
