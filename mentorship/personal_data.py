"""Where `mentorship` keeps what about a person, how it is exported and how it is erased (152-ФЗ ст. 14, 21)."""

from __future__ import annotations

from typing import Any, cast

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core import audit
from core.domain.files import destroy_file, empty_file
from core.models import StoredFile
from core.registries import PersonalDataSource
from mentorship.enums import ImportState
from mentorship.likeness import KEY_COLUMNS
from mentorship.models import (
    CheckedRow,
    CodeAgreement,
    Consent,
    ConsentWithdrawal,
    Credential,
    DataRequest,
    DistributionItem,
    DuplicatePair,
    EmailProof,
    Erasure,
    Guardianship,
    ImportedRow,
    MenteeEntry,
    MenteeRequest,
    MentorEntry,
    NoteInvitation,
    Pair,
    PairMentee,
    PeopleImport,
    Person,
    PersonMerge,
    SensitiveRecord,
    SupplementaryAgreement,
    ThirdPartyNote,
    WithdrawalStep,
)
from mentorship.models.note import PARTS

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
    for entry in (
        *MenteeEntry.everything.filter(person=person),
        *MentorEntry.everything.filter(person=person),
    ):
        names = [field.name for field in entry._meta.concrete_fields if not field.is_relation]
        told = {"base": entry._meta.verbose_name, **audit.plain(entry, names)}
        if isinstance(entry, MenteeEntry):
            told["категории"] = ", ".join(map(str, entry.categories.all()))
        rows.append(told)
    rows += [
        {"request": request.text, "at": request.created_at.isoformat()}
        for request in MenteeRequest.objects.filter(entry__person=person)
    ]
    return rows


def erase_places(person: models.Model) -> int:
    """Own words go; that somebody took part, in what state and form, stays as an impersonal fact."""
    names = ("interests", "results", "state_reason", "motives", "availability", "story_url", "order_number")
    blank = dict.fromkeys(names, "")
    touched = MenteeEntry.everything.filter(person=person).update(main_request="", mentor_wishes="", **blank)
    touched += MentorEntry.everything.filter(person=person).update(
        competences="", achievements="", experience="", **blank
    )
    labels: Any = MenteeEntry.categories.through
    touched += labels.objects.filter(menteeentry__person=person).delete()[0]
    deleted, _ = MenteeRequest.objects.filter(entry__person=person).delete()
    return touched + deleted


def export_consents(person: models.Model) -> list[dict[str, Any]]:
    names = ["kind", "signer", "state", "issued_on", "signed_on", "original_place", "valid_until", "ended_on"]
    return [audit.plain(consent, names) for consent in Consent.objects.filter(person=person)]


def erase_consents(person: models.Model) -> int:
    """Scans go and the places of originals; that a consent was given, for what and until when, stays as a proof."""
    count = 0
    for consent in Consent.objects.filter(person=person, scan__isnull=False).select_related("scan"):
        destroy_file(consent, "scan")
        count += 1
    own = Consent.objects.filter(person=person)
    count += own.exclude(original_place="", evidence={}).update(original_place="", evidence={})
    count += DistributionItem.objects.filter(consent__person=person).update(conditions="")
    count += ConsentWithdrawal.objects.filter(consent__person=person).update(reason="")
    return count + WithdrawalStep.objects.filter(withdrawal__consent__person=person).update(note="")


def kept_consents(person: models.Model) -> list[str]:
    count = Consent.objects.filter(person=person).count()
    if not count:
        return []
    return [
        f"Записи о согласиях без имени и сканов ({count}): подтверждают, что обработка была законной, 3 года "
        "(Росархив № 236)"
    ]


def consent_files(person: models.Model) -> list[StoredFile]:
    scans = Consent.objects.filter(person=person, scan__isnull=False).select_related("scan")
    return [consent.scan for consent in scans if consent.scan]


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


def export_code_signing(person: models.Model) -> list[dict[str, Any]]:
    """Confirmed addresses and agreements to sign by code."""
    rows = [
        audit.plain(each, ["email", "sent_at", "confirmed_at", "ip_address"])
        for each in EmailProof.objects.filter(person=person)
    ]
    return rows + [
        {"act": str(each.act), **audit.plain(each, ["way", "accepted_on", "place", "ip_address", "ended_on"])}
        for each in CodeAgreement.objects.filter(person=person).select_related("act")
    ]


def erase_code_signing(person: models.Model) -> int:
    """Addresses go; that there was an agreement stays without place and address: signatures stand on it."""
    deleted, _ = EmailProof.objects.filter(person=person).delete()
    return deleted + CodeAgreement.objects.filter(person=person).update(ip_address=None)


def export_sensitive(person: models.Model) -> list[dict[str, Any]]:
    """The subject is told all of it (152-ФЗ ст. 14); the staff see it under its own right only."""
    return [
        {"вид": str(record.kind), **audit.plain(record, ["basis", "valid_until"])}
        for record in SensitiveRecord.objects.filter(person=person).select_related("kind")
    ]


def erase_sensitive(person: models.Model) -> int:
    deleted, _ = SensitiveRecord.objects.filter(person=person).delete()
    return deleted


def export_notes(person: models.Model) -> list[dict[str, Any]]:
    """What others told, and who they are to the person; without their names (152-ФЗ ст. 14 ч. 7 and ч. 8 п. 4)."""
    names = ["author_role", *PARTS]
    return [
        audit.plain(note, names) | {"когда": timezone.localdate(note.created_at).isoformat()}
        for note in ThirdPartyNote.objects.filter(entry__person=person)
    ]


def erase_notes(person: models.Model) -> int:
    """The words go, and so do requests that were about this person alone."""
    deleted, _ = ThirdPartyNote.objects.filter(entry__person=person).delete()
    asked: Any = NoteInvitation.mentees.through
    mine = asked.objects.filter(menteeentry__person=person)
    requests = list(mine.values_list("noteinvitation_id", flat=True))
    deleted += mine.delete()[0]
    alone = NoteInvitation.objects.filter(pk__in=requests, mentees__isnull=True)
    return deleted + alone.delete()[0]


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
    deleted += PairMentee.objects.filter(mentee__person=person).update(left_reason="")
    its_pairs = Q(mentor__person=person) | Q(places__mentee__person=person)
    pairs = Pair.objects.filter(pk__in=Pair.objects.filter(its_pairs).order_by().values("pk"))
    return deleted + pairs.update(end_reason="", reasons=[])


def kept_ties(person: models.Model) -> list[str]:
    count = PairMentee.objects.filter(Q(mentee__person=person) | Q(mentor__person=person)).count()
    return [f"Участие в парах без имени ({count}): обезличенная статистика программы"] if count else []


def live_pairs(person: models.Model) -> list[str]:
    """What must end first: an order holds a working pair, and a proposed one names the person."""
    places = PairMentee.objects.filter(Q(mentee__person=person) | Q(mentor__person=person), is_live=True)
    return [
        f"Пара № {pk} ещё не завершена: завершите или отклоните её"
        for pk in sorted(set(places.order_by().values_list("pair_id", flat=True)))
    ]


def export_imports(person: models.Model) -> list[dict[str, Any]]:
    rows = ImportedRow.objects.filter(person=person).select_related("people_import__file")
    return [
        {"list": row.people_import.file.name, "row": row.number, "before": row.before, "after": row.after}
        for row in rows
    ]


def erase_imports(person: models.Model) -> int:
    """The journal loses the rows, and every list of the person's programmes its file: whole lists stand there."""
    count = 0
    for one in _lists_of(person).exclude(file__file="").select_related("file"):
        empty_file(one.file)
        count += 1
    deleted, _ = ImportedRow.objects.filter(person=person).delete()
    gone, _ = _checked_rows(person).delete()
    return count + deleted + gone


def unfinished_lists(person: models.Model) -> list[str]:
    waiting = _checked_rows(person).filter(people_import__state=ImportState.UPLOADED)
    return [
        f"Загруженный список № {pk} с этим человеком ещё не внесён: внесите его или откажитесь от него"
        for pk in sorted(set(waiting.order_by().values_list("people_import_id", flat=True)))
    ]


def _lists_of(person: models.Model) -> models.QuerySet[PeopleImport]:
    """Lists in which the person may stand: of the programmes where they or those they represent have a place."""
    card = cast("Person", person)
    cards = [card.pk, *Guardianship.objects.filter(guardian=card).values_list("ward_id", flat=True)]
    programmes = {
        pk
        for model in (MenteeEntry, MentorEntry)
        for pk in model.everything.filter(person__in=cards).values_list("programme_id", flat=True)
    }
    named = ImportedRow.objects.filter(person__in=cards).values("people_import")
    return PeopleImport.objects.filter(Q(programme__in=programmes) | Q(pk__in=named))


def _checked_rows(person: models.Model) -> models.QuerySet[CheckedRow]:
    card = cast("Person", person)
    return CheckedRow.objects.filter(people_import__organization=card.organization, name=card.full_name)


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
    # Before representatives and the card itself: lists are found by them.
    PersonalDataSource(
        "Загруженные списки", (ImportedRow,), export_imports, erase_imports, blocks=unfinished_lists
    ),
    PersonalDataSource(
        "Базы и запросы", (MenteeEntry, MentorEntry, MenteeRequest), export_places, erase_places
    ),
    PersonalDataSource("Сведения от третьих лиц", (ThirdPartyNote,), export_notes, erase_notes),
    PersonalDataSource("Особые сведения", (SensitiveRecord,), export_sensitive, erase_sensitive),
    PersonalDataSource(
        "Согласия", (Consent,), export_consents, erase_consents, kept=kept_consents, files=consent_files
    ),
    PersonalDataSource(
        "Справки и соглашения", (Credential, SupplementaryAgreement), export_papers, erase_papers
    ),
    PersonalDataSource(
        "Подпись по коду", (EmailProof, CodeAgreement), export_code_signing, erase_code_signing
    ),
    PersonalDataSource(
        "Представители и пары",
        (Guardianship, PairMentee),
        export_ties,
        erase_ties,
        kept=kept_ties,
        blocks=live_pairs,
    ),
    PersonalDataSource(
        "Прежние карточки и запросы",
        (PersonMerge, DuplicatePair, DataRequest, Erasure),
        export_cards,
        erase_cards,
    ),
    PersonalDataSource("Карточка", (Person,), export_person, erase_person),
)
