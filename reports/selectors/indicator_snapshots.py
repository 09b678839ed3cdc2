"""Reading cuts of indicators: what was known on a day, beside what is known now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from core import russian
from core.models import Membership
from mentorship.models import Programme
from mentorship.selectors.programmes import programmes_visible_to
from reports.indicator_lines import Fact, IndicatorLine, amount_text, fact_text
from reports.models import IndicatorSnapshot, IndicatorSnapshotRow
from reports.selectors.indicators import indicator_lines


@dataclass(frozen=True)
class CutLine:
    """A row of a cut as it is told; `now` is the same indicator counted anew for the same day."""

    row: IndicatorSnapshotRow
    now: IndicatorLine | None = None

    @property
    def fact(self) -> Fact:
        return Fact(self.row.numerator, self.row.denominator, self.row.note)

    @property
    def amount(self) -> Decimal | None:
        return self.fact.amount(self.row.unit)

    @property
    def value(self) -> str:
        return fact_text(self.fact, self.row.unit)

    @property
    def planned_text(self) -> str:
        return amount_text(self.row.planned, self.row.unit)

    @property
    def fraction(self) -> str:
        if self.row.numerator is None or self.row.denominator is None:
            return ""
        return russian.fraction(self.row.numerator, self.row.denominator)

    @property
    def has_moved(self) -> bool:
        """Whether counting anew for the same day gives other parts: data was put in or corrected afterwards."""
        if self.now is None:
            return False
        return (self.now.fact.numerator, self.now.fact.denominator) != (
            self.row.numerator,
            self.row.denominator,
        )


def snapshots_of(programme: Programme) -> QuerySet[IndicatorSnapshot]:
    """Cuts of a programme, the newest day first, with `row_count`."""
    return (
        IndicatorSnapshot.objects.filter(programme=programme)
        .select_related("taken_by")
        .annotate(row_count=Count("rows"))
        .order_by("-on", "-pk")
    )


def snapshots_visible_to(membership: Membership) -> QuerySet[IndicatorSnapshot]:
    return IndicatorSnapshot.objects.filter(programme__in=programmes_visible_to(membership)).select_related(
        "programme__organization", "taken_by"
    )


def cut_lines(snapshot: IndicatorSnapshot) -> list[CutLine]:
    """The rows of a cut in their order, each beside the figure that counting anew for that day gives."""
    anew = {line.code: line for line in indicator_lines(snapshot.programme, on=snapshot.on)}
    return [CutLine(row, anew.get(row.code)) for row in _rows(snapshot)]


def frozen_lines(snapshot: IndicatorSnapshot) -> list[CutLine]:
    """The same for a document: only what was cut off."""
    return [CutLine(row) for row in _rows(snapshot)]


def _rows(snapshot: IndicatorSnapshot) -> Iterable[IndicatorSnapshotRow]:
    return snapshot.rows.order_by("order", "pk")
