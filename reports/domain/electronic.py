"""Electronic signatures of the head: by a key given for the one act, or made outside and brought as a file.

(a) here: the mark is laid out with the page, the PDF is signed inside (PAdES), the key is kept nowhere;
(b) outside: a detached .sig over the registered PDF, or that PDF with the signature inside; ГОСТ is taken so.
Grounds: 63-ФЗ ст. 6 ч. 1 and 4 (equal to a signature by hand), ГОСТ Р 7.0.97 (the mark and what stands in it).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import clock
from core.clock import local
from core.domain.files import read_file, store_file
from core.errors import DomainError
from core.models import StoredFile, User
from core.pdf import safe_file_name
from core.signatures import SignatureError, SignedBy, is_pdf, same_name, verify_detached, verify_pdf
from core.signatures.keys import Certificate, Key, open_key, sign_pdf
from core.signatures.token import open_token
from core.workflow import move
from reports.domain.acting_heads import check_may_act_as_head
from reports.domain.drawing import draw, keep
from reports.domain.signatories import check_signatory
from reports.domain.signing import intact_version
from reports.enums import DOCUMENT_TRANSITIONS, DocumentState, SigningMethod
from reports.kinds import kind_of
from reports.models import Document, DocumentVersion, Signature
from reports.permissions import SIGN_DOCUMENTS
from reports.rendering import Mark, Requisites

PURPOSE = "document_signature"
TITLE = "Документ подписан электронной подписью"


@dataclass
class SignedMany:
    """What one act over a queue did."""

    done: list[Document] = field(default_factory=list)
    refused: list[tuple[Document, str]] = field(default_factory=list)


def sign_with_key(
    documents: Iterable[Document], *, actor: User, key_file: bytes, password: str
) -> SignedMany:
    """Sign every registered document by the key; each in a transaction of its own. The key is read once, kept nowhere.

    Raises DomainError when the key does not open; a document that cannot be signed is told, the others go on.
    """
    return _sign_all(documents, open_key(key_file, password, at=timezone.now()), actor=actor)


def sign_with_token(documents: Iterable[Document], *, actor: User, pin: str) -> SignedMany:
    """The same by the token of the server; raises DomainError when it does not open."""
    with open_token(pin, at=timezone.now()) as key:
        return _sign_all(documents, key, actor=actor)


def _sign_all(documents: Iterable[Document], key: Key, *, actor: User) -> SignedMany:
    result = SignedMany()
    for document in documents:
        try:
            result.done.append(_sign_one(document, key, actor=actor))
        except DomainError as error:
            result.refused.append((document, error.message))
    return result


def accept_signature(document: Document, *, actor: User, file: bytes) -> Document:
    """Take a signature made outside: a detached file over the registered PDF, or that PDF signed inside.

    Raises DomainError in plain words: another document, a damaged or repeated file, a certificate that is not the
    head's, was not valid or is not trusted.
    """
    with transaction.atomic():
        locked, version = _to_sign(document)
        issued = read_file(version.file)
        embedded = is_pdf(file)
        now = timezone.now()
        found = verify_pdf(file, issued, at=now) if embedded else verify_detached(file, issued, at=now)
        one = _of_head(version, found)
        # Signed on Friday and brought on Monday it is Friday's head who has signed.
        signed_on = local(_believed(version, one), locked.organization).date()
        check_signatory(locked.organization, version.snapshot, on=signed_on, is_numbered=True)
        name = safe_file_name(locked.title, ".pdf" if embedded else ".sig")
        kind = "application/pdf" if embedded else "application/pkcs7-signature"
        stored = _store(locked, file, f"Подписано: {name}" if embedded else name, kind, actor)
        method = SigningMethod.EMBEDDED if embedded else SigningMethod.DETACHED
        _record(locked, version, method, stored, one, actor)
        return _finish(document, actor, file=stored if embedded else None)


def _sign_one(document: Document, key: Key, *, actor: User) -> Document:
    with transaction.atomic():
        locked, version = _to_sign(document)
        _is_heads(version, key.certificate.owner)
        day = clock.today(locked.organization)
        check_signatory(locked.organization, version.snapshot, on=day, is_numbered=True)
        kind = kind_of(locked.kind)
        requisites = Requisites(
            version.number, version.date, marks=(_mark(locked, key.certificate),), is_draft=False
        )
        drawn = draw(locked, kind, version.snapshot, requisites, wording=version.wording)
        # The mark stands on the page that is signed, so that is drawn once more: the same text, a version of its own.
        marked = keep(locked, drawn, actor=actor, reason="подписание электронной подписью")
        signed = sign_pdf(drawn.pdf, key, reason=locked.title[:200])
        now = timezone.now()
        (one,) = verify_pdf(signed, drawn.pdf, at=now)
        name = safe_file_name(f"{kind.family} № {locked.number} {locked.title}", ".pdf")
        stored = _store(locked, signed, f"Подписано: {name}", "application/pdf", actor)
        _record(locked, marked, SigningMethod.EMBEDDED, stored, one, actor)
        document.refresh_from_db()
        return _finish(document, actor, file=stored)


def _to_sign(document: Document) -> tuple[Document, DocumentVersion]:
    locked = (
        Document.objects.select_for_update(of=("self",)).select_related("organization").get(pk=document.pk)
    )
    if locked.state != DocumentState.REGISTERED:
        raise DomainError(
            f"Подписать можно зарегистрированный документ, а этот — «{locked.get_state_display()}».",
            code="transition",
        )
    check_may_act_as_head(locked.organization)
    return locked, intact_version(locked)


def _of_head(version: DocumentVersion, found: list[SignedBy]) -> SignedBy:
    """The head's own signature among those in the file."""
    head = str(version.snapshot.get("signatory", {}).get("full_name", ""))
    for one in found:
        if same_name(one.owner, head):
            return one
    raise _not_heads(", ".join(one.owner for one in found), head)


def _is_heads(version: DocumentVersion, owner: str) -> None:
    head = str(version.snapshot.get("signatory", {}).get("full_name", ""))
    if not same_name(owner, head):
        raise _not_heads(owner, head)


def _not_heads(owner: str, head: str) -> SignatureError:
    return SignatureError(
        f"Сертификат выдан на имя «{owner or 'не указано'}», а документ подписывает {head}.", code="owner"
    )


def _mark(document: Document, certificate: Certificate) -> Mark:
    zone = document.organization
    valid = (
        f"{local(certificate.valid_from, zone):%d.%m.%Y} по {local(certificate.valid_until, zone):%d.%m.%Y}"
    )
    return Mark(
        TITLE,
        (
            f"Сертификат: {certificate.serial}",
            f"Владелец: {certificate.owner}",
            f"Действителен с {valid}",
        ),
    )


def _store(document: Document, data: bytes, name: str, content_type: str, actor: User) -> StoredFile:
    return store_file(
        data,
        name=name,
        content_type=content_type,
        purpose=PURPOSE,
        organization=document.organization,
        created_by=actor,
    )


def _believed(version: DocumentVersion, one: SignedBy) -> dt.datetime:
    """The signer's clock is believed between the drawing of the text and now, else the portal's own counts."""
    now = timezone.now()
    return one.signed_at if one.signed_at and version.rendered_at <= one.signed_at <= now else now


def _record(
    document: Document,
    version: DocumentVersion,
    method: SigningMethod,
    stored: StoredFile,
    one: SignedBy,
    actor: User,
) -> Signature:
    believed = _believed(version, one)
    head = version.snapshot.get("signatory", {})
    return Signature.objects.create(
        organization=document.organization,
        version=version,
        method=method,
        signer_name=one.owner,
        signer_position=head.get("position", ""),
        signed_on=local(believed, document.organization).date(),
        signed_at=believed,
        sha256=version.file.sha256,
        file=stored,
        certificate=certificate_details(document, one),
        recorded_by=actor,
    )


def certificate_details(document: Document, one: SignedBy) -> dict[str, Any]:
    """What is kept and shown of a certificate; days in the institution's own zone."""

    def day(moment: dt.datetime) -> str:
        return f"{local(moment, document.organization):%d.%m.%Y}"

    return {
        "owner": one.owner,
        "serial": one.serial,
        "issuer": one.issuer,
        "valid_from": day(one.valid_from),
        "valid_until": day(one.valid_until),
        "algorithm": one.algorithm,
        "chain": one.chain.words,
        "revocation": one.revocation,
        "stamp": _stamp(document, one),
        "fingerprint": one.fingerprint,
    }


def _stamp(document: Document, one: SignedBy) -> str:
    """«штамп времени …, проверен: 21.11.2026 14:05:09» in the institution's own zone; empty without a stamp."""
    if one.stamp is None:
        return ""
    return f"{one.stamp_words}: {local(one.stamp.at, document.organization):%d.%m.%Y %H:%M:%S}"


def _finish(document: Document, actor: User, *, file: StoredFile | None) -> Document:
    """Signed, with all that follows from it; a PDF with the signature inside is the one that is handed out."""
    move(
        document,
        to=DocumentState.SIGNED,
        transitions=DOCUMENT_TRANSITIONS,
        actor=actor,
        rule=SIGN_DOCUMENTS,
        set_fields={"file": file} if file is not None else {},
    )
    kind = kind_of(document.kind)
    if kind.on_signed is not None:
        kind.on_signed(document, actor)
    return document
