"""Rounds of awards: terms, criteria, jury, and the outcome with its places."""

from __future__ import annotations

from decimal import Decimal

from django.db import IntegrityError, transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import Membership, User
from core.workflow import move
from mentorship.award_enums import BEFORE_SCORING, ROUND_TRANSITIONS, NominationState, RoundState
from mentorship.models import AwardCriterion, AwardKind, AwardRound, JuryMember, Nomination, Programme
from mentorship.permissions import MANAGE_AWARDS
from mentorship.ranking import honoured, rank
from mentorship.selectors.awards import missing_sheets, points_of

COLUMNS = (
    "award",
    "title",
    "about",
    "subject",
    "by_colleagues",
    "by_themselves",
    "opens_on",
    "closes_on",
    "scored_until",
    "places",
    "share_ties",
)
#: What a new round is scored by until the curator says otherwise.
USUAL_CRITERIA = (
    ("Результаты наставляемых", "Чего достигли за время работы, чем это подтверждено."),
    (
        "Регулярность и содержание встреч",
        "Встречи по плану, обратная связь, развитие по индивидуальному плану.",
    ),
    ("Вклад в программу", "Помощь другим наставникам, материалы, участие в мероприятиях."),
)


def create_round(
    programme: Programme, *, award: AwardKind, actor: User | None, **values: object
) -> AwardRound:
    """A round with the usual criteria, which may be changed. Raises DomainError."""
    made = AwardRound(organization=programme.organization, programme=programme, award=award)
    _write(made, values)
    try:
        with transaction.atomic():
            made.save()
            AwardCriterion.objects.bulk_create(
                AwardCriterion(round=made, title=title, note=note, order=place)
                for place, (title, note) in enumerate(USUAL_CRITERIA, start=1)
            )
            audit.record("award.created", subject=made, actor=actor, after={"title": made.title})
    except IntegrityError:
        raise DomainError("Такой конкурс в программе уже есть.", field="title", code="known") from None
    return made


def edit_round(award_round: AwardRound, *, actor: User | None, **values: object) -> AwardRound:
    """Change terms and rules until the jury begins. Raises DomainError."""
    try:
        with transaction.atomic():
            locked = changeable(award_round)
            before = audit.plain(locked, values)
            if values.get("subject", locked.subject) != locked.subject and locked.nominations.exists():
                raise DomainError(
                    "Уже есть номинации: кого награждают, не меняют.", field="subject", code="used"
                )
            _write(locked, values)
            locked.save()
            old, new = audit.changes(before, audit.plain(locked, values))
            if new:
                audit.record("award.edited", subject=locked, actor=actor, before=old, after=new)
    except IntegrityError:
        raise DomainError("Такой конкурс в программе уже есть.", field="title", code="known") from None
    return locked


def move_round(
    award_round: AwardRound, *, to: RoundState, actor: User | None, reason: str = ""
) -> AwardRound:
    """The next or the former step of a round; steps back ask for a reason. Raises DomainError.

    Closing is `close_round`.
    """
    back = to in {RoundState.DRAFT, RoundState.CANCELLED} or (
        award_round.state in {RoundState.CLOSED, RoundState.SCORING} and to != RoundState.CLOSED
    )
    if back and not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    with transaction.atomic():
        was = award_round.state
        if to == RoundState.SCORING and was == RoundState.OPEN:
            _check_ready(award_round)
        move(
            award_round,
            to=to,
            transitions=ROUND_TRANSITIONS,
            actor=actor,
            rule=MANAGE_AWARDS,
            reason=reason,
            set_fields={"closed_on": None, "state_reason": reason.strip()[:300]},
        )
        if was == RoundState.CLOSED:
            award_round.nominations.update(total=None, place_from=None, place_to=None, is_laureate=False)
    return award_round


def add_criterion(
    award_round: AwardRound,
    *,
    title: str,
    note: str = "",
    least: int = 0,
    most: int = 5,
    weight: Decimal = Decimal(1),
    actor: User | None,
) -> AwardCriterion:
    """One more criterion at the end. Raises DomainError."""
    try:
        with transaction.atomic():
            locked = changeable(award_round)
            made = AwardCriterion(round=locked, order=locked.criteria.count() + 1)
            _write_criterion(made, title=title, note=note, least=least, most=most, weight=weight)
            audit.record("award.criterion_added", subject=locked, actor=actor, after={"title": made.title})
    except IntegrityError:
        raise DomainError("Такой критерий уже есть.", field="title", code="known") from None
    return made


def remove_criterion(criterion: AwardCriterion, *, actor: User | None) -> None:
    """Take a criterion away while nobody scores. Raises DomainError."""
    with transaction.atomic():
        locked = changeable(criterion.round)
        audit.record(
            "award.criterion_removed", subject=locked, actor=actor, before={"title": criterion.title}
        )
        criterion.delete()


def add_juror(
    award_round: AwardRound, user: User, *, is_chair: bool = False, actor: User | None
) -> JuryMember:
    """A member of the institution joins the jury; the one chair is replaced by a new one. Raises DomainError."""
    member = Membership.objects.filter(user=user, organization=award_round.organization, is_active=True)
    if not member.exists():
        raise DomainError(
            "Членом жюри может быть тот, у кого есть доступ в портал.", field="user", code="who"
        )
    try:
        with transaction.atomic():
            locked = AwardRound.objects.select_for_update(of=("self",)).get(pk=award_round.pk)
            if locked.state in {RoundState.CLOSED, RoundState.CANCELLED}:
                raise DomainError("Состав жюри уже не меняется.", code="closed")
            if is_chair:
                locked.jury.update(is_chair=False)
            made = JuryMember.objects.create(round=locked, user=user, is_chair=is_chair)
            audit.record(
                "award.juror_added", subject=award_round, actor=actor, after={"juror": user.full_name}
            )
    except IntegrityError:
        raise DomainError("Этот человек уже в жюри.", field="user", code="known") from None
    return made


def remove_juror(juror: JuryMember, *, actor: User | None) -> None:
    """Somebody leaves the jury before having scored. Raises DomainError."""
    with transaction.atomic():
        locked = AwardRound.objects.select_for_update(of=("self",)).get(pk=juror.round_id)
        if locked.state in {RoundState.CLOSED, RoundState.CANCELLED} or juror.sheets.exists():
            raise DomainError("Член жюри уже оценивал: из состава его не убрать.", code="used")
        audit.record(
            "award.juror_removed", subject=juror.round, actor=actor, before={"juror": juror.user.full_name}
        )
        juror.delete()


def close_round(award_round: AwardRound, *, without_missing: bool = False, actor: User | None) -> AwardRound:
    """Write places and laureates. Raises DomainError while sheets are missing or a tie crosses the last place."""
    with transaction.atomic():
        locked = AwardRound.objects.select_for_update(of=("self",)).get(pk=award_round.pk)
        missing = missing_sheets(locked)
        if missing and not without_missing:
            raise DomainError(
                f"Нет оценок: {'; '.join(missing[:5])}. Дождитесь их или подведите итоги без них.",
                field="without_missing",
                code="missing",
            )
        accepted = {one.pk: one for one in locked.nominations.filter(state=NominationState.ACCEPTED)}
        said = {pk: one.tie_order for pk, one in accepted.items() if one.tie_order is not None}
        places = rank(points_of(locked), said)
        if not places:
            raise DomainError("Ни одна номинация не оценена.", code="nothing")
        winners, across = honoured(places, number=locked.places, share=locked.share_ties)
        if across:
            raise DomainError(
                f"Равное число баллов на границе призовых мест ({locked.places}): "
                f"{', '.join(_name(accepted[pk]) for pk in across)}. Решение принимает председатель жюри.",
                code="tie",
            )
        move(
            award_round,
            to=RoundState.CLOSED,
            transitions=ROUND_TRANSITIONS,
            actor=actor,
            rule=MANAGE_AWARDS,
            set_fields={"closed_on": today(award_round.organization), "state_reason": ""},
        )
        for place in places:
            Nomination.objects.filter(pk=place.nominee).update(
                total=place.shown_mean,
                place_from=place.first,
                place_to=place.last,
                is_laureate=place.nominee in winners,
            )
    return award_round


def settle_tie(award_round: AwardRound, order: list[int], *, reason: str, actor: User | None) -> AwardRound:
    """The chair's word among equals: nominations in the order in which they stand. Raises DomainError."""
    if not reason.strip():
        raise DomainError(
            "Напишите, почему так решено: это войдёт в протокол.", field="reason", code="reason"
        )
    with transaction.atomic():
        locked = AwardRound.objects.select_for_update(of=("self",)).get(pk=award_round.pk)
        if locked.state != RoundState.SCORING:
            raise DomainError("Решают, пока идёт оценка жюри.", code="closed")
        means = {place.nominee: place.mean for place in rank(points_of(locked))}
        if (
            len(set(order)) != len(order)
            or len({means.get(pk) for pk in order}) != 1
            or None in {means.get(pk) for pk in order}
        ):
            raise DomainError("Решать можно только между теми, у кого баллов поровну.", code="not_equal")
        for number, pk in enumerate(order, start=1):
            locked.nominations.filter(pk=pk).update(tie_order=number)
        reasons = [text for text in (locked.tie_reason, reason.strip()) if text]
        AwardRound.objects.filter(pk=locked.pk).update(tie_reason="; ".join(reasons)[:500])
        audit.record(
            "award.tie_settled", subject=award_round, actor=actor, after={"order": order}, reason=reason
        )
    award_round.refresh_from_db()
    return award_round


# --- parts ---


def changeable(award_round: AwardRound) -> AwardRound:
    """The round's row, locked; refused once the jury has begun."""
    locked = (
        AwardRound.objects.select_for_update(of=("self",))
        .select_related("programme", "organization")
        .get(pk=award_round.pk)
    )
    if locked.state not in BEFORE_SCORING:
        raise DomainError(
            f"Конкурс: {locked.get_state_display().lower()}. Условия не меняются.", code="closed"
        )
    return locked


def _write(award_round: AwardRound, values: dict[str, object]) -> None:
    unknown = set(values) - set(COLUMNS)
    if unknown:
        raise TypeError(f"a round has no {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(award_round, name, " ".join(value.split())[:200] if name == "title" else value)  # type: ignore[attr-defined]
    if not award_round.title:
        raise DomainError("Назовите конкурс.", field="title", code="empty")
    if award_round.closes_on < award_round.opens_on:
        raise DomainError("Приём заявок кончается раньше, чем начинается.", field="closes_on", code="order")
    if award_round.scored_until < award_round.closes_on:
        raise DomainError("Оценка кончается раньше приёма заявок.", field="scored_until", code="order")
    if not 1 <= award_round.places <= 100:
        raise DomainError("Призовых мест: от 1 до 100.", field="places", code="range")


def _write_criterion(
    made: AwardCriterion, *, title: str, note: str, least: int, most: int, weight: Decimal
) -> None:
    made.title, made.note = " ".join(title.split())[:200], " ".join(note.split())[:500]
    made.least, made.most, made.weight = least, most, weight
    if not made.title:
        raise DomainError("Назовите критерий.", field="title", code="empty")
    if not 0 <= least < most <= 100:
        raise DomainError("Шкала: от меньшего к большему, не выше 100.", field="most", code="scale")
    if weight <= 0 or weight >= 100:
        raise DomainError("Вес больше нуля и меньше 100.", field="weight", code="weight")
    made.save()


def _check_ready(award_round: AwardRound) -> None:
    if not award_round.criteria.exists():
        raise DomainError("Добавьте хотя бы один критерий.", code="no_criteria")
    if not award_round.jury.exists():
        raise DomainError("Назначьте жюри.", code="no_jury")
    if award_round.nominations.filter(state=NominationState.SUBMITTED).exists():
        raise DomainError("Есть неразобранные заявки: допустите или отклоните их.", code="submitted")
    if not award_round.nominations.filter(state=NominationState.ACCEPTED).exists():
        raise DomainError("Нет ни одной допущенной номинации.", code="nobody")


def _name(nomination: Nomination) -> str:
    return nomination.person.short_name if nomination.person else str(nomination.pair)
