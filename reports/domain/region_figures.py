"""Keeping what a region reads: figures of each institution and its cells, counted at night and at each report."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence

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
from reports.selectors.indicator_sweep import lines_of_many
from reports.selectors.region_counts import Counted, count_institution, judged_programmes, traits_counted

logger = logging.getLogger(__name__)
LITTLE = "мало"
TOGETHER = 100
#: Columns that are kept as they were counted.
KEPT = (
    "programme", "mentees", "mentors", "pairs", "in_pairs", "people", "consents", "activities", "done", "stage",
    "stage_title", "complete", "gaps", "last_on",
)  # fmt: skip


def refresh_institution(
    organization: Organization,
    *,
    on: dt.date | None = None,
    lines_by_programme: Mapping[int, list[IndicatorLine]] | None = None,
) -> InstitutionFigures:
    """Count an institution anew and keep the figures, the indicators and the cells. `on` None: its today.

    `lines_by_programme`: indicators as of that day, where they are counted for many institutions together.
    """
    day = on or today(organization)
    with inside(organization):
        counted = count_institution(organization, on=day, lines_by_programme=lines_by_programme)
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
    """Count every institution of a region anew; returns how many were counted."""
    with scopes_disabled():
        below = list(Organization.objects.filter(parent=region, is_region=False).order_by("pk"))
    return _refresh(below)


def refresh_everywhere() -> int:
    """Institutions below a region that were not counted on their today yet; returns how many were counted."""
    with scopes_disabled():
        below = list(
            Organization.objects.filter(parent__is_region=True, is_region=False).select_related("figures")
        )
    return _refresh([one for one in below if not _is_fresh(one)])


def _is_fresh(organization: Organization) -> bool:
    figures = getattr(organization, "figures", None)
    try:
        return figures is not None and figures.counted_on == today(organization)
    except (ValueError, LookupError):  # a time zone that nobody knows: told of when it is counted
        return False


def _refresh(organizations: Sequence[Organization]) -> int:
    """Indicators are counted of a hundred institutions together, the rest of each by itself."""
    count = 0
    for first in range(0, len(organizations), TOGETHER):
        part = organizations[first : first + TOGETHER]
        lines = _lines_together(part)
        for organization in part:
            try:
                refresh_institution(organization, lines_by_programme=lines)
            except Exception:  # one institution's trouble must not leave the others with yesterday's figures
                logger.exception("figures of organization %s could not be counted", organization.pk)
            else:
                count += 1
    return count


def _lines_together(organizations: Sequence[Organization]) -> Mapping[int, list[IndicatorLine]] | None:
    """None: something is wrong with one of them, so that each is to be counted by itself."""
    try:
        with scopes_disabled():
            programmes = judged_programmes(organizations)
        return lines_of_many({one: today(one.organization) for one in programmes})
    except Exception:  # told of by the institution whose it is
        logger.exception("indicators could not be counted together")
        return None
