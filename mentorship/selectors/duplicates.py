"""Who may be the same person: for one card being entered, for a file of thousands, for everybody at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from core.models import Membership, Organization
from mentorship.enums import DuplicateState
from mentorship.likeness import KEY_COLUMNS, Level, Traits, Verdict, compare, keys_of, traits_of
from mentorship.models import DuplicatePair, Person
from mentorship.selectors.crowds import CONTACTS, CROWDED, SHARED_BY_MANY, Crowd, can_sort
from mentorship.selectors.people import people_visible_to

BATCH = 2000  # candidates compared by one set of queries
_COLUMNS = ("pk", "last_name", "first_name", "middle_name", "birth_date", "phone", "email")


@dataclass(frozen=True)
class Candidate:
    """Somebody to look for. `ref` is the caller's own name for it (a row's number); `pk` leaves a card itself out."""

    ref: Hashable
    traits: Traits
    pk: int | None = None


@dataclass(frozen=True)
class Match:
    """A known card that may be the candidate, how sure and why."""

    person_id: int
    last_name: str
    first_name: str
    middle_name: str
    birth_date: dt.date | None
    verdict: Verdict

    @property
    def level(self) -> Level:
        return self.verdict.level

    @property
    def tone(self) -> str:
        return {Level.EXACT: "bad", Level.PROBABLE: "wait"}.get(self.level, "info")

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)


def candidate(ref: Hashable, *, pk: int | None = None, **values: Any) -> Candidate:
    """A candidate from typed values: `last_name`, `first_name`, `middle_name`, `birth_date` (or `birth_year`),
    `phone`, `email`; all but the first two may be left out."""
    return Candidate(ref, traits_of(**values), pk)


def candidate_of(person: Person) -> Candidate:
    """A card as a candidate against all the others."""
    return candidate(person.pk, pk=person.pk, **{name: getattr(person, name) for name in _COLUMNS[1:]})


def find_duplicates(
    organization: Organization, candidates: Iterable[Candidate], *, at_least: Level = Level.POSSIBLE
) -> dict[Hashable, list[Match]]:
    """`ref` → matches, the likeliest first; candidates without a match are left out.

    Seven indexed queries for each 2,000 candidates, however many cards there are. Pairs decided to be different
    people are left out for candidates with a `pk`. Contradicted matches (namesakes born on another day, twins) are
    there, marked in their verdict.
    """
    found: dict[Hashable, list[Match]] = {}
    waiting = iter(candidates)
    while batch := list(islice(waiting, BATCH)):
        known = _Known(organization, batch)
        different = _decided_different(organization, [one.pk for one in batch if one.pk])
        for one in batch:
            matches = [
                match
                for match in known.matches(one)
                if match.level >= at_least and frozenset((one.pk, match.person_id)) not in different
            ]
            if matches:
                found[one.ref] = sorted(
                    matches, key=lambda match: (-match.level, -match.verdict.score, match.person_id)
                )
    return found


class _Known:
    """Cards that share a key with somebody of the batch, by key."""

    def __init__(self, organization: Organization, batch: list[Candidate]) -> None:
        self._keys = {id(one): keys_of(one.traits) for one in batch}
        self._rows: dict[int, tuple[Any, ...]] = {}
        self._traits: dict[int, Traits] = {}
        self._crowds: dict[tuple[str, str], Crowd] = {}
        self._by_key: dict[str, dict[str, list[int]]] = {column: defaultdict(list) for column in KEY_COLUMNS}
        cards = Person.objects.filter(organization=organization).order_by()
        for column in KEY_COLUMNS:
            wanted = sorted({keys[column] for keys in self._keys.values()} - {""})
            for chunk in _chunks(wanted):
                self._read(cards, column, chunk)

    def _read(self, cards: QuerySet[Person], column: str, chunk: list[str]) -> None:
        found = self._by_key[column]
        for key, *row in cards.filter(**{f"{column}__in": chunk}).values_list(column, *_COLUMNS).iterator():
            found[key].append(row[0])
            self._rows[row[0]] = tuple(row)

    def matches(self, one: Candidate) -> Iterator[Match]:
        keys = self._keys[id(one)]
        ids = {pk for column, key in keys.items() if key for pk in self._under(column, key, one)}
        ids.discard(one.pk or 0)
        for pk in ids:
            verdict = compare(one.traits, self._known_traits(pk))
            if verdict is not None:
                last, first, middle, birth = self._rows[pk][1:5]
                yield Match(pk, last, first, middle, birth, verdict)

    def _under(self, column: str, key: str, one: Candidate) -> Iterable[int]:
        """Cards under a key that are worth comparing: of a crowd only those alike by a finer one."""
        found = self._by_key[column].get(key, ())
        if len(found) <= CROWDED:
            return found
        if column in CONTACTS:
            return () if len(found) > SHARED_BY_MANY else found
        if not can_sort(column):
            return found
        crowd = self._crowds.get((column, key))
        if crowd is None:
            cards = ((pk, self._known_traits(pk)) for pk in found)
            crowd = self._crowds[column, key] = Crowd(column, cards)
        return crowd.like(one.traits)

    def _known_traits(self, pk: int) -> Traits:
        known = self._traits.get(pk)
        if known is None:
            last, first, middle, birth, phone, email = self._rows[pk][1:]
            known = self._traits[pk] = traits_of(
                last, first, middle, birth_date=birth, phone=phone, email=email
            )
        return known


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    size = 900 if connection.vendor == "sqlite" else max(len(keys), 1)
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _decided_different(organization: Organization, ids: list[int]) -> set[frozenset[int | None]]:
    if not ids:
        return set()
    # Few pairs are ever decided by hand, so they are read whole: no list of ids travels to the database.
    rows = DuplicatePair.objects.filter(organization=organization, state=DuplicateState.DIFFERENT)
    wanted = set(ids)
    return {
        frozenset(pair)
        for pair in rows.order_by().values_list("first_id", "second_id")
        if wanted.intersection(pair)
    }


def duplicates_visible_to(membership: Membership) -> QuerySet[DuplicatePair]:
    """The queue: pairs of which the member sees both cards, neither merged since."""
    visible = people_visible_to(membership).order_by().values("pk")
    return DuplicatePair.objects.filter(
        first__in=visible,
        second__in=visible,
        first__merged_into__isnull=True,
        second__merged_into__isnull=True,
    ).select_related("first", "second")


def pair_of(one: Person, other: Person) -> DuplicatePair | None:
    first, second = sorted((one.pk, other.pk))
    return DuplicatePair.objects.filter(first_id=first, second_id=second).first()


def open_duplicates_of(person: Person) -> QuerySet[DuplicatePair]:
    """Undecided pairs of one card, the likeliest first."""
    return (
        DuplicatePair.objects.filter(Q(first=person) | Q(second=person))
        .filter(state__in=[DuplicateState.OPEN, DuplicateState.LATER])
        .filter(first__merged_into__isnull=True, second__merged_into__isnull=True)
        .select_related("first", "second")
    )
