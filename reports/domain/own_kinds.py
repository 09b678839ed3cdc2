"""Own kinds of documents: a Word file is uploaded, checked and kept as a version; documents are made by it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from core import audit
from core.docx import DOCX_TYPE
from core.domain.files import read_file, store_file
from core.errors import DomainError
from core.models import Organization, User
from core.pdf import safe_file_name
from reports.models import OwnDocument, OwnKind, OwnKindVersion
from reports.own_templates import check_template, fill_template
from reports.selectors.own_kinds import About, known_of, values_for

KIND_PURPOSE, DOCUMENT_PURPOSE = "own_kind", "own_document"


def create_own_kind(
    organization: Organization,
    *,
    title: str,
    subject: str,
    data: bytes,
    filename: str,
    actor: User | None,
    about: str = "",
) -> OwnKind:
    """A kind with its first file. Raises DomainError, with the field where it is known."""
    names = check_template(data, filename, known_of(subject))
    title = " ".join(title.split())
    try:
        with transaction.atomic():
            kind = OwnKind.objects.create(
                organization=organization, title=title, about=about.strip(), subject=subject
            )
            _add(kind, data, names, actor)
            audit.record("own_kind.created", subject=kind, actor=actor, after={"title": title})
    except IntegrityError as error:
        raise DomainError("Вид с таким названием уже есть.", field="title", code="twice") from error
    return kind


def add_version(kind: OwnKind, *, data: bytes, filename: str, actor: User | None) -> OwnKindVersion:
    """A further file of the kind; documents made before keep theirs. Raises DomainError."""
    names = check_template(data, filename, known_of(kind.subject))
    with transaction.atomic():
        OwnKind.objects.select_for_update().get(pk=kind.pk)
        version = _add(kind, data, names, actor)
        audit.record("own_kind.uploaded", subject=kind, actor=actor, after={"version": version.number})
    return version


def archive_own_kind(kind: OwnKind, *, actor: User | None) -> OwnKind:
    """Out of the list; documents made by it stay."""
    kind.is_archived = True
    kind.save(update_fields=["is_archived", "updated_at"])
    audit.record("own_kind.archived", subject=kind, actor=actor)
    return kind


def last_version(kind: OwnKind) -> OwnKindVersion:
    found = kind.versions.select_related("file").order_by("-number").first()
    if found is None:
        raise DomainError("У этого вида нет файла.", code="no_file")
    return found


def preview_own(kind: OwnKind, subject: About) -> bytes:
    """The document as it would be made; nothing is kept. Raises DomainError."""
    version = last_version(kind)
    values = values_for(version.variables, subject)
    return fill_template(read_file(version.file), values, known_of(kind.subject))


def make_own_document(kind: OwnKind, subject: About, *, actor: User | None) -> OwnDocument:
    """Fill the last file of the kind and keep the document with its version and values. Raises DomainError.

    Asked for twice with the same values, it is one document.
    """
    version = last_version(kind)
    values = values_for(version.variables, subject)
    same = OwnDocument.objects.filter(version=version, programme=subject.programme, subject_id=subject.pk)
    last = same.order_by("-pk").first()
    if last is not None and last.values == values:
        return last
    data = fill_template(read_file(version.file), values, known_of(kind.subject))
    title = f"{kind.title}: {subject.title}"[:300]
    with transaction.atomic():
        stored = store_file(
            data,
            name=safe_file_name(title, ".docx"),
            content_type=DOCX_TYPE,
            purpose=DOCUMENT_PURPOSE,
            organization=kind.organization,
            created_by=actor,
        )
        made = OwnDocument.objects.create(
            organization=kind.organization,
            version=version,
            programme=subject.programme,
            subject_id=subject.pk,
            person=subject.person,
            title=title,
            values=values,
            file=stored,
            author=actor,
        )
        audit.record("own_document.made", subject=made, actor=actor)
    return made


def _add(kind: OwnKind, data: bytes, names: list[str], actor: User | None) -> OwnKindVersion:
    last = kind.versions.order_by("-number").first()
    number = last.number + 1 if last else 1
    stored = store_file(
        data,
        name=safe_file_name(f"{kind.title}, образец {number}", ".docx"),
        content_type=DOCX_TYPE,
        purpose=KIND_PURPOSE,
        organization=kind.organization,
        created_by=actor,
    )
    return OwnKindVersion.objects.create(
        organization=kind.organization, kind=kind, number=number, file=stored, variables=names, author=actor
    )
