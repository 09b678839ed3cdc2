"""Answers of both sides and the psychologist's word after the trial meeting (methodology §1.2, stage 5)."""

from __future__ import annotations

from django.db import transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from mentorship.domain.pairs import await_verdicts
from mentorship.enums import OPEN_PAIR_STATES, PairState
from mentorship.models import Pair, PairVerdict, Person
from mentorship.pair_enums import Verdict, VerdictSide
from mentorship.selectors.consents import has_processing_consent

MAX_NOTE = 2000


def record_verdict(
    pair: Pair, *, person: Person | None, verdict: str, note: str = "", source: str, actor: User | None
) -> PairVerdict:
    """Keep what one side says; a later answer of the same side replaces the former, which stays in the history.

    `person` None is the psychologist's word. `source` is a code of `VerdictSource`, or «survey:12»; the same source
    with the same answer again changes nothing. A pair proposed or on trial then waits for the other answers; a
    confirmed one that no draft order names goes back when somebody says no. Raises DomainError.
    """
    if verdict not in Verdict.values:
        raise DomainError("Выберите ответ.", field="verdict", code="verdict")
    with transaction.atomic():
        locked = Pair.objects.select_for_update().get(pk=pair.pk)
        if locked.state not in OPEN_PAIR_STATES:
            raise DomainError(
                f"Пара в состоянии «{locked.get_state_display()}»: ответы о совместимости дают до приказа.",
                code="state",
            )
        side = _side_of(locked, person)
        if person is not None and not has_processing_consent(person, programme=locked.programme):
            raise DomainError(
                f"{person.short_name}: сначала нужно подписанное согласие на обработку персональных данных.",
                code="no_consent",
            )
        said = PairVerdict.objects.filter(pair=locked, person=person, side=side, is_current=True)
        former = said.first()
        same = (verdict, note.strip()[:MAX_NOTE], source[:40])
        if former and (former.verdict, former.note, former.source) == same:
            return former
        said.update(is_current=False)
        made = PairVerdict.objects.create(
            organization=locked.organization,
            pair=locked,
            person=person,
            side=side,
            verdict=verdict,
            note=same[1],
            source=same[2],
            said_on=today(locked.organization),
            author=actor,
        )
        audit.record(
            "pair.verdict",
            subject=locked,
            actor=actor,
            before={"verdict": former.get_verdict_display()} if former else {},
            after={"side": made.get_side_display(), "verdict": made.get_verdict_display()},
        )
        _follow(pair, locked, verdict, actor)
    return made


def _side_of(pair: Pair, person: Person | None) -> VerdictSide:
    if person is None:
        return VerdictSide.PSYCHOLOGIST
    if person.pk == pair.mentor.person_id:
        return VerdictSide.MENTOR
    if pair.places.filter(is_live=True, mentee__person=person).exists():
        return VerdictSide.MENTEE
    raise DomainError(f"{person.short_name} не состоит в этой паре.", field="person", code="foreign")


def _follow(pair: Pair, locked: Pair, verdict: str, actor: User | None) -> None:
    if locked.state in {PairState.PROPOSED, PairState.TRIAL}:
        await_verdicts(pair, actor=actor)
    elif locked.state == PairState.TO_ORDER and verdict == Verdict.NO and locked.order_document is None:
        await_verdicts(pair, actor=actor, reason="ответ «не подходим»")
