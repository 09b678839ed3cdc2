"""Pairs and groups: proposed, confirmed, made working by the signed order, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import IntegrityError, transaction

from core import audit, facts
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.domain.gates import require_compatibility, require_pair_gates
from mentorship.domain.pair_ends import complete_pair, people_to, reject_pair, release_person, terminate_pair
from mentorship.enums import PAIR_TRANSITIONS, EntryState, PairState
from mentorship.models import (
    MenteeEntry,
    MenteeNeed,
    MentorEntry,
    Pair,
    PairMentee,
    Project,
    RoleModel,
)
from mentorship.permissions import MANAGE_PAIRS
from mentorship.selectors.reserved import joining_elsewhere, reserved_places

FULL = "У наставника не осталось свободных мест, или у наставляемого уже есть пара этой формы."


__all__ = [
    "activate_pairs",
    "approve_pair",
    "approve_pairs",
    "await_verdicts",
    "complete_pair",
    "hold_for_order",
    "make_pair",
    "reject_pair",
    "release_from_order",
    "release_person",
    "resume_pair",
    "return_pair",
    "start_trial",
    "suspend_pair",
    "take_place",
    "terminate_pair",
]


def make_pair(
    project: Project,
    mentor: MentorEntry,
    mentees: Iterable[MenteeEntry],
    *,
    actor: User | None,
    role_model: RoleModel | None = None,
    score: int | None = None,
    reasons: list[dict[str, object]] | None = None,
    directive_grounds: str = "",
    replaces: Pair | None = None,
) -> Pair:
    """Make a proposed pair by hand or from matching. Raises DomainError when a place is taken or forms differ.

    `directive_grounds` make it a directive appointment: see `mentorship.domain.waiting.appoint`.
    """
    members = list(mentees)
    if not members:
        raise DomainError("Выберите хотя бы одного наставляемого.", field="mentees", code="empty")
    _check_members(project, mentor, members, role_model)
    for entry in joining_elsewhere(members):
        raise DomainError(
            f"{entry.person.short_name}: уже ждёт приказа о включении в группу.",
            field="mentees",
            code="joining",
        )
    try:
        with transaction.atomic():
            holder = MentorEntry.objects.select_for_update().get(pk=mentor.pk)
            pair = Pair.objects.create(
                organization=project.organization,
                programme=project.programme,
                project=project,
                mentor=holder,
                role_model=role_model,
                score=None if score is None else Decimal(score),
                reasons=reasons or [],
                directive_grounds=directive_grounds,
                replaces=replaces,
            )
            for mentee in members:
                take_place(pair, holder, mentee)
            audit.record(
                "pair.proposed",
                subject=pair,
                actor=actor,
                after={"mentees": [str(mentee) for mentee in members]},
            )
    except IntegrityError as error:
        raise DomainError(FULL, code="full") from error
    return pair


def start_trial(pair: Pair, *, on: dt.date | None, actor: User | None) -> Pair:
    """The proposed pair meets for a trial, on a day if it is known. The law's gates are asked before people meet."""
    require_pair_gates(pair)
    return move(
        pair,
        to=PairState.TRIAL,
        transitions=PAIR_TRANSITIONS,
        actor=actor,
        rule=MANAGE_PAIRS,
        set_fields={"trial_on": on},
    )


def await_verdicts(pair: Pair, *, actor: User | None, reason: str = "") -> Pair:
    """The trial is held, or skipped: both sides answer whether they fit."""
    return move(
        pair,
        to=PairState.COMPATIBILITY,
        transitions=PAIR_TRANSITIONS,
        actor=actor,
        reason=reason,
    )


def approve_pair(pair: Pair, *, actor: User | None) -> Pair:
    """The curator confirms a pair: it waits for the order. All gates are asked here, the sides' answers as well.

    Answers are not asked of a pair that goes on with another mentor: it works on from the day of the order.
    """
    require_pair_gates(pair)
    if pair.replaces_id is None:
        require_compatibility(pair)
    return move(pair, to=PairState.TO_ORDER, transitions=PAIR_TRANSITIONS, actor=actor, rule=MANAGE_PAIRS)


def approve_pairs(pairs: Iterable[Pair], *, actor: User | None) -> tuple[int, list[str]]:
    """Confirm many; returns how many were confirmed and, for the others, which and why."""
    done, refused = 0, []
    for pair in pairs:
        try:
            approve_pair(pair, actor=actor)
            done += 1
        except DomainError as error:
            refused.append(f"{pair.mentor.person.short_name}: {error.message}")
    return done, refused


def return_pair(pair: Pair, *, actor: User | None) -> Pair:
    """A pair on trial or confirmed goes back to the proposed ones while no order names it."""
    if pair.order_document is not None:
        raise DomainError("Пара уже в проекте приказа: сначала отмените его.", code="held")
    return move(pair, to=PairState.PROPOSED, transitions=PAIR_TRANSITIONS, actor=actor, rule=MANAGE_PAIRS)


def activate_pairs(
    pairs: Iterable[Pair], *, actor: User | None, order_document: int, order_number: str, order_date: dt.date
) -> list[Pair]:
    """The signed order makes confirmed pairs work; called by `reports` within the signing, all or nothing.

    Gates are asked once more: a consent may have been withdrawn since. Raises DomainError naming the pair.
    """
    made = []
    with transaction.atomic():
        for pair in pairs:
            _require_gates_named(pair, order_date)
            start = max(order_date, pair.programme.period_start)
            end = pair.programme.pair_period_end or pair.programme.period_end
            move(
                pair,
                to=PairState.ACTIVE,
                transitions=PAIR_TRANSITIONS,
                actor=actor,
                set_fields={
                    "order_document": order_document,
                    "order_number": order_number,
                    "order_date": order_date,
                    "period_start": pair.period_start or start,
                    "period_end": pair.period_end or max(start, end),
                },
            )
            people_to(pair, EntryState.PAIRED, actor)
            made.append(pair)
        for programme in {pair.programme for pair in made}:
            facts.emit("pairs_active", subject=programme, programme=programme, actor=actor)
    return made


def hold_for_order(pairs: Iterable[int], *, order_document: int) -> None:
    """A draft order names these confirmed pairs: nobody is asked to put them into another one meanwhile."""
    Pair.objects.filter(pk__in=list(pairs), state=PairState.TO_ORDER).update(order_document=order_document)


def release_from_order(*, order_document: int) -> None:
    """The draft is cancelled: its pairs wait for an order again."""
    Pair.objects.filter(order_document=order_document, state=PairState.TO_ORDER).update(order_document=None)


def suspend_pair(pair: Pair, *, actor: User | None, reason: str) -> Pair:
    """The pair rests; places stay taken."""
    return move(pair, to=PairState.SUSPENDED, transitions=PAIR_TRANSITIONS, actor=actor, reason=reason)


def resume_pair(pair: Pair, *, actor: User | None) -> Pair:
    """A suspended pair works again; the gates are asked again."""
    require_pair_gates(pair)
    return move(pair, to=PairState.ACTIVE, transitions=PAIR_TRANSITIONS, actor=actor, rule=MANAGE_PAIRS)


# --- parts --------------------------------------------------------------------------------------------------------


def take_place(
    pair: Pair, mentor: MentorEntry, mentee: MenteeEntry, *, joined_on: dt.date | None = None
) -> None:
    """Give the mentee the mentor's lowest free slot; the unique slot is what holds when two do this at once."""
    taken = set(PairMentee.objects.filter(mentor=mentor, is_live=True).values_list("slot", flat=True))
    slot = next((number for number in range(1, mentor.capacity + 1) if number not in taken), None)
    if slot is None or len(taken) + reserved_places([mentor.pk])[mentor.pk] >= mentor.capacity:
        raise DomainError(
            f"{mentor.person.short_name}: все места заняты ({mentor.capacity}).", field="mentor", code="full"
        )
    # Who was in this very pair before takes their former row again: its history is theirs.
    fields = {"slot": slot, "is_live": True, "joined_on": joined_on, "left_on": None, "left_reason": ""}
    PairMentee.objects.update_or_create(
        pair=pair,
        mentee=mentee,
        defaults={**fields, "closed_with_pair": False, "project": pair.project, "mentor": mentor},
    )


def _check_members(
    project: Project, mentor: MentorEntry, mentees: list[MenteeEntry], role_model: RoleModel | None
) -> None:
    programme = project.programme_id
    if mentor.programme_id != programme or any(mentee.programme_id != programme for mentee in mentees):
        raise DomainError("Участники пары должны быть в базах одной программы.", code="programme")
    if role_model is not None and role_model.form_id != project.form_id:
        raise DomainError("Ролевая модель относится к другой форме.", field="role_model", code="form")
    sides: list[MentorEntry | MenteeEntry] = [mentor, *mentees]
    for entry in sides:
        if entry.state in {EntryState.LEFT, EntryState.FINISHED}:
            raise DomainError(
                f"{entry.person.short_name}: {entry.get_state_display().lower()}.", code="state"
            )
    for mentee in mentees:
        if mentee.person_id == mentor.person_id:
            raise DomainError("Человек не может быть наставником самому себе.", field="mentees", code="self")
        if (
            mentee.project_id not in {None, project.pk}
            and not MenteeNeed.objects.filter(entry=mentee, project=project).exists()
        ):
            raise DomainError(
                f"{mentee.person.short_name}: в базе указана другая форма наставничества.",
                field="mentees",
                code="form",
            )


def _require_gates_named(pair: Pair, day: dt.date) -> None:
    try:
        require_pair_gates(pair, day=day)
    except DomainError as error:
        raise DomainError(
            f"Пара «{pair.mentor.person.short_name}»: {error.message}", code=error.code
        ) from error
