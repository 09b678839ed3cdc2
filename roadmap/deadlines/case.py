"""One deadline on its way through the rules."""

from dataclasses import dataclass, replace
from typing import Any

from roadmap.deadlines.finding import Found
from roadmap.deadlines.model import Deadline, Period
from roadmap.deadlines.point import Point
from roadmap.deadlines.resolve import Resolved
from roadmap.enums import DeadlineKind


@dataclass(frozen=True, slots=True)
class Case:
    """The text, the plan's period, the phrases found and the calendar points with their days."""

    raw: str
    period: Period
    found: Found
    points: list[Point]
    resolved: Resolved

    def reading(self, kind: DeadlineKind, **more: Any) -> Deadline:
        return replace(Deadline(self.raw, kind), **more)
