"""A draft laid out: who is with whom, what any other pair would be worth, which rule would forbid it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import DomainError
from mentorship.matching import Reason, scoring
from mentorship.matching.assignment import weights_of
from mentorship.models import DraftPair, MatchDraft, Project
from mentorship.selectors.matching import Input, read_input


@dataclass
class Board:
    """A draft laid out: who is with whom, and what any other pair would be worth."""

    given: Input
    pairs: list[DraftPair]

    @classmethod
    def read(cls, draft: MatchDraft) -> Board:
        projects = list(Project.objects.filter(pk__in=draft.projects).select_related("form"))
        given = read_input(draft.programme, projects)
        return cls(given, list(draft.pairs.order_by("mentor_id", "mentee_id")))

    def __post_init__(self) -> None:
        self.mentors = {one.id: one for one in self.given.mentors}
        self.mentees = {one.key: one for one in self.given.mentees}
        self.of_mentor: dict[int, list[DraftPair]] = {}
        for pair in self.pairs:
            self.of_mentor.setdefault(pair.mentor_id, []).append(pair)

    def room(self, mentor: int) -> int:
        one = self.mentors.get(mentor)
        return one.free - len(self.of_mentor.get(mentor, [])) if one else 0

    def why_not(self, mentor: int, mentee: int, project: int) -> str:
        """The rule that forbids the pair, or an empty string."""
        one, other = self.mentors.get(mentor), self.mentees.get((mentee, project))
        if one is None or other is None:
            return "человек больше не ждёт пары"
        if one.obstacles or other.obstacles:
            return "; ".join((*one.obstacles, *other.obstacles))
        return scoring.forbidden(one, other, weights_of([other], self.given.weights)[0].age_tolerance)

    def require(self, mentor: int, mentee: int, project: int) -> None:
        why = self.why_not(mentor, mentee, project)
        if why:
            raise DomainError(f"Так нельзя: {why}.", field="mentor", code="rule")

    def reasons(self, mentor: int, mentee: int, project: int, place: int) -> list[Reason]:
        """Why the pair, with the mentor's load when it is their `place`-th of the draft, from 0."""
        one, other = self.mentors[mentor], self.mentees[mentee, project]
        weights = weights_of([other], self.given.weights)[0]
        return list(scoring.reasons(one, other, weights, one.busy + place))

    def worth(self, mentor: int, members: Iterable[tuple[int, int]]) -> int:
        """Points of a mentor with these mentees (mentee, project), in the order of their ids."""
        return sum(
            reason.points or 0
            for place, (mentee, project) in enumerate(sorted(members))
            for reason in self.reasons(mentor, mentee, project, place)
        )

    def members(self, mentor: int) -> set[tuple[int, int]]:
        return {(pair.mentee_id, pair.project_id) for pair in self.of_mentor.get(mentor, [])}

    def loss(self, pair: DraftPair, mentor: int, exchange: DraftPair | None = None) -> int:
        """Points the draft loses (negative: gains) if the mentee goes to the mentor, in exchange or to a free place."""
        mine, theirs = self.members(pair.mentor_id), self.members(mentor)
        moved = (pair.mentee_id, pair.project_id)
        back = {(exchange.mentee_id, exchange.project_id)} if exchange else set()
        before = self.worth(pair.mentor_id, mine) + self.worth(mentor, theirs)
        after = self.worth(pair.mentor_id, (mine - {moved}) | back) + self.worth(
            mentor, (theirs - back) | {moved}
        )
        return before - after
