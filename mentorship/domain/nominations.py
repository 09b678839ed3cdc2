"""Nominations and what the jury does with them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.clock import today
from core.domain.files import store_file
from core.errors import DomainError
from core.models import User
from core.uploads import SCANS, inspect
from core.workflow import move
from mentorship.award_enums import (
    BEFORE_SCORING,
    NOMINATION_TRANSITIONS,
    AwardSubject,
    NominationSource,
    NominationState,
    RoundState,
)
from mentorship.models import (
    AwardRound,
    JuryMember,
    JuryScore,
    JurySheet,
    Nomination,
    NominationFile,
    Pair,
    Person,
)
from mentorship.permissions import MANAGE_AWARDS
from mentorship.selectors.awards import conflict_of, may_be_nominated

FILE_PURPOSE = "nomination_file"
MOST_FILES = 5
_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}


def nominate(
    award_round: AwardRound,
    *,
    person: Person | None = None,
    pair: Pair | None = None,
    grounds: str,
    source: NominationSource,
    files: list[tuple[str, bytes]] | None = None,
    actor: User | None,
) -> Nomination:
    """Put somebody forward with grounds and files. What the curator puts forward is accepted. Raises DomainError."""
    if not grounds.strip():
        raise DomainError("Напишите, за что.", field="grounds", code="empty")
    _check_source(award_round, source)
    if why := may_be_nominated(award_round, person=person, pair=pair):
        raise DomainError(why, field="nominee", code="who")
    state = NominationState.ACCEPTED if source == NominationSource.CURATOR else NominationState.SUBMITTED
    try:
        with transaction.atomic():
            made = Nomination.objects.create(
                organization=award_round.organization,
                round=award_round,
                person=person if award_round.subject == AwardSubject.MENTOR else None,
                pair=pair if award_round.subject == AwardSubject.PAIR else None,
                grounds=grounds.strip(),
                source=source,
                nominated_by=actor,
                state=state,
            )
            audit.record("award.nominated", subject=award_round, actor=actor, after={"source": source.label})
            for name, data in files or []:
                attach(made, name=name, data=data, actor=actor)
    except IntegrityError:
        raise DomainError(
            "На этот конкурс уже есть такая номинация.", field="nominee", code="known"
        ) from None
    return made


def attach(nomination: Nomination, *, name: str, data: bytes, actor: User | None) -> NominationFile:
    """A scan that proves the grounds. Raises DomainError."""
    if nomination.round.state not in BEFORE_SCORING:
        raise DomainError("Жюри уже оценивает: файлы не добавляются.", code="closed")
    if nomination.files.count() >= MOST_FILES:
        raise DomainError(f"Файлов не больше {MOST_FILES}.", field="file", code="too_many")
    kind = inspect(data, name, allowed=SCANS)
    stored = store_file(
        data,
        name=name,
        content_type=_TYPES[kind.value],
        purpose=FILE_PURPOSE,
        organization=nomination.organization,
        created_by=actor,
    )
    return NominationFile.objects.create(nomination=nomination, file=stored)


def decide(nomination: Nomination, *, accepted: bool, reason: str = "", actor: User | None) -> Nomination:
    """The curator lets a nomination to the jury or turns it down with a reason. Raises DomainError."""
    if nomination.round.state not in BEFORE_SCORING:
        raise DomainError("Жюри уже оценивает.", code="closed")
    if not accepted and not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    return _moved(
        nomination, NominationState.ACCEPTED if accepted else NominationState.REJECTED, reason, actor
    )


def withdraw(nomination: Nomination, *, reason: str = "", actor: User | None) -> Nomination:
    """Taken back by the one who put it forward, or by the nominee, until the jury begins. Raises DomainError."""
    if nomination.round.state not in BEFORE_SCORING:
        raise DomainError("Жюри уже оценивает.", code="closed")
    return _moved(nomination, NominationState.WITHDRAWN, reason, actor, checked=False)


def _moved(
    nomination: Nomination, to: NominationState, reason: str, actor: User | None, *, checked: bool = True
) -> Nomination:
    try:
        with transaction.atomic():
            return move(
                nomination,
                to=to,
                transitions=NOMINATION_TRANSITIONS,
                actor=actor,
                rule=MANAGE_AWARDS if checked else None,
                reason=reason,
                set_fields={"state_reason": reason.strip()[:300]},
            )
    except IntegrityError:
        raise DomainError("На этот конкурс уже есть такая номинация.", code="known") from None


# --- the jury ---


def score(
    nomination: Nomination,
    juror: JuryMember,
    points: Mapping[int, int],
    *,
    remark: str = "",
    actor: User | None,
) -> JurySheet:
    """Fill in a member's own sheet, whole; it may be changed until the round is closed. Raises DomainError."""
    with transaction.atomic():
        award_round = _scoring(nomination, juror, actor)
        if why := conflict_of(juror, nomination):
            raise DomainError(f"Оценить нельзя: {why}.", code="conflict")
        criteria = {one.pk: one for one in award_round.criteria.all()}
        if set(points) != set(criteria):
            raise DomainError("Оцените каждый критерий.", code="incomplete")
        for pk, given in points.items():
            if not criteria[pk].least <= given <= criteria[pk].most:
                raise DomainError(
                    f"«{criteria[pk].title}»: от {criteria[pk].least} до {criteria[pk].most}.",
                    field=f"points_{pk}",
                    code="range",
                )
        sheet, _ = JurySheet.objects.update_or_create(
            nomination=nomination,
            juror=juror,
            defaults={"conflict": "", "remark": remark.strip(), "scored_at": timezone.now()},
        )
        for pk, given in points.items():
            JuryScore.objects.update_or_create(sheet=sheet, criterion_id=pk, defaults={"points": given})
        # The points are not in the trail: it is open before the round is closed.
        audit.record("award.scored", subject=award_round, actor=actor, after={"nomination": nomination.pk})
    return sheet


def recuse(nomination: Nomination, juror: JuryMember, *, reason: str, actor: User | None) -> JurySheet:
    """A member says themselves that they may not judge; what they had given is gone. Raises DomainError."""
    if not reason.strip():
        raise DomainError("Напишите, в чём конфликт интересов.", field="reason", code="reason")
    with transaction.atomic():
        award_round = _scoring(nomination, juror, actor)
        JuryScore.objects.filter(sheet__nomination=nomination, sheet__juror=juror).delete()
        sheet, _ = JurySheet.objects.update_or_create(
            nomination=nomination,
            juror=juror,
            defaults={"conflict": reason.strip()[:300], "remark": "", "scored_at": None},
        )
        audit.record("award.recused", subject=award_round, actor=actor, reason=reason)
    return sheet


def _scoring(nomination: Nomination, juror: JuryMember, actor: User | None) -> AwardRound:
    """The round's row, locked: nobody scores while it is being closed."""
    locked = AwardRound.objects.select_for_update(of=("self",)).get(pk=nomination.round_id)
    if juror.round_id != locked.pk or (actor is not None and juror.user_id != actor.pk):
        raise DomainError("Оценивает только сам член жюри.", code="stranger")
    if locked.state != RoundState.SCORING:
        raise DomainError("Сейчас жюри не оценивает.", code="closed")
    if nomination.state != NominationState.ACCEPTED:
        raise DomainError("Номинация не допущена.", code="not_accepted")
    return locked


def _check_source(award_round: AwardRound, source: NominationSource) -> None:
    if award_round.state not in BEFORE_SCORING:
        raise DomainError("Приём заявок окончен.", code="closed")
    if source == NominationSource.CURATOR:
        return
    day = today(award_round.organization)
    if award_round.state != RoundState.OPEN or not award_round.opens_on <= day <= award_round.closes_on:
        raise DomainError("Заявки сейчас не принимаются.", code="closed")
    if source == NominationSource.SELF and not award_round.by_themselves:
        raise DomainError("По условиям конкурса себя не выдвигают.", code="self")
    if source == NominationSource.COLLEAGUE and not award_round.by_colleagues:
        raise DomainError("По условиям конкурса выдвигает куратор.", code="colleagues")
