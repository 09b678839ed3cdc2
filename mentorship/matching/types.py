"""What matching takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mentorship.matching.words import Word


@dataclass(frozen=True)
class MentorSide:
    """A mentor as matching sees them. `free` is how many more mentees they take; `age` in whole years."""

    id: int
    name: str
    free: int = 1
    busy: int = 0
    projects: frozenset[int] = frozenset()
    """Forms they work in; empty: any form of the programme."""
    topics: frozenset[int] = frozenset()
    words: frozenset[Word] = frozenset()
    interests: frozenset[Word] = frozenset()
    preferred_age: tuple[int | None, int | None] = (None, None)
    meeting_format: str = "any"
    hours: float | None = None
    person: int = 0
    obstacles: tuple[str, ...] = ()
    """Why they cannot be paired at all (consents): Russian."""
    lacks_papers: bool = False
    """From outside and without valid certificates: not for minors (ТК ст. 351.1)."""


@dataclass(frozen=True)
class MenteeSide:
    """A mentee as matching sees them."""

    id: int
    name: str
    project: int | None = None
    topics: frozenset[int] = frozenset()
    words: frozenset[Word] = frozenset()
    interests: frozenset[Word] = frozenset()
    age: int | None = None
    meeting_format: str = "any"
    person: int = 0
    obstacles: tuple[str, ...] = ()
    banned: frozenset[int] = frozenset()
    """Mentors with whom a pair was rejected or ended: not proposed again."""
    minor: bool = False
    related: frozenset[int] = frozenset()
    """Persons who are this mentee's parents or representatives."""


@dataclass(frozen=True)
class Weights:
    """Points of the soft score; a pair's score is the sum of what it earns."""

    topics: int = 40
    words: int = 20
    interests: int = 15
    age: int = 15
    meeting_format: int = 10
    load: int = 3
    """Taken off for every mentee the mentor already has: the load spreads evenly."""


@dataclass(frozen=True)
class Reason:
    """One reason for or against a pair, in Russian, with its points (None: told, not counted)."""

    text: str
    points: int | None = None

    def as_dict(self) -> dict[str, object]:
        return {"text": self.text, "points": self.points}


@dataclass(frozen=True)
class Match:
    mentor: int
    mentee: int
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Unmatched:
    """Somebody left without a pair: which rule left them out, and what would change it."""

    id: int
    name: str
    why: str
    cure: str = ""


@dataclass(frozen=True)
class Assignment:
    matches: tuple[Match, ...] = ()
    unmatched_mentees: tuple[Unmatched, ...] = ()
    unmatched_mentors: tuple[Unmatched, ...] = ()
    score: int = 0
    refusals: Mapping[str, int] = field(default_factory=dict)
    """Rule → how many thinkable pairs it forbade."""

    @property
    def placed(self) -> int:
        return len(self.matches)
