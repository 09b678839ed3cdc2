"""Where a person's data lie in documents (152-ФЗ): sheets of their consents, orders that name them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from core.domain.files import destroy_file, destroy_stored
from core.models import Job, StoredFile
from core.personal_tokens import hash_token, new_key
from core.registries import PersonalDataSource
from reports.enums import DocumentState
from reports.kinds import kind_of
from reports.life_enums import AcquaintanceState
from reports.models import (
    Acquaintance,
    ConsentLetter,
    ConsentSignature,
    Document,
    DocumentBatch,
    DocumentSubject,
    DocumentVersion,
    ScanPage,
    ScanStack,
    Signature,
    SigningLink,
    SiteExportItem,
)

ACT = "destruction_act"


def documents_about(person: models.Model) -> models.QuerySet[Document]:
    """Documents about the person, their consents or their pairs."""
    consents = person.consents.values("pk")  # type: ignore[attr-defined]
    pairs = Q(mentor__person=person) | Q(mentees__person=person)
    pair_model = person._meta.apps.get_model("mentorship", "Pair")
    return Document.objects.filter(
        Q(subjects__model=person._meta.label_lower, subjects__object_id=person.pk)
        | Q(subjects__model="mentorship.consent", subjects__object_id__in=consents)
        | Q(
            subjects__model="mentorship.pair",
            subjects__object_id__in=pair_model.objects.filter(pairs).values("pk"),
        )
    ).distinct()


def export(person: models.Model) -> list[dict[str, Any]]:
    return [
        {
            "документ": str(document),
            "номер": document.number,
            "дата": document.date.isoformat() if document.date else "",
            "состояние": document.get_state_display(),
        }
        for document in documents_about(person)
    ]


#: Papers in these states are nobody's archive yet.
_UNSIGNED = (DocumentState.DRAFT, DocumentState.RETURNED, DocumentState.ISSUED, DocumentState.CANCELLED)


def _doomed(person: models.Model) -> list[Document]:
    """Unsigned papers about this person alone; a paper about several people is not theirs to take away."""
    label = person._meta.label_lower
    others = DocumentSubject.objects.filter(document=OuterRef("pk"), model=label).exclude(object_id=person.pk)
    found = documents_about(person).filter(state__in=_UNSIGNED).filter(~Exists(others))
    return list(found.exclude(kind=ACT).filter(subjects__model__in=[label, "mentorship.consent"]))


def erase(person: models.Model) -> int:
    """Drafts and unsigned sheets about the person go; what is registered or signed stays by the archive law."""
    count = 0
    for document in _doomed(person):
        files = {document.file, *(version.file for version in document.versions.select_related("file"))}
        Document.objects.filter(pk=document.pk).update(file=None)
        document.delete()
        for stored in files - {None}:
            destroy_stored(stored)  # type: ignore[arg-type]
        count += 1
    return count + _destroy_batches(person) + _destroy_stacks(person)


def _destroy_batches(person: models.Model) -> int:
    """Archives of many people's sheets hold this person's too: they are copies, made again when they are needed."""
    programmes = person.consents.values("programme")  # type: ignore[attr-defined]
    count = 0
    for batch in DocumentBatch.objects.filter(programme__in=programmes).select_related(
        "archive", "print_file"
    ):
        Job.objects.filter(pk=batch.job_id).update(result_file=None)
        for column in ("archive", "print_file"):
            if getattr(batch, column) is not None:
                destroy_file(batch, column)
                count += 1
    return count


def _destroy_stacks(person: models.Model) -> int:
    """A scanned stack holds many people's sheets; what was confirmed lies cut out with each consent already."""
    pages = ScanPage.objects.filter(consent__in=person.consents.values("pk"))  # type: ignore[attr-defined]
    count = 0
    for stack in ScanStack.objects.filter(pk__in=pages.values("stack")).select_related("file"):
        pictures = [page.thumbnail for page in stack.pages.select_related("thumbnail") if page.thumbnail]
        whole = stack.file
        stack.delete()
        for stored in (whole, *pictures):
            destroy_stored(stored)
        count += 1
    return count


def kept(person: models.Model) -> list[str]:
    """What the archive law keeps (152-ФЗ ст. 1 ч. 2 п. 2)."""
    doomed = {document.pk for document in _doomed(person)}
    rows = documents_about(person).exclude(pk__in=doomed).exclude(kind=ACT)
    return [
        f"{kind_of(document.kind).family} «{document.title}»{_number(document)}: хранится по закону об архивном деле"
        for document in rows.order_by("pk")
    ]


def _number(document: Document) -> str:
    day = f" от {document.date:%d.%m.%Y}" if document.date else ""
    return f"{day} № {document.number}" if document.number else day


def files(person: models.Model) -> list[StoredFile]:
    """Papers about this person alone; orders that name others too are listed, not given."""
    label = person._meta.label_lower
    others = DocumentSubject.objects.filter(document=OuterRef("pk"), model=label).exclude(object_id=person.pk)
    own = documents_about(person).filter(~Exists(others), subjects__model=label, file__isnull=False)
    return [document.file for document in own.select_related("file").distinct() if document.file]


def export_signing(person: models.Model) -> list[dict[str, Any]]:
    """Links for signing and electronic signatures, as signer or as the one the consent is about."""
    mine = Q(person=person) | Q(consent__person=person)
    rows: list[dict[str, Any]] = [
        {"ссылка": link.get_role_display(), "действует до": link.expires_at.isoformat()}
        for link in SigningLink.objects.filter(mine)
    ]
    rows += [
        {"письмо о согласиях": str(one.sent_on), "писем": one.count}
        for one in ConsentLetter.objects.filter(person_id=person.pk)
    ]
    return rows + [
        {
            "подпись": one.get_role_display(),
            "способ": one.get_method_display(),
            "когда": one.signed_at.isoformat(),
            "файл": one.sha256,
            "сетевой адрес": one.ip_address or "",
            **one.details,
        }
        for one in ConsentSignature.objects.filter(mine)
    ]


def erase_signing(person: models.Model) -> int:
    """Links go, signature files as well; that a text of this hash was signed, when and how, stays without a name."""
    mine = Q(person=person) | Q(consent__person=person)
    count, _ = SigningLink.objects.filter(mine).delete()
    count += ConsentLetter.objects.filter(person_id=person.pk).delete()[0]
    for one in ConsentSignature.objects.filter(mine, file__isnull=False).select_related("file"):
        destroy_file(one, "file")
        count += 1
    return count + ConsentSignature.objects.filter(mine).update(details={}, ip_address=None)


def signature_files(person: models.Model) -> list[StoredFile]:
    rows = ConsentSignature.objects.filter(person_id=person.pk, file__isnull=False).select_related("file")
    return [one.file for one in rows if one.file]


def export_acquaintance(person: models.Model) -> list[dict[str, Any]]:
    return [
        {
            "документ": str(one.document),
            "ознакомление": one.get_state_display(),
            "дата": one.acquainted_on.isoformat() if one.acquainted_on else "",
            "файл": one.sha256,
        }
        for one in Acquaintance.objects.filter(person_id=person.pk).select_related("document")
    ]


def erase_acquaintance(person: models.Model) -> int:
    """Lines not answered go; a mark under a signed document stays with it, its link opens nothing any more."""
    mine = Acquaintance.objects.filter(person_id=person.pk)
    count, _ = mine.filter(state=AcquaintanceState.WAITING).delete()
    for one in mine:
        one.key = new_key()
        one.token_hash = hash_token(new_key())
        one.save(update_fields=["key", "token_hash"])
    return count


def kept_acquaintance(person: models.Model) -> list[str]:
    if Acquaintance.objects.filter(person_id=person.pk).exclude(state=AcquaintanceState.WAITING).exists():
        return [
            "Отметки об ознакомлении с приказами: хранятся вместе с приказами (архивное законодательство)."
        ]
    return []


def export_site(person: models.Model) -> list[dict[str, Any]]:
    return [
        {
            "показано на сайте": one.export.exported_at.isoformat(),
            "снято с сайта": one.removed_at.isoformat() if one.removed_at else "",
        }
        for one in SiteExportItem.objects.filter(person_id=person.pk).select_related("export")
    ]


def erase_site(person: models.Model) -> int:
    """What is off the site again goes; what still stands there is the reminder to take it off."""
    return SiteExportItem.objects.filter(person_id=person.pk, removed_at__isnull=False).delete()[0]


def kept_site(person: models.Model) -> list[str]:
    if SiteExportItem.objects.filter(person_id=person.pk, removed_at__isnull=True).exists():
        return ["Отметка о выгрузке на сайт организации без имени: пока имя не снято с сайта."]
    return []


SOURCES = (
    PersonalDataSource(
        label="Сайт организации",
        models=(SiteExportItem,),
        export=export_site,
        erase=erase_site,
        kept=kept_site,
    ),
    PersonalDataSource(
        label="Листы ознакомления",
        models=(Acquaintance,),
        export=export_acquaintance,
        erase=erase_acquaintance,
        kept=kept_acquaintance,
    ),
    PersonalDataSource(
        label="Электронные подписи",
        models=(SigningLink, ConsentSignature, ConsentLetter),
        export=export_signing,
        erase=erase_signing,
        files=signature_files,
    ),
    PersonalDataSource(
        label="Документы",
        models=(Document, DocumentVersion, DocumentSubject, Signature),
        export=export,
        erase=erase,
        kept=kept,
        files=files,
    ),
)
