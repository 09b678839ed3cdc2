"""Whom a document names, and whom it may name to everybody on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from core.models import Membership, Organization
from mentorship.ages import may_be_minor
from mentorship.distribution_places import site_is_open
from mentorship.enums import ConsentKind, DistributionCategory
from mentorship.models import DistributionItem, Person
from mentorship.naming_text import Named
from mentorship.selectors.consents import holding
from reports.redacting import named_among


@dataclass(frozen=True)
class NamedPerson:
    """Somebody whose surname stands in a document; `pk` 0: a member of the staff, who has no card."""

    pk: int
    named: Named
    minor: bool


def people_named_in(
    organization: Organization, snapshot: dict[str, Any], *, day: dt.date
) -> list[NamedPerson]:
    """Everybody the portal knows who may be meant: people with cards and users. Two queries."""
    people = {
        Named(one.last_name, one.first_name, one.middle_name, one.gender): one
        for one in Person.objects.filter(organization=organization)
        .only(
            "last_name", "first_name", "middle_name", "gender", "birth_date", "is_emancipated", "organization"
        )
        .order_by("-birth_date", "-pk")  # of namesakes the youngest counts
        .iterator()
    }
    found = [
        NamedPerson(
            people[one].pk,
            one,
            may_be_minor(people[one].birth_date, day, emancipated=people[one].is_emancipated),
        )
        for one in named_among(snapshot, people)
    ]
    users = {
        Named(*[*name.split(maxsplit=2), "", "", ""][:3])
        for name in Membership.objects.filter(organization=organization).values_list(
            "user__full_name", flat=True
        )
        if name.split()
    }
    staff = [NamedPerson(0, one, minor=False) for one in named_among(snapshot, users)]
    return found + staff


def allowed_on_site(people: Collection[int], category: str, *, day: dt.date) -> set[int]:
    """Ids of those whose consent to distribution in force on the day allows the category on the site (ст. 10.1)."""
    rows = DistributionItem.objects.filter(
        holding(day, prefix="consent__"),
        consent__person__in=list(people),
        consent__kind=ConsentKind.DISTRIBUTION,
        category=category,
        is_allowed=True,
    ).values_list("consent__person", "conditions")
    return {pk for pk, conditions in rows if site_is_open(conditions)}


def may_be_named(people: Collection[NamedPerson], *, day: dt.date) -> set[int]:
    """Ids of those who may stand by name in a published copy: grown-ups with the consent. Never a minor."""
    grown = [one.pk for one in people if one.pk and not one.minor]
    return allowed_on_site(grown, DistributionCategory.NAME, day=day)
