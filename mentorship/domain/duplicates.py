"""The queue of possible duplicates: filled as people are entered and by a look over everybody; decided by people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import transaction

from core import audit
from core.models import Organization, User
from mentorship.domain.people import write_keys
from mentorship.enums import DuplicateState
from mentorship.likeness import KEY_COLUMNS, Level
from mentorship.models import DuplicatePair, Person
from mentorship.selectors.duplicates import BATCH, Match, candidate_of, find_duplicates

#: A weaker likeness, or one that something speaks against (twins, namesakes), is told at entry and not kept.
QUEUED_FROM = 45


def note_duplicates(organization: Organization, people: Iterable[Person]) -> int:
    """Put the pairs that these cards make with all the others into the queue; returns how many are new.

    What was decided stays decided: a pair of different people is not asked about again.
    """
    return sum(_keep(organization, batch) for batch in _batches(people))


def find_all_duplicates(organization: Organization, *, progress: Callable[[int], None] | None = None) -> int:
    """Look over everybody; returns how many pairs are new. Keys that are out of date are made anew on the way."""
    found = done = 0
    for batch in _batches(Person.objects.filter(organization=organization).order_by("pk").iterator(BATCH)):
        _refresh_keys(batch)
    for batch in _batches(Person.objects.filter(organization=organization).order_by("pk").iterator(BATCH)):
        found += _keep(organization, batch)
        done += len(batch)
        if progress is not None:
            progress(done)
    return found


def remember_different(person: Person, others: Iterable[int], *, actor: User | None) -> None:
    """Somebody said that these are different people: they are not asked about again."""
    with transaction.atomic():
        for other in sorted(set(others) - {person.pk}):
            first, second = sorted((person.pk, other))
            DuplicatePair.objects.update_or_create(
                first_id=first,
                second_id=second,
                defaults={"state": DuplicateState.DIFFERENT},
                create_defaults={
                    "organization": person.organization,
                    "level": Level.POSSIBLE,
                    "score": 1,
                    "reasons": ["отмечено при вводе"],
                    "state": DuplicateState.DIFFERENT,
                },
            )
            audit.record("person.different", subject=person, actor=actor, after={"card": other})


def _keep(organization: Organization, people: list[Person]) -> int:
    found = find_duplicates(organization, [candidate_of(person) for person in people])
    pairs: dict[tuple[int, int], Match] = {}
    for pk, matches in found.items():
        for match in matches:
            if match.verdict.score >= QUEUED_FROM and not match.verdict.contradicted:
                assert isinstance(pk, int)  # noqa: S101 -- candidates of cards are named by their keys
                pairs[min(pk, match.person_id), max(pk, match.person_id)] = match
    before = DuplicatePair.objects.filter(organization=organization).count()
    DuplicatePair.objects.bulk_create(
        (
            DuplicatePair(
                organization=organization,
                first_id=first,
                second_id=second,
                level=match.level,
                score=match.verdict.score,
                reasons=list(match.verdict.reasons),
            )
            for (first, second), match in sorted(pairs.items())
        ),
        ignore_conflicts=True,
        batch_size=500,
    )
    return DuplicatePair.objects.filter(organization=organization).count() - before


def _refresh_keys(people: list[Person]) -> None:
    stale = []
    for person in people:
        before = [getattr(person, name) for name in KEY_COLUMNS]
        write_keys(person)
        if before != [getattr(person, name) for name in KEY_COLUMNS]:
            stale.append(person)
    if stale:
        Person.objects.bulk_update(stale, KEY_COLUMNS, batch_size=200)


def _batches(people: Iterable[Person]) -> Iterator[list[Person]]:
    waiting = iter(people)
    while batch := list(islice(waiting, BATCH)):
        yield batch
