"""A questionnaire as an immutable value: instrument → sections → items."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from surveys.enums import Confidence, ItemKind, Polarity, Purpose, Role
from surveys.instruments.conditions import Condition
from surveys.instruments.scoring import Scoring

OTHER = "other"
"""Reserved code of the choice «другое»; its text travels beside it."""

TEXT_LIMIT = 2_000
"""Longest answer in characters, for every text of every questionnaire (practice A.4)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: a stable code, the words on the screen, a number for computing if any."""

    code: str
    label: str
    score: int | None = None


@dataclass(frozen=True, slots=True)
class ScaleOptions:
    """Whole numbers from ``low`` to ``high`` with words at both ends."""

    low: int = 1
    high: int = 10
    low_label: str = ""
    high_label: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceOptions:
    """Choices of a frequency, single or multiple question; limits count «другое» as a choice."""

    choices: tuple[Choice, ...]
    other: bool = False
    other_label: str = "Другое"
    min_chosen: int = 0
    max_chosen: int | None = None


@dataclass(frozen=True, slots=True)
class MatrixOptions:
    """Rows that are all answered with one of the same columns."""

    rows: tuple[Choice, ...]
    columns: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RankingOptions:
    """Choices to put in order; ``max_ranked`` asks for the first few only."""

    choices: tuple[Choice, ...]
    max_ranked: int | None = None


@dataclass(frozen=True, slots=True)
class NumberOptions:
    """A number with bounds, the number of decimals allowed and its unit."""

    low: int | None = None
    high: int | None = None
    decimals: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DateOptions:
    """A date with bounds, both ISO «YYYY-MM-DD»."""

    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class TextOptions:
    """A text and its limit in characters, never above :data:`TEXT_LIMIT`."""

    max_length: int = TEXT_LIMIT


@dataclass(frozen=True, slots=True)
class PersonOptions:
    """People to choose in order of preference from a list that the campaign supplies."""

    role: Role
    max_chosen: int = 1


Options = (
    ScaleOptions
    | ChoiceOptions
    | MatrixOptions
    | RankingOptions
    | NumberOptions
    | DateOptions
    | TextOptions
    | PersonOptions
    | None
)


@dataclass(frozen=True, slots=True)
class Item:
    """One question, or a note between questions.

    ``key`` is stable over versions; ``topic`` says what is measured, so that entry and exit, or two years,
    compare by meaning; ``feeds`` names the field of a request or offer that the answer fills; ``short`` is the
    label of the answer in tables and cards.
    """

    key: str
    kind: ItemKind
    text: str
    options: Options = None
    hint: str = ""
    short: str = ""
    topic: str = ""
    polarity: Polarity = Polarity.NONE
    required: bool = False
    personal: bool = False
    psychologist_only: bool = False
    show_if: Condition | None = None
    feeds: str = ""

    @property
    def label(self) -> str:
        """The short label, or the question itself where there is none."""
        return self.short or self.text

    @property
    def asks(self) -> bool:
        """Whether the item expects an answer at all."""
        return self.kind != ItemKind.NOTE


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one screen."""

    key: str
    title: str
    items: tuple[Item, ...]
    intro: str = ""


@dataclass(frozen=True)
class Instrument:
    """A whole questionnaire.

    ``source`` and ``confidence`` say where the questions come from and how sure that is; they are printed
    beside the results, since conclusions are no better than the instrument. ``locked`` is set on a validated scale: its
    wording is not the institution's to change.
    """

    code: str
    title: str
    purpose: Purpose
    role: Role
    sections: tuple[Section, ...]
    intro: str = ""
    thanks: str = ""
    minutes: int = 5
    source: str = ""
    confidence: Confidence = Confidence.LOW
    scoring: Scoring | None = None
    locked: bool = False

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in the order of the screens."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def by_key(self) -> dict[str, Item]:
        """Items by their key."""
        return {item.key: item for item in self.items}

    def questions(self) -> Iterator[Item]:
        """Items that expect an answer."""
        return (item for item in self.items if item.asks)
