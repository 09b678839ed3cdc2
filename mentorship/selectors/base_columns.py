"""The recommended columns of both bases (methodology §3.1, §3.2) that lie in other tables.

A list shows few of them at a time and a file all, so each names what it needs: `LOOKUPS[base][column]` are lookups
for `prefetch_related`, the same for the rows of a page and of a file. Reading a column then costs no query.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from core.russian import date_short
from mentorship.ages import is_minor
from mentorship.enums import EntryState, PairState
from mentorship.models import (
    Guardianship,
    MenteeEntry,
    MentorEntry,
    OutsideTraining,
    PairMentee,
    Person,
    TrainingPlace,
)
from mentorship.training_enums import PlaceState

Entry = MenteeEntry | MentorEntry
#: Pairs that an order made: a proposal is nobody's mentor yet.
ORDERED = [PairState.ACTIVE, PairState.SUSPENDED, PairState.COMPLETED, PairState.TERMINATED]


def _guardians() -> Prefetch:
    links = Guardianship.objects.select_related("guardian").order_by("pk")
    return Prefetch("person__guardian_links", queryset=links, to_attr="known_guardians")


def _pairs(side: str) -> Prefetch:
    places = PairMentee.objects.filter(pair__state__in=ORDERED).order_by("pk")
    return Prefetch(
        "places", queryset=places.select_related("pair", "project__form", side), to_attr="ordered_places"
    )


def _training() -> list[Prefetch]:
    """Of the person, in any year: whoever was trained once is trained (`selectors.training.trained_condition`)."""
    places = TrainingPlace.objects.filter(state=PlaceState.COMPLETED).select_related("course")
    entries = MentorEntry.objects.prefetch_related(
        Prefetch(
            "training_places", queryset=places.order_by("completed_on", "pk"), to_attr="completed_places"
        )
    )
    outside = OutsideTraining.objects.filter(revoked_on__isnull=True).order_by("issued_on", "pk")
    return [
        Prefetch("person__mentor_entries", queryset=entries.order_by("pk"), to_attr="known_places"),
        Prefetch("person__outside_trainings", queryset=outside, to_attr="known_trainings"),
    ]


def lookups(base: str, columns: Iterable[str]) -> list[Any]:
    """What to prefetch for these columns of a base («mentees» or «mentors»), each lookup once."""
    wanted = set(columns)
    found: list[Any] = [name for name in ("topics", "categories") if name in wanted]
    if wanted & {"contacts", "guardian"}:
        found.append(_guardians())
    if base == "mentors" and "training" in wanted:
        found += _training()
    if wanted & PAIR_COLUMNS:
        found.append(_pairs("mentor__person" if base == "mentees" else "mentee__person"))
    return found


PAIR_COLUMNS = frozenset({"partners", "partner_place", "pair_form", "pair_order"})
LINKED = frozenset({"topics", "categories", "contacts", "guardian", "training"}) | PAIR_COLUMNS


def with_columns(rows: QuerySet, base: str, columns: Iterable[str] = LINKED) -> QuerySet:
    """For files: all linked columns of the base by a constant number of queries."""
    known = set(columns) - ({"categories"} if base == "mentors" else set())
    return rows.prefetch_related(*lookups(base, known))


def tell_columns(rows: list[Any], base: str, columns: Iterable[str]) -> None:
    """For the rows of one page: the linked ones among `columns`."""
    if needed := lookups(base, columns):
        prefetch_related_objects(rows, *needed)


# --- reading, after the above ---


def contacts_of(entry: Entry) -> str:
    """The person's own; of a minor those of the representatives (methodology §3.1)."""
    person = entry.person
    # The day of the request's or the job's zone, which is the institution's: a row would have to read it each time.
    if not is_minor(person.birth_date, timezone.localdate(), emancipated=person.is_emancipated):
        return _contacts(person)
    links = person.known_guardians  # type: ignore[attr-defined]
    told = [f"{link.guardian.short_name}: {found}" for link in links if (found := _contacts(link.guardian))]
    return "; ".join(told) or _contacts(person)


def guardians_of_entry(entry: Entry) -> str:
    return ", ".join(str(link.guardian) for link in entry.person.known_guardians)  # type: ignore[attr-defined]


def birth_year(entry: Entry) -> int | None:
    return entry.person.birth_date.year if entry.person.birth_date else None


def preferred_age(entry: MentorEntry) -> str:
    low, high = entry.preferred_age_min, entry.preferred_age_max
    parts = (f"от {low}" if low is not None else "", f"до {high}" if high is not None else "")
    return " ".join(part for part in parts if part)


def partners(entry: Entry) -> str:
    """Mentors of a mentee, mentees of a mentor, in the order of their pairs; each once."""
    return "; ".join(dict.fromkeys(str(person) for person in _others(entry)))


def partner_place(entry: Entry) -> str:
    """Where the other side works or studies."""
    places = (
        ", ".join(part for part in (person.group, person.position, person.employer) if part)
        for person in _others(entry)
    )
    return "; ".join(dict.fromkeys(place for place in places if place))


def pair_form(entry: Entry) -> str:
    titles = (place.project.form.title for place in entry.ordered_places)  # type: ignore[union-attr]
    return "; ".join(dict.fromkeys(titles))


def pair_order(entry: Entry) -> str:
    """Orders that made the person's pairs: «от 12.10.2026 № 7-ОД»."""
    pairs = (place.pair for place in entry.ordered_places)  # type: ignore[union-attr]
    told = (
        f"от {date_short(pair.order_date)} №\N{NO-BREAK SPACE}{pair.order_number}"
        for pair in pairs
        if pair.order_date
    )
    return "; ".join(dict.fromkeys(told))


def training_of(entry: MentorEntry) -> str:
    """«Школа наставников, 12.10.2026; Основы наставничества, 01.06.2025»: what says that the mentor is trained."""
    person: Any = entry.person
    here = [
        (one.course.title, one.completed_on) for own in person.known_places for one in own.completed_places
    ]
    outside = [(one.title, one.issued_on) for one in person.known_trainings]
    return "; ".join(f"{title}, {date_short(day)}" for title, day in [*here, *outside])


def approval_order(entry: Entry) -> str:
    """The order by which the base was approved."""
    number = f"№\N{NO-BREAK SPACE}{entry.order_number}" if entry.order_number else ""
    return f"от {date_short(entry.order_date)} {number}".strip() if entry.order_date else number


def passed(entry: Entry) -> str:
    """«Отметка о прохождении программы»."""
    return {EntryState.FINISHED: "пройдена", EntryState.LEFT: "не пройдена"}.get(EntryState(entry.state), "")


def titles(lines: Any) -> str:
    return "; ".join(str(line) for line in lines.all())


def _others(entry: Entry) -> list[Person]:
    places = entry.ordered_places  # type: ignore[union-attr]
    if isinstance(entry, MenteeEntry):
        return [place.mentor.person for place in places]
    return [place.mentee.person for place in places]


def _contacts(person: Person) -> str:
    return ", ".join(part for part in (person.phone, person.email) if part)
