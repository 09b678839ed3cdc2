"""The copy of a signed consent with the marks of its electronic signatures: drawn from the signed text each time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core.clock import local
from core.errors import DomainError
from mentorship.enums import ConsentMethod
from mentorship.models import Consent
from reports.domain.consent_signatures import intact
from reports.kinds import kind_of
from reports.models import DocumentVersion
from reports.rendering import Mark, Requisites, render_pdf

SIMPLE = "Документ подписан простой электронной подписью"
QUALIFIED = "Документ подписан электронной подписью"


def signed_copy(consent: Consent) -> bytes:
    """The signed text with a mark in the place of each signature. The signed file itself stays as it is.

    Raises DomainError for a consent without electronic signatures, and when the signed file is gone or was changed.
    """
    version = signed_version(consent)
    if version is None:
        raise DomainError("Подписанного электронно файла у согласия нет.", code="no_file")
    intact(version)
    requisites = Requisites(
        version.number,
        version.date,
        version.is_draft,
        version.link,
        version.check_code,
        version.sheet_code,
        marks_of(consent),
    )
    kind = kind_of(version.document.kind)
    return render_pdf(kind, version.snapshot, version.wording, requisites, moment=version.rendered_at)


def signed_version(consent: Consent) -> DocumentVersion | None:
    """The exact text that was signed, told by its document, number and hash."""
    evidence: dict[str, Any] = consent.evidence or {}
    if not evidence.get("document"):
        return None
    return (
        DocumentVersion.objects.select_related("file", "document__organization")
        .filter(
            document_id=evidence["document"],
            revision=evidence["revision"],
            file__sha256=evidence["sha256"],
        )
        .first()
    )


def marks_of(consent: Consent) -> tuple[Mark, ...]:
    """What is printed of each signature, in the order of the signers."""
    evidence = consent.evidence or {}
    return tuple(_mark(consent, one, evidence["sha256"]) for one in evidence.get("signatures", ()))


def _mark(consent: Consent, signature: dict[str, Any], sha256: str) -> Mark:
    at = local(dt.datetime.fromisoformat(signature["at"]), consent.organization)
    who = f"{signature['role']}: {signature['name']}"
    when = f"{at:%d.%m.%Y %H:%M:%S} (UTC{at:%z})"
    if signature["method"] == ConsentMethod.DETACHED:
        lines: tuple[str, ...] = (
            who,
            f"Сертификат: {signature['serial']}",
            f"Владелец: {signature['owner']}",
            f"Действителен с {signature['valid_from']} по {signature['valid_until']}",
            f"Принята порталом {when}",
            f"Файл: {sha256}",
        )
        return Mark(QUALIFIED, lines)
    lines = (
        who,
        f"Код из письма на {signature['email']}",
        f"Акт {signature['act']}",
        when,
        f"Файл: {sha256}",
    )
    return Mark(SIMPLE, lines)
