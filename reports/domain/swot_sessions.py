"""A SWOT session: proposals and voices by phone, shown by the curator, merged into the draft.

No name is asked and none is kept. A phone is known by a random cookie of this session; the database holds a keyed hash
of it, so that one phone has one voice for a proposal. Limits: so many proposals of a phone, and so many of the whole
hall in a minute — a hall sits behind one address of the network, so addresses say nothing.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core import audit
from core.errors import DomainError
from core.models import User
from core.personal_tokens import hash_token, new_key, token_for
from core.workflow import move
from reports.domain.swot import add_statement
from reports.models import SwotAnalysis, SwotProposal, SwotSession, SwotStatement, SwotVote
from reports.permissions import MANAGE_SWOT
from reports.selectors.swot_sessions import PURPOSE
from reports.swot_enums import PROPOSAL_TRANSITIONS, Origin, ProposalState, Quadrant

MOST_OF_DEVICE = 8
MOST_A_MINUTE = 300
MOST_OF_SESSION = 500
LONGEST = 300
CLOSED = "Сессия закрыта: предложения и голоса больше не принимаются."


def open_session(analysis: SwotAnalysis, *, title: str, held_on: dt.date, actor: User | None) -> SwotSession:
    """A session with a new link of 130 bits."""
    programme = analysis.programme
    if not programme.period_start <= held_on <= programme.period_end:
        raise DomainError("Дата вне срока программы.", field="held_on", code="period")
    key = new_key()
    with transaction.atomic():
        made = SwotSession.objects.create(
            organization=analysis.organization,
            analysis=analysis,
            title=title.strip(),
            held_on=held_on,
            key=key,
            token_hash=hash_token(token_for(key, purpose=PURPOSE)),
            created_by=actor,
        )
        audit.record("swotsession.opened", subject=made, actor=actor)
    return made


def device_hash(session: SwotSession, device: str) -> str:
    """What is kept of a phone: nothing that another session, or a copy of the database, could be laid beside."""
    return salted_hmac("reports.swot_device", f"{session.key}:{device}", algorithm="sha256").hexdigest()


def propose(session: SwotSession, *, device: str, quadrant: str, text: str) -> SwotProposal:
    """Send a statement to the curator; the same one again is the same. Raises DomainError past a limit."""
    text = " ".join(text.split())
    if quadrant not in Quadrant.values:
        raise DomainError("Выберите часть таблицы.", field="quadrant", code="choice")
    if not 3 <= len(text) <= LONGEST:
        raise DomainError(f"От 3 до {LONGEST} знаков.", field="text", code="length")
    whose = device_hash(session, device)
    with transaction.atomic():
        locked = _open(session)
        own = SwotProposal.objects.filter(session=locked, device=whose)
        same = own.filter(quadrant=quadrant, text=text).first()
        if same is not None:
            return same
        if own.count() >= MOST_OF_DEVICE:
            raise DomainError(f"С одного телефона – не больше {MOST_OF_DEVICE} предложений.", code="many")
        if locked.proposals.count() >= MOST_OF_SESSION:
            raise DomainError("Предложений уже слишком много: голосуйте за показанные.", code="full")
        _count(locked)
        made: SwotProposal = SwotProposal.objects.create(
            organization=locked.organization, session=locked, quadrant=quadrant, text=text, device=whose
        )
    return made


def vote(session: SwotSession, *, device: str, proposals: set[int]) -> int:
    """Set which of the shown proposals a phone is for; said again, it replaces. Returns how many it is for."""
    whose = device_hash(session, device)
    with transaction.atomic():
        locked = _open(session)
        _count(locked)
        shown = set(
            SwotProposal.objects.filter(session=locked, state=ProposalState.SHOWN).values_list(
                "pk", flat=True
            )
        )
        wanted = proposals & shown
        own = SwotVote.objects.filter(proposal__session=locked, device=whose)
        own.filter(proposal__in=shown - wanted).delete()
        known = set(own.values_list("proposal_id", flat=True))
        SwotVote.objects.bulk_create(
            [SwotVote(proposal_id=pk, device=whose) for pk in sorted(wanted - known)], ignore_conflicts=True
        )
    return len(wanted)


def _open(session: SwotSession) -> SwotSession:
    locked: SwotSession = SwotSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if locked.closed_at is not None:
        raise DomainError(CLOSED, code="closed")
    return locked


def _count(locked: SwotSession) -> None:
    """Every sending of the whole hall counts: three hundred in a minute, and everybody waits."""
    moment = timezone.now()
    if locked.sent_since is None or moment - locked.sent_since >= dt.timedelta(minutes=1):
        locked.sent, locked.sent_since = 0, moment
    if locked.sent >= MOST_A_MINUTE:
        raise DomainError("Сейчас отвечают слишком многие. Подождите минуту.", code="wait")
    locked.sent += 1
    locked.save(update_fields=["sent", "sent_since"])


# --- the curator ---


def show_proposal(proposal: SwotProposal, *, actor: User | None) -> SwotProposal:
    """Put a proposal on the wall and on phones: from now on it may be voted for."""
    return _moderate(proposal, ProposalState.SHOWN, actor)


def decline_proposal(proposal: SwotProposal, *, actor: User | None) -> SwotProposal:
    """Keep a proposal off the wall; it may still be shown later."""
    return _moderate(proposal, ProposalState.DECLINED, actor)


def _moderate(proposal: SwotProposal, to: str, actor: User | None) -> SwotProposal:
    return move(proposal, to=to, transitions=PROPOSAL_TRANSITIONS, actor=actor, rule=MANAGE_SWOT)


def close_session(session: SwotSession, *, closed: bool, actor: User | None) -> SwotSession:
    """Close the voting, or open it again. Raises DomainError once the result is in the draft."""
    with transaction.atomic():
        locked = SwotSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if not closed and locked.merged_at is not None:
            raise DomainError("Итог уже перенесён в черновик SWOT.", code="merged")
        locked.closed_at = timezone.now() if closed else None
        locked.save(update_fields=["closed_at", "updated_at"])
        audit.record("swotsession.closed" if closed else "swotsession.opened", subject=locked, actor=actor)
    return locked


def merge_session(session: SwotSession, *, actor: User | None) -> list[SwotStatement]:
    """Close a session and take every shown proposal into the analysis, with its voices; once.

    The same words as a statement of the draft add their voices to it instead of standing twice.
    """
    with transaction.atomic():
        locked = SwotSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if locked.merged_at is not None:
            raise DomainError("Итог этой сессии уже в черновике SWOT.", code="merged")
        shown = list(locked.proposals.filter(state=ProposalState.SHOWN).prefetch_related("votes"))
        if not shown:
            raise DomainError("Ни одно предложение не показано: переносить нечего.", code="nothing")
        shown.sort(key=lambda one: (-len(one.votes.all()), one.pk))
        known = {
            (row.quadrant, row.text.casefold().rstrip(".")): row
            for row in locked.analysis.statements.filter(project__isnull=True)
        }
        made = []
        for proposal in shown:
            place = (proposal.quadrant, proposal.text.casefold().rstrip("."))
            voices = len(proposal.votes.all())
            row = known.get(place)
            if row is None:
                row = known[place] = add_statement(
                    locked.analysis,
                    quadrant=proposal.quadrant,
                    text=proposal.text,
                    actor=actor,
                    origin=Origin.SESSION,
                    votes=voices,
                )
            else:
                row.votes = (row.votes or 0) + voices
                row.save(update_fields=["votes", "updated_at"])
            proposal.statement = row
            proposal.save(update_fields=["statement", "updated_at"])
            made.append(row)
        locked.merged_at = timezone.now()
        locked.closed_at = locked.closed_at or locked.merged_at
        locked.save(update_fields=["merged_at", "closed_at", "updated_at"])
        audit.record("swotsession.merged", subject=locked, actor=actor, after={"statements": len(made)})
    return made
