"""Reports: frozen figures of a programme."""

from __future__ import annotations

from core import clock
from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, User
from mentorship.models import Programme
from reports.domain.documents import create_document, renew_document
from reports.enums import EDITABLE, DocumentState
from reports.kinds import kind_of
from reports.models import Document
from reports.selectors.books import ANNUAL_KIND, PROJECT_KIND, subject_of
from reports.selectors.spans import Span, span_of
from surveys.enums import CampaignState
from surveys.models import Campaign

REPORT_JOB = "documents.report"
SURVEY_JOB = "documents.survey_report"
SURVEY_KIND = "survey_report"


def start_annual_report(programme: Programme, *, actor: User, year: int | None = None) -> Job:
    """Begin the annual report of a year of account, the current one by default."""
    return start_report(
        ANNUAL_KIND, span_of(programme, clock.today(programme.organization), year=year), actor=actor
    )


def make_annual_report(programme: Programme, *, actor: User | None, year: int | None = None) -> Document:
    return make_report(
        ANNUAL_KIND, span_of(programme, clock.today(programme.organization), year=year), actor=actor
    )


def start_report(kind: str, span: Span, *, actor: User) -> Job:
    """Begin a report of the engine: a worker counts and draws it."""
    programme, label = span.programme, kind_of(kind).label
    return start_job(
        REPORT_JOB,
        organization=programme.organization,
        owner=actor,
        title=f"{label}, {span.label}"[:200],
        params={
            "kind": kind,
            "programme": programme.pk,
            "year": span.number,
            "project": span.project.pk if span.project else None,
        },
        key=f"{kind}:{subject_of(kind, span)}:{span.number}",
    )


def make_report(kind: str, span: Span, *, actor: User | None) -> Document:
    """The report of a year as a document: the draft that is there is brought up to date, else a new one is made.

    What nobody signs is one document a day: made twice on a day, it is redrawn if the figures have moved.
    """
    organization = span.programme.organization
    subject = span.project if kind == PROJECT_KIND and span.project else span.programme
    draft = Document.objects.filter(
        kind=kind, subject_id=subject.pk, options__year=span.number, state__in=EDITABLE
    ).first()
    if draft is not None:
        return renew_document(draft, actor=actor)
    day = clock.today(organization)
    return create_document(
        kind,
        subject,
        organization=organization,
        key=f"{kind}:{subject.pk}:{span.number}:{day.isoformat()}:{_former(kind, subject.pk, span)}",
        actor=actor,
        options={"year": span.number},
    )


def _former(kind: str, subject: int, span: Span) -> int:
    """How many reports of the year the head has taken already: a second one on a day is another document."""
    return (
        Document.objects.filter(kind=kind, subject_id=subject, options__year=span.number)
        .exclude(state__in=EDITABLE | {DocumentState.ISSUED, DocumentState.CANCELLED})
        .count()
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
