"""Reading drafts of pairs: whose they are, how they differ, who else would suit a mentee."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from core.models import Membership
from mentorship.match_enums import DraftState
from mentorship.models import DraftPair, MatchDraft, MentorEntry, Programme
from mentorship.selectors.match_board import Board
from mentorship.selectors.pairs import busy_places
from mentorship.selectors.programmes import projects_visible_to

ALTERNATIVES = 6


def drafts_visible_to(membership: Membership, programme: Programme | None) -> list[MatchDraft]:
    """Newest first; a project curator sees the drafts of their forms alone."""
    if programme is None:
        return []
    own = {project.pk for project in projects_visible_to(membership, programme)}
    rows = MatchDraft.objects.filter(programme=programme).select_related("created_by", "parent")
    return [draft for draft in rows if set(draft.projects) <= own]


@dataclass(frozen=True)
class MentorRow:
    """A mentor of a draft with their mentees."""

    mentor: MentorEntry
    pairs: list[DraftPair]
    #: Of the capacity, after all live pairs, changes that wait for an order, and this draft; 0 of a settled draft.
    places_left: int


def rows_of(draft: MatchDraft, *, start: int = 0, count: int | None = None) -> tuple[list[MentorRow], int]:
    """Some of the draft's mentors by name with their pairs, and how many mentors there are."""
    order = draft.pairs.order_by("mentor__sort_name", "mentor_id")
    keys = list(dict.fromkeys(order.values_list("mentor_id", flat=True)))
    shown = keys[start:] if count is None else keys[start : start + count]
    rows = (
        draft.pairs.filter(mentor__in=shown)
        .select_related("mentor__person", "mentee__person", "project__form")
        .order_by("mentor__sort_name", "mentor_id", "mentee__sort_name", "pk")
    )
    busy = busy_places(shown)
    is_open = draft.state == DraftState.DRAFT

    def left(pairs: list[DraftPair]) -> int:
        one = pairs[0].mentor
        return max(0, one.capacity - busy[one.pk] - len(pairs)) if is_open else 0

    return [
        MentorRow(pairs[0].mentor, pairs, left(pairs))
        for _, group in groupby(rows, key=lambda one: one.mentor_id)
        if (pairs := list(group))
    ], len(keys)


@dataclass(frozen=True)
class Change:
    """A mentee whose mentor differs between two drafts."""

    mentee: str
    form: str
    before: str
    after: str
    score_before: int | None
    score_after: int | None


def differences(before: MatchDraft, after: MatchDraft) -> list[Change]:
    """Mentees with another mentor, or with one in only one of the drafts; by name."""
    first, second = _by_mentee(before), _by_mentee(after)
    found = []
    for key in first.keys() | second.keys():
        was, now = first.get(key), second.get(key)
        if was and now and was.mentor_id == now.mentor_id:
            continue
        known = was or now
        assert known is not None  # noqa: S101 - the key is of one of the two
        found.append(
            Change(
                mentee=known.mentee.person.short_name,
                form=known.project.form.title,
                before=was.mentor.person.short_name if was else "",
                after=now.mentor.person.short_name if now else "",
                score_before=was.score if was else None,
                score_after=now.score if now else None,
            )
        )
    return sorted(found, key=lambda one: (one.mentee, one.form))


def _by_mentee(draft: MatchDraft) -> dict[tuple[int, int], DraftPair]:
    rows = draft.pairs.select_related("mentor__person", "mentee__person", "project__form")
    return {(row.mentee_id, row.project_id): row for row in rows}


@dataclass(frozen=True)
class Exchange:
    """One way of giving a mentee to a mentor: to a free place, or in exchange for one of theirs."""

    pair: int | None
    name: str
    loss: int


@dataclass(frozen=True)
class Alternative:
    """A mentor beside the proposed one: points, reasons, and what the draft loses by each way."""

    mentor: int
    name: str
    score: int
    reasons: list[dict[str, object]]
    ways: list[Exchange]
    why_not: str = ""


def alternatives(pair: DraftPair, *, asked: int | None = None) -> tuple[list[Alternative], list[Alternative]]:
    """(mentors who suit, best first; those whom a rule forbids), without the proposed one. `asked` comes first."""
    board = Board.read(pair.draft)
    mentee, project = pair.mentee_id, pair.project_id
    names = {
        one.pk: one.mentee.person.short_name for one in pair.draft.pairs.select_related("mentee__person")
    }
    suit, not_ = [], []
    for mentor in board.given.mentors:
        if mentor.id == pair.mentor_id or (mentee, project) not in board.mentees:
            continue
        why_not = board.why_not(mentor.id, mentee, project)
        if why_not:
            if mentor.id == asked or project in mentor.projects:
                not_.append(Alternative(mentor.id, mentor.name, 0, [], [], why_not))
            continue
        reasons = board.reasons(mentor.id, mentee, project, 0)
        suit.append(
            Alternative(
                mentor.id,
                mentor.name,
                sum(reason.points or 0 for reason in reasons),
                [reason.as_dict() for reason in reasons],
                [],
            )
        )
    suit.sort(key=lambda one: (one.mentor != asked, -one.score, one.mentor))
    not_.sort(key=lambda one: (one.mentor != asked, one.name))
    shown = [_with_ways(board, pair, one, names) for one in suit[:ALTERNATIVES]]
    return shown, not_[:ALTERNATIVES]


def _with_ways(board: Board, pair: DraftPair, one: Alternative, names: dict[int, str]) -> Alternative:
    ways = []
    if board.room(one.mentor) > 0:
        ways.append(Exchange(None, "", board.loss(pair, one.mentor)))
    ways += [
        Exchange(other.pk, names[other.pk], board.loss(pair, one.mentor, other))
        for other in board.of_mentor.get(one.mentor, [])
        if not board.why_not(pair.mentor_id, other.mentee_id, other.project_id)
    ]
    ways.sort(key=lambda way: (way.loss, way.pair or 0))
    return Alternative(one.mentor, one.name, one.score, one.reasons, ways)
