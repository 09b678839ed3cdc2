"""What a reading of a deadline is made of."""

from dataclasses import dataclass, field
from datetime import date

from roadmap.enums import Confidence, DeadlineKind

SCHOOL_YEAR_FIRST_MONTH = 9
LONGEST_YEAR_DAYS = 366


@dataclass(frozen=True, slots=True)
class Period:
    """The plan's own term: without it «сентябрь» means nothing. Either end may be unknown."""

    start: date | None = None
    end: date | None = None

    @property
    def known(self) -> bool:
        return self.start is not None and self.end is not None and self.start <= self.end

    @property
    def several_years(self) -> bool:
        """A month named without a year occurs in it more than once."""
        return (
            self.start is not None
            and self.end is not None
            and (self.end - self.start).days > LONGEST_YEAR_DAYS
        )

    @property
    def school_basis(self) -> bool:
        """Half-years and «начало года» are counted by the school year, not by the calendar."""
        return self.start is not None and self.start.month in (8, SCHOOL_YEAR_FIRST_MONTH)

    @property
    def one_school_year(self) -> bool:
        return (
            self.start is not None and self.start.month == SCHOOL_YEAR_FIRST_MONTH and not self.several_years
        )


@dataclass(frozen=True, slots=True)
class Span:
    """Inclusive days."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline cell as understood.

    `raw` is the cell's text, untouched. `start` and `end` are inclusive; which of them is empty for which kind is
    the plan-reading convention (a `deadline` has no start, an `open_start` no end, `by_plan` neither).
    `recurrence` is an RFC 5545 RRULE value without DTSTART, or "". For `relative`, `anchor` is the event in the plan's
    words and `duration` an ISO 8601 duration. `note` says in Russian what the dates do not; `doubts` are the points
    that a person should look at. `spans` are the single parts of a list, in order of time.
    """

    raw: str
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    recurrence: str = ""
    note: str = ""
    confidence: Confidence = Confidence.HIGH
    anchor: str = ""
    duration: str = ""
    doubts: tuple[str, ...] = ()
    spans: tuple[Span, ...] = field(default=(), repr=False)

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should check the reading; a minimum frequency or «весь период» beside it is no doubt."""
        if self.kind == DeadlineKind.UNKNOWN or self.confidence == Confidence.LOW:
            return True
        return bool(self.doubts) or (self.confidence == Confidence.MEDIUM and self.kind not in FLOATING_KINDS)

    @property
    def is_dated(self) -> bool:
        """Whether the reading puts the activity at a place of the calendar (not «весь период»)."""
        return self.kind in DATED_KINDS and (self.start is not None or self.end is not None)


FLOATING_KINDS = frozenset(
    {DeadlineKind.RECURRING, DeadlineKind.YEARLY, DeadlineKind.ACADEMIC, DeadlineKind.WHOLE_PERIOD}
)
DATED_KINDS = frozenset(
    {
        DeadlineKind.DATE,
        DeadlineKind.DEADLINE,
        DeadlineKind.RANGE,
        DeadlineKind.OPEN_START,
        DeadlineKind.MONTH,
        DeadlineKind.MONTH_RANGE,
        DeadlineKind.MONTH_LIST,
        DeadlineKind.DATE_LIST,
        DeadlineKind.PART_OF_MONTH,
        DeadlineKind.YEARLY_MONTH,
    }
)
