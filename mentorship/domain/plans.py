"""The life of a development plan: begun, agreed upon by both sides, approved, changed by a new revision, finished."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, facts
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.ages import is_minor
from mentorship.domain.plan_contents import fill_from_template
from mentorship.enums import PairState
from mentorship.models import (
    DevelopmentPlan,
    Guardianship,
    Pair,
    PairMentee,
    Person,
    PlanAgreement,
    PlanChange,
    PlanRule,
    PlanTemplate,
)
from mentorship.permissions import APPROVE_PLANS
from mentorship.plan_enums import PLAN_TRANSITIONS, GoalResult, PlanKind, PlanSide, PlanState
from mentorship.selectors.plan_templates import is_for_teachers

MAY_HAVE_PLAN = frozenset({PairState.TO_ORDER, PairState.ACTIVE, PairState.SUSPENDED})


def start_plan(
    place: PairMentee,
    *,
    template: PlanTemplate | None,
    period_start: dt.date,
    period_end: dt.date,
    actor: User | None,
) -> DevelopmentPlan:
    """Begin the plan of a mentee in a pair, with the goals of a template if one is given.

    Raises DomainError when the pair is not confirmed yet, the period is upside down, or a plan of this form exists.
    """
    pair = place.pair
    if not place.is_live or pair.state not in MAY_HAVE_PLAN:
        raise DomainError("План составляют для подтверждённой пары.", code="pair")
    if period_end < period_start:
        raise DomainError("Окончание раньше начала.", field="period_end", code="period")
    if template is not None and template.organization_id not in {None, pair.organization_id}:
        raise DomainError("Такого шаблона нет.", field="template", code="template")
    pedagogical = is_for_teachers(pair.project.form) or (
        template is not None and template.kind == PlanKind.PERSONALISED
    )
    try:
        with transaction.atomic():
            plan = DevelopmentPlan.objects.create(
                organization=pair.organization,
                programme=pair.programme,
                mentee=place.mentee,
                project=pair.project,
                pair=pair,
                role_model=pair.role_model or (template.role_model if template else None),
                kind=PlanKind.PERSONALISED if pedagogical else PlanKind.INDIVIDUAL,
                period_start=period_start,
                period_end=period_end,
            )
            fill_from_template(plan, template)
            audit.record(
                "plan.started",
                subject=plan,
                actor=actor,
                after={"template": template.title if template else "без шаблона"},
            )
    except IntegrityError as error:
        raise DomainError("План этого наставляемого уже есть: откройте его.", code="known") from error
    return plan


def send_plan(plan: DevelopmentPlan, *, actor: User | None) -> DevelopmentPlan:
    """Give the plan to both sides (and the parent of a minor where the programme asks) to agree upon."""
    if not plan.goals.exists():
        raise DomainError("Добавьте хотя бы одну цель.", code="no_goals")
    late = plan.goals.filter(due_on__gt=plan.period_end).first() or (
        plan.goals.filter(due_on__lt=plan.period_start).first()
    )
    if late is not None:
        raise DomainError(f"Срок цели «{late.title}» вне периода плана.", code="goal_date")
    person = plan.mentee.person
    day = today(plan.organization)
    asks = PlanRule.objects.filter(programme=plan.programme_id, asks_parent=True).exists() and is_minor(
        person.birth_date, day, emancipated=person.is_emancipated
    )
    return _move(
        plan, PlanState.AGREEING, actor=actor, set_fields={"sent_at": timezone.now(), "asks_parent": asks}
    )


def sides_needed(plan: DevelopmentPlan) -> list[PlanSide]:
    """Whose agreement the revision needs."""
    return [PlanSide.MENTOR, PlanSide.MENTEE, *([PlanSide.PARENT] if plan.asks_parent else [])]


def agree_plan(
    plan: DevelopmentPlan,
    *,
    side: str,
    person: Person,
    actor: User | None,
    on: dt.date | None = None,
    on_paper: bool = False,
) -> PlanAgreement:
    """Record that a side agrees to the revision; the last one needed sends the plan to the curator.

    `person` is who agrees: the pair's mentor, the mentee, a representative of the mentee. Raises DomainError.
    """
    day = today(plan.organization)
    when = on or day
    if when > day:
        raise DomainError("День согласования ещё не наступил.", field="on", code="future")
    with transaction.atomic():
        locked = _locked(plan)
        if locked.state != PlanState.AGREEING:
            raise DomainError("Этот план сейчас не согласовывают.", code="state")
        if side not in sides_needed(locked) or not _speaks_for(locked, side, person, day):
            raise DomainError("Согласовать план за эту сторону нельзя.", field="side", code="side")
        agreed = set(_valid(locked).values_list("side", flat=True))
        if side in agreed:
            raise DomainError("Эта сторона план уже согласовала.", field="side", code="known")
        made = PlanAgreement.objects.create(
            organization=plan.organization,
            plan=locked,
            revision=locked.revision,
            side=side,
            person=person,
            on=when,
            on_paper=on_paper,
            recorded_by=actor,
        )
        audit.record(
            "plan.agreed",
            subject=locked,
            actor=actor,
            after={"side": made.get_side_display(), "paper": on_paper},
        )
        if {side, *agreed} >= set(sides_needed(locked)):
            _move(plan, PlanState.APPROVAL, actor=actor)
    return made


def return_plan(plan: DevelopmentPlan, *, actor: User | None, reason: str) -> DevelopmentPlan:
    """Back to be worked on, with a remark: what the sides said of this text counts no more."""
    words = _reason(reason, "Напишите, что исправить.")
    with transaction.atomic():
        locked = _locked(plan)
        if locked.state not in {PlanState.AGREEING, PlanState.APPROVAL}:
            raise DomainError("План сейчас никто не согласует.", code="state")
        _valid(locked).update(is_void=True)
        return _move(plan, PlanState.DRAFT, actor=actor, reason=words, set_fields={"state_reason": words})


def approve_plan(plan: DevelopmentPlan, *, actor: User | None, on: dt.date | None = None) -> DevelopmentPlan:
    """The curator approves what the sides have agreed upon."""
    day = today(plan.organization)
    if on is not None and on > day:
        raise DomainError("День утверждения ещё не наступил.", field="on", code="future")
    with transaction.atomic():
        _move(
            plan,
            PlanState.APPROVED,
            actor=actor,
            rule=APPROVE_PLANS,
            set_fields={"approved_on": on or day, "approved_by": actor, "state_reason": ""},
        )
        facts.emit("plan_approved", subject=plan, programme=plan.programme, actor=actor)
    return plan


def revise_plan(plan: DevelopmentPlan, *, actor: User | None, reason: str) -> DevelopmentPlan:
    """Open a new revision of an approved plan; every change in it is listed, both sides agree again."""
    words = _reason(reason, "Напишите, почему план меняется: это войдёт в лист изменений.")
    return _move(
        plan,
        PlanState.DRAFT,
        actor=actor,
        reason=words,
        set_fields={"revision": plan.revision + 1, "revision_reason": words, "state_reason": ""},
        only_from=PlanState.APPROVED,
    )


def complete_plan(
    plan: DevelopmentPlan, *, outcome: str, advice: str, on: dt.date, actor: User | None
) -> DevelopmentPlan:
    """Finish the plan with its final estimate; every goal must have been judged before."""
    words = outcome.strip()
    if not words:
        raise DomainError("Напишите, что получилось.", field="outcome", code="required")
    if on > today(plan.organization):
        raise DomainError("Этот день ещё не наступил.", field="on", code="future")
    goal = plan.goals.filter(result=GoalResult.OPEN).first()
    if goal is not None:
        raise DomainError(f"Сначала оцените цель «{goal.title}».", code="goal_open")
    return _move(
        plan,
        PlanState.COMPLETED,
        actor=actor,
        set_fields={"outcome": words, "advice": advice.strip(), "completed_on": on},
    )


def reopen_plan(plan: DevelopmentPlan, *, actor: User | None, reason: str) -> DevelopmentPlan:
    """A finished plan is worked on again, a cancelled one is prepared again."""
    words = _reason(reason, "Укажите причину.")
    to = PlanState.APPROVED if plan.state == PlanState.COMPLETED else PlanState.DRAFT
    try:
        with transaction.atomic():
            return _move(plan, to, actor=actor, reason=words, set_fields={"completed_on": None})
    except IntegrityError:
        raise DomainError("У наставляемого уже есть другой план этой формы.", code="known") from None


def cancel_plan(plan: DevelopmentPlan, *, actor: User | None, reason: str) -> DevelopmentPlan:
    """A plan that was never approved is not to be."""
    words = _reason(reason, "Укажите причину.")
    if plan.revision > 1:
        raise DomainError("План уже утверждали: завершите его, а не отменяйте.", code="approved_once")
    return _move(plan, PlanState.CANCELLED, actor=actor, reason=words, set_fields={"state_reason": words})


def follow_pair(plan: DevelopmentPlan, pair: Pair, *, actor: User | None, reason: str) -> DevelopmentPlan:
    """The mentee has another mentor: the plan goes over with all that was done, and the new mentor agrees to it.

    An approved plan gets a new revision with a line in the list of changes; a finished one only moves.
    """
    words = reason.strip() or "Замена наставника"
    with transaction.atomic():
        locked = _locked(plan)
        if locked.pair_id == pair.pk:
            return plan
        before, after = locked.pair.mentor.person, pair.mentor.person
        if locked.state == PlanState.APPROVED:
            revise_plan(plan, actor=actor, reason=words)
        elif locked.state in {PlanState.AGREEING, PlanState.APPROVAL}:
            return_plan(plan, actor=actor, reason=words)
        DevelopmentPlan.objects.filter(pk=plan.pk).update(pair=pair)
        plan.pair = pair
        if before.pk != after.pk:
            PlanChange.objects.create(
                organization=plan.organization,
                plan=plan,
                revision=plan.revision,
                what="Наставник",
                before=before.full_name,
                after=after.full_name,
                reason=words,
                author=actor,
            )
        audit.record("plan.moved", subject=plan, actor=actor, reason=words)
    return plan


def set_rule(programme: Any, *, asks_parent: bool, days: int, actor: User | None) -> PlanRule:
    """How plans of the programme go. Plans that are being agreed upon now keep the rule they began with."""
    if not 1 <= days <= 365:
        raise DomainError("Дней: от 1 до 365.", field="days", code="range")
    with transaction.atomic():
        rule, _ = PlanRule.objects.update_or_create(
            programme=programme,
            organization=programme.organization,
            defaults={"asks_parent": asks_parent, "days": days},
        )
        audit.record(
            "plan.rule_set", subject=programme, actor=actor, after={"asks_parent": asks_parent, "days": days}
        )
    return rule


# --- parts ---


def _speaks_for(plan: DevelopmentPlan, side: str, person: Person, day: dt.date) -> bool:
    mentee = plan.mentee.person
    if side == PlanSide.MENTOR:
        return plan.pair.mentor.person_id == person.pk
    if side == PlanSide.MENTEE:
        return mentee.pk == person.pk
    minor = is_minor(mentee.birth_date, day, emancipated=mentee.is_emancipated)
    return minor and Guardianship.objects.filter(ward=mentee, guardian=person).exists()


def _valid(plan: DevelopmentPlan) -> Any:
    return PlanAgreement.objects.filter(plan=plan, revision=plan.revision, is_void=False)


def _locked(plan: DevelopmentPlan) -> DevelopmentPlan:
    return (
        DevelopmentPlan.objects.select_for_update(of=("self",))
        .select_related("organization", "mentee__person", "pair__mentor__person")
        .get(pk=plan.pk)
    )


def _move(
    plan: DevelopmentPlan,
    to: str,
    *,
    actor: User | None,
    rule: Any = None,
    reason: str = "",
    set_fields: dict[str, Any] | None = None,
    only_from: str = "",
) -> DevelopmentPlan:
    table = PLAN_TRANSITIONS
    if (
        only_from
    ):  # «составляется» is reached from several states: a revision is opened from one of them alone
        table = {only_from: PLAN_TRANSITIONS[only_from]}
    return move(
        plan,
        to=to,
        transitions=table,
        actor=actor,
        rule=rule,
        reason=reason,
        set_fields=set_fields,
        action=f"plan.{to}",
    )


def _reason(text: str, ask: str) -> str:
    words = " ".join(text.split())[:500]
    if not words:
        raise DomainError(ask, field="reason", code="reason")
    return words
