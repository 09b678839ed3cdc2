"""Indicators of institutions side by side, each by itself or by municipalities, with the region's own shares."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django_scopes import scopes_disabled

from core.models import Organization
from core.russian import NO_DATA, fraction, percent
from reports.contradictions import title_key
from reports.indicator_catalogue import catalogue
from reports.indicator_enums import Formula
from reports.models import InstitutionFigures, InstitutionIndicator
from reports.selectors.region import NO_MUNICIPALITY, names_of

#: What of the kept figures is added up for a municipality.
SUMS = ("mentees", "mentors", "pairs", "people", "consents", "activities", "done")


@dataclass(frozen=True)
class IndicatorCell:
    """The fact with its plan; no row is «н/д». `known` is how many institutions a sum is of."""

    value: str = NO_DATA
    planned: str = ""
    parts: str = ""
    known: int = 0


@dataclass(frozen=True)
class IndicatorRow:
    organization: Organization
    name: str
    cells: list[IndicatorCell]


@dataclass(frozen=True)
class MunicipalityRow:
    """Sums over the institutions of a municipality; a figure that an institution does not tell is in none of them."""

    name: str
    institutions: int
    counted: int
    sums: dict[str, int]
    cells: list[IndicatorCell]

    @property
    def consent_share(self) -> str:
        return percent(self.sums["consents"], self.sums["people"]) if self.sums["people"] else NO_DATA

    @property
    def done_share(self) -> str:
        return percent(self.sums["done"], self.sums["activities"]) if self.sums["activities"] else NO_DATA


@dataclass(frozen=True)
class Comparison:
    """Institutions × indicators. `total` is the region's share of each: sums of both parts where both are known."""

    heads: list[str]
    rows: list[IndicatorRow]
    total: list[IndicatorCell]
    municipalities: list[MunicipalityRow]

    @property
    def known(self) -> list[int]:
        return [cell.known for cell in self.total]


@dataclass
class _Kept:
    """One kept indicator as it is read."""

    owner: int
    title: str
    planned: str
    part: int | None
    whole: int | None
    is_share: bool
    value: str

    @property
    def cell(self) -> IndicatorCell:
        told = fraction(self.part, self.whole) if self.is_share else ""
        return IndicatorCell(self.value, self.planned, told, int(self.is_share))


@dataclass
class _Column:
    """One indicator over the institutions; of one that an institution has twice the first row stands."""

    rows: dict[int, _Kept] = field(default_factory=dict)
    titles: Counter[str] = field(default_factory=Counter)

    def sum_of(self, owners: Iterable[int]) -> IndicatorCell:
        known = [row for owner in owners if (row := self.rows.get(owner)) is not None and row.is_share]
        if not known:
            return IndicatorCell()
        part, whole = sum(row.part or 0 for row in known), sum(row.whole or 0 for row in known)
        return IndicatorCell(percent(part, whole), "", fraction(part, whole), len(known))


@lru_cache(maxsize=1)
def _shipped() -> dict[str, str]:
    """Code → what it means everywhere: codes of the shipped sets and of named formulas."""
    named = {
        one.value.replace("_", "-"): f"formula {one.value}" for one in Formula if one is not Formula.MANUAL
    }
    rows = [row for one in catalogue() for row in one.indicators]
    return named | {
        row.code: f"code {row.code}" if row.formula is Formula.MANUAL else f"formula {row.formula.value}"
        for row in rows
    }


def meaning_of(code: str, title: str) -> str:
    """What makes the rows of two institutions one indicator. Codes of their own rows («manual-2») mean nothing."""
    return _shipped().get(code) or f"title {title_key(title)}"


def comparison_of(region: Organization, *, most: int = 8) -> Comparison:
    """The indicators that most institutions have, of every institution and municipality. Three queries."""
    with scopes_disabled():
        below = list(Organization.objects.filter(parent=region, is_region=False).order_by("short_name", "pk"))
        rows = list(
            InstitutionIndicator.objects.filter(figures__organization__parent=region)
            .order_by("order", "pk")
            .values_list(
                "figures__organization", "code", "title", "planned", "planned_text", "numerator", "denominator",
                "share", "value",
            )
        )  # fmt: skip
        kept = InstitutionFigures.objects.filter(organization__parent=region)
        sums = {owner: values for owner, *values in kept.values_list("organization", *SUMS)}
    columns: dict[str, _Column] = {}
    for owner, code, title, planned, planned_text, part, whole, share, value in rows:
        column = columns.setdefault(meaning_of(code, title), _Column())
        column.titles[title] += 1
        plan = planned_text if planned is not None else ""
        column.rows.setdefault(owner, _Kept(owner, title, plan, part, whole, share is not None, value))
    chosen = sorted(columns.values(), key=lambda column: -len(column.rows))[:most]
    names = names_of(below)
    return Comparison(
        heads=[column.titles.most_common(1)[0][0] for column in chosen],
        rows=[
            IndicatorRow(
                one,
                names[one.pk],
                [row.cell if (row := column.rows.get(one.pk)) else IndicatorCell() for column in chosen],
            )
            for one in below
        ],
        total=[column.sum_of(one.pk for one in below) for column in chosen],
        municipalities=_municipalities(below, sums, chosen),
    )


def _municipalities(
    below: Sequence[Organization], sums: dict[int, list[Any]], chosen: Sequence[_Column]
) -> list[MunicipalityRow]:
    members: dict[str, list[int]] = defaultdict(list)
    for one in below:
        members[one.municipality or NO_MUNICIPALITY].append(one.pk)
    return [
        MunicipalityRow(
            name=name,
            institutions=len(own),
            counted=sum(1 for owner in own if owner in sums),
            sums={
                key: sum(sums[owner][place] for owner in own if owner in sums)
                for place, key in enumerate(SUMS)
            },
            cells=[column.sum_of(own) for column in chosen],
        )
        for name, own in sorted(members.items(), key=lambda item: (item[0] == NO_MUNICIPALITY, item[0]))
    ]
