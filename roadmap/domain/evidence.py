"""Evidence: what the portal knows proves an activity by itself, the rest is brought as a file, a link or a note."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from core import audit
from core.clock import local, today
from core.domain.files import store_file
from core.errors import DomainError
from core.facts import Fact
from core.models import User
from core.russian import date_short
from core.uploads import KIND_NAMES, SCANS, FileKind, inspect
from core.workflow import move
from mentorship.models import Programme
from roadmap.domain.activities import require_open
from roadmap.enums import LIVE, OCCURRENCE_TRANSITIONS, EvidenceKind, OccurrenceState
from roadmap.models import Activity, Evidence, Occurrence, RecordedFact
from roadmap.permissions import ADD_EVIDENCE
from roadmap.proofs import proofs_for

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


def record_fact(fact: Fact) -> RecordedFact | None:
    """Keep a fact about a programme and prove with it whatever waits for it; None for facts of no programme."""
    if not isinstance(fact.programme, Programme):
        return None
    with transaction.atomic():
        recorded, _ = RecordedFact.objects.get_or_create(
            programme=fact.programme,
            kind=fact.kind,
            detail=fact.detail[:80],
            subject_type=fact.subject._meta.label_lower,
            subject_id=str(fact.subject.pk),
            defaults={
                "organization": fact.programme.organization,
                "title": (fact.title or str(fact.subject))[:300],
                "url": fact.url[:300],
                "moment": fact.moment,
            },
        )
        prove_by_facts(activities_of(fact.programme), [recorded], actor=fact.actor)
    return recorded


def activities_of(programme: Programme) -> list[Activity]:
    """Activities of the programme's live roadmaps with what proving them needs: three queries."""
    return list(
        Activity.objects.filter(stage__roadmap__programme=programme, stage__roadmap__state__in=LIVE)
        .select_related("stage__roadmap__organization")
        .prefetch_related("occurrences", "evidence__fact")
    )


def facts_of(programme: Programme) -> list[RecordedFact]:
    return list(RecordedFact.objects.filter(programme=programme))


def prove_by_facts(
    activities: Iterable[Activity], facts: Iterable[RecordedFact], *, actor: User | None = None
) -> list[Activity]:
    """Attach facts to the activities that they prove; an activity with all its records is done. Returns the done."""
    facts, done = list(facts), []
    for activity in activities:
        proofs = proofs_for(activity.result_kinds).values()
        known = {row.fact_id for row in activity.evidence.all() if row.fact_id}
        fresh = [
            fact
            for fact in facts
            if fact.pk not in known and any(proof.accepts(fact.kind, fact.detail) for proof in proofs)
        ]
        for fact in fresh:
            _attach(activity, fact, actor)
        if fresh and _all_proved(
            activity, [*fresh, *(row.fact for row in activity.evidence.all() if row.fact)]
        ):
            last = max(fresh, key=lambda fact: fact.moment)
            day = local(last.moment, activity.stage.roadmap.organization).date()
            if complete_next(activity, on=day, actor=actor):
                done.append(activity)
    return done


def _attach(activity: Activity, fact: RecordedFact, actor: User | None) -> None:
    proof, made = Evidence.objects.get_or_create(
        activity=activity, fact=fact, defaults={"kind": EvidenceKind.FACT}
    )
    if made:
        proof.occurrence = next_open(activity)
        proof.save(update_fields=["occurrence", "updated_at"])
        _told("activity.proved", activity, actor, after={"evidence": str(proof)})


def _all_proved(activity: Activity, facts: list[RecordedFact]) -> bool:
    proofs = proofs_for(activity.result_kinds).values()
    return all(any(proof.accepts(fact.kind, fact.detail) for fact in facts) for proof in proofs)


def next_open(activity: Activity) -> Occurrence | None:
    return next((row for row in activity.occurrences.all() if row.state == OccurrenceState.OPEN), None)


def complete_next(activity: Activity, *, on: date, actor: User | None) -> Occurrence | None:
    """Mark the first open occurrence done on a day; None if nothing is open."""
    occurrence = next_open(activity)
    if occurrence is None:
        return None
    move(
        occurrence,
        to=OccurrenceState.DONE,
        transitions=OCCURRENCE_TRANSITIONS,
        actor=actor,
        set_fields={"done_on": on},
        action="occurrence.done",
    )
    _told("activity.done", activity, actor, after={"done_on": date_short(on)})
    return occurrence


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
        _told("activity.evidence_added", activity, actor, after={"evidence": str(proof)})
        if completes:
            complete_next(activity, on=on or now, actor=actor)
    return proof


def remove_evidence(proof: Evidence, *, actor: User, reason: str) -> None:
    """Take back a proof that a person brought; records of the portal stay. The file is kept for the audit."""
    require_open(proof.activity.stage.roadmap)
    if proof.kind == EvidenceKind.FACT:
        raise DomainError("Это запись портала, её не снять: она верна, пока верен сам документ.", code="fact")
    if not reason.strip():
        raise DomainError("Напишите, почему подтверждение снимается.", field="reason")
    with transaction.atomic():
        _told(
            "activity.evidence_removed", proof.activity, actor, before={"evidence": str(proof)}, reason=reason
        )
        proof.delete()


def reopen_activity(activity: Activity, *, actor: User, reason: str) -> Occurrence:
    """Take the last «выполнено» back: the activity is open again."""
    require_open(activity.stage.roadmap)
    done = [row for row in activity.occurrences.all() if row.state == OccurrenceState.DONE]
    if not done:
        raise DomainError("Мероприятие и так не отмечено выполненным.", code="open")
    if not reason.strip():
        raise DomainError("Напишите, почему отметка снимается.", field="reason")
    with transaction.atomic():
        occurrence = move(
            done[-1],
            to=OccurrenceState.OPEN,
            transitions=OCCURRENCE_TRANSITIONS,
            actor=actor,
            rule=ADD_EVIDENCE,
            set_fields={"done_on": None},
            reason=reason,
            action="occurrence.reopened",
        )
        _told("activity.reopened", activity, actor, reason=reason)
    return occurrence


def _told(
    action: str,
    activity: Activity,
    actor: User | None,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
    reason: str = "",
) -> None:
    owner = activity.stage.roadmap.organization
    audit.record(
        action, subject=activity, organization=owner, actor=actor, before=before, after=after, reason=reason
    )


def allowed_names() -> str:
    return ", ".join(KIND_NAMES[kind] for kind in FileKind if kind in ALLOWED)
