"""The bases without persons, for a region: who is in them by age band, form and state, and nobody to be recognised.

No names, contacts, dates, groups, places of work, free texts or keys. Rows come in another order than any list's. A
combination of traits that fewer than `SMALLEST` people share is made coarser until they do.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch, QuerySet

from core.errors import DomainError
from mentorship.ages import age_on
from mentorship.models import MentorEntry, PairMentee, RequestTopic
from mentorship.selectors.base_columns import ORDERED

#: A region sees no group of people smaller than this.
SMALLEST = 5
OTHER = "обобщено"
_BANDS = (
    (13, "до 14"),
    (15, "14–15"),
    (17, "16–17"),
    (20, "18–20"),
    (24, "21–24"),
    (34, "25–34"),
    (54, "35–54"),
)
HEADER = (
    "№",
    "Возраст, лет",
    "Кто это",
    "Форма наставничества",
    "Состояние",
    "Год вхождения",
    "Есть пара",
    "Запросы по карте",
)
CHUNK = 1000


@dataclass(frozen=True)
class Trait:
    """What is told of one place. The first five together must not point at anybody."""

    age: str
    who: str
    form: str
    state: str
    year: str
    paired: str
    topics: tuple[str, ...]

    @property
    def cell(self) -> tuple[str, ...]:
        return self.age, self.who, self.form, self.state, self.year


def age_band(born: dt.date | None, day: dt.date) -> str:
    if born is None:
        return "не указан"
    age = age_on(born, day)
    return next((label for last, label in _BANDS if age <= last), "55 и старше")


#: In this order traits are given up for whoever would stand out.
_GIVEN_UP: Sequence[tuple[str, ...]] = (("year",), ("state",), ("age",), ("form",), ("who",))


def _without(row: Trait, names: Sequence[str]) -> Trait:
    blank: dict[str, Any] = dict.fromkeys(names, OTHER)
    return replace(row, **blank)


def generalised(traits: Sequence[Trait], smallest: int = SMALLEST) -> list[Trait]:
    """The same number of rows, no combination of traits shared by fewer than `smallest`.

    What is left alone in the end gives up all of them; if these are fewer than `smallest` too, the next smallest
    combination joins them.
    """
    rows = list(traits)
    for names in _GIVEN_UP:
        counts = Counter(row.cell for row in rows)
        rows = [row if counts[row.cell] >= smallest else _without(row, names) for row in rows]
    counts = Counter(row.cell for row in rows)
    rare = {cell for cell, count in counts.items() if count < smallest}
    while rare and sum(counts[cell] for cell in rare) < smallest and len(rare) < len(counts):
        rare.add(min((cell for cell in counts if cell not in rare), key=lambda cell: (counts[cell], cell)))
    every = [name for names in _GIVEN_UP for name in names]
    rows = [_without(row, every) if row.cell in rare else row for row in rows]
    return _common_topics(rows, smallest)


def _common_topics(rows: list[Trait], smallest: int) -> list[Trait]:
    """Topics that fewer ask for are not told, nor whether there is a pair where that would stand out."""
    asked = Counter(topic for row in rows for topic in row.topics)
    paired = Counter((row.cell, row.paired) for row in rows)
    return [
        replace(
            row,
            topics=tuple(topic for topic in row.topics if asked[topic] >= smallest),
            paired=row.paired if paired[row.cell, row.paired] >= smallest else OTHER,
        )
        for row in rows
    ]


def traits_of(entries: Iterable[Any], day: dt.date) -> Iterator[Trait]:
    """Traits of places read with `with_traits`. Forms and lines of the map of an institution's own are left out."""
    for entry in entries:
        if isinstance(entry, MentorEntry):
            forms = [project.form for project in entry.projects.all()]
        else:
            forms = [entry.project.form] if entry.project else []
        titles = sorted({form.title if form.organization_id is None else "своя форма" for form in forms})
        yield Trait(
            age=age_band(entry.person.birth_date, day),
            who=entry.person.get_category_display(),
            form=", ".join(titles) or "не указана",
            state=entry.get_state_display(),
            year=str(entry.entered_on.year) if entry.entered_on else "не указан",
            paired="да" if entry.known_places else "нет",
            topics=tuple(sorted(topic.title for topic in entry.known_topics)),
        )


def with_traits(rows: QuerySet) -> QuerySet:
    topics = Prefetch(
        "topics", RequestTopic.objects.filter(organization__isnull=True), to_attr="known_topics"
    )
    places = Prefetch(
        "places",
        PairMentee.objects.filter(pair__state__in=ORDERED).only("mentee", "mentor"),
        to_attr="known_places",
    )
    return rows.prefetch_related(topics, places)


def impersonal_rows(rows: QuerySet, day: dt.date) -> Iterator[list[Any]]:
    """The header and the rows in an order of chance. Raises DomainError for fewer people than `SMALLEST`."""
    traits = list(traits_of(with_traits(rows).iterator(chunk_size=CHUNK), day))
    if len(traits) < SMALLEST:
        raise DomainError(
            f"Без имён выгружают не меньше {SMALLEST} человек: среди меньшего числа каждого можно узнать."
        )
    found = generalised(traits)
    secrets.SystemRandom().shuffle(found)
    yield list(HEADER)
    for number, row in enumerate(found, start=1):
        yield [number, *row.cell, row.paired, "; ".join(row.topics)]
