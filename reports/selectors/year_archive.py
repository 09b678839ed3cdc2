"""What an inspection takes away: the signed documents of a year with their files and how each was signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from core.models import Membership, Organization, StoredFile
from core.russian import date_short
from reports.enums import IN_FORCE, DocumentState
from reports.kinds import all_kinds, kind_of
from reports.models import Document, Signature
from reports.permissions import VIEW_JOURNAL

PURPOSE = "documents_archive"
KEPT = (IN_FORCE - {DocumentState.ISSUED}) | {DocumentState.REVOKED}


@dataclass(frozen=True)
class InventoryLine:
    """A document of the inventory; `signature` is in words."""

    pk: int
    number: str
    date: dt.date | None
    kind: str
    title: str
    pages: int
    signature: str
    sha256: str


def signed_documents(organization: Organization) -> QuerySet[Document]:
    """Everything the head has signed, whatever became of it later."""
    kinds = [kind.code for kind in all_kinds() if kind.signed_by_head]
    return (
        Document.objects.filter(organization=organization, kind__in=kinds, state__in=KEPT)
        .select_related("file", "programme", "author", "organization")
        .order_by("date", "number_place", "pk")
    )


def signed_years(organization: Organization) -> list[tuple[int, int]]:
    """(year, how many documents), the newest first."""
    rows = (
        signed_documents(organization)
        .order_by()
        .values_list("date__year")
        .annotate(count=Count("pk"))
        .order_by("-date__year")
    )
    return [(year, count) for year, count in rows if year]


def signed_in(organization: Organization, year: int) -> QuerySet[Document]:
    signatures = Signature.objects.select_related("scan", "file").order_by("pk")
    return (
        signed_documents(organization)
        .filter(date__year=year)
        .prefetch_related(Prefetch("versions__signatures", queryset=signatures))
    )


def inventory_of(organization: Organization, year: int) -> list[InventoryLine]:
    """A line for each document, in the order of dates and numbers; a constant number of queries."""
    return [
        InventoryLine(
            one.pk,
            one.number,
            one.date,
            kind_of(one.kind).family,
            one.title,
            one.pages,
            _told(one),
            one.file.sha256 if one.file else "",
        )
        for one in signed_in(organization, year)
    ]


def signatures_kept(document: Document) -> list[Signature]:
    return [one for version in document.versions.all() for one in version.signatures.all()]


def _told(document: Document) -> str:
    parts = [
        f"{one.signer_name}, {date_short(one.signed_on)}, {one.get_method_display().lower()}"
        for one in signatures_kept(document)
    ]
    if document.state != DocumentState.SIGNED:
        parts.append(str(document.get_state_display()).lower())
    return "; ".join(parts)


def files_beside(document: Document) -> Iterator[tuple[str, StoredFile]]:
    """(word for the name, file): the scan or the detached signature of each signature."""
    for one in signatures_kept(document):
        if one.scan is not None:
            yield "скан", one.scan
        if one.file is not None and one.file_id != document.file_id:
            yield "подпись", one.file


def may_read_archive(membership: Membership, stored: StoredFile) -> bool:
    return VIEW_JOURNAL.allows(membership)
