"""Everything that a person's card shows, gathered in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from core.clock import today
from core.history import HistoryLine, told
from core.models import Membership
from core.permissions import VIEW_AUDIT
from core.russian import date_short
from core.selectors.audit import history_of
from mentorship.ages import FULL_AGE, age_on, is_minor
from mentorship.enums import ConsentKind, EntryState
from mentorship.models import (
    Consent,
    DuplicatePair,
    Guardianship,
    MenteeEntry,
    MentorEntry,
    Pair,
    PairMentee,
    Person,
    PersonMerge,
    Programme,
)
from mentorship.permissions import MANAGE_CONSENTS
from mentorship.selectors.duplicates import open_duplicates_of
from mentorship.selectors.entries import (
    mentees_of,
    mentors_of,
)
from mentorship.selectors.next_steps import NextStep, moves_of, next_step, tell_facts
from mentorship.selectors.places import places_told, with_free_places
from mentorship.selectors.training import TrainingLine, trainings_of
from mentorship.tones import CONSENT_TONES, ENTRY_TONES, PAIR_TONES


@dataclass(frozen=True)
class Place:
    """A place in one of the bases of the current programme."""

    base: str
    label: str
    entry: MenteeEntry | MentorEntry
    tone: str
    next: NextStep
    rows: list[tuple[str, str]]
    moves: list[tuple[str, str]]
    """States that may be set by hand, with their names."""
    is_open: bool
    may_mentor: bool = False
    """Finished as a mentee and not yet a mentor of the programme."""


@dataclass(frozen=True)
class ConsentLine:
    consent: Consent
    tone: str


@dataclass(frozen=True)
class PairLine:
    pair: Pair
    with_whom: str
    tone: str


@dataclass
class Card:
    contacts: list[tuple[str, str]]
    places: list[Place]
    free_bases: list[tuple[str, str]]
    guardians: list[Guardianship]
    wards: list[Guardianship]
    consents: list[ConsentLine]
    pairs: list[PairLine]
    is_minor: bool
    merges: list[PersonMerge] = field(default_factory=list)
    duplicates: list[DuplicatePair] = field(default_factory=list)
    history: list[HistoryLine] = field(default_factory=list)
    trainings: list[TrainingLine] = field(default_factory=list)

    @property
    def is_mentor(self) -> bool:
        return any(place.base == "mentors" for place in self.places)


def card_of(person: Person, membership: Membership, programme: Programme | None) -> Card:
    """The card as this member sees it."""
    day = today(membership.organization)
    places = _places(person, membership, programme)
    present = {place.base for place in places}
    places = [
        replace(place, may_mentor=place.entry.state == EntryState.FINISHED and present == {"mentees"})
        for place in places
    ]
    free = [("mentees", "Добавить в наставляемые"), ("mentors", "Добавить в наставники")]
    return Card(
        contacts=_contacts(person, day),
        places=places,
        free_bases=[one for one in free if programme is not None and one[0] not in present],
        guardians=list(Guardianship.objects.filter(ward=person).select_related("guardian")),
        wards=list(Guardianship.objects.filter(guardian=person).select_related("ward")),
        consents=[
            ConsentLine(consent, CONSENT_TONES[consent.state])
            for consent in Consent.objects.filter(person=person, programme=programme)
            .exclude(kind__in=() if MANAGE_CONSENTS.allows(membership) else (ConsentKind.SPECIAL,))
            .select_related("person", "representative", "scan")
            .order_by("kind", "-pk")
        ],
        pairs=_pairs(person, programme),
        is_minor=is_minor(person.birth_date, day, emancipated=person.is_emancipated),
        merges=list(person.merges.filter(undone_at__isnull=True).select_related("merged")),
        duplicates=list(open_duplicates_of(person)),
        history=told(history_of(person)[:20]) if VIEW_AUDIT.allows(membership) else [],
        trainings=trainings_of(person),
    )


def _contacts(person: Person, day: Any) -> list[tuple[str, str]]:
    born = ""
    if person.birth_date:
        age = age_on(person.birth_date, day)
        born = f"{person.birth_date:%d.%m.%Y}, {age} {_years(age)}" + (
            ", несовершеннолетний" if age < FULL_AGE else ""
        )
    rows = [
        ("Дата рождения", born),
        ("Пол", person.get_gender_display() if person.gender else ""),
        ("Категория", person.get_category_display()),
        ("Группа, класс", person.group),
        ("Должность", person.position),
        ("Место работы", person.employer),
        ("Телефон", person.phone),
        ("Электронная почта", person.email),
        ("Адрес", person.address),
    ]
    needed = {"Дата рождения", "Телефон", "Электронная почта"}
    return [(label, value) for label, value in rows if value or label in needed]


def _years(age: int) -> str:
    if 11 <= age % 100 <= 14:
        return "лет"
    return "год" if age % 10 == 1 else "года" if age % 10 in {2, 3, 4} else "лет"


def _places(person: Person, membership: Membership, programme: Programme | None) -> list[Place]:
    found = []
    mentees = list(
        mentees_of(membership, programme).filter(person=person).prefetch_related("topics", "categories")
    )
    tell_facts(mentees)
    for entry in mentees:
        rows = [
            ("Форма", entry.project.form.title if entry.project else ""),
            ("Категории", ", ".join(category.title for category in entry.categories.all())),
            ("Запросы", ", ".join(topic.title for topic in entry.topics.all())),
            ("Своими словами", entry.main_request),
            ("Почему участвует", entry.motives),
            ("Пожелания к наставнику", entry.mentor_wishes),
            ("Интересы", entry.interests),
            *_common(entry),
        ]
        found.append(_place("mentees", "Наставляемый", entry, rows))
    mentors = list(
        with_free_places(mentors_of(membership, programme))
        .filter(person=person)
        .prefetch_related("topics", "projects__form")
    )
    tell_facts(mentors)
    for offer in mentors:
        low, high = offer.preferred_age_min, offer.preferred_age_max
        ages = " ".join(part for part in (f"от {low}" if low else "", f"до {high}" if high else "") if part)
        rows = [
            ("Формы", ", ".join(project.form.title for project in offer.projects.all()) or "любая"),
            ("Может помочь", ", ".join(topic.offer_title or topic.title for topic in offer.topics.all())),
            ("Компетенции", offer.competences),
            ("Достижения", offer.achievements),
            ("Опыт", offer.experience),
            ("Почему участвует", offer.motives),
            ("Интересы", offer.interests),
            ("Возраст наставляемых", ages or "не важен"),
            (
                "Часов в неделю",
                f"{offer.hours_per_week.normalize():f}" if offer.hours_per_week is not None else "",
            ),
            ("Свободно мест", places_told(offer)),
            *_common(offer),
        ]
        found.append(_place("mentors", "Наставник", offer, rows))
    return found


def _common(entry: Any) -> list[tuple[str, str]]:
    """What both bases tell of when and how."""
    order = f"№\N{NO-BREAK SPACE}{entry.order_number}" if entry.order_number else ""
    if entry.order_date:
        order = f"от {date_short(entry.order_date)} {order}".strip()
    return [
        ("Формат встреч", entry.get_meeting_format_display()),
        ("Когда удобно", entry.availability),
        ("В программе с", date_short(entry.entered_on) if entry.entered_on else ""),
        ("Приказ об утверждении", order),
        ("Участие окончено", date_short(entry.ended_on) if entry.ended_on else ""),
        ("Результаты", entry.results),
        ("Кейс, отзыв", entry.story_url),
    ]


def _place(base: str, label: str, entry: Any, rows: list[tuple[str, str]]) -> Place:
    return Place(
        base=base,
        label=label,
        entry=entry,
        tone=ENTRY_TONES[entry.state],
        next=next_step(entry),
        rows=[(name, value) for name, value in rows if value],
        moves=moves_of(entry),
        is_open=entry.state not in {EntryState.LEFT, EntryState.FINISHED},
    )


def _pairs(person: Person, programme: Programme | None) -> list[PairLine]:
    places = PairMentee.objects.filter(pair__programme=programme).select_related("mentee__person")
    ids = {
        *places.filter(mentee__person=person).values_list("pair_id", flat=True),
        *places.filter(mentor__person=person).values_list("pair_id", flat=True),
    }
    rows = (
        Pair.objects.filter(pk__in=ids)
        .select_related("mentor__person", "project__form")
        .prefetch_related("places__mentee__person")
        .order_by("-pk")
    )
    lines = []
    for pair in rows:
        if pair.mentor.person_id == person.pk:
            whom = ", ".join(place.mentee.person.short_name for place in pair.places.all())
        else:
            whom = pair.mentor.person.short_name
        lines.append(PairLine(pair, whom, PAIR_TONES[pair.state]))
    return lines
