"""Reading development plans: whose a member sees, what part they have in one, what a page shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.clock import today
from core.enums import Role
from core.models import Membership, StoredFile
from mentorship.models import (
    DevelopmentPlan,
    Guardianship,
    Pair,
    PairMentee,
    Person,
    PlanAgreement,
    PlanEvidence,
    PlanGoal,
    PlanRule,
    PlanStep,
    Programme,
    Project,
)
from mentorship.plan_enums import PLAN_TONES, GoalResult, PlanSide, PlanState
from mentorship.selectors.development import DAYS
from mentorship.selectors.participants import KNOWN_TO_PARTICIPANTS, person_of, wards_of

READERS = frozenset({Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST})
PARTICIPANTS = frozenset({Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER})


def plans_of(membership: Membership, programme: Programme | None) -> QuerySet[DevelopmentPlan]:
    """Plans of a programme that staff see: all, a project curator those of their forms."""
    if programme is None:
        return DevelopmentPlan.objects.none()
    return _staff(membership).filter(programme=programme)


def plans_visible_to(membership: Membership) -> QuerySet[DevelopmentPlan]:
    """Staff as above; a mentor sees the plans of those whom they mentor now, a mentee their own, a parent their
    children's. Whoever was replaced sees it no more."""
    if membership.role in READERS:
        return _staff(membership)
    if membership.role not in PARTICIPANTS:
        return DevelopmentPlan.objects.none()
    person = person_of(membership)
    return DevelopmentPlan.objects.none() if person is None else plans_of_people(person)


def plans_of_people(person: Person) -> QuerySet[DevelopmentPlan]:
    """Plans in which the person has a part: as the mentor of now, as the mentee, as a representative."""
    wards = [ward.pk for ward in wards_of(person)]
    # A mentor learns of a pair when it goes to the order; a mentee's plan is theirs whatever pair they are in.
    led = Q(pair__mentor__person=person, pair__state__in=KNOWN_TO_PARTICIPANTS)
    mine = led | Q(mentee__person=person) | Q(mentee__person__in=wards)
    return _related().filter(mine).exclude(state=PlanState.CANCELLED)


def _staff(membership: Membership) -> QuerySet[DevelopmentPlan]:
    found = _related()
    if membership.role != Role.PROJECT_CURATOR:
        return found
    return found.filter(project__in=Project.objects.filter(curators=membership.user))


def _related() -> QuerySet[DevelopmentPlan]:
    return DevelopmentPlan.objects.select_related(
        "organization",
        "programme",
        "mentee__person",
        "pair__mentor__person",
        "project__form",
        "role_model",
        "approved_by",
    )


def with_progress(plans: QuerySet[DevelopmentPlan], day: dt.date) -> QuerySet[DevelopmentPlan]:
    """Annotate numbers of goals, reached goals, goals past their date, steps and steps done."""
    goals = PlanGoal.objects.filter(plan=OuterRef("pk"))
    steps = PlanStep.objects.filter(goal__plan=OuterRef("pk"))
    late = goals.filter(result=GoalResult.OPEN, due_on__lt=day, plan__state=PlanState.APPROVED)
    return plans.annotate(
        goal_count=_count(goals, "plan"),
        reached_count=_count(goals.filter(result__in=[GoalResult.REACHED, GoalResult.PARTLY]), "plan"),
        late_count=_count(late, "plan"),
        step_count=_count(steps, "goal__plan"),
        done_count=_count(steps.filter(done_on__isnull=False), "goal__plan"),
    )


def _count(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def sides_of(plan: DevelopmentPlan, person: Person | None, day: dt.date | None = None) -> list[PlanSide]:
    """What the person is in this plan."""
    if person is None:
        return []
    found = []
    if plan.pair.mentor.person_id == person.pk:
        found.append(PlanSide.MENTOR)
    if plan.mentee.person_id == person.pk:
        found.append(PlanSide.MENTEE)
    if plan.mentee.person_id in {ward.pk for ward in wards_of(person, day=day)}:
        found.append(PlanSide.PARENT)
    return found


@dataclass(frozen=True)
class SideLine:
    """Whether a side has agreed to the revision that is prepared or at work."""

    side: str
    label: str
    who: str
    agreed: PlanAgreement | None


def agreement_lines(plan: DevelopmentPlan) -> list[SideLine]:
    """Each side whose word this revision needs, with its word."""
    given = {
        one.side: one
        for one in PlanAgreement.objects.filter(
            plan=plan, revision=plan.revision, is_void=False
        ).select_related("person")
    }
    mentee = plan.mentee.person
    lines = [
        SideLine(PlanSide.MENTOR, "Наставник", plan.pair.mentor.person.full_name, given.get(PlanSide.MENTOR)),
        SideLine(PlanSide.MENTEE, "Наставляемый", mentee.full_name, given.get(PlanSide.MENTEE)),
    ]
    if plan.asks_parent:
        word = given.get(PlanSide.PARENT)
        who = word.person.full_name if word else ", ".join(str(one.guardian) for one in guardians(mentee))
        lines.append(SideLine(PlanSide.PARENT, "Законный представитель", who, word))
    return lines


def guardians(mentee: Person) -> QuerySet[Guardianship]:
    return Guardianship.objects.filter(ward=mentee).select_related("guardian").order_by("pk")


def rule_of(programme: Programme) -> tuple[bool, int]:
    """(the parent of a minor approves, days in which a plan is expected)."""
    rule = PlanRule.objects.filter(programme=programme).first()
    return (rule.asks_parent, rule.days) if rule else (False, DAYS)


def plans_of_pair(pair: Pair) -> list[tuple[PairMentee, DevelopmentPlan | None, str]]:
    """Each mentee of the pair with their plan of its form and the tone of its state; one query beside the places."""
    places = list(PairMentee.objects.filter(pair=pair).select_related("mentee__person").order_by("pk"))
    rows = DevelopmentPlan.objects.filter(
        mentee__in=[place.mentee_id for place in places], project=pair.project_id
    ).exclude(state=PlanState.CANCELLED)
    plans = {plan.mentee_id: plan for plan in rows}
    known = pair.state in KNOWN_TO_PARTICIPANTS
    return [
        (place, plan, PLAN_TONES[PlanState(plan.state)] if plan else "")
        for place in places
        if (plan := plans.get(place.mentee_id)) or (place.is_live and known)
    ]


def places_visible_to(membership: Membership) -> QuerySet[PairMentee]:
    """Live places for which this person may begin a plan: curators', a mentor's own, a mentee's own."""
    found = PairMentee.objects.filter(
        is_live=True, pair__organization=membership.organization, pair__state__in=KNOWN_TO_PARTICIPANTS
    ).select_related(
        "pair__organization",
        "pair__programme",
        "pair__project__form",
        "pair__mentor__person",
        "pair__role_model",
        "mentee__person",
    )
    if membership.role == Role.CURATOR:
        return found
    if membership.role == Role.PROJECT_CURATOR:
        return found.filter(project__curators=membership.user)
    person = person_of(membership) if membership.role in PARTICIPANTS else None
    if person is None:
        return found.none()
    return found.filter(Q(mentor__person=person) | Q(mentee__person=person))


def may_read_evidence(membership: Membership, stored: StoredFile) -> bool:
    """The rule of files of evidence: who sees the plan sees what was brought to it."""
    seen = plans_visible_to(membership).values("pk")
    return PlanEvidence.objects.filter(file=stored, plan__in=seen).exists()


def day_of(plan: DevelopmentPlan) -> dt.date:
    return today(plan.organization)
