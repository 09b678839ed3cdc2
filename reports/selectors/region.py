"""What a region reads of its institutions: their kept figures. A constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, FloatField, Min, QuerySet, Sum, Value, When
from django.db.models.functions import Cast
from django_scopes import scopes_disabled

from core.models import Organization
from core.russian import NO_DATA, percent
from reports.models import InstitutionFigures, InstitutionIndicator

#: Where an institution's card does not name its municipality.
NO_MUNICIPALITY = "Не указано"


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


def names_of(institutions: Sequence[Organization]) -> dict[int, str]:
    """Number → short name; of namesakes («Школа № 1» of every district) with the place, so that none is taken for
    another."""
    same = Counter(one.short_name for one in institutions)
    told = {one.pk: one.short_name for one in institutions}
    for one in institutions:
        if same[one.short_name] > 1:
            told[one.pk] += f" ({one.municipality or one.city or f'№ {one.pk}'})"
    again = Counter(told.values())
    return {pk: name if again[name] == 1 else f"{name}, № {pk}" for pk, name in told.items()}


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


# --- one institution ---


def figures_of(organization: Organization) -> InstitutionFigures | None:
    with scopes_disabled():
        return (
            InstitutionFigures.objects.filter(organization=organization).select_related("programme").first()
        )


def indicators_of(figures: InstitutionFigures) -> list[InstitutionIndicator]:
    with scopes_disabled():
        return list(InstitutionIndicator.objects.filter(figures=figures).order_by("order", "pk"))
