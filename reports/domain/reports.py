"""Reports: frozen figures of a programme."""

from __future__ import annotations

from core import clock
from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, User
from mentorship.models import Programme
from reports.domain.documents import create_document
from reports.models import Document
from surveys.enums import CampaignState
from surveys.models import Campaign

ANNUAL_JOB = "documents.annual_report"
ANNUAL_KIND = "annual_report"
SURVEY_JOB = "documents.survey_report"
SURVEY_KIND = "survey_report"


def start_annual_report(programme: Programme, *, actor: User) -> Job:
    return start_job(
        ANNUAL_JOB,
        organization=programme.organization,
        owner=actor,
        title=f"Годовой отчёт: {programme.title}"[:200],
        params={"programme": programme.pk},
        key=f"programme:{programme.pk}",
    )


def make_annual_report(programme: Programme, *, actor: User | None) -> Document:
    """One report a day: made twice on a day, it is the same document, redrawn if the figures have moved."""
    day = clock.today(programme.organization)
    return create_document(
        ANNUAL_KIND,
        programme,
        organization=programme.organization,
        key=f"programme:{programme.pk}:{day.isoformat()}",
        actor=actor,
    )


def start_survey_report(campaign: Campaign, *, actor: User) -> Job:
    """Begin the report on a closed campaign. Raises DomainError while it goes on."""
    if campaign.state != CampaignState.CLOSED:
        raise DomainError("Отчёт составляют по завершённому опросу.", code="open")
    return start_job(
        SURVEY_JOB,
        organization=campaign.organization,
        owner=actor,
        title=f"Отчёт по анкетированию: {campaign.title}"[:200],
        params={"campaign": campaign.pk},
        key=f"campaign:{campaign.pk}",
    )


def make_survey_report(campaign: Campaign, *, actor: User | None) -> Document:
    """One report a day, as the annual one."""
    day = clock.today(campaign.organization)
    return create_document(
        SURVEY_KIND,
        campaign,
        organization=campaign.organization,
        key=f"campaign:{campaign.pk}:{day.isoformat()}",
        actor=actor,
    )
