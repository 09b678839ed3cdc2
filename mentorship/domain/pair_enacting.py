"""What a signed order does to a pair on the day it takes effect."""

from __future__ import annotations

from typing import TypeVar

from django.db import IntegrityError, transaction

from core import audit, facts
from core.context import acting, current
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.domain.gates import require_pair_gates
from mentorship.domain.pair_ends import people_to, replace_ended, settle, terminate_pair
from mentorship.domain.pairs import FULL, activate_pairs, approve_pair, make_pair, take_place
from mentorship.domain.supplements import end_supplement
from mentorship.enums import WORKING_PAIR_STATES, EntryState
from mentorship.models import MenteeEntry, MentorEntry, Pair, PairChange, SupplementaryAgreement
from mentorship.pair_enums import CHANGE_TRANSITIONS, ChangeKind, ChangeState

Known = TypeVar("Known")


def enact(change: PairChange, *, actor: User | None) -> PairChange:
    """Make the change; the gates of the law are asked again for whoever begins to work. Raises DomainError."""
    # The head's signature is the right to it: steps of a curator's own are not asked of whoever signs.
    with acting(actor, ip_address=current().ip_address), transaction.atomic():
        pair = Pair.objects.select_for_update().get(pk=change.pair_id)
        if pair.state not in WORKING_PAIR_STATES:
            raise DomainError(
                f"Пара наставника {pair.mentor.person.short_name} уже не работает: отмените изменение.",
                code="state",
            )
        # First: the places that the change held are free for the change itself.
        move(change, to=ChangeState.DONE, transitions=CHANGE_TRANSITIONS, actor=actor)
        try:
            with transaction.atomic():
                _ENACTORS[ChangeKind(change.kind)](change, pair, actor)
        except IntegrityError as error:
            raise DomainError(FULL, code="full") from error
    return change


def _leave(change: PairChange, pair: Pair, actor: User | None) -> None:
    mentee = _known(change.mentee)
    left = pair.places.filter(mentee=mentee, is_live=True).update(
        is_live=False, left_on=change.takes_effect_on, left_reason=change.reason
    )
    if not left:
        raise DomainError(f"{mentee.person.short_name}: уже не в этой группе.", code="gone")
    if not pair.places.filter(is_live=True).exists():
        raise DomainError("В группе никого не останется: прекратите её досрочно.", code="last")
    settle([MenteeEntry.objects.get(pk=mentee.pk)], EntryState.SELECTED, actor)
    _tell(pair, change, "pair.mentee_left", actor, mentee)


def _join(change: PairChange, pair: Pair, actor: User | None) -> None:
    mentee = _known(change.mentee)
    holder = MentorEntry.objects.select_for_update().get(pk=pair.mentor_id)
    take_place(pair, holder, mentee, joined_on=change.takes_effect_on)
    require_pair_gates(pair)
    people_to(pair, EntryState.PAIRED, actor)
    _tell(pair, change, "pair.mentee_joined", actor, mentee)


def _replace(change: PairChange, pair: Pair, actor: User | None) -> None:
    mentor = _known(change.mentor)
    places = pair.places.select_related("mentee__person").filter(is_live=True)
    mentees = [place.mentee for place in places]
    replace_ended(pair, on=change.takes_effect_on, actor=actor, reason=change.reason)
    made = make_pair(pair.project, mentor, mentees, actor=actor, role_model=pair.role_model, replaces=pair)
    made.period_start, made.period_end = change.takes_effect_on, pair.period_end
    if made.period_end and made.period_end < change.takes_effect_on:
        made.period_end = None
    made.save(update_fields=["period_start", "period_end", "updated_at"])
    approve_pair(made, actor=actor)
    activate_pairs(
        [made],
        actor=actor,
        order_document=change.order_document or 0,
        order_number=change.order_number,
        order_date=_known(change.order_date),
    )
    settle([MentorEntry.objects.get(pk=pair.mentor_id)], EntryState.SELECTED, actor)
    change.new_pair = made
    change.save(update_fields=["new_pair", "updated_at"])
    facts.emit(
        "pair_mentor_replaced",
        subject=made,
        programme=made.programme,
        actor=actor,
        data={
            "former": pair.pk,
            "mentees": [mentee.pk for mentee in mentees],
            "day": change.takes_effect_on,
        },
    )


def _terminate(change: PairChange, pair: Pair, actor: User | None) -> None:
    terminate_pair(pair, on=change.takes_effect_on, actor=actor, reason=change.reason)
    if change.notice_on is None:
        return
    others = Pair.objects.filter(
        programme=pair.programme_id, mentor__person=pair.mentor.person_id, state__in=WORKING_PAIR_STATES
    )
    if others.exists():
        return
    in_force = SupplementaryAgreement.objects.filter(
        programme=pair.programme_id,
        person=pair.mentor.person_id,
        ended_on__isnull=True,
        ends_on__gte=change.takes_effect_on,
    )
    for agreement in in_force:
        end_supplement(agreement, notice_on=change.notice_on, on=change.takes_effect_on, actor=actor)


def _known(value: Known | None) -> Known:
    """The database refuses a change of this kind, or an ordered one, without it."""
    if value is None:
        raise TypeError("the change lacks what its kind needs")
    return value


def _tell(pair: Pair, change: PairChange, action: str, actor: User | None, mentee: MenteeEntry) -> None:
    audit.record(
        action, subject=pair, actor=actor, after={"mentee": str(mentee.person)}, reason=change.reason
    )


_ENACTORS = {
    ChangeKind.LEAVES: _leave,
    ChangeKind.JOINS: _join,
    ChangeKind.REPLACED: _replace,
    ChangeKind.TERMINATED: _terminate,
}
