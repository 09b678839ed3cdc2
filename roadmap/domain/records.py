"""Facts of the other apps, kept as they are told: twice, late, out of order, and taken back."""

from datetime import date, datetime

from django.db import transaction

from core.clock import today
from core.context import inside
from core.facts import Fact
from core.models import User
from mentorship.enums import ConsentKind
from mentorship.models import Programme
from roadmap.domain.activities import tell
from roadmap.domain.anchoring import resolve_anchors
from roadmap.domain.settling import activities_of, lock_roadmaps, prove_by_facts
from roadmap.models import ProofRule, RecordedFact
from roadmap.proofs import PROOFS
from roadmap.selectors.progress import consent_figures


def record_fact(fact: Fact) -> RecordedFact | None:
    """Keep a fact about a programme and prove with it whatever waits for it; None for facts of no programme."""
    if not isinstance(fact.programme, Programme):
        return None
    with transaction.atomic():
        lock_roadmaps(fact.programme)
        recorded = _told(fact, fact.programme)
        _settle(fact.programme, [recorded], fact.actor)
    return recorded


def _told(fact: Fact, programme: Programme) -> RecordedFact:
    """The row of the fact after it was told once more.

    What holds already keeps its first moment; what was withdrawn before comes to hold again at this one; a message
    older than the withdrawal changes nothing.
    """
    row, made = RecordedFact.objects.select_for_update(of=("self",)).get_or_create(
        programme=programme,
        kind=fact.kind,
        detail=fact.detail[:80],
        subject_type=fact.subject._meta.label_lower,
        subject_id=str(fact.subject.pk),
        defaults={
            "organization": programme.organization,
            "title": (fact.title or str(fact.subject))[:300],
            "url": fact.url[:300],
            "moment": fact.moment,
            "told_at": fact.moment,
            "day": _day(fact),
        },
    )
    if made:
        return row
    since = row.withdrawn_at
    if since is None or fact.moment > since:
        row.moment = min(row.moment, fact.moment) if since is None or row.moment > since else fact.moment
    if row.told_at is None or fact.moment >= row.told_at:
        row.told_at = fact.moment
        row.day = _day(fact) or row.day
        row.title = (fact.title or row.title)[:300]
        row.url = (fact.url or row.url)[:300]
    row.save()
    return row


def _day(fact: Fact) -> date | None:
    day = fact.data.get("day")
    return day if isinstance(day, date) and not isinstance(day, datetime) else None


def withdraw_fact(fact: Fact) -> list[RecordedFact]:
    """What was told of the subject holds no more: activities done by it are open again, with a line in the history.

    A withdrawal that comes before what it withdraws is kept and meets it later.
    """
    programme = fact.programme
    if not isinstance(programme, Programme):
        return []
    with transaction.atomic():
        lock_roadmaps(programme)
        rows = RecordedFact.objects.select_for_update(of=("self",)).filter(
            programme=programme,
            subject_type=fact.subject._meta.label_lower,
            subject_id=str(fact.subject.pk),
        )
        if fact.kind:
            rows = rows.filter(kind=fact.kind, detail=fact.detail[:80])
        found = list(rows) or ([_unheard(fact, programme)] if fact.kind else [])
        gone = [row for row in found if _withdraw(row, fact)]
        _trace(programme, gone, fact.actor)
        _settle(programme, found, fact.actor)
    return gone


def _unheard(fact: Fact, programme: Programme) -> RecordedFact:
    return RecordedFact(
        organization=programme.organization,
        programme=programme,
        kind=fact.kind,
        detail=fact.detail[:80],
        subject_type=fact.subject._meta.label_lower,
        subject_id=str(fact.subject.pk),
        title=str(fact.subject)[:300],
        url=fact.url[:300],
        moment=fact.moment,
        told_at=fact.moment,
    )


def _withdraw(row: RecordedFact, fact: Fact) -> bool:
    """Whether the row held before and does not any more."""
    if row.withdrawn_at is not None and fact.moment <= row.withdrawn_at:
        return False
    held = row.pk is not None and row.holds
    row.withdrawn_at = fact.moment
    row.withdrawn_reason = fact.title[:300]
    if row.holds and row.moment <= fact.moment:
        row.moment = row.told_at or row.moment
    row.save()
    return held and not row.holds


def _trace(programme: Programme, rows: list[RecordedFact], actor: User | None) -> None:
    by_key = {row.pk: row for row in rows}
    for activity in activities_of(programme) if by_key else ():
        for proof in activity.evidence.all():
            if proof.fact_id in by_key:
                row = by_key[proof.fact_id]
                tell("activity.record_withdrawn", activity, actor, before={"evidence": str(proof)},
                     reason=row.withdrawn_reason)  # fmt: skip


def check_consents(programme: Programme) -> bool:
    """Take back «подписаны все согласия» when somebody of the bases has none in force; whether it was taken back."""
    with inside(programme.organization):
        told = RecordedFact.objects.filter(
            programme=programme, kind="consents_complete", detail=ConsentKind.PROCESSING
        )
        if not any(row.holds for row in told):
            return False
        signed, total = consent_figures(programme, today(programme.organization))
        if signed >= total:
            return False
        reason = f"согласия действуют у {signed} из {total}"
        gone = Fact("consents_complete", programme, programme, detail=ConsentKind.PROCESSING, title=reason)
        return bool(withdraw_fact(gone))


def _settle(programme: Programme, rows: list[RecordedFact], actor: User | None) -> None:
    if not _awaited(programme, {row.kind for row in rows}):
        return
    prove_by_facts(activities_of(programme), rows, actor=actor)
    resolve_anchors(programme, actor=actor)


def _awaited(programme: Programme, kinds: set[str]) -> bool:
    """Whether anything may come of these facts: thousands of meetings are told to plans that do not count them."""
    quiet = {kind: proof.fact for kind, proof in PROOFS.items() if not proof.by_itself}
    loud = {proof.fact for proof in PROOFS.values() if proof.by_itself}  # proves something else by itself
    if kinds - (set(quiet.values()) - loud):
        return True
    rules = ProofRule.objects.filter(kind__in=list(quiet), automatic=True)
    return rules.filter(activity__stage__roadmap__programme=programme).exists()
