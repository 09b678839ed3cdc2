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
    roles: frozenset[int] = frozenset()
    """Role models they work by; empty: any."""
    topics: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()
    words: frozenset[Word] = frozenset()
    interests: frozenset[Word] = frozenset()
    preferred_age: tuple[int | None, int | None] = (None, None)
    meeting_format: str = "any"
    times: int = 0
    """When they can meet (`matching.times`); 0: unknown."""
    hours: float | None = None
    person: int = 0
    obstacles: tuple[str, ...] = ()
    """Why they cannot be paired at all (consents): Russian."""
    lacks_papers: bool = False
    """From outside and without valid certificates: not for minors (ТК ст. 351.1)."""


@dataclass(frozen=True)
class MenteeSide:
    """A mentee as matching sees them; somebody who needs mentors in two forms comes twice, once for each `project`."""

    id: int
    name: str
    project: int | None = None
    role: int | None = None
    topics: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()
    words: frozenset[Word] = frozenset()
    interests: frozenset[Word] = frozenset()
    age: int | None = None
    meeting_format: str = "any"
    times: int = 0
    person: int = 0
    obstacles: tuple[str, ...] = ()
    banned: frozenset[int] = frozenset()
    """Mentors with whom a pair was rejected or ended: not proposed again."""
    barred: Mapping[int, str] = field(default_factory=dict)
    """Person of a mentor → why the curator has forbidden the pair."""
    against: frozenset[int] = frozenset()
    """Mentors about whom one of the two has said «точно не подходит»; whose word it was is nobody's business here."""
    wishes: Mapping[int, int] = field(default_factory=dict)
    """Mentor → the rank at which the mentee wants them, from 1."""
    wished_by: Mapping[int, int] = field(default_factory=dict)
    """Mentor → the rank at which they want the mentee."""
    former: frozenset[int] = frozenset()
    """Persons who were this mentee's mentors in a pair that was completed."""
    minor: bool = False
    related: frozenset[int] = frozenset()
    """Persons who are this mentee's parents or representatives."""

    @property
    def key(self) -> tuple[int, int]:
        return self.id, self.project or 0


@dataclass(frozen=True)
class Weights:
    """Points of the soft score, for one form of mentoring; a pair's score is the sum of what it earns."""

    topics: int = 40
    subjects: int = 15
    words: int = 20
    interests: int = 15
    age: int = 15
    times: int = 10
    meeting_format: int = 10
    wish: int = 30
    """The mentee named the mentor: all for the first place, two thirds for the second, a third below."""
    wished_by: int = 20
    continuity: int = 25
    load: int = 3
    """Taken off for every mentee the mentor already has: the load spreads evenly."""
    group_size: int = 0
    """Mentees of a full group; up to it nothing is taken off. 0: the form works in pairs."""
    age_tolerance: int = 2
    """Years beyond the wished age that still may be agreed on; farther is a refusal."""


@dataclass(frozen=True)
class Reason:
    """One reason for or against a pair, in Russian, with its points (None: told, not counted)."""

    text: str
    points: int | None = None
    missing: bool = False
    """Not known: told apart from what speaks for or against."""

    def as_dict(self) -> dict[str, object]:
        told: dict[str, object] = {"text": self.text, "points": self.points}
        return told | {"missing": True} if self.missing else told


@dataclass(frozen=True)
class Match:
    mentor: int
    mentee: int
    score: int
    reasons: tuple[Reason, ...]
    project: int | None = None
    locked: bool = False

    @property
    def key(self) -> tuple[int, int]:
        return self.mentee, self.project or 0


@dataclass(frozen=True)
class Unmatched:
    """Somebody left without a pair: which rule left them out, and what would change it."""

    id: int
    name: str
    why: str
    cure: str = ""
    project: int | None = None


@dataclass(frozen=True)
class Bound:
    """What no assignment can beat, from a dual solution found apart from the solver: most placed, then best score."""

    placed: int = 0
    score: int = 0
    proved: bool = True
    """The assignment reaches the bound: nothing better exists."""


@dataclass(frozen=True)
class Assignment:
    matches: tuple[Match, ...] = ()
    unmatched_mentees: tuple[Unmatched, ...] = ()
    unmatched_mentors: tuple[Unmatched, ...] = ()
    score: int = 0
    refusals: Mapping[str, int] = field(default_factory=dict)
    """Rule → how many thinkable pairs it forbade."""
    bound: Bound = field(default_factory=Bound)
    loosened: tuple[tuple[int, int], ...] = ()
    """(mentor, mentee) of locked pairs that a rule or a full mentor forbids now: not kept."""

    @property
    def placed(self) -> int:
        return len(self.matches)
