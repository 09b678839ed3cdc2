"""Pairs that rest, why they rest, and whether a consent is still what they wait for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from core.models import AuditEntry, Membership
from mentorship.enums import PairState
from mentorship.models import Pair, Programme
from mentorship.selectors.consents import live_consents
from mentorship.selectors.gates import is_employee_form, missing_for, needed_kinds
from mentorship.selectors.pairs import pairs_visible_to


@dataclass(frozen=True)
class Pause:
    """A pair that rests: the reason written at that moment, and the consents that it lacks now."""

    pair: Pair
    reason: str
    lost: tuple[str, ...]


def lost_consents(pairs: Sequence[Pair], *, day: dt.date) -> dict[int, list[str]]:
    """Pair id → consents its people need on the day and do not have, in words; pairs that lack none are left out.

    The pairs are of one programme. The number of queries does not depend on how many they are.
    """
    if not pairs:
        return {}
    prefetch_related_objects(
        list(pairs), "programme", "mentor__person", "project__form", "places__mentee__person"
    )
    people = {pair.pk: [pair.mentor.person, *_mentees(pair)] for pair in pairs}
    ids = {person.pk for members in people.values() for person in members}
    known = live_consents(ids, pairs[0].programme)
    found = {}
    for pair in pairs:
        employees = is_employee_form(pair.project)
        lacks = [
            text
            for person in people[pair.pk]
            for text in missing_for(
                person,
                needed_kinds(
                    person, day=day, employee_mentor=employees and person.pk == pair.mentor.person_id
                ),
                known.get(person.pk, {}),
                day,
            )
        ]
        if lacks:
            found[pair.pk] = list(dict.fromkeys(lacks))
    return found


def _mentees(pair: Pair) -> list:
    return [place.mentee.person for place in pair.places.all() if place.is_live]


def reasons_of(pairs: Iterable[Pair]) -> dict[int, str]:
    """Pair id → why it was suspended last, as the history tells: one query."""
    rows = AuditEntry.objects.filter(
        object_type=Pair._meta.label_lower,
        object_id__in=[str(pair.pk) for pair in pairs],
        action=f"pair.{PairState.SUSPENDED}",
    ).order_by("pk")
    return {int(pk): reason for pk, reason in rows.values_list("object_id", "reason")}


def pauses(
    membership: Membership, programme: Programme | None, *, day: dt.date, limit: int = 20
) -> list[Pause]:
    """The pairs at rest that a member sees, those that lack a consent first."""
    if programme is None:
        return []
    resting = list(
        pairs_visible_to(membership, programme).filter(state=PairState.SUSPENDED).order_by("pk")[:limit]
    )
    lost, reasons = lost_consents(resting, day=day), reasons_of(resting) if resting else {}
    found = [Pause(pair, reasons.get(pair.pk, ""), tuple(lost.get(pair.pk, ()))) for pair in resting]
    return sorted(found, key=lambda pause: not pause.lost)
