"""Where `mentorship` keeps what about a person, how it is exported and how it is erased (152-ФЗ ст. 14, 21)."""

from __future__ import annotations

from typing import Any, cast

from django.db import models
from django.db.models import Q

from core import audit
from core.domain.files import destroy_file
from core.registries import PersonalDataSource
from mentorship.likeness import KEY_COLUMNS
from mentorship.models import (
    Consent,
    Credential,
    DataRequest,
    DuplicatePair,
    Erasure,
    Guardianship,
    ImportedRow,
    MenteeEntry,
    MenteeRequest,
    MentorEntry,
    PairMentee,
    Person,
    PersonMerge,
    SupplementaryAgreement,
)

_HIDDEN = {"organization", "user", "merged_into", "search_key", *KEY_COLUMNS}
_PERSON = [field.name for field in Person._meta.concrete_fields if field.name not in _HIDDEN]
ERASED = "Удалено"


def export_person(person: models.Model) -> list[dict[str, Any]]:
    return [audit.plain(person, _PERSON)]


def erase_person(person: models.Model) -> int:
    """The row stays as a nameless one: signed orders and counts hang on it."""
    parts = "middle_name gender group position employer email phone address search_key"
    blank = dict.fromkeys([*parts.split(), *KEY_COLUMNS], "")
    return Person.everything.filter(pk=person.pk).update(
        last_name=ERASED, first_name=str(person.pk), birth_date=None, case_forms={}, user=None, **blank
    )


def export_places(person: models.Model) -> list[dict[str, Any]]:
    rows = []
    for entry in (*MenteeEntry.objects.filter(person=person), *MentorEntry.objects.filter(person=person)):
        names = [field.name for field in entry._meta.concrete_fields if not field.is_relation]
        rows.append({"base": entry._meta.verbose_name, **audit.plain(entry, names)})
    rows += [
        {"request": request.text, "at": request.created_at.isoformat()}
        for request in MenteeRequest.objects.filter(entry__person=person)
    ]
    return rows


def erase_places(person: models.Model) -> int:
    blank = {"interests": "", "results": "", "state_reason": ""}
    touched = MenteeEntry.objects.filter(person=person).update(main_request="", **blank)
    touched += MentorEntry.objects.filter(person=person).update(competences="", achievements="", **blank)
    deleted, _ = MenteeRequest.objects.filter(entry__person=person).delete()
    return touched + deleted


def export_consents(person: models.Model) -> list[dict[str, Any]]:
    names = ["kind", "signer", "state", "issued_on", "signed_on", "original_place", "valid_until", "ended_on"]
    return [audit.plain(consent, names) for consent in Consent.objects.filter(person=person)]


def keep_consents(person: models.Model) -> int:
    """Consents are kept three years after they end (Росархив № 236): nothing is erased with the person."""
    return 0


def export_papers(person: models.Model) -> list[dict[str, Any]]:
    """Certificates shown and supplementary agreements signed."""
    rows = [
        audit.plain(each, ["kind", "number", "issued_on", "valid_until", "checked_on"])
        for each in Credential.objects.filter(person=person)
    ]
    names = ["number", "signed_on", "starts_on", "ends_on", "content", "pay", "pay_terms", "ended_on"]
    return rows + [audit.plain(each, names) for each in SupplementaryAgreement.objects.filter(person=person)]


def erase_papers(person: models.Model) -> int:
    """Marks of certificates go; agreements stay as the documents of a contract of employment (archive law)."""
    deleted, _ = Credential.objects.filter(person=person).delete()
    return deleted


def export_ties(person: models.Model) -> list[dict[str, Any]]:
    links = Guardianship.objects.filter(Q(ward=person) | Q(guardian=person)).select_related(
        "ward", "guardian"
    )
    rows = [
        {"representative": str(link.guardian), "ward": str(link.ward), "kind": link.kind} for link in links
    ]
    places = PairMentee.objects.filter(Q(mentee__person=person) | Q(mentor__person=person))
    rows += [
        {"mentor": str(place.mentor), "mentee": str(place.mentee), "live": place.is_live}
        for place in places.select_related("mentor__person", "mentee__person")
    ]
    return cast("list[dict[str, Any]]", rows)


def erase_ties(person: models.Model) -> int:
    """Representation ends with the data; places in pairs are kept as facts of signed orders."""
    deleted, _ = Guardianship.objects.filter(Q(ward=person) | Q(guardian=person)).delete()
    return deleted


def export_imports(person: models.Model) -> list[dict[str, Any]]:
    rows = ImportedRow.objects.filter(person=person).select_related("people_import__file")
    return [
        {"list": row.people_import.file.name, "row": row.number, "before": row.before, "after": row.after}
        for row in rows
    ]


def erase_imports(person: models.Model) -> int:
    """The journal loses its values: a list with an erased person cannot put them back."""
    deleted, _ = ImportedRow.objects.filter(person=person).delete()
    return deleted


def export_cards(person: models.Model) -> list[dict[str, Any]]:
    """Cards that were merged into this one, the person's own requests and decisions about duplicates."""
    rows: list[dict[str, Any]] = [
        {"прежняя карточка": one.pk, **audit.plain(one, _PERSON)}
        for one in Person.everything.filter(merged_into=person)
    ]
    rows += [
        {
            "объединение": merge.created_at.isoformat(),
            "карточка": merge.merged_id,
            "отменено": bool(merge.undone_at),
        }
        for merge in PersonMerge.objects.filter(kept=person)
    ]
    rows += [
        {"запрос получен": str(request.received_on), "ответить до": str(request.due_on)}
        for request in DataRequest.objects.filter(person=person)
    ]
    return rows


def erase_cards(person: models.Model) -> int:
    """Archives made for the person go with their files; the dates of requests stay as facts."""
    count = 0
    for request in DataRequest.objects.filter(person=person, archive__isnull=False).select_related("archive"):
        destroy_file(request, "archive")
        count += 1
    return count


SOURCES = (
    PersonalDataSource("Карточка", (Person,), export_person, erase_person),
    PersonalDataSource(
        "Базы и запросы", (MenteeEntry, MentorEntry, MenteeRequest), export_places, erase_places
    ),
    PersonalDataSource("Согласия", (Consent,), export_consents, keep_consents),
    PersonalDataSource(
        "Справки и соглашения", (Credential, SupplementaryAgreement), export_papers, erase_papers
    ),
    PersonalDataSource("Представители и пары", (Guardianship, PairMentee), export_ties, erase_ties),
    PersonalDataSource("Загруженные списки", (ImportedRow,), export_imports, erase_imports),
    PersonalDataSource(
        "Прежние карточки и запросы",
        (PersonMerge, DuplicatePair, DataRequest, Erasure),
        export_cards,
        erase_cards,
    ),
)
