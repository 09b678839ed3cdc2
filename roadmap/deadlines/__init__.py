"""A small grammar of deadlines: what «ежегодно, октябрь» or «до 05.09 2022 г.» means in a plan."""

from roadmap.deadlines.column import needs_neighbours, parse_column
from roadmap.deadlines.model import DATED_KINDS, Deadline, Period, Span
from roadmap.deadlines.occurrences import Due, occurrences
from roadmap.deadlines.rules import parse_deadline
from roadmap.deadlines.wording import explained, printed

__all__ = [
    "DATED_KINDS",
    "Deadline",
    "Due",
    "Period",
    "Span",
    "explained",
    "needs_neighbours",
    "occurrences",
    "parse_column",
    "parse_deadline",
    "printed",
]
