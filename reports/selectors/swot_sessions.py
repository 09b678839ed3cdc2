"""Reading SWOT sessions: the link on the wall, what is shown, how many voices each proposal has."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django_scopes import scopes_disabled

from core.personal_tokens import hash_token, looks_right, token_for
from reports.models import SwotProposal, SwotSession, SwotVote
from reports.swot_enums import ProposalState, Quadrant

PURPOSE = "swot-session"


def find_session(token: str) -> SwotSession | None:
    """The session of a token, of whatever institution: who comes by the wall is nobody in particular."""
    if not looks_right(token):
        return None
    with scopes_disabled():
        found: SwotSession | None = (
            SwotSession.objects.select_related("organization", "analysis__programme")
            .filter(token_hash=hash_token(token))
            .first()
        )
    return found


def session_token(session: SwotSession) -> str:
    return token_for(session.key, purpose=PURPOSE)


def link_of(session: SwotSession) -> str:
    path = reverse("reports:swot_vote", kwargs={"token": session_token(session)})
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def proposals_of(session: SwotSession) -> QuerySet[SwotProposal]:
    """All proposals with `voices`."""
    return SwotProposal.objects.filter(session=session).annotate(voices=Count("votes"))


@dataclass(frozen=True)
class Wall:
    """A quadrant as the wall and the phones show it: shown proposals, those with more voices first."""

    quadrant: Quadrant
    proposals: tuple[SwotProposal, ...]

    @property
    def title(self) -> str:
        return str(self.quadrant.label)


def wall_of(session: SwotSession) -> list[Wall]:
    """The four quadrants; one query."""
    shown = list(proposals_of(session).filter(state=ProposalState.SHOWN).order_by("-voices", "pk"))  # type: ignore[misc]
    return [Wall(quadrant, tuple(one for one in shown if one.quadrant == quadrant)) for quadrant in Quadrant]


def voices_of(session: SwotSession, device: str) -> set[int]:
    """Proposals that a phone (by its hash) is for."""
    return set(
        SwotVote.objects.filter(proposal__session=session, device=device).values_list(
            "proposal_id", flat=True
        )
    )


def own_proposals(session: SwotSession, device: str) -> list[SwotProposal]:
    """What a phone has sent, so that it sees that it arrived."""
    return list(SwotProposal.objects.filter(session=session, device=device))
