"""Which papers a mentor from outside needs to work with minors, and whether they hold."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from core.models import Membership
from core.russian import counted, date_short, lower_first
from mentorship.ages import is_minor
from mentorship.enums import CredentialKind, PersonCategory, ProgrammeState
from mentorship.models import Credential, MenteeEntry, MentorEntry, Person, Programme
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


@dataclass(frozen=True)
class Due:
    """A paper of which its people are to be told today: `days` is the term (30, 7; 0 once it has run out)."""

    credential: Credential
    days: int
    left: int

    @property
    def words(self) -> str:
        """«справка об отсутствии судимости действует до 01.12.2026, осталось 5 дней»."""
        kind = lower_first(self.credential.get_kind_display())
        until = date_short(self.credential.valid_until)
        if self.left < 0:
            return f"{kind}: срок закончился {until}"
        if self.left == 0:
            return f"{kind} действует последний день"
        return f"{kind} действует до {until}, осталось {counted(self.left, 'день', 'дня', 'дней')}"


def papers_to_renew(person: Person, day: dt.date) -> list[Due]:
    """Which of their own papers a mentor from outside has to renew: run out, or running out within 30 days."""
    if not needs_credentials(person):
        return []
    newest: dict[str, Credential] = {}
    for row in Credential.objects.filter(person=person).order_by("valid_until", "pk"):
        newest[row.kind] = row
    found = [Due(row, 0, (row.valid_until - day).days) for row in newest.values()]
    return sorted((due for due in found if due.left <= max(REMIND_DAYS)), key=lambda due: due.left)


def due_papers(day: dt.date) -> list[Due]:
    """Papers that run out within 30 days, or ran out within the last 30, of outside mentors at work: two queries.

    Only the newest paper of a kind counts: whoever has shown a new one is not asked again.
    """
    people = (
        MentorEntry.objects.filter(
            person__category__in=OUTSIDE, state__in=OPEN_STATES, programme__state=ProgrammeState.ACTIVE
        )
        .order_by()
        .values("person")
    )
    newest: dict[tuple[int, str], Credential] = {}
    rows = Credential.objects.filter(person__in=people).select_related("person__user", "organization")
    for row in rows.order_by("valid_until", "pk"):
        newest[row.person_id, row.kind] = row
    found = []
    for row in newest.values():
        left = (row.valid_until - day).days
        term = 0 if left < 0 else next((term for term in sorted(REMIND_DAYS) if left <= term), None)
        if term is not None and left >= -max(REMIND_DAYS):
            found.append(Due(row, term, left))
    return sorted(found, key=lambda due: (due.left, due.credential.pk))


def _standing(person: Person, kind: CredentialKind, row: Credential | None, day: dt.date) -> Standing:
    if row is None:
        state = "missing"
    elif row.valid_until < day:
        state = "expired"
    else:
        state = "soon" if (row.valid_until - day).days <= max(REMIND_DAYS) else "valid"
    return Standing(person, kind, row, state)
