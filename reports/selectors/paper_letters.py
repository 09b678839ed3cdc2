"""Papers of a batch as letters: whom each may be sent to, what has gone, who has no address.

A paper goes to the one it is about and to nobody else. A child's goes to the child from fourteen on, where the card has
an address of their own, else to a parent or guardian; a younger child's to a parent or guardian alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mentorship.ages import TEENAGE, age_on, is_minor
from mentorship.enums import PersonCategory
from mentorship.models import PartnerOrganization, Person
from reports.enums import DocumentState, PaperReader
from reports.kinds import all_kinds
from reports.models import Document, DocumentBatch, DocumentSubject, PaperLetter


@dataclass(frozen=True)
class Addressed:
    """A paper with whom it goes to; an empty address: there is none. `name` is whose paper it is."""

    document: Document
    name: str
    reader: PaperReader
    address: str


@dataclass
class Mailing:
    """The letters of a batch: still to be written, gone already, and those without an address."""

    to_write: list[Addressed] = field(default_factory=list)
    without: list[Addressed] = field(default_factory=list)
    sent: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.to_write or self.without or self.sent)


def mailing_of(batch: DocumentBatch, *, day: dt.date) -> Mailing:
    """The number of queries does not depend on how many papers there are."""
    documents = Document.objects.filter(pk__in=batch.documents).select_related("organization", "file")
    places = {pk: place for place, pk in enumerate(batch.documents)}
    return _sorted(sorted(documents, key=lambda one: places[one.pk]), day)


def addressed(document: Document, *, day: dt.date) -> Addressed | None:
    """Whom the current text of one document is still to be sent to; None when it went, or is not sent at all."""
    found = _sorted([document], day)
    return next(iter((*found.to_write, *found.without)), None)


def _sorted(documents: Iterable[Document], day: dt.date) -> Mailing:
    kinds = {kind.code for kind in all_kinds() if kind.mailed}
    given = [
        one
        for one in documents
        if one.kind in kinds and one.state == DocumentState.ISSUED and one.file_id is not None
    ]
    keys = [one.pk for one in given]
    gone = set(PaperLetter.objects.filter(document__in=keys).values_list("document_id", "revision"))
    people, partners = _owners(given), _partners(given)
    found = Mailing()
    for document in given:
        if (document.pk, document.revision) in gone:
            found.sent += 1
            continue
        one = _addressed(document, people, partners, day)
        if one is not None:
            (found.to_write if one.address else found.without).append(one)
    return found


def _owners(documents: list[Document]) -> dict[int, Person]:
    """Document → the one person it is about; a document about several is nobody's own."""
    rows = DocumentSubject.objects.filter(
        document__in=[one.pk for one in documents], model=Person._meta.label_lower
    )
    about: dict[int, list[int]] = {}
    for document, person in rows.values_list("document_id", "object_id"):
        about.setdefault(document, []).append(person)
    own = {document: people[0] for document, people in about.items() if len(people) == 1}
    people = Person.objects.filter(pk__in=set(own.values())).prefetch_related("guardian_links__guardian")
    known = {person.pk: person for person in people}
    return {document: known[person] for document, person in own.items() if person in known}


def _partners(documents: list[Document]) -> dict[int, PartnerOrganization]:
    keys = {one.subject_id for one in documents if one.kind == "thanks_employer"}
    return PartnerOrganization.objects.in_bulk(keys) if keys else {}


def _addressed(
    document: Document,
    people: Mapping[int, Person],
    partners: Mapping[int, PartnerOrganization],
    day: dt.date,
) -> Addressed | None:
    if document.kind == "thanks_employer":
        partner = partners.get(document.subject_id)
        if partner is None:
            return None
        return Addressed(document, partner.short_name, PaperReader.PARTNER, partner.email)
    person = people.get(document.pk)
    if person is None:
        return None
    reader, address = _reader(person, day)
    return Addressed(document, person.full_name, reader, address)


def _reader(person: Person, day: dt.date) -> tuple[PaperReader, str]:
    """Who opens the letter about a person, with the address; an unknown birth date of a pupil counts as a child's."""
    if person.birth_date is None:
        child = person.category == PersonCategory.STUDENT
        grown = False
    else:
        child = is_minor(person.birth_date, day, emancipated=person.is_emancipated)
        grown = age_on(person.birth_date, day) >= TEENAGE
    if not child or (grown and person.email):
        return PaperReader.SELF, person.email
    guardians = [link.guardian for link in person.guardian_links.all()]
    return PaperReader.GUARDIAN, next((one.email for one in guardians if one.email), "")
