"""SWOT and monitoring reports as documents: drafts that the head signs."""

from __future__ import annotations

from core import clock
from core.errors import DomainError
from core.models import User
from mentorship.models import Programme
from reports.domain.documents import create_document
from reports.models import Document, SwotAnalysis
from reports.selectors.report_shelf import MONITORING_KIND, SWOT_KIND
from reports.selectors.spans import span_of
from reports.swot_enums import MonitoringStage


def make_swot_report(analysis: SwotAnalysis, *, actor: User | None) -> Document:
    """The report of an analysis, one a day; made again on the day, it is brought up to date. Raises DomainError."""
    day = clock.today(analysis.organization)
    return create_document(
        SWOT_KIND,
        analysis,
        organization=analysis.organization,
        key=f"swot:{analysis.pk}:{day.isoformat()}",
        options={"year": analysis.year},
        actor=actor,
    )


def make_monitoring_report(
    programme: Programme, *, stage: str, actor: User | None, year: int | None = None
) -> Document:
    """The report of one stage of a year of account (the current one), one a day. DomainError without closed surveys."""
    if stage not in MonitoringStage.values:
        raise DomainError("Такого этапа мониторинга нет.", field="stage", code="choice")
    day = clock.today(programme.organization)
    span = span_of(programme, day, year=year)
    return create_document(
        MONITORING_KIND,
        programme,
        organization=programme.organization,
        key=f"monitoring:{programme.pk}:{span.number}:{stage}:{day.isoformat()}",
        options={"stage": stage, "year": span.number},
        actor=actor,
    )
