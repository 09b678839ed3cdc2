"""What documents do to one another, told from both sides. No titles of people, no names: kinds, numbers, days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from core.russian import NBSP, date_short
from mentorship.models import PairChange
from reports.enums import IN_FORCE
from reports.kinds import all_kinds, kind_of
from reports.life_enums import RelationKind
from reports.models import Document, DocumentRelation, DocumentVersion

_LABELS = {
    (RelationKind.AMENDS, True): "Изменяет",
    (RelationKind.REVOKES, True): "Отменяет",
    (RelationKind.AMENDS, False): "Изменён",
    (RelationKind.REVOKES, False): "Отменён",
}


@dataclass(frozen=True)
class RelationLine:
    """«Изменён: приказ от 09.11.2026 № 7-ОД»; `code` is of its public page, empty for a draft."""

    relation: DocumentRelation
    other: Document
    label: str
    named: str
    code: str
    note: str
    is_done: bool


def named(document: Document) -> str:
    """«Приказ от 09.11.2026 № 7-ОД»."""
    family = kind_of(document.kind).family
    if not document.number or document.date is None:
        return f"{family} (проект)"
    return f"{family} от{NBSP}{date_short(document.date)} №{NBSP}{document.number}"


def relations_of(document: Document, *, planned: bool = False) -> list[RelationLine]:
    """Both directions; `planned` adds what a draft only means to do. A constant number of queries."""
    found = DocumentRelation.objects.filter(Q(document=document) | Q(target=document))
    if not planned:
        found = found.filter(in_force_on__isnull=False)
    rows = list(found.select_related("document", "target").order_by("in_force_on", "pk"))
    codes = _codes([row.target if row.document_id == document.pk else row.document for row in rows])
    lines = []
    for row in rows:
        forward = row.document_id == document.pk
        other = row.target if forward else row.document
        lines.append(
            RelationLine(
                row,
                other,
                _LABELS[RelationKind(row.kind), forward],
                named(other),
                codes.get(other.pk, ""),
                row.note,
                row.in_force_on is not None,
            )
        )
    return lines


def _codes(documents: Iterable[Document]) -> dict[int, str]:
    """The check code of each document's current final text."""
    revisions = {one.pk: one.revision for one in documents}
    versions = DocumentVersion.objects.filter(document__in=list(revisions), is_draft=False)
    return {one.document_id: one.check_code for one in versions if revisions[one.document_id] == one.revision}


def possible_targets(document: Document) -> QuerySet[Document]:
    """What a draft may change or revoke: signed documents of the institution that are in force."""
    signed = [kind.code for kind in all_kinds() if kind.signed_by_head]
    return (
        Document.objects.filter(organization=document.organization, kind__in=signed, state__in=IN_FORCE)
        .exclude(pk=document.pk)
        .order_by("-date", "-pk")
    )


def orders_changed_by(changes: Iterable[PairChange]) -> list[Document]:
    """The living orders of the pairs that an amending order changes, in the order of their dates."""
    ids = {one.pair.order_document for one in changes if one.pair.order_document}
    return list(Document.objects.filter(pk__in=ids, state__in=IN_FORCE).order_by("date", "pk"))
