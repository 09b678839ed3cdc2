"""What training comes to: a group is finished by the rule of its course, its mentors become «обучен», or taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.urls import reverse

from core import audit, facts
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.domain import lifecycle
from mentorship.domain.advance import move_entry
from mentorship.enums import EntryState
from mentorship.models import MentorEntry, OutsideTraining, Person, TrainingGroup
from mentorship.permissions import MANAGE_TRAINING, MARK_TRAINING
from mentorship.selectors.training import is_trained, outcomes
from mentorship.training_enums import (
    GROUP_TRANSITIONS,
    PLACE_TRANSITIONS,
    TRAINING_TAKEN_BACK,
    GroupState,
    PlaceState,
)

_BEFORE_SELECTED = frozenset(
    {EntryState.CANDIDATE, EntryState.SURVEYED, EntryState.CHECKING, EntryState.INTERVIEW}
)


@dataclass
class Finished:
    """What finishing a group came to; `notes` say for a curator who did not become «обучен» in the base, and why."""

    completed: int = 0
    failed: int = 0
    notes: list[str] = field(default_factory=list)


def finish_group(group: TrainingGroup, *, actor: User | None) -> Finished:
    """Everybody who meets the course's rule is trained, the others are not; all or nothing. Raises DomainError."""
    result = Finished()
    with transaction.atomic():
        locked = TrainingGroup.objects.select_for_update(of=("self",)).select_related(
            "course", "programme__organization", "organization"
        ).get(pk=group.pk)  # fmt: skip
        day = today(locked.organization)
        _check_may_finish(locked, day)
        move(
            locked,
            to=GroupState.FINISHED,
            transitions=GROUP_TRANSITIONS,
            actor=actor,
            rule=MANAGE_TRAINING,
            set_fields={"finished_on": day, "state_reason": ""},
        )
        for outcome in outcomes(locked):
            place = outcome.place
            columns = {"hours": outcome.hours, "completed_on": day if outcome.is_enough else None}
            to = PlaceState.COMPLETED if outcome.is_enough else PlaceState.FAILED
            move(place, to=to, transitions=PLACE_TRANSITIONS, actor=actor, set_fields=columns)
            if not outcome.is_enough:
                result.failed += 1
                continue
            result.completed += 1
            if note := advance(place.entry, actor=actor):
                result.notes.append(note)
        if result.completed:
            facts.emit(
                "training_complete",
                subject=locked,
                programme=locked.programme,
                detail=locked.course.kind,
                actor=actor,
                title=str(locked),
                url=reverse("mentorship:training", kwargs={"pk": locked.pk}),
            )
    group.state, group.finished_on = locked.state, locked.finished_on
    return result


def reopen_group(group: TrainingGroup, *, reason: str, actor: User | None) -> TrainingGroup:
    """Take the outcome back with a reason: listeners study again, who has no other training is «отобран» again."""
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    with transaction.atomic():
        move(
            group,
            to=GroupState.OPEN,
            transitions=GROUP_TRANSITIONS,
            actor=actor,
            rule=MANAGE_TRAINING,
            reason=reason,
            set_fields={"finished_on": None, "state_reason": reason[:300]},
        )
        places = group.places.filter(state__in=[PlaceState.COMPLETED, PlaceState.FAILED])
        for place in places.select_related("entry__person", "organization"):
            move(
                place,
                to=PlaceState.ENROLLED,
                transitions=PLACE_TRANSITIONS,
                actor=actor,
                reason=reason,
                set_fields={"completed_on": None, "hours": None},
            )
            step_back(place.entry, actor=actor, reason=reason)
        facts.withdraw(
            "",  # all that was told of the group: the kind of its course may have been changed since
            subject=group,
            programme=group.programme,
            reason=f"обучение не завершено: {reason}"[:300],
            actor=actor,
        )
    return group


def cancel_group(group: TrainingGroup, *, reason: str, actor: User | None) -> TrainingGroup:
    """The group will not study; everybody is free for another one. Raises DomainError."""
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    with transaction.atomic():
        move(
            group,
            to=GroupState.CANCELLED,
            transitions=GROUP_TRANSITIONS,
            actor=actor,
            rule=MANAGE_TRAINING,
            reason=reason,
            set_fields={"state_reason": reason[:300]},
        )
        for place in group.places.filter(state=PlaceState.ENROLLED).select_related("organization"):
            move(
                place,
                to=PlaceState.LEFT,
                transitions=PLACE_TRANSITIONS,
                actor=actor,
                reason=reason,
                set_fields={"state_reason": "группа отменена"},
            )
    return group


def record_outside_training(
    person: Person,
    *,
    title: str,
    provider: str,
    hours: int,
    issued_on: dt.date,
    document: str = "Удостоверение",
    number: str = "",
    actor: User | None,
) -> OutsideTraining:
    """Somebody was trained elsewhere, or before the portal: the paper was seen. Raises DomainError."""
    made = OutsideTraining(
        organization=person.organization,
        person=person,
        title=_named(title, "title", "Как называется программа обучения?"),
        provider=_named(provider, "provider", "Укажите, где обучен."),
        document=_named(document, "document", "Какой документ предъявлен?")[:100],
        number=number.strip()[:60],
        hours=hours,
        issued_on=issued_on,
    )
    if not 1 <= hours <= 2000:
        raise DomainError("Часов: от 1 до 2000.", field="hours", code="range")
    if issued_on > today(person.organization):
        raise DomainError("Дата выдачи ещё не наступила.", field="issued_on", code="future")
    try:
        with transaction.atomic():
            made.save()
            after = {"title": made.title, "hours": hours, "issued_on": issued_on.isoformat()}
            audit.record("training.outside", subject=person, actor=actor, after=after)
            for entry in _open_entries(person):
                advance(entry, actor=actor)
    except IntegrityError:
        raise DomainError("Этот документ уже записан.", field="number", code="known") from None
    return made


def revoke_outside_training(training: OutsideTraining, *, reason: str, actor: User | None) -> OutsideTraining:
    """The record was a mistake: it counts for nothing, and stays with the reason. Raises DomainError."""
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    with transaction.atomic():
        locked = (
            OutsideTraining.objects.select_for_update(of=("self",))
            .select_related("person__organization", "organization")
            .get(pk=training.pk)
        )
        if locked.revoked_on is not None:
            raise DomainError("Запись уже отменена.", code="revoked")
        locked.revoked_on, locked.revoked_reason = today(locked.organization), reason.strip()[:300]
        locked.save(update_fields=["revoked_on", "revoked_reason", "updated_at"])
        audit.record("training.outside_revoked", subject=locked.person, actor=actor, reason=reason)
        for entry in _open_entries(locked.person):
            step_back(entry, actor=actor, reason=reason)
    return locked


# --- the lifecycle of a mentor ---


def advance(entry: MentorEntry, *, actor: User | None) -> str:
    """«Отобран» becomes «обучен»; whoever is further on stays there. Returns a note when somebody stays behind."""
    fresh = MentorEntry.objects.select_related("person", "programme", "organization").get(pk=entry.pk)
    if fresh.state == EntryState.SELECTED:
        move_entry(fresh, to=EntryState.TRAINED, actor=actor)
    elif fresh.state in _BEFORE_SELECTED:
        return (
            f"{fresh.person.short_name}: обучен, в базе пока «{fresh.get_state_display().lower()}»; станет «обучен», "
            "когда вы подтвердите участие"
        )
    return ""


def step_back(entry: MentorEntry, *, actor: User | None, reason: str) -> None:
    """Who is «обучен» by nothing any more is «отобран» again."""
    fresh = MentorEntry.objects.select_related("person", "organization").get(pk=entry.pk)
    if fresh.state == EntryState.TRAINED and not is_trained(fresh.person_id):
        move(
            fresh,
            to=EntryState.SELECTED,
            transitions=TRAINING_TAKEN_BACK,
            actor=actor,
            rule=MARK_TRAINING,
            reason=reason,
            set_fields={
                "state_reason": reason[:300],
                **lifecycle.fields_of(fresh, EntryState.SELECTED),
            },
        )


def _open_entries(person: Person) -> list[MentorEntry]:
    return list(
        MentorEntry.objects.filter(
            person=person, state__in=[EntryState.SELECTED, EntryState.TRAINED]
        ).order_by("pk")
    )


def _check_may_finish(group: TrainingGroup, day: dt.date) -> None:
    if not group.places.filter(state=PlaceState.ENROLLED).exists():
        raise DomainError("В группе никто не учится: запишите наставников.", code="nobody")
    sessions = list(group.sessions.all())
    if not sessions:
        raise DomainError("Внесите занятия: по ним считается, кто обучен.", code="no_sessions")
    ahead = [session for session in sessions if session.on > day]
    if ahead:
        raise DomainError(
            f"Впереди занятие {ahead[0].on:%d.%m.%Y}. Завершить можно после последнего занятия.", code="ahead"
        )


def _named(text: str, name: str, told: str) -> str:
    value = " ".join(text.split())[:300]
    if not value:
        raise DomainError(told, field=name, code="empty")
    return value
