"""Where a person's data lie in documents (152-ФЗ): sheets of their consents, orders that name them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from core.registries import PersonalDataSource
from reports.enums import DocumentState
from reports.models import Document, DocumentSubject, DocumentVersion, Signature


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


def erase(person: models.Model) -> int:
    """Drafts and unsigned sheets about the person go; what is registered or signed stays by the archive law."""
    doomed = documents_about(person).filter(
        state__in=[DocumentState.DRAFT, DocumentState.RETURNED, DocumentState.ISSUED]
    )
    count = 0
    for document in doomed.filter(subjects__model=person._meta.label_lower):
        files = [version.file for version in document.versions.select_related("file")]
        document.file = None
        document.save(update_fields=["file", "updated_at"])
        document.delete()
        for stored in files:
            stored.file.delete(save=False)
            stored.delete()
        count += 1
    return count


SOURCES = (
    PersonalDataSource(
        label="Документы",
        models=(Document, DocumentVersion, DocumentSubject, Signature),
        export=export,
        erase=erase,
    ),
)
