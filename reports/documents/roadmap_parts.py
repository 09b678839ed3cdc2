"""What the papers of a roadmap share: the stamp of approval and the head of the sheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.docx import Approval
from core.errors import DomainError
from core.models import Organization
from core.russian import date_long
from reports.documents.letterhead import signatory_of
from roadmap.enums import RoadmapState
from roadmap.models import Roadmap

BLANK_DATE = "«____» ______________ 20___ г."
BLANK = "_______________"


@dataclass(frozen=True)
class ApprovalStamp:
    """«УТВЕРЖДАЮ» (ГОСТ Р 7.0.97): position with the institution, line for the signature, date or a blank for it."""

    position: str
    organization: str
    initials: str
    date: dt.date | None

    @property
    def date_text(self) -> str:
        return date_long(self.date) if self.date else BLANK_DATE

    @property
    def lines(self) -> list[str]:
        return [self.position, self.organization, f"{BLANK} {self.initials}".strip(), self.date_text]

    @property
    def block(self) -> Approval:
        return Approval(self.lines)


def approval_stamp(organization: Organization, on: dt.date | None) -> ApprovalStamp:
    """The stamp; of an institution whose card names no head the line for the name stays empty."""
    try:
        signatory = signatory_of(organization)
        position, initials = signatory.position, signatory.initials
    except DomainError:
        position, initials = organization.head_position, ""
    return ApprovalStamp(position, organization.short_name, initials, on)


def roadmap_of(subject: object) -> Roadmap:
    if not isinstance(subject, Roadmap):
        raise TypeError("the subject is a roadmap")
    return subject


def find_roadmap(pk: int) -> Roadmap:
    return Roadmap.objects.select_related("organization", "programme", "project").get(pk=pk)


def is_draft(roadmap: Roadmap) -> bool:
    return roadmap.state == RoadmapState.DRAFT
