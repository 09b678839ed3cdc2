"""Who fits whom: pure functions over plain values; no database, no time of day, no chance."""

from mentorship.matching.assignment import best_assignment
from mentorship.matching.types import Assignment, MenteeSide, MentorSide, Reason, Unmatched, Weights

__all__ = ["Assignment", "MenteeSide", "MentorSide", "Reason", "Unmatched", "Weights", "best_assignment"]
