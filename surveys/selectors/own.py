"""The questionnaires that somebody is asked to answer themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from core.clock import today
from core.models import Membership
from mentorship.selectors.participants import person_of
from surveys.enums import CampaignState, Gate
from surveys.models import DraftAnswer, Invitation
from surveys.selectors.gate import gate_of
from surveys.selectors.grounds import has_ground

TONES = {Gate.OPEN: "wait", Gate.DONE: "ok", Gate.NO_CONSENT: "bad"}


@dataclass(frozen=True)
class OwnSurvey:
    """One invitation as the invited sees it; `invitation` is None where there is nothing to open."""

    title: str
    until: dt.date
    gate: Gate
    started: bool
    minutes: int
    invitation: Invitation | None

    @property
    def label(self) -> str:
        return "Начали" if self.gate == Gate.OPEN and self.started else self.gate.label

    @property
    def tone(self) -> str:
        return TONES.get(self.gate, "")


def own_invitations(membership: Membership) -> QuerySet[Invitation]:
    """Invitations of the person behind the account, and of nobody else: a child's are the child's own."""
    person = person_of(membership)
    if person is None:
        return Invitation.objects.none()
    drafts = DraftAnswer.objects.filter(invitation=OuterRef("pk"))
    return (
        Invitation.objects.filter(person=person, revoked_on__isnull=True)
        .exclude(campaign__state=CampaignState.DRAFT)
        .select_related(
            "organization",
            "person",
            "campaign__organization",
            "campaign__version__questionnaire",
            "campaign__programme",
        )
        .annotate(started=Exists(drafts))
        .order_by("done_on", "campaign__closes_on", "-pk")
    )


def own_surveys(membership: Membership, *, limit: int = 100) -> list[OwnSurvey]:
    """What is to be answered first, then what has been; a constant number of queries."""
    ground = Case(When(has_ground(today(membership.organization)), then=Value(True)), default=Value(False))
    rows = list(own_invitations(membership).annotate(ground=ground)[:limit])
    return sorted((_own(row) for row in rows), key=lambda one: (one.gate != Gate.OPEN, one.gate == Gate.DONE))


def waiting_count(membership: Membership) -> int:
    """How many open questionnaires the person has not answered."""
    rows = own_invitations(membership).filter(done_on__isnull=True, campaign__state=CampaignState.OPEN)
    return rows.count()


def _own(invitation: Invitation) -> OwnSurvey:
    campaign = invitation.campaign
    gate = gate_of(invitation, consents={invitation.person_id} if invitation.ground else ())  # type: ignore[attr-defined]
    opens = gate in (Gate.OPEN, Gate.NO_CONSENT)
    return OwnSurvey(
        title=campaign.title,
        until=campaign.closes_on,
        gate=gate,
        started=bool(getattr(invitation, "started", False)),
        minutes=campaign.version.minutes,
        invitation=invitation if opens else None,
    )
