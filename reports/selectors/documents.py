"""Reading documents: which ones a person sees, what waits for the head, what a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.signing import BadSignature, TimestampSigner
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse

from core.enums import Role
from core.models import Membership, StoredFile, User
from mentorship.enums import ConsentKind
from mentorship.selectors.programmes import programmes_visible_to
from reports.enums import GONE, UNFINISHED, WAITING
from reports.kinds import KIND_OF_CONSENT, codes
from reports.models import Document, DocumentBatch, DocumentSubject, DocumentVersion, Signature

PAGE_KEY_SECONDS = 3600
_pages = TimestampSigner(salt="reports.document-page")


def documents_visible_to(membership: Membership) -> QuerySet[Document]:
    """All of the organisation's for the director and the curator; a project curator sees no single person's papers."""
    found = Document.objects.select_related("file", "programme", "author", "organization")
    if membership.role == Role.CURATOR:
        return found
    if membership.role == Role.DIRECTOR:  # that this consent was asked for tells of the person already
        return found.exclude(kind=KIND_OF_CONSENT[ConsentKind.SPECIAL])
    if membership.role == Role.PROJECT_CURATOR:
        own = programmes_visible_to(membership).values("pk")
        return found.filter(programme__in=own).exclude(kind__in=codes(mass=True))
    return found.none()


def waiting_for_head(membership: Membership) -> QuerySet[Document]:
    """The head's queue: to be registered first, then to be signed; the longest waiting on top."""
    return documents_visible_to(membership).filter(state__in=WAITING).order_by("-state", "sent_at", "pk")


def living_with_key(kind: str, key: str) -> Document | None:
    return Document.objects.filter(kind=kind, key=key).exclude(state__in=GONE).first()


def living_with_keys(keys: Sequence[str]) -> dict[tuple[str, str], Document]:
    """The same for many keys in one query: (kind, key) → document."""
    living = Document.objects.filter(key__in=list(keys)).exclude(state__in=GONE)
    return {(one.kind, one.key): one for one in living.select_related("file", "organization")}


def current_version(document: Document) -> DocumentVersion | None:
    return document.versions.select_related("file").filter(revision=document.revision).first()


def signatures_of(document: Document) -> QuerySet[Signature]:
    return Signature.objects.filter(version__document=document).select_related(
        "scan", "file", "version", "recorded_by"
    )


def objects_in_unfinished(kind: str, model: type[models.Model]) -> set[int]:
    """Ids of the objects that a living document of this kind holds before its signature."""
    return set(
        DocumentSubject.objects.filter(
            model=model._meta.label_lower, document__kind=kind, document__state__in=UNFINISHED
        ).values_list("object_id", flat=True)
    )


@dataclass(frozen=True)
class PageImage:
    """A page of the PDF as the screen shows it."""

    number: int
    url: str
    alt: str


def page_images(
    document: Document, user: User, *, page: str = "reports:document_page", pk: int = 0
) -> list[PageImage]:
    """Addresses of the pages' pictures. Each holds a key for this person and this version for an hour.

    `page` is the address that shows them and `pk` what it is asked with, the document's by default.

    So a page is only ever seen through a view that has written the reading into the audit trail.
    """
    key = _pages.sign(f"{document.pk}:{document.revision}:{user.pk}")
    return [
        PageImage(
            number,
            reverse(page, kwargs={"pk": pk or document.pk, "number": number}) + f"?key={key}",
            f"Страница {number} из {document.pages}",
        )
        for number in range(1, document.pages + 1)
    ]


def page_key_fits(key: str, document: Document, user: User) -> bool:
    try:
        value = _pages.unsign(key, max_age=PAGE_KEY_SECONDS)
    except BadSignature:
        return False
    return value == f"{document.pk}:{document.revision}:{user.pk}"


def may_read_document_file(membership: Membership, stored: StoredFile) -> bool:
    """The rule of the files behind documents: their versions and the scans of their signatures."""
    seen = documents_visible_to(membership).values("pk")
    return (
        DocumentVersion.objects.filter(file=stored, document__in=seen).exists()
        or Signature.objects.filter(
            models.Q(scan=stored) | models.Q(file=stored), version__document__in=seen
        ).exists()
    )


def may_read_batch_file(membership: Membership, stored: StoredFile) -> bool:
    if membership.role not in {Role.DIRECTOR, Role.CURATOR}:
        return False
    return DocumentBatch.objects.filter(models.Q(archive=stored) | models.Q(print_file=stored)).exists()


def may_read_public_copy(membership: Membership, stored: StoredFile) -> bool:
    """Copies made for everybody are read by whoever reads documents."""
    return membership.role in {Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR}
