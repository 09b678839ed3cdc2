"""Changes of a draft by hand: pairs locked, moved to another mentor, exchanged."""

from __future__ import annotations

from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import User
from mentorship.domain.matching import open_draft
from mentorship.models import DraftPair, MatchDraft
from mentorship.selectors.match_board import Board


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
        _write(Board.read(draft), draft, {former, mentor})
        audit.record(
            "match.moved", subject=draft, actor=actor, before={"score": before}, after={"score": draft.score}
        )
    return draft.score - before


def _write(board: Board, draft: MatchDraft, mentors: set[int]) -> None:
    """Scores and reasons of these mentors' pairs and the draft's sum, after a change by hand."""
    for mentor in mentors:
        for place, pair in enumerate(board.of_mentor.get(mentor, [])):
            reasons = board.reasons(mentor, pair.mentee_id, pair.project_id, place)
            pair.score = sum(reason.points or 0 for reason in reasons)
            pair.reasons = [reason.as_dict() for reason in reasons]
            pair.save(update_fields=["score", "reasons", "updated_at"])
    draft.score = sum(pair.score for pair in board.pairs)
    draft.save(update_fields=["score", "updated_at"])
