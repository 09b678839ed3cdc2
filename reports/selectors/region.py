"""What a region reads of its institutions: kept figures and cells without persons. A constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, FloatField, Min, QuerySet, Sum, Value, When
from django.db.models.functions import Cast
from django_scopes import scopes_disabled

from core.models import Organization
from core.russian import NO_DATA, fraction, grouped, percent
from reports.models import InstitutionFigures, InstitutionIndicator, RegionCell
from reports.region_enums import RegionRole

#: What cells are told by: the column's key → its heading.
AXES: Mapping[str, str] = {
    "institution": "Организация",
    "form": "Форма наставничества",
    "role": "Роль",
    "age": "Возраст, лет",
    "sex": "Пол",
    "course": "Курс, класс",
}
_COLUMNS = {key: "organization__short_name" if key == "institution" else key for key in AXES}
_ROLES = dict(RegionRole.choices)


def institutions_below(region: Organization) -> QuerySet[Organization]:
    """Institutions of a region with their kept figures. The caller may filter and sort it by `figures__…`."""
    with scopes_disabled():
        return (
            Organization.objects.filter(parent=region, is_region=False)
            .select_related("figures")
            .annotate(
                consent_share=_share("figures__consents", "figures__people"),
                done_share=_share("figures__done", "figures__activities"),
            )
        )


def _share(part: str, whole: str) -> Case:
    """Per cent for sorting; NULL for nothing of nothing."""
    number = FloatField()
    return Case(
        When(**{f"{whole}__gt": 0}, then=100.0 * Cast(F(part), number) / Cast(F(whole), number)),
        default=Value(None),
        output_field=number,
    )


def institution_below(region: Organization, pk: int) -> Organization | None:
    return institutions_below(region).filter(pk=pk).first()


# --- the region as a whole ---


@dataclass(frozen=True)
class Totals:
    """Sums over the institutions of which figures are kept; `counted_at` is the age of the oldest."""

    institutions: int
    counted: int
    with_programme: int
    mentees: int
    mentors: int
    pairs: int
    in_pairs: int
    people: int
    consents: int
    activities: int
    done: int
    counted_at: dt.datetime | None

    @property
    def consent_share(self) -> str:
        return percent(self.consents, self.people) if self.people else NO_DATA

    @property
    def done_share(self) -> str:
        return percent(self.done, self.activities) if self.activities else NO_DATA


def totals_of(region: Organization) -> Totals:
    """One query."""
    sums = ("mentees", "mentors", "pairs", "in_pairs", "people", "consents", "activities", "done")
    with scopes_disabled():
        found = Organization.objects.filter(parent=region, is_region=False).aggregate(
            institutions=Count("pk"),
            counted=Count("figures"),
            with_programme=Count("figures__programme_id"),
            counted_at=Min("figures__counted_at"),
            **{name: Sum(f"figures__{name}") for name in sums},
        )
    return Totals(**found | {name: found[name] or 0 for name in sums})


# --- indicators ---


@dataclass(frozen=True)
class IndicatorCell:
    """The fact with its plan; no row is «н/д»."""

    value: str = NO_DATA
    planned: str = ""
    parts: str = ""
    tone: str = ""


@dataclass(frozen=True)
class IndicatorRow:
    organization: Organization
    cells: list[IndicatorCell]


@dataclass(frozen=True)
class Comparison:
    """Institutions × indicators. `total` is the region's share of each: sums of both parts where both are known."""

    heads: list[str]
    rows: list[IndicatorRow]
    total: list[IndicatorCell]
    known: list[int]


def comparison_of(region: Organization, *, most: int = 8) -> Comparison:
    """The indicators that most institutions have, and every institution's figures. Two queries."""
    with scopes_disabled():
        below = list(Organization.objects.filter(parent=region, is_region=False).order_by("short_name", "pk"))
        rows = list(
            InstitutionIndicator.objects.filter(figures__organization__parent=region)
            .order_by("order", "pk")
            .values_list(
                "figures__organization", "code", "title", "planned", "numerator", "denominator", "share", "value",
                "planned_text",
            )
        )  # fmt: skip
    codes: dict[str, str] = {}
    spread: dict[str, int] = defaultdict(int)
    for _, code, title, *_ in rows:
        codes.setdefault(code, title)
        spread[code] += 1
    chosen = sorted(codes, key=lambda code: -spread[code])[:most]
    told: dict[tuple[int, str], IndicatorCell] = {}
    sums: dict[str, list[int]] = {code: [0, 0, 0] for code in chosen}
    for owner, code, _, planned, part, whole, share, value, planned_text in rows:
        if code not in sums:
            continue
        told[owner, code] = IndicatorCell(
            value,
            planned_text if planned is not None else "",
            _parts(part, whole, share),
            _tone(share, planned),
        )
        if share is not None and part is not None and whole is not None:
            known = sums[code]
            known[0] += part
            known[1] += whole
            known[2] += 1
    empty = IndicatorCell()
    return Comparison(
        heads=[codes[code] for code in chosen],
        rows=[IndicatorRow(one, [told.get((one.pk, code), empty) for code in chosen]) for one in below],
        total=[
            IndicatorCell(percent(part, whole), "", fraction(part, whole)) if count else empty
            for part, whole, count in (sums[code] for code in chosen)
        ],
        known=[sums[code][2] for code in chosen],
    )


def _parts(part: int | None, whole: int | None, share: Decimal | None) -> str:
    return fraction(part, whole) if share is not None else ""


def _tone(share: Decimal | None, planned: Decimal | None) -> str:
    if share is None or planned is None:
        return ""
    return "ok" if share >= planned else "wait"


def figures_of(organization: Organization) -> InstitutionFigures | None:
    with scopes_disabled():
        return (
            InstitutionFigures.objects.filter(organization=organization).select_related("programme").first()
        )


def indicators_of(figures: InstitutionFigures) -> list[InstitutionIndicator]:
    with scopes_disabled():
        return list(InstitutionIndicator.objects.filter(figures=figures).order_by("order", "pk"))


# --- cells ---


def told_value(axis: str, value: str) -> str:
    return _ROLES.get(value, value) if axis == "role" else value


def cells_below(region: Organization, wanted: Mapping[str, str]) -> QuerySet[RegionCell]:
    """Cells of the region that have the wanted values of axes; an institution is wanted by its number."""
    with scopes_disabled():
        rows = RegionCell.objects.filter(organization__parent=region)
    for axis, value in wanted.items():
        if axis == "institution":
            rows = (
                rows.filter(organization=int(value)) if value.isascii() and value.isdigit() else rows.none()
            )
        elif axis in AXES:
            rows = rows.filter(**{axis: value})
    return rows


@dataclass(frozen=True)
class Pivot:
    """Two axes with their sums. Every figure is a sum of whole cells, so none tells of one to four people."""

    row_head: str
    column_head: str
    columns: list[str]
    rows: list[tuple[str, list[int], int]]
    column_sums: list[int]
    total: int


def pivot_of(region: Organization, *, rows: str, columns: str, wanted: Mapping[str, str]) -> Pivot:
    """One query. `rows` and `columns` are keys of `AXES`; the same twice shows the sums alone."""
    names = [_COLUMNS[rows]] if rows == columns else [_COLUMNS[rows], _COLUMNS[columns]]
    counted = cells_below(region, wanted).order_by().values_list(*names).annotate(sum=Sum("people"))
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for *key, people in counted:
        column = "Человек" if rows == columns else told_value(columns, key[1])
        table[told_value(rows, key[0])][column] = people
    heads = sorted({column for line in table.values() for column in line}, key=_natural)
    lines = [
        (name, [table[name].get(column, 0) for column in heads], sum(table[name].values()))
        for name in sorted(table, key=_natural)
    ]
    sums = [sum(line[1][place] for line in lines) for place in range(len(heads))]
    return Pivot(AXES[rows], AXES[columns], heads, lines, sums, sum(sums))


def _natural(text: str) -> tuple[int, int, str]:
    """Numbers by size, «обобщено» and «не указан» last."""
    if text.lower() in {"обобщено", "не указан", "не обучается"}:
        return (1, 0, text)
    digits = "".join(char if char.isdigit() else " " for char in text).split()
    before = text.startswith("до ")
    if text[:1].isdigit() or before:
        return (0, int(digits[0]) - before, text)
    return (0, 0, text if not digits else f"{text.rstrip('0123456789')}{int(digits[-1]):08}")


def form_rows(region: Organization, columns: Sequence[str], wanted: Mapping[str, str]) -> list[list[Any]]:
    """The regional form: values of the chosen columns and the number of people. One query."""
    chosen = [column for column in AXES if column in columns]
    names = [_COLUMNS[column] for column in chosen]
    counted = cells_below(region, wanted).order_by(*names).values_list(*names).annotate(sum=Sum("people"))
    return [
        [*(told_value(axis, value) for axis, value in zip(chosen, key, strict=True)), people]
        for *key, people in counted
    ]


def choices_of(region: Organization) -> dict[str, list[tuple[str, str]]]:
    """Values to filter by, for each axis. Two queries."""
    with scopes_disabled():
        below = Organization.objects.filter(parent=region, is_region=False).order_by("short_name", "pk")
        found: dict[str, list[tuple[str, str]]] = {
            "institution": [(str(pk), name) for pk, name in below.values_list("pk", "short_name")]
        }
    axes = [axis for axis in AXES if axis != "institution"]
    values: dict[str, set[str]] = {axis: set() for axis in axes}
    for row in cells_below(region, {}).order_by().values_list(*axes).distinct():
        for axis, value in zip(axes, row, strict=True):
            values[axis].add(value)
    for axis in axes:
        found[axis] = [(value, told_value(axis, value)) for value in sorted(values[axis], key=_natural)]
    return found


def told_count(count: int) -> str:
    """An empty cell is told as a dash: it may be nobody, or people whose traits are generalised."""
    return grouped(count) if count else "—"
