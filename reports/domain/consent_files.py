"""A consent signed outside the portal: the detached signature is verified over the exact PDF that was issued."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.clock import local
from core.domain.files import store_file
from core.errors import DomainError
from core.models import User
from core.signatures import OtherDocument, SignedBy, explain_difference, same_name, verify_detached
from mentorship.enums import ConsentMethod
from mentorship.models import Consent, Person
from mentorship.selectors.consents import UNSIGNED
from reports.domain.consent_signatures import add_signature, intact, lock_consent
from reports.enums import DocumentState, SignerRole
from reports.models import ConsentSignature, DocumentVersion
from reports.selectors.consent_signing import roles_of, sheet_of, version_of

FILE_PURPOSE = "consent_signature"
CONTENT_TYPE = "application/pkcs7-signature"


def sign_with_file(
    consent: Consent, *, signature: bytes, presented: bytes | None = None, actor: User | None
) -> list[ConsentSignature]:
    """Take a detached signature (.sig, .p7s) of one or of all who sign; returns what was kept.

    `presented` is the file that was signed, when the person has it: it only helps to tell what is wrong. The same file
    again changes nothing. Raises DomainError in plain words for a consent without a sheet, a signature under another
    document, one that does not hold, and an owner who is none of the signers.
    """
    with transaction.atomic():
        locked = lock_consent(consent.pk)
        version = version_of(sheet_of(locked))
        if version is None or version.document.state != DocumentState.ISSUED:
            raise DomainError(
                "Сначала подготовьте бланк: подписывают выданный порталом файл.", code="no_sheet"
            )
        kept = _same_again(locked, signature)
        if kept:
            return kept
        if locked.state not in UNSIGNED:
            raise DomainError("Согласие уже подписано или закрыто.", code="closed")
        issued = intact(version)
        if presented is not None and (told := explain_difference(issued, presented)):
            raise DomainError(told, field="signed", code="other_document")
        try:
            found = verify_detached(signature, issued, at=timezone.now())
        except OtherDocument as error:
            raise DomainError(_which_other(version, error), field="signature", code=error.code) from error
        return [_keep(locked, version, one, signature, actor) for one in _by_role(locked, found)]


def _same_again(consent: Consent, signature: bytes) -> list[ConsentSignature]:
    """Signatures already kept from this very file."""
    digest = hashlib.sha256(signature).hexdigest()
    return list(ConsentSignature.objects.filter(consent=consent, voided_at=None, file__sha256=digest))


def _which_other(version: DocumentVersion, error: OtherDocument) -> str:
    """Names the document that was signed instead, when it is one of the portal's own."""
    if error.algorithm == "sha256" and error.digest:
        known = DocumentVersion.objects.filter(file__sha256=error.digest).select_related("document").first()
        if known is not None and known.document_id == version.document_id:
            return (
                f"Подписана прежняя версия этого согласия, {known.revision}-я, а теперь есть {version.revision}-я. "
                "Скачайте её и подпишите заново."
            )
        if known is not None:
            return f"Подписан другой документ портала: «{known.document.title}», {known.document.summary}."
    return error.message


def _by_role(consent: Consent, found: list[SignedBy]) -> list[tuple[SignerRole, Person, SignedBy]]:
    """Each signature with the one it is of. Raises DomainError when an owner is none of those who sign."""
    waiting = {role: person for role, person in roles_of(consent).items() if person is not None}
    matched = []
    for one in found:
        role = next(
            (role for role, person in waiting.items() if same_name(one.owner, person.full_name)), None
        )
        if role is None:
            names = ", ".join(
                f"{person.full_name} ({role.label.lower()})"
                for role, person in roles_of(consent).items()
                if person is not None
            )
            raise DomainError(
                f"Сертификат выдан на имя «{one.owner or 'не указано'}», а подписать должны: {names}.",
                field="signature",
                code="owner",
            )
        matched.append((role, waiting.pop(role), one))
    return matched


def _keep(
    consent: Consent,
    version: DocumentVersion,
    matched: tuple[SignerRole, Person, SignedBy],
    signature: bytes,
    actor: User | None,
) -> ConsentSignature:
    role, person, one = matched
    stored = store_file(
        signature,
        name=f"Подпись {person.full_name}.sig",
        content_type=CONTENT_TYPE,
        purpose=FILE_PURPOSE,
        organization=consent.organization,
        created_by=actor,
    )
    # The signer's clock is believed only between the drawing of the text and now.
    now = timezone.now()
    believed = one.signed_at if one.signed_at and version.rendered_at <= one.signed_at <= now else None
    return add_signature(
        consent,
        role=role,
        person=person,
        version=version,
        method=ConsentMethod.DETACHED,
        details=_details(consent, one),
        file=stored,
        signed_at=believed,
        actor=actor,
    )


def _details(consent: Consent, one: SignedBy) -> dict[str, Any]:
    zone = consent.organization
    return {
        "owner": one.owner,
        "serial": one.serial,
        "issuer": one.issuer,
        "valid_from": f"{local(one.valid_from, zone):%d.%m.%Y}",
        "valid_until": f"{local(one.valid_until, zone):%d.%m.%Y}",
        "algorithm": one.algorithm,
        "chain": one.chain.words,
        "fingerprint": one.fingerprint,
        "claimed": one.signed_at.isoformat(timespec="seconds") if one.signed_at else "",
    }
