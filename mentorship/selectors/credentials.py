"""Which papers a mentor from outside needs to work with minors, and whether they hold."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from core.models import Membership
from mentorship.ages import is_minor
from mentorship.enums import CredentialKind, PersonCategory
from mentorship.models import Credential, MenteeEntry, Person, Programme
from mentorship.selectors.entries import OPEN_STATES, mentors_of

#: From outside: neither studies nor works in the institution (ТК ст. 351.1 covers its own employees on hiring).
OUTSIDE = frozenset({PersonCategory.EMPLOYER})
REQUIRED = (CredentialKind.NO_RECORD, CredentialKind.MEDICAL)
#: Reminders go out so many days before a paper runs out.
REMIND_DAYS = (30, 7)


def needs_credentials(person: Person) -> bool:
    return person.category in OUTSIDE


def valid_kinds(person_ids: Iterable[int], day: dt.date) -> dict[int, set[str]]:
    """Person id → kinds of papers in force on the day: one query."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Credential.objects.filter(person_id__in=list(person_ids), issued_on__lte=day, valid_until__gte=day)
    for person, kind in rows.values_list("person_id", "kind"):
        found[person].add(kind)
    return found


def credential_obstacles(
    person: Person, mentees: Iterable[MenteeEntry], day: dt.date, *, valid: set[str] | None = None
) -> list[str]:
    """Why this mentor may not work with these mentees on the day: Russian reasons, empty when nothing is in the way.

    Only a mentor from outside with a minor among the mentees needs papers.
    """
    if not needs_credentials(person):
        return []
    minors = [
        entry
        for entry in mentees
        if is_minor(entry.person.birth_date, day, emancipated=entry.person.is_emancipated)
    ]
    if not minors:
        return []
    held = valid if valid is not None else valid_kinds([person.pk], day)[person.pk]
    return [
        f"{person.short_name}: нет действующего документа — {CredentialKind(kind).label.lower()}"
        for kind in REQUIRED
        if kind not in held
    ]


@dataclass(frozen=True)
class Standing:
    """One required paper of one mentor: the newest there is, and how it stands on the day."""

    person: Person
    kind: CredentialKind
    newest: Credential | None
    state: str
    """«valid», «soon», «expired», «missing»"""


def standings(membership: Membership, programme: Programme | None, day: dt.date) -> list[Standing]:
    """Every required paper of every mentor from outside in the base: three queries at most."""
    entries = (
        mentors_of(membership, programme)
        .filter(state__in=OPEN_STATES, person__category__in=OUTSIDE)
        .select_related("person")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    people = {entry.person_id: entry.person for entry in entries}
    newest: dict[tuple[int, str], Credential] = {}
    rows: QuerySet[Credential] = Credential.objects.filter(person_id__in=people).order_by("valid_until", "pk")
    for row in rows:
        newest[row.person_id, row.kind] = row
    return [
        _standing(person, kind, newest.get((person.pk, kind)), day)
        for person in people.values()
        for kind in REQUIRED
    ]


def _standing(person: Person, kind: CredentialKind, row: Credential | None, day: dt.date) -> Standing:
    if row is None:
        state = "missing"
    elif row.valid_until < day:
        state = "expired"
    else:
        state = "soon" if (row.valid_until - day).days <= max(REMIND_DAYS) else "valid"
    return Standing(person, kind, row, state)
