"""What the rules of SWOT read: figures of one scope, each already fit to be shown to anybody.

A scope is one form of mentoring or the whole programme. Nothing here is counted of answers: figures of questionnaires
come from selectors that hide small groups. A whole never holds a sum that a hidden part could be taken from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from reports.indicator_lines import amount_text
from reports.swot_enums import Quadrant


@dataclass(frozen=True)
class Figure:
    """A figure that a statement rests on, and the page where it stands."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class Mean:
    """The mean of a topic on a scale of 1–10; `subject` tells it apart within the scope."""

    subject: str
    label: str
    who: str
    mean: float
    n: int
    url: str


@dataclass(frozen=True)
class Expectation:
    """A topic at the entry and at the exit, of the same `n` people."""

    subject: str
    label: str
    who: str
    before: float
    after: float
    n: int
    url: str


@dataclass(frozen=True)
class Share:
    """«Да» of all who answered a question."""

    subject: str
    topic: str
    label: str
    who: str
    yes: int
    n: int
    url: str

    @property
    def percent(self) -> float:
        return 100 * self.yes / self.n


@dataclass(frozen=True)
class CodedTheme:
    """What written answers are about, as somebody has coded them; `quotes` are impersonal words."""

    subject: str
    topic: str
    title: str
    who: str
    count: int
    n: int
    quotes: tuple[str, ...]
    url: str

    @property
    def percent(self) -> float:
        return 100 * self.count / self.n


@dataclass(frozen=True)
class Part:
    """So many of so many: answered of invited, trained of mentors, late of pairs."""

    subject: str
    label: str
    part: int
    whole: int
    url: str

    @property
    def percent(self) -> float:
        return 100 * self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True)
class Indicator:
    """An indicator with a plan and a fact for the year, both as they are told: «24 ч» and «60 ч».

    `figure` is the share itself; of what is no share, per cent of the plan (None where the plan is nought).
    """

    code: str
    label: str
    value: str
    planned: str
    is_reached: bool
    is_share: bool
    figure: Decimal | None
    fraction: str
    url: str

    @property
    def told(self) -> str:
        ratio = "" if self.is_share or self.figure is None else f" ({amount_text(self.figure)} плана)"
        return f"{self.value} при плане {self.planned}{ratio}"


@dataclass(frozen=True)
class Endings:
    """Pairs by what became of them; `reasons` only those behind which several pairs stand."""

    started: int
    completed: int
    ended_early: int
    rejected: int
    reasons: tuple[tuple[str, int], ...]
    url: str


@dataclass(frozen=True)
class Facts:
    """All of one scope; what is not known is empty or None."""

    project: int | None
    title: str
    means: tuple[Mean, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    shares: tuple[Share, ...] = ()
    themes: tuple[CodedTheme, ...] = ()
    satisfaction: tuple[Part, ...] = ()
    rates: tuple[Part, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    influence: tuple[tuple[Expectation, bool, str], ...] = ()
    endings: Endings | None = None
    cadence: Part | None = None
    training: Part | None = None
    waiting: Part | None = None
    roadmap: Part | None = None
    overdue: Part | None = None
    agreements: Part | None = None
    ended_agreements: Part | None = None
    alumni: Part | None = None
    risks: tuple[str, ...] = ()
    risks_url: str = ""


@dataclass(frozen=True)
class Draft:
    """A statement that a rule has drafted. `subject` tells it apart among those of its rule and scope."""

    rule: str
    subject: str
    quadrant: Quadrant
    text: str
    figure: Decimal | None = None
    figure_text: str = ""
    facts: tuple[Figure, ...] = field(default_factory=tuple)
    quotes: tuple[str, ...] = ()
