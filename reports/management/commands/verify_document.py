"""`verify_document FILE [--signature SIG] --json`: whose document a file is, who signed it, what was changed."""

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_scopes import scopes_disabled

from core.domain.files import read_file
from core.errors import DomainError
from core.signatures import SignedBy, is_pdf, verify_detached, verify_pdf
from reports.enums import IN_FORCE
from reports.models import DocumentVersion, Signature


class Command(BaseCommand):
    help = "Проверяет файл документа и его электронную подпись. Код возврата 1: не сошлось."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="PDF документа, с подписью внутри или без неё")
        parser.add_argument("--signature", type=Path, help="файл отделённой подписи")
        parser.add_argument("--json", action="store_true", help="одна строка JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
            signature = options["signature"].read_bytes() if options["signature"] else None
        except OSError as error:
            raise CommandError(f"Файл не читается: {error}") from error
        with scopes_disabled():  # the command line belongs to the keeper of the machine
            result = verdict(data, signature)
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            for name, value in result.items():
                self.stdout.write(f"{name}: {value}")
        if not result["ok"]:
            raise SystemExit(1)


def verdict(data: bytes, signature: bytes | None) -> dict[str, Any]:
    """What is known of the file: `ok`, `document` (None when the portal did not draw it), `signatures`, `problem`."""
    version = _version_of(data)
    found: list[SignedBy] = []
    problem = ""
    try:
        if signature is not None:
            found = verify_detached(signature, data, at=timezone.now())
        elif version is not None and is_pdf(data):
            issued = read_file(version.file)
            found = [] if data == issued else verify_pdf(data, issued, at=timezone.now())
    except DomainError as error:
        problem = error.message
    if version is None and not problem:
        problem = "" if found else "Портал такого файла не выдавал, и подписи к нему нет."
    return {
        "ok": not problem,
        "sha256": hashlib.sha256(data).hexdigest(),
        "document": _told(version),
        "signatures": [_signed(one) for one in found],
        "problem": problem,
    }


def _version_of(data: bytes) -> DocumentVersion | None:
    """The text that the file is, or that it begins with: a signature inside a PDF is added after it."""
    digest = hashlib.sha256(data).hexdigest()
    versions = DocumentVersion.objects.select_related("document__organization", "file")
    exact = versions.filter(file__sha256=digest).first()
    if exact is not None:
        return exact
    signed = Signature.objects.filter(file__sha256=digest).select_related("version").first()
    if signed is not None:
        return versions.get(pk=signed.version_id)
    ends = [place + 5 for place in _ends(data)]
    digests = {hashlib.sha256(data[:end]).hexdigest() for end in (*ends, *(end + 1 for end in ends))}
    return versions.filter(file__sha256__in=digests).first()


def _ends(data: bytes, most: int = 16) -> list[int]:
    """Places of «%%EOF»: each ends a revision of the file."""
    found: list[int] = []
    place = data.find(b"%%EOF")
    while place >= 0 and len(found) < most:
        found.append(place)
        place = data.find(b"%%EOF", place + 5)
    return found


def _told(version: DocumentVersion | None) -> dict[str, Any] | None:
    if version is None:
        return None
    document = version.document
    return {
        "kind": document.kind,
        "number": version.number,
        "date": version.date.isoformat() if version.date else "",
        "organization": document.organization.short_name,
        "state": document.state,
        "revision": version.revision,
        "is_current": document.revision == version.revision,
        "in_force": document.state in IN_FORCE and not version.is_draft,
    }


def _signed(one: SignedBy) -> dict[str, Any]:
    return {
        "owner": one.owner,
        "serial": one.serial,
        "issuer": one.issuer,
        "valid_from": one.valid_from.isoformat(),
        "valid_until": one.valid_until.isoformat(),
        "signed_at": one.signed_at.isoformat() if one.signed_at else "",
        "algorithm": one.algorithm,
        "chain": one.chain.value,
        "revocation": one.revocation,
        "stamp": one.stamp.at.isoformat() if one.stamp else "",
        "stamp_trusted": bool(one.stamp and one.stamp.is_trusted),
    }
