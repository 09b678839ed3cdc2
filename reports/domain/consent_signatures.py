"""Electronic signatures gathered under one text of a consent; with the last one the consent is signed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from core import audit
from core.clock import local
from core.domain.files import read_file
from core.errors import DomainError
from core.models import StoredFile, User
from mentorship.domain.consents import sign_consent
from mentorship.enums import ConsentMethod
from mentorship.models import Consent, Person
from mentorship.selectors.consents import UNSIGNED
from reports.domain.consents import make_sheet
from reports.enums import DocumentState, SignerRole
from reports.models import ConsentSignature, DocumentVersion
from reports.selectors.consent_signing import live_signatures, roles_of, version_of
from reports.selectors.consents import consents_to_draw


def lock_consent(pk: int) -> Consent:
    """The consent's row, locked, with its people. Every signature of a consent waits for this lock."""
    return (
        Consent.objects.select_for_update(of=("self",))
        .select_related("organization", "programme", "person__organization", "representative__organization")
        .get(pk=pk)
    )


def text_to_sign(consent: Consent, *, actor: User | None) -> DocumentVersion:
    """The text that is signed now: the one under which the first of two has signed, or today's. Raises DomainError."""
    for signature in live_signatures(consent).values():
        version = signature.version
        if version is not None and version.document.revision == version.revision:
            return version
    row = consents_to_draw().get(pk=consent.pk)
    version = version_of(make_sheet(row, organization=consent.organization, actor=actor))
    if version is None:
        raise DomainError("У согласия нет текста, который можно подписать.", code="no_version")
    return version


def intact(version: DocumentVersion) -> bytes:
    """The bytes of the text, as they were kept. Raises DomainError when the file was changed outside the portal."""
    try:
        return read_file(version.file)
    except (OSError, ValueError) as error:
        raise DomainError(
            "Файл согласия повреждён или изменён вне портала. Сообщите куратору.", code="tampered"
        ) from error


def add_signature(
    consent: Consent,
    *,
    role: SignerRole,
    person: Person,
    version: DocumentVersion,
    method: ConsentMethod,
    details: dict[str, Any],
    ip_address: str | None = None,
    file: StoredFile | None = None,
    signed_at: dt.datetime | None = None,
    actor: User | None = None,
) -> ConsentSignature:
    """Keep one signature; when all who sign have signed the same text, the consent is signed. Call under
    `lock_consent`. The same signer again finds their signature. Raises DomainError.
    """
    known = live_signatures(consent)
    if role in known:
        return known[role]
    if consent.state not in UNSIGNED:
        raise DomainError("Согласие уже подписано или закрыто.", code="closed")
    document = version.document
    if document.state != DocumentState.ISSUED or document.revision != version.revision:
        raise DomainError("Текст согласия тем временем изменился. Откройте его снова.", code="changed")
    intact(version)
    now = timezone.now()
    ConsentSignature.objects.filter(consent=consent, role=role, voided_at=None).update(voided_at=now)
    for other in known.values():
        if other.sha256 != version.file.sha256:  # a signature under another text is none under this one
            ConsentSignature.objects.filter(pk=other.pk).update(voided_at=now)
    made = ConsentSignature.objects.create(
        organization=consent.organization,
        consent=consent,
        version=version,
        role=role,
        person=person,
        method=method,
        signed_at=signed_at or now,
        sha256=version.file.sha256,
        ip_address=ip_address,
        details=details,
        file=file,
        recorded_by=actor,
    )
    audit.record(
        "consent.signature",
        subject=consent,
        actor=actor,
        after={"signer": role.label, "method": method.label, "sha256": made.sha256},
    )
    _complete(consent, version, actor)
    return made


def void_signatures(consent: Consent, *, actor: User | None, reason: str) -> int:
    """Take back the signatures of a consent that is not signed by all yet; returns how many."""
    count = ConsentSignature.objects.filter(consent=consent, voided_at=None).update(voided_at=timezone.now())
    if count:
        audit.record("consent.signatures_void", subject=consent, actor=actor, reason=reason)
    return count


def _complete(consent: Consent, version: DocumentVersion, actor: User | None) -> None:
    signed = live_signatures(consent)
    if set(signed) != set(roles_of(consent)):
        return
    first = signed.get(SignerRole.SELF) or signed[SignerRole.REPRESENTATIVE]
    teenager = signed.get(SignerRole.TEENAGER)
    sign_consent(
        consent,
        signed_on=local(first.signed_at, consent.organization).date(),
        cosigned_on=local(teenager.signed_at, consent.organization).date() if teenager else None,
        original_place="",
        actor=actor,
        method=ConsentMethod(first.method),
        evidence={
            "sha256": version.file.sha256,
            "document": version.document_id,
            "revision": version.revision,
            "signatures": [_evidence(signed[role]) for role in roles_of(consent)],
        },
        rule=None,
    )


def _evidence(signature: ConsentSignature) -> dict[str, Any]:
    return {
        "role": SignerRole(signature.role).label,
        "name": signature.person.full_name,
        "method": signature.method,
        "at": signature.signed_at.isoformat(timespec="seconds"),
        "ip": signature.ip_address or "",
        **signature.details,
    }
