"""The region's own report: a document of the region, one a day."""

from __future__ import annotations

from core import clock
from core.errors import DomainError
from core.models import Organization, User
from reports.domain.documents import create_document
from reports.models import Document

KIND = "region_report"


def make_region_report(region: Organization, *, actor: User | None) -> Document:
    """Made twice on a day, it is the same document, redrawn if the figures have moved. Raises DomainError."""
    if not region.is_region:
        raise DomainError("Сводный отчёт составляют для региона.", code="not_a_region")
    day = clock.today(region)
    return create_document(
        KIND, region, organization=region, key=f"region:{region.pk}:{day.isoformat()}", actor=actor
    )
