"""Places of work written on cards that no partner is tied to, with the partner that each may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from core.models import Membership
from mentorship.employers import employer_key
from mentorship.enums import PersonCategory
from mentorship.models import PartnerEmployee, PartnerOrganization, Person
from mentorship.partner_enums import PartnerState
from mentorship.selectors.people import people_visible_to

SHOWN = 300


@dataclass(frozen=True)
class Employer:
    """One place of work as cards write it; `spellings` are all texts of the same key.

    `partner` is the only partner of that name, None where there is none or several (`rivals`).
    """

    text: str
    spellings: tuple[str, ...]
    people: int
    partner: PartnerOrganization | None
    rivals: int


def unlinked_people(membership: Membership) -> QuerySet[Person]:
    """People of outside places of work whom no partner is tied to, or was by another place of work."""
    link = PartnerEmployee.objects.filter(person=OuterRef("pk"), employer=OuterRef("employer"))
    return (
        people_visible_to(membership)
        .exclude(employer="")
        .exclude(category=PersonCategory.EMPLOYEE)
        .filter(~Exists(link))
    )


def unlinked_employers(membership: Membership) -> list[Employer]:
    """Places of work without a partner, the most frequent first: three queries."""
    counted = unlinked_people(membership).order_by().values("employer").annotate(people=Count("pk"))
    grouped: dict[str, list[tuple[str, int]]] = {}
    for row in counted:
        if key := employer_key(row["employer"]):  # «—» names nobody
            grouped.setdefault(key, []).append((row["employer"], row["people"]))
    known = _partners_by_key()
    found = []
    for key, texts in grouped.items():
        texts.sort(key=lambda one: (-one[1], one[0]))
        partners = known.get(key, [])
        found.append(
            Employer(
                text=texts[0][0],
                spellings=tuple(text for text, _ in texts),
                people=sum(number for _, number in texts),
                partner=partners[0] if len(partners) == 1 else None,
                rivals=len(partners) if len(partners) > 1 else 0,
            )
        )
    found.sort(key=lambda one: (one.partner is None, -one.people, one.text))
    return found[:SHOWN]


def people_of_employer(membership: Membership, text: str) -> QuerySet[Person]:
    """Everybody not tied yet whose card writes this place of work, however it is spelt."""
    key = employer_key(text)
    if not key:
        return Person.objects.none()
    texts = unlinked_people(membership).order_by().values_list("employer", flat=True).distinct()
    return unlinked_people(membership).filter(employer__in=[one for one in texts if employer_key(one) == key])


def _partners_by_key() -> dict[str, list[PartnerOrganization]]:
    """Key → partners called so, or whose people's place of work was confirmed under that name."""
    active = {one.pk: one for one in PartnerOrganization.objects.filter(state=PartnerState.ACTIVE)}
    found: dict[str, list[PartnerOrganization]] = {}
    links = PartnerEmployee.objects.filter(partner__in=active, employer=F("person__employer"))
    confirmed = set(links.order_by().values_list("partner_id", "employer").distinct())
    names: Iterable[tuple[int, str]] = [
        *((pk, name) for pk, one in active.items() for name in (one.short_name, one.full_name)),
        *confirmed,
    ]
    for pk, name in names:
        rows = found.setdefault(employer_key(name), [])
        if name and active[pk] not in rows:
            rows.append(active[pk])
    return found
