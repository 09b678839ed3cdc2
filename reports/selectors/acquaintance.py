"""Reading acquaintance: whom a document wants to know it, a person's own lines, a line by its personal link."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django_scopes import scopes_disabled

from core import personal_tokens
from core.models import User
from mentorship.ages import is_minor
from mentorship.models import Guardianship, MenteeEntry, MentorEntry, Pair, PairChange, Person
from reports.enums import IN_FORCE
from reports.life_enums import AcquaintanceState
from reports.models import Acquaintance, Document, DocumentVersion
from reports.redacting import Redactor
from reports.selectors.naming import people_named_in

PURPOSE = "acquaintance"


def acquaintance_of(document: Document) -> QuerySet[Acquaintance]:
    """The sheet with what its page shows."""
    return document.acquaintances.select_related(
        "document__organization", "person", "user", "scan", "marked_by"
    ).order_by("full_name", "pk")


def find_line(token: str) -> AcquaintanceLink | None:
    """The line of a personal link of whatever institution."""
    if not personal_tokens.looks_right(token):
        return None
    with scopes_disabled():
        line = (
            Acquaintance.objects.select_related(
                "document__organization", "document__file", "person__organization", "user"
            )
            .filter(token_hash=personal_tokens.hash_token(token))
            .first()
        )
    return AcquaintanceLink(line) if line else None


class AcquaintanceLink:
    """What a personal link's page needs to know of a line."""

    def __init__(self, line: Acquaintance) -> None:
        self.line = line
        self.organization = line.document.organization


def own_lines(user: User | None, people: list[Person]) -> QuerySet[Acquaintance]:
    """Documents that the reader is to know, those not known yet first."""
    mine = Q(person__in=people)
    if user is not None:
        mine |= Q(user=user)
    return (
        Acquaintance.objects.filter(mine, document__state__in=IN_FORCE)
        .select_related("document__organization", "document__file", "person")
        .order_by("acquainted_on", "-document__date", "pk")
        .distinct()
    )


def waiting_counts() -> dict[str, int]:
    """For the curator: documents in force whose acquaintance is not finished, and people on them."""
    found = Acquaintance.objects.filter(state=AcquaintanceState.WAITING, document__state__in=IN_FORCE)
    return found.aggregate(people=Count("pk"), documents=Count("document", distinct=True))


def people_of(document: Document) -> list[tuple[str, Person | None]]:
    """Everybody whom the document says to acquaint: its own list, the people it is about, parents of minors.

    (name, card); without a card the name is only a line of the paper sheet.
    """
    cards = {one.pk: one for one in _subjects(document)}
    for link in Guardianship.objects.filter(ward__in=cards).select_related("guardian__user", "ward"):
        if is_minor(link.ward.birth_date, document.date or document.created_at.date()):
            cards.setdefault(link.guardian.pk, link.guardian)
    version = document.versions.order_by("-revision").first()
    names = [str(name) for name in (version.snapshot.get("acquaintance") or [])] if version else []
    known = {one.full_name for one in cards.values()}
    lost = [name for name in dict.fromkeys(names) if name not in known]
    found: list[tuple[str, Person | None]] = [(one.full_name, one) for one in cards.values()]
    return sorted([*found, *[(name, None) for name in lost]], key=lambda one: one[0])


def _subjects(document: Document) -> QuerySet[Person]:
    """People that the document is about, by its subjects: pairs, changes, places in bases, cards."""
    ids: dict[str, list[int]] = {}
    for row in document.subjects.all():
        ids.setdefault(row.model, []).append(row.object_id)
    pairs = set(ids.get(Pair._meta.label_lower, []))
    changes = PairChange.objects.filter(pk__in=ids.get(PairChange._meta.label_lower, []))
    pairs |= set(changes.values_list("pair", flat=True))
    mentors = MentorEntry.objects.filter(
        Q(pk__in=ids.get(MentorEntry._meta.label_lower, []))
        | Q(pairs__in=pairs)
        | Q(pk__in=changes.filter(mentor__isnull=False).values("mentor"))
    )
    mentees = MenteeEntry.objects.filter(
        Q(pk__in=ids.get(MenteeEntry._meta.label_lower, []))
        | Q(places__pair__in=pairs)
        | Q(pk__in=changes.filter(mentee__isnull=False).values("mentee"))
    )
    return (
        Person.objects.filter(
            Q(pk__in=ids.get(Person._meta.label_lower, []))
            | Q(pk__in=mentors.values("person"))
            | Q(pk__in=mentees.values("person"))
        )
        .select_related("user")
        .distinct()
    )


def shown_content(line: Acquaintance, version: DocumentVersion) -> dict[str, object]:
    """The content as this person may read it: whole for the staff, else without the names of other people with cards.

    A participant sees themselves, their children, and those of their own pairs.
    """
    if line.person is None:
        return version.snapshot
    shown = {line.person.pk}
    shown |= set(Guardianship.objects.filter(guardian=line.person).values_list("ward", flat=True))
    shown |= set(Guardianship.objects.filter(ward=line.person).values_list("guardian", flat=True))
    own = Pair.objects.filter(Q(mentor__person__in=shown) | Q(places__mentee__person=line.person))
    shown |= set(own.values_list("mentor__person", flat=True))
    if own.filter(mentor__person=line.person).exists():
        mine = Pair.objects.filter(mentor__person=line.person)
        shown |= set(mine.values_list("places__mentee__person", flat=True))
    named = people_named_in(line.document.organization, version.snapshot, day=version.rendered_at.date())
    redactor = Redactor(one.named for one in named if one.pk and one.pk not in shown)
    content: dict[str, object] = redactor.content(version.snapshot)
    return content
