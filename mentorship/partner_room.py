"""What a partner's people see: the mentors of their own organisation, the agreement with its term, the letters."""

from __future__ import annotations

from dataclasses import dataclass

from core.enums import Role
from core.registries import HomeBlock, Viewer
from mentorship.models import Agreement, MentorEntry, PartnerOrganization
from mentorship.partner_enums import AgreementState
from mentorship.partner_papers import PartnerPaper, papers_of
from mentorship.partner_words import AGREEMENT_TONES
from mentorship.selectors.partners import mentors_from, own_partners
from mentorship.tones import ENTRY_TONES

#: What a partner's people are shown of agreements: drafts are the institution's own business.
SHOWN = (AgreementState.SENT, AgreementState.ACTIVE, AgreementState.ENDED, AgreementState.TERMINATED)


@dataclass(frozen=True)
class Room:
    """One partner as its own people see it."""

    partner: PartnerOrganization
    mentors: list[tuple[MentorEntry, str]]
    agreements: list[tuple[Agreement, str]]
    letters: list[PartnerPaper]


def partner_blocks(viewer: Viewer) -> list[HomeBlock]:
    """A block for each partner that the person speaks for; who came as a partner and is nobody's is told so."""
    partners = list(own_partners(viewer.membership))
    if not partners:
        lonely = viewer.role == Role.PARTNER
        return [HomeBlock("mentorship/home/partner_unknown.html", order=1)] if lonely else []
    first = 1 if viewer.role == Role.PARTNER else 30
    return [
        HomeBlock("mentorship/home/partner.html", {"room": room(partner, viewer)}, order=first + place)
        for place, partner in enumerate(partners)
    ]


def room(partner: PartnerOrganization, viewer: Viewer) -> Room:
    mentors = mentors_from([partner], viewer.programme)
    agreements = partner.agreements.filter(state__in=SHOWN)
    return Room(
        partner,
        [(entry, ENTRY_TONES[entry.state]) for entry in mentors],
        [(one, AGREEMENT_TONES[one.state]) for one in agreements],
        [paper for paper in papers_of(partner) if paper.own_url],
    )
