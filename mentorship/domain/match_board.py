"""A draft laid out: pairs locked, moved to another mentor, exchanged; what a change costs is told before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import User
from mentorship.domain.matching import open_draft
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

    def write(self, draft: MatchDraft, mentors: set[int]) -> None:
        """Scores and reasons of these mentors' pairs and the draft's sum, after a change by hand."""
        for mentor in mentors:
            for place, pair in enumerate(self.of_mentor.get(mentor, [])):
                reasons = self.reasons(mentor, pair.mentee_id, pair.project_id, place)
                pair.score = sum(reason.points or 0 for reason in reasons)
                pair.reasons = [reason.as_dict() for reason in reasons]
                pair.save(update_fields=["score", "reasons", "updated_at"])
        draft.score = sum(pair.score for pair in self.pairs)
        draft.save(update_fields=["score", "updated_at"])


def lock_pair(pair: DraftPair, *, locked: bool, actor: User | None) -> DraftPair:
    """A locked pair stays when the draft is computed anew."""
    with transaction.atomic():
        open_draft(pair.draft)
        DraftPair.objects.filter(pk=pair.pk).update(is_locked=locked)
    pair.is_locked = locked
    return pair


def move_pair(pair: DraftPair, *, mentor: int, actor: User | None, exchange: int | None = None) -> int:
    """Give the mentee another mentor of the draft, in exchange for one of that mentor's mentees if need be.

    Returns how the draft's score has changed. The moved pairs are locked. Raises DomainError when a hard rule forbids
    it, or the mentor is full and nobody is exchanged.
    """
    with transaction.atomic():
        draft = open_draft(pair.draft)
        pair = DraftPair.objects.select_for_update().get(pk=pair.pk)
        other = (
            DraftPair.objects.select_for_update().get(pk=exchange, draft=draft, mentor=mentor)
            if exchange
            else None
        )
        before = draft.score
        board = Board.read(draft)
        board.require(mentor, pair.mentee_id, pair.project_id)
        if other is not None:
            board.require(pair.mentor_id, other.mentee_id, other.project_id)
        elif board.room(mentor) <= 0 and mentor != pair.mentor_id:
            raise DomainError("У наставника нет свободных мест: выберите, с кем поменять.", code="full")
        former = pair.mentor_id
        pair.mentor_id, pair.is_locked, pair.by_hand = mentor, True, True
        pair.save(update_fields=["mentor", "is_locked", "by_hand", "updated_at"])
        if other is not None:
            other.mentor_id, other.is_locked, other.by_hand = former, True, True
            other.save(update_fields=["mentor", "is_locked", "by_hand", "updated_at"])
        Board.read(draft).write(draft, {former, mentor})
        audit.record(
            "match.moved", subject=draft, actor=actor, before={"score": before}, after={"score": draft.score}
        )
    return draft.score - before
