"""Keeping what a region reads: figures of each institution and its cells, counted at night and at each report."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from core.clock import today
from core.context import inside
from core.models import Organization
from reports.indicator_lines import IndicatorLine
from reports.models import InstitutionFigures, InstitutionIndicator, RegionCell
from reports.region_cells import coarsened
from reports.region_few import untold
from reports.selectors.region_counts import Counted, count_institution, traits_counted

logger = logging.getLogger(__name__)
LITTLE = "мало"
#: Columns that are kept as they were counted.
KEPT = (
    "programme", "mentees", "mentors", "pairs", "in_pairs", "people", "consents", "activities", "done", "stage",
    "stage_title", "complete", "gaps", "last_on",
)  # fmt: skip


def refresh_institution(organization: Organization, *, on: dt.date | None = None) -> InstitutionFigures:
    """Count an institution anew and keep the figures, the indicators and the cells. `on` None: its today."""
    day = on or today(organization)
    with inside(organization):
        counted = count_institution(organization, on=day)
        cells = coarsened(traits_counted(counted.programme, on=day)) if counted.programme else {}
        with transaction.atomic():
            figures, _ = InstitutionFigures.objects.update_or_create(
                organization=organization,
                defaults={name: getattr(counted, name) for name in KEPT}
                | {"counted_at": timezone.now(), "counted_on": day},
            )
            figures.indicators.all().delete()
            InstitutionIndicator.objects.bulk_create(_indicators(figures, counted))
            RegionCell.objects.filter(organization=organization).delete()
            RegionCell.objects.bulk_create(
                RegionCell(organization=organization, people=people, **traits._asdict())
                for traits, people in cells.items()
            )
    return figures


def _indicators(figures: InstitutionFigures, counted: Counted) -> list[InstitutionIndicator]:
    hidden = untold(counted.lines)
    return [_told(figures, place, line, little=place in hidden) for place, line in enumerate(counted.lines)]


def _told(
    figures: InstitutionFigures, place: int, line: IndicatorLine, *, little: bool
) -> InstitutionIndicator:
    """An indicator for the region: of one that is «мало» neither part is kept."""
    return InstitutionIndicator(
        figures=figures,
        code=line.code,
        title=line.label[:300],
        order=min(place, 30_000),
        planned=line.planned,
        numerator=None if little else line.fact.numerator,
        denominator=None if little else line.fact.denominator,
        share=None if little else line.share,
        value=LITTLE if little else line.value[:40],
        planned_text=line.planned_text[:40],
    )


def refresh_region(region: Organization) -> int:
    """Count every institution of a region anew; returns how many there are."""
    with scopes_disabled():
        below = list(Organization.objects.filter(parent=region, is_region=False).order_by("pk"))
    for organization in below:
        refresh_institution(organization)
    return len(below)


def refresh_everywhere() -> int:
    """Institutions below a region that were not counted on their today yet; returns how many were counted."""
    with scopes_disabled():
        below = list(
            Organization.objects.filter(parent__is_region=True, is_region=False).select_related("figures")
        )
    count = 0
    for organization in below:
        figures = getattr(organization, "figures", None)
        try:
            if figures is None or figures.counted_on != today(organization):
                refresh_institution(organization)
                count += 1
        except Exception:  # one institution's trouble must not leave the others with yesterday's figures
            logger.exception("figures of organization %s could not be counted", organization.pk)
    return count
