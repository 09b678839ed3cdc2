"""Keeping private files. What comes from people is checked by `core.uploads.inspect` before it gets here."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import ContentFile, File
from django.db import models, transaction

from core.models import Organization, StoredFile, User


def store_file(
    data: bytes,
    *,
    name: str,
    content_type: str,
    purpose: str,
    organization: Organization,
    created_by: User | None,
) -> StoredFile:
    """Write bytes to private storage and return their row; a rolled back transaction takes the file away too."""
    return _kept(_written(data, name, content_type, purpose, organization, created_by))


@dataclass(frozen=True)
class NewFile:
    """One of the files for `store_files`."""

    data: bytes
    name: str


def store_files(
    files: Iterable[NewFile],
    *,
    content_type: str,
    purpose: str,
    organization: Organization,
    created_by: User | None,
) -> list[StoredFile]:
    """As `store_file`, for a few files of one kind at once: their rows are written by one statement."""
    made: list[StoredFile] = []
    try:
        for each in files:
            row = _written(each.data, each.name, content_type, purpose, organization, created_by)
            made.append(row)  # one by one: what is written before a failure is taken away
        with transaction.atomic():
            return StoredFile.objects.bulk_create(made)
    except Exception:
        discard(made)
        raise


def discard(files: Iterable[StoredFile]) -> None:
    """Take away bytes whose rows were never written, or were rolled back by the caller."""
    for stored in files:
        stored.file.storage.delete(str(stored.file.name))


def _written(
    data: bytes,
    name: str,
    content_type: str,
    purpose: str,
    organization: Organization,
    created_by: User | None,
) -> StoredFile:
    """The row, not saved yet, of bytes that are in the storage."""
    stored = StoredFile(
        organization=organization,
        purpose=purpose,
        name=name[:255],
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        created_by=created_by,
    )
    stored.file.save(name, ContentFile(data), save=False)
    return stored


def store_handle(
    handle: BinaryIO,
    *,
    name: str,
    content_type: str,
    purpose: str,
    organization: Organization,
    created_by: User | None,
) -> StoredFile:
    """As `store_file`, for what is too long to hold in memory: reads the handle from its beginning, in pieces."""
    handle.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := handle.read(1 << 20):
        digest.update(piece)
        size += len(piece)
    handle.seek(0)
    stored = StoredFile(
        organization=organization,
        purpose=purpose,
        name=name[:255],
        content_type=content_type,
        size=size,
        sha256=digest.hexdigest(),
        created_by=created_by,
    )
    stored.file.save(name, File(handle), save=False)
    return _kept(stored)


def _kept(stored: StoredFile) -> StoredFile:
    path, storage = str(stored.file.name), stored.file.storage
    try:
        with transaction.atomic():
            stored.save()
    except Exception:
        storage.delete(path)
        raise
    return stored


def destroy_file(holder: models.Model, field: str) -> None:
    """Empty the nullable column and destroy the file it named: its row and, once this is committed, its bytes."""
    stored = getattr(holder, field)
    if stored is None:
        return
    setattr(holder, field, None)
    type(holder)._base_manager.filter(pk=holder.pk).update(**{field: None})
    destroy_stored(stored)


def destroy_stored(stored: StoredFile) -> None:
    """Destroy a file that nothing points to any more; a rolled back transaction leaves it as it was."""
    path, storage = str(stored.file.name), stored.file.storage
    stored.delete()
    transaction.on_commit(lambda: storage.delete(path))


def empty_file(stored: StoredFile) -> None:
    """Destroy the bytes and the name of a file whose row others need; once this is committed nothing is left of it."""
    path, storage = str(stored.file.name), stored.file.storage
    stored.name, stored.size, stored.sha256, stored.file = "удалено", 0, "", ""
    stored.save(update_fields=["name", "size", "sha256", "file", "updated_at"])
    transaction.on_commit(lambda: storage.delete(path))


def read_file(stored: StoredFile) -> bytes:
    """The bytes, checked against the hash taken when they were stored; ValueError if they were changed."""
    with stored.file.open("rb") as handle:
        data: bytes = handle.read()
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise ValueError(f"stored file {stored.pk} does not match its hash")
    return data
