"""Evidence: what the portal knows proves an activity by itself, the rest is brought as a file, a link or a note."""

from datetime import date

from django.db import transaction

from core.clock import today
from core.domain.files import store_file
from core.errors import DomainError
from core.models import User
from core.uploads import KIND_NAMES, SCANS, FileKind, inspect
from roadmap.domain.activities import complete_next, next_open, require_open, tell
from roadmap.domain.anchoring import resolve_anchors
from roadmap.domain.rules import switch_off
from roadmap.domain.settling import activities_of, facts_of, open_again, prove_by_facts
from roadmap.enums import EvidenceKind, OccurrenceState
from roadmap.models import Activity, Evidence, Occurrence

__all__ = [
    "activities_of",
    "add_evidence",
    "allowed_names",
    "complete_next",
    "facts_of",
    "prove_by_facts",
    "remove_evidence",
    "reopen_activity",
]
PURPOSE = "roadmap_evidence"
ALLOWED = SCANS | {FileKind.DOCX, FileKind.XLSX, FileKind.ODS}
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}


def add_evidence(
    activity: Activity,
    *,
    actor: User,
    data: bytes = b"",
    filename: str = "",
    link: str = "",
    note: str = "",
    completes: bool = False,
    on: date | None = None,
) -> Evidence:
    """Bring a proof: a file (`data`, `filename`), a link, or a note alone. `completes` marks the activity done.

    `on` is the day it was done, today by default. Raises DomainError for nothing at all, two proofs at once, a file
    of a wrong kind, a day in the future.
    """
    roadmap = activity.stage.roadmap
    require_open(roadmap)
    now = today(roadmap.organization)
    if on and on > now:
        raise DomainError("День выполнения ещё не наступил.", field="on")
    if data and link:
        raise DomainError("Приложите либо файл, либо ссылку; второе добавьте отдельно.", field="link")
    if not (data or link or note.strip()):
        raise DomainError("Приложите файл, укажите ссылку или напишите пояснение.", field="note")
    with transaction.atomic():
        stored = None
        if data:
            kind = inspect(data, filename, allowed=ALLOWED)
            stored = store_file(
                data,
                name=filename,
                content_type=CONTENT_TYPES[kind],
                purpose=PURPOSE,
                organization=roadmap.organization,
                created_by=actor,
            )
        proof = Evidence.objects.create(
            activity=activity,
            occurrence=next_open(activity),
            kind=EvidenceKind.FILE if stored else EvidenceKind.LINK if link else EvidenceKind.NOTE,
            file=stored,
            link=link,
            note=note.strip(),
            by=actor,
        )
        tell("activity.evidence_added", activity, actor, after={"evidence": str(proof)})
        if completes and complete_next(activity, on=on or now, actor=actor):
            resolve_anchors(roadmap.programme, actor=actor)
    return proof


def remove_evidence(proof: Evidence, *, actor: User, reason: str) -> None:
    """Take back a proof that a person brought; records of the portal stay. The file is kept for the audit."""
    require_open(proof.activity.stage.roadmap)
    if proof.kind == EvidenceKind.FACT:
        raise DomainError("Это запись портала, её не снять: она верна, пока верен сам документ.", code="fact")
    if not reason.strip():
        raise DomainError("Напишите, почему подтверждение снимается.", field="reason")
    with transaction.atomic():
        tell(
            "activity.evidence_removed", proof.activity, actor, before={"evidence": str(proof)}, reason=reason
        )
        proof.delete()


def reopen_activity(activity: Activity, *, actor: User, reason: str) -> Occurrence:
    """Take the last «выполнено» back: the activity is open again.

    What the portal's records have done is then proved by hand only, or they would do it again at once.
    """
    require_open(activity.stage.roadmap)
    done = [row for row in activity.occurrences.all() if row.state == OccurrenceState.DONE]
    if not done:
        raise DomainError("Мероприятие и так не отмечено выполненным.", code="open")
    if not reason.strip():
        raise DomainError("Напишите, почему отметка снимается.", field="reason")
    with transaction.atomic():
        if done[-1].by_records:
            switch_off(activity, actor=actor, reason=reason)
        open_again(done[-1], activity, actor=actor, reason=reason)
        resolve_anchors(activity.stage.roadmap.programme, actor=actor)
    return done[-1]


def allowed_names() -> str:
    return ", ".join(KIND_NAMES[kind] for kind in FileKind if kind in ALLOWED)
