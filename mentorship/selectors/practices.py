"""Reading practices: the bank, what the public may see today, what stands in the way of publishing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from core.clock import today
from core.models import Membership, Organization
from mentorship.enums import ConsentKind, DistributionCategory
from mentorship.models import DistributionItem, Pair, PairMentee, Person, Practice, PracticePerson
from mentorship.naming_text import Named, named_in, strangers_in
from mentorship.practice_enums import IN_BANK, PracticeSide, PracticeState, Word
from mentorship.selectors.consents import holding
from mentorship.selectors.participants import KNOWN_TO_PARTICIPANTS
from mentorship.selectors.programmes import programmes_visible_to

TEXTS = ("title", "context", "goal", "actions", "result", "advice", "testimonial")
#: What must be allowed, item by item, before somebody is named in a published story.
NEEDED = (DistributionCategory.NAME, DistributionCategory.STORY)


def practices_visible_to(membership: Membership) -> QuerySet[Practice]:
    return Practice.objects.select_related(
        "programme", "organization", "pair__mentor__person", "pair__project"
    ).filter(programme__in=programmes_visible_to(membership).order_by().values("pk"))


def with_words(rows: QuerySet[Practice]) -> QuerySet[Practice]:
    """Annotate `asked` and `agreed`: how many of its people were asked and agreed."""
    return rows.annotate(
        asked=Count("people", distinct=True),
        agreed=Count("people", filter=Q(people__word=Word.AGREED), distinct=True),
    ).order_by("-pk")


def text_of(practice: Practice) -> str:
    return "\n".join(getattr(practice, name) for name in TEXTS)


def as_named(person: Person) -> Named:
    return Named(person.last_name, person.first_name, person.middle_name, person.gender)


# --- the gate of publication ---


def _allowed(day: dt.date, category: str) -> QuerySet[DistributionItem]:
    """Items of consents to distribution in force on the day that allow a category to the outer row's person."""
    return DistributionItem.objects.filter(
        holding(day, prefix="consent__"),
        consent__person=OuterRef("person"),
        consent__kind=ConsentKind.DISTRIBUTION,
        category=category,
        is_allowed=True,
    )


def barred_people(practice_ids: Any, *, day: dt.date) -> QuerySet[PracticePerson]:
    """People of named practices who may not be named to everybody on the day: silence is a prohibition."""
    allowed = Q()
    for category in NEEDED:
        allowed &= Q(Exists(_allowed(day, category)))
    return PracticePerson.objects.filter(practice__in=practice_ids, practice__is_named=True).exclude(allowed)


def published_practices(organization: Organization, *, day: dt.date | None = None) -> QuerySet[Practice]:
    """What the public may see today: published, both sides agree, everybody named allows it today.

    Asked anew each time: a consent that was withdrawn, has run out or lost an item hides the practice at once,
    whatever its state says.
    """
    on = day or today(organization)
    found = Practice.objects.filter(organization=organization, state=PracticeState.PUBLISHED)
    silent = PracticePerson.objects.filter(practice=OuterRef("pk")).exclude(word=Word.AGREED)
    barred = barred_people(found.order_by().values("pk"), day=on)
    return (
        found.filter(~Exists(silent), Exists(PracticePerson.objects.filter(practice=OuterRef("pk"))))
        .exclude(pk__in=barred.order_by().values("practice"))
        .select_related("programme", "pair__project")
        .order_by("-published_on", "-pk")
    )


def obstacles(practice: Practice, *, day: dt.date | None = None) -> list[str]:
    """What stands in the way of publishing; empty when nothing does. For people, in words."""
    on = day or today(practice.organization)
    people = list(practice.people.select_related("person"))
    found = [
        f"{one.person.short_name}: {'против' if one.word == Word.REFUSED else 'ещё не дал слова'}"
        for one in people
        if one.word != Word.AGREED
    ]
    names = [as_named(one.person) for one in people]
    text = text_of(practice)
    if practice.is_named:
        found += [
            f"{one.person.short_name}: нет согласия на распространение имени и рассказа (ст. 10.1)"
            for one in barred_people([practice.pk], day=on).select_related("person")
        ]
    else:
        found += [f"в тексте без имён названа фамилия: {one.last_name}" for one in named_in(text, names)]
    found += [f"в тексте назван посторонний: {name}" for name in strangers_in(text, names)]
    return found


def missing_parts(practice: Practice) -> list[str]:
    """Parts of the structure that are not written yet."""
    needed = ("context", "goal", "actions", "result")
    labels = {field.name: str(field.verbose_name) for field in Practice._meta.concrete_fields}
    return [labels[name] for name in needed if not getattr(practice, name).strip()]


# --- the bank ---


def bank(organization: Organization) -> QuerySet[Practice]:
    """Everything that the institution's own people may read."""
    return (
        Practice.objects.filter(organization=organization, state__in=IN_BANK)
        .select_related("programme", "pair__project", "organization")
        .order_by("-pk")
    )


def credits_of(practice: Practice) -> list[str]:
    """Who is named beside the text: nobody unless the practice is named and each of them allows it today."""
    if not practice.is_named or practice.state != PracticeState.PUBLISHED:
        return []
    day = today(practice.organization)
    if barred_people([practice.pk], day=day).exists():
        return []
    sides = {PracticeSide.MENTOR: "наставник", PracticeSide.MENTEE: "наставляемый"}
    return [
        f"{one.person.full_name} ({sides[PracticeSide(one.side)]})"
        for one in practice.people.select_related("person").order_by("-side", "pk")
    ]


# --- participants ---


def own_words(people: Sequence[Person]) -> QuerySet[PracticePerson]:
    """Practices about these people that they are or were asked about."""
    return (
        PracticePerson.objects.filter(person__in=people)
        .exclude(practice__state=PracticeState.DRAFT, word=Word.WAITING)
        .select_related("practice__organization", "practice__programme", "practice__pair__project", "person")
        .order_by("-practice", "pk")
    )


def pairs_to_tell(person: Person) -> QuerySet[Pair]:
    """Pairs that a mentor may write of."""
    return (
        Pair.objects.filter(mentor__person=person, state__in=KNOWN_TO_PARTICIPANTS)
        .select_related("project", "programme", "mentor__person", "organization")
        .prefetch_related("places__mentee__person")
        .order_by("-pk")
    )


def people_of_pair(pair: Pair) -> list[tuple[Person, PracticeSide]]:
    """Everybody whose word a practice of this pair needs: those who left it too, the story is theirs as well."""
    places = PairMentee.objects.filter(pair=pair).select_related("mentee__person").order_by("pk")
    found = {pair.mentor.person: PracticeSide.MENTOR}
    for place in places:
        found.setdefault(place.mentee.person, PracticeSide.MENTEE)
    return list(found.items())
