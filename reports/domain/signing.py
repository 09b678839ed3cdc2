"""Signing. Today on paper: the registered PDF is printed, signed by hand, its scan is kept beside the hash."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import clock, uploads
from core.domain.files import read_file, store_file
from core.errors import DomainError
from core.models import User
from core.russian import date_short
from core.workflow import move
from reports.domain.acting_heads import check_may_act_as_head
from reports.domain.signatories import check_signatory
from reports.enums import DOCUMENT_TRANSITIONS, DocumentState, SigningMethod
from reports.kinds import kind_of
from reports.models import Document, DocumentVersion, Signature
from reports.permissions import SIGN_DOCUMENTS

SCAN_PURPOSE = "document_scan"
_CONTENT_TYPES = {
    uploads.FileKind.PDF: "application/pdf",
    uploads.FileKind.PNG: "image/png",
    uploads.FileKind.JPEG: "image/jpeg",
}


def sign_on_paper(
    document: Document, *, actor: User, scan: bytes, scan_name: str, signed_on: dt.date
) -> Document:
    """Record the head's signature under the registered text; what follows from it happens in the same transaction.

    Raises DomainError for a wrong state, a scan that is no PDF or picture, a date before the registration or in the
    future, and for a kept file whose bytes no longer match their hash.
    """
    kind = kind_of(document.kind)
    scan_kind = uploads.inspect(scan, scan_name, allowed=uploads.SCANS)
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if locked.state != DocumentState.REGISTERED:
            raise DomainError(
                f"Подписать можно зарегистрированный документ, а этот — «{locked.get_state_display()}».",
                code="transition",
            )
        _check_day(locked, signed_on)
        check_may_act_as_head(locked.organization)
        version = intact_version(locked)
        check_signatory(locked.organization, version.snapshot, on=signed_on, is_numbered=True)
        head = version.snapshot.get("signatory", {})
        stored = store_file(
            scan,
            name=f"Скан: {locked.title}.{scan_kind.value}",
            content_type=_CONTENT_TYPES[scan_kind],
            purpose=SCAN_PURPOSE,
            organization=locked.organization,
            created_by=actor,
        )
        Signature.objects.create(
            organization=locked.organization,
            version=version,
            method=SigningMethod.PAPER,
            signer_name=head.get("full_name", "") or str(actor),
            signer_position=head.get("position", ""),
            signed_on=signed_on,
            sha256=version.file.sha256,
            scan=stored,
            recorded_by=actor,
        )
        move(
            document,
            to=DocumentState.SIGNED,
            transitions=DOCUMENT_TRANSITIONS,
            actor=actor,
            rule=SIGN_DOCUMENTS,
        )
        if kind.on_signed is not None:
            kind.on_signed(document, actor)
    return document


def _check_day(document: Document, day: dt.date) -> None:
    if day > clock.today(document.organization):
        raise DomainError("Дата подписи не может быть в будущем.", field="signed_on", code="future")
    if document.date and day < document.date:
        raise DomainError(
            f"Дата подписи раньше даты документа ({date_short(document.date)}).",
            field="signed_on",
            code="early",
        )


def intact_version(document: Document) -> DocumentVersion:
    """The current version, its file as it was kept. Raises DomainError when the bytes no longer match their hash."""
    version = document.versions.select_related("file").order_by("-revision").first()
    if version is None:
        raise DomainError("У документа нет текста, который можно подписать.", code="no_version")
    try:
        read_file(version.file)
    except (OSError, ValueError) as error:
        raise DomainError(
            "Файл документа повреждён или изменён вне портала. Сообщите администратору.", code="tampered"
        ) from error
    return version
