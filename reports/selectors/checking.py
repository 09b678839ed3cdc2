"""What anybody may learn of a document by the code on its first sheet. No names, no title: kinds, numbers, days."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django_scopes import scopes_disabled

from core.context import inside
from core.models import Organization
from core.signatures import explain_difference, is_pdf
from reports.enums import DocumentState, SigningMethod
from reports.kinds import kind_of
from reports.models import DocumentVersion, Signature
from reports.selectors.relations import RelationLine, relations_of

MAX_CHECKED = 25 * 1024 * 1024
SAME = "Файл совпадает с тем, что хранит портал, до последнего байта."


@dataclass(frozen=True)
class Checked:
    """`standing` is in plain words; `holds` is whether the sheet is in force as it is. `signed_on` None: not signed."""

    version: DocumentVersion
    organization: Organization
    kind: str
    number: str
    date: dt.date | None
    standing: str
    holds: bool
    signed_on: dt.date | None
    how: str
    relations: tuple[RelationLine, ...] = ()


def find_checked(code: str) -> Checked | None:
    """The newest text that bears this code, across institutions; None when the portal has drawn no such."""
    with scopes_disabled():
        version = (
            DocumentVersion.objects.select_related("document__organization", "file")
            .filter(check_code=code)
            .order_by("-pk")
            .first()
        )
    if version is None:
        return None
    with inside(version.document.organization):
        signature = Signature.objects.filter(version__document=version.document).order_by("-pk").first()
        related = tuple(relations_of(version.document))
    document = version.document
    standing, holds = _standing(version)
    return Checked(
        version,
        document.organization,
        kind_of(document.kind).label,
        version.number,
        version.date,
        standing,
        holds,
        signature.signed_on if signature else None,
        SigningMethod(signature.method).label if signature else "",
        related,
    )


def _standing(version: DocumentVersion) -> tuple[str, bool]:
    state = DocumentState(version.document.state)
    if state == DocumentState.CANCELLED:
        return "Документ отменён и силы не имеет.", False
    if state == DocumentState.REVOKED:
        return "Документ отменён другим документом и силы не имеет.", False
    if version.is_draft and version.document.revision > version.revision:
        return "Это прежний проект документа: его текст потом изменили.", False
    if version.is_draft:
        return "Это проект: документ ещё не зарегистрирован и не подписан.", False
    if state == DocumentState.AMENDED:
        return "Документ подписан руководителем и действует с изменениями.", True
    if state == DocumentState.ARCHIVED:
        return "Документ действует; подлинник передан в архив организации.", True
    if state == DocumentState.SIGNED:
        return "Документ подписан руководителем и действует.", True
    if state == DocumentState.ISSUED:
        return "Документ выдан организацией.", True
    return "Документ зарегистрирован, но ещё не подписан.", False


def compare_file(checked: Checked, data: bytes) -> tuple[bool, str]:
    """Whether a presented file is the document, and the answer in words. Nothing of it is kept."""
    from core.domain.files import read_file  # noqa: PLC0415 - reads, in the house of writes

    version = checked.version
    digest = hashlib.sha256(data).hexdigest()
    with inside(checked.organization):
        kept = {version.file.sha256}
        signatures = Signature.objects.filter(version__document=version.document).select_related("file")
        kept |= {one.file.sha256 for one in signatures if one.file and one.method == SigningMethod.EMBEDDED}
        if digest in kept:
            return True, SAME
        issued = read_file(version.file)
    told = explain_difference(issued, data) if is_pdf(data) else "Это не PDF."
    return False, f"Файл не совпадает с документом портала. {told}"
