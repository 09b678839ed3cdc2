"""One person's before and after: for the psychologist alone, and only where the answers bear names."""

from __future__ import annotations

from dataclasses import dataclass

from mentorship.models import Person
from surveys.enums import Polarity
from surveys.models import Answer, Campaign
from surveys.selectors.comparison import topics_of


@dataclass(frozen=True)
class Step:
    """One topic of one person; `better` is None where nothing changed."""

    topic: str
    before: float
    after: float
    better: bool | None

    @property
    def difference(self) -> float:
        return self.after - self.before


@dataclass(frozen=True)
class PersonDynamics:
    person: Person
    steps: tuple[Step, ...]

    @property
    def worse(self) -> int:
        return sum(step.better is False for step in self.steps)


def can_follow(before: Campaign, after: Campaign) -> bool:
    """Whether the two waves say whose answers they hold: nothing is followed by a code, that was promised."""
    return before.is_named and after.is_named


def dynamics_of(before: Campaign, after: Campaign) -> list[PersonDynamics]:
    """Return everybody who answered both, who got worse in most topics first; three queries.

    The caller has checked that the psychologist reads. Nobody of campaigns without names.
    """
    if not can_follow(before, after):
        return []
    old, new = topics_of(before, private=True), topics_of(after, private=True)
    common = [topic for topic in old if topic in new and _alike(old[topic], new[topic])]
    first, second = _marks(before, old, common), _marks(after, new, common)
    people = Person.objects.in_bulk(sorted(first.keys() & second.keys()))
    rows = []
    for pk, person in people.items():
        steps = tuple(
            _step(old[topic][0].label, Polarity(old[topic][0].polarity), first[pk][topic], second[pk][topic])
            for topic in common
            if topic in first[pk] and topic in second[pk]
        )
        if steps:
            rows.append(PersonDynamics(person, steps))
    return sorted(
        rows, key=lambda row: (-row.worse, row.person.last_name, row.person.first_name, row.person.pk)
    )


def _alike(old: list, new: list) -> bool:
    return len({(item.options.low, item.options.high) for item in (*old, *new)}) == 1


def _step(topic: str, polarity: Polarity, before: float, after: float) -> Step:
    better = None if after == before else (after > before) is (polarity == Polarity.HIGHER)
    return Step(topic, before, after, better)


def _marks(campaign: Campaign, topics: dict, common: list[str]) -> dict[int, dict[str, float]]:
    topic_of = {item.key: topic for topic in common for item in topics[topic]}
    rows = (
        Answer.objects.filter(
            response__campaign=campaign,
            response__person__isnull=False,
            item__key__in=topic_of,
            number__isnull=False,
        )
        .order_by()
        .values_list("response__person_id", "item__key", "number")
    )
    given: dict[int, dict[str, list[float]]] = {}
    for person, key, number in rows:
        given.setdefault(person, {}).setdefault(topic_of[key], []).append(float(number or 0))
    return {
        person: {topic: sum(all_) / len(all_) for topic, all_ in marks.items()}
        for person, marks in given.items()
    }
