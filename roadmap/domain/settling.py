"""Activities follow the portal's records: done by them, and opened again when a record is withdrawn."""

from collections.abc import Iterable

from django.db import transaction

from core.clock import local
from core.models import User
from core.russian import date_short
from core.workflow import move
from mentorship.models import Programme
from roadmap.domain.activities import complete, tell
from roadmap.enums import LIVE, OCCURRENCE_TRANSITIONS, EvidenceKind, OccurrenceState
from roadmap.models import Activity, Evidence, Occurrence, RecordedFact, Roadmap
from roadmap.selectors.rules import counts_in, needs_of
from roadmap.settling import settle


def lock_roadmaps(programme: Programme) -> None:
    """Two records that come at the same time are settled one after the other."""
    list(
        Roadmap.objects.select_for_update(of=("self",))
        .filter(programme=programme, state__in=LIVE)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def activities_of(programme: Programme) -> list[Activity]:
    """Activities of the programme's live roadmaps with what settling them needs: four queries."""
    return list(
        Activity.objects.filter(stage__roadmap__programme=programme, stage__roadmap__state__in=LIVE)
        .select_related("stage__roadmap__organization", "stage__roadmap__programme")
        .prefetch_related("occurrences", "evidence__fact", "rules")
    )


def facts_of(programme: Programme) -> list[RecordedFact]:
    return list(RecordedFact.objects.filter(programme=programme))


def prove_by_facts(
    activities: Iterable[Activity], facts: Iterable[RecordedFact], *, actor: User | None = None
) -> list[Activity]:
    """Settle activities by these facts and by those that they have already. Returns the activities that became done.

    Doing it again changes nothing. What people marked by hand stays as they marked it.
    """
    given = list(facts)
    return [activity for activity in activities if _settle_one(activity, given, actor)]


def _settle_one(activity: Activity, given: list[RecordedFact], actor: User | None) -> bool:
    needs = needs_of(activity)
    proofs = {row.fact_id: row for row in activity.evidence.all() if row.fact_id}
    known = {fact.pk: fact for fact in given}
    for row in proofs.values():
        if row.fact is not None:
            known.setdefault(row.fact.pk, row.fact)
    fits = [
        fact
        for fact in known.values()
        if counts_in(fact, activity.stage.roadmap)
        and any(need.proof.accepts(fact.kind, fact.detail) for need in needs)
    ]
    if not proofs and not fits:
        return False
    rows = list(activity.occurrences.all())
    by_hand = {row.pk for row in rows if row.state == OccurrenceState.DONE and not row.by_records}
    spent = {pk for pk, row in proofs.items() if row.occurrence_id in by_hand}
    slots = [row for row in rows if row.pk not in by_hand]
    found = settle(needs, [fact for fact in fits if fact.pk not in spent], len(slots))
    with transaction.atomic():
        for fact in fits:
            place = found.place.get(fact.pk)
            slot = slots[place] if place is not None and slots else (rows[-1] if rows else None)
            _attach(activity, fact, proofs, slot if fact.pk not in spent else None, actor)
        return _write_states(activity, slots, found.done, actor)


def _attach(
    activity: Activity,
    fact: RecordedFact,
    proofs: dict[int, Evidence],
    slot: Occurrence | None,
    actor: User | None,
) -> None:
    proof = proofs.get(fact.pk)
    if proof is None:
        proof, made = Evidence.objects.get_or_create(
            activity=activity, fact=fact, defaults={"kind": EvidenceKind.FACT, "occurrence": slot}
        )
        proof.fact = fact
        if made:
            tell("activity.proved", activity, actor, after={"evidence": str(proof)})
    if slot is not None and proof.occurrence_id != slot.pk:
        proof.occurrence = slot
        proof.save(update_fields=["occurrence", "updated_at"])


def _write_states(
    activity: Activity, slots: list[Occurrence], done: dict[int, RecordedFact], actor: User | None
) -> bool:
    became = False
    organization = activity.stage.roadmap.organization
    for place, row in enumerate(slots):
        last = done.get(place)
        if last is None:
            if row.state == OccurrenceState.DONE:
                open_again(row, activity, actor=actor, reason="Запись портала больше не действует")
            continue
        day = local(last.moment, organization).date()
        if row.state == OccurrenceState.OPEN:
            complete(row, activity, on=day, actor=actor, by_records=True)
            became = True
        elif row.done_on != day:
            before = row.done_on
            row.done_on = day
            row.save(update_fields=["done_on"])
            tell("activity.done", activity, actor, before={"done_on": date_short(before) if before else ""},
                 after={"done_on": date_short(day)})  # fmt: skip
    return became


def open_again(row: Occurrence, activity: Activity, *, actor: User | None, reason: str) -> None:
    """Take «выполнено» of an occurrence back, with a line in the history."""
    before = date_short(row.done_on) if row.done_on else ""
    move(
        row,
        to=OccurrenceState.OPEN,
        transitions=OCCURRENCE_TRANSITIONS,
        actor=actor,
        set_fields={"done_on": None, "by_records": False},
        reason=reason,
        action="occurrence.reopened",
    )
    tell("activity.reopened", activity, actor, before={"done_on": before}, reason=reason)
