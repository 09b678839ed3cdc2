"""Files kept beside meetings."""

from __future__ import annotations

from django.db import transaction

from core import audit
from core.domain.files import destroy_file, store_file
from core.errors import DomainError
from core.models import User
from core.uploads import SCANS, FileKind, inspect
from mentorship.models import Meeting, MeetingFile

FILE_PURPOSE = "meeting_file"
ALLOWED_FILES = SCANS | {FileKind.DOCX, FileKind.XLSX}
MAX_FILES = 10
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attach_file(meeting: Meeting, *, data: bytes, name: str, actor: User | None) -> MeetingFile:
    """Keep a file beside a meeting. Raises DomainError (UploadError for a file of a wrong kind)."""
    if meeting.files.count() >= MAX_FILES:
        raise DomainError(
            f"К встрече можно приложить не больше {MAX_FILES} файлов.", field="files", code="many"
        )
    kind = inspect(data, name, allowed=ALLOWED_FILES)
    with transaction.atomic():
        stored = store_file(
            data,
            name=name,
            content_type=CONTENT_TYPES[kind],
            purpose=FILE_PURPOSE,
            organization=meeting.organization,
            created_by=actor,
        )
        made = MeetingFile.objects.create(organization=meeting.organization, meeting=meeting, file=stored)
        audit.record("meeting.file_added", subject=meeting, actor=actor)
    return made


def remove_file(attached: MeetingFile, *, actor: User | None) -> None:
    with transaction.atomic():
        audit.record("meeting.file_removed", subject=attached.meeting, actor=actor)
        destroy_file(attached, "file")
        attached.delete()
