"""Letters and agreements that a higher app has made for a partner: it registers a provider, the card asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from core.registries import Registry
from mentorship.models import PartnerOrganization


@dataclass(frozen=True)
class PartnerPaper:
    """One document of a partner. `url` is its page for staff, `own_url` the file for the partner's people ("" before
    it was sent to them); `sent` says to whom and when, the newest first."""

    title: str
    state: str
    tone: str
    url: str
    number: str = ""
    date: dt.date | None = None
    own_url: str = ""
    sent: tuple[str, ...] = ()


#: (partner) → its documents, the newest first; a constant number of queries.
papers: Registry[Callable[[PartnerOrganization], list[PartnerPaper]]] = Registry()


@dataclass(frozen=True)
class PartnerAction:
    """What may be made for a partner from its card: a label and the address of a page that asks for the rest."""

    label: str
    url: str


#: (partner, may manage) → buttons of the card.
actions: Registry[Callable[[PartnerOrganization], list[PartnerAction]]] = Registry()


def papers_of(partner: PartnerOrganization) -> list[PartnerPaper]:
    return [paper for provider in papers for paper in provider(partner)]


def actions_for(partner: PartnerOrganization) -> list[PartnerAction]:
    return [action for provider in actions for action in provider(partner)]
