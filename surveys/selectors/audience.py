"""Whom a campaign's rule names, and who of the same role is left out and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from core.clock import today
from core.enums import Role as Position
from core.models import Membership
from mentorship.ages import FULL_AGE
from mentorship.enums import ENDED_PAIR_STATES, OPEN_PAIR_STATES, EntryState, PairState
from mentorship.models import (
    Guardianship,
    MenteeEntry,
    MentorEntry,
    Pair,
    PartnerMember,
    Person,
    Programme,
    Project,
)
from mentorship.partner_enums import PartnerState
from surveys.enums import AUDIENCE_OF_ROLE, Audience, LeftOut, PairCondition, Role
from surveys.models import Campaign, Invitation

OVER = (EntryState.FINISHED, EntryState.LEFT)
TEAM = (
    Position.DIRECTOR,
    Position.CURATOR,
    Position.PROJECT_CURATOR,
    Position.PSYCHOLOGIST,
    Position.INFORMANT,
)
PAIR_STATES: Mapping[str, tuple[str, ...]] = {
    PairCondition.PROPOSED: tuple(sorted(OPEN_PAIR_STATES)),
    PairCondition.ACTIVE: (PairState.ACTIVE,),
    PairCondition.SUSPENDED: (PairState.SUSPENDED,),
    PairCondition.COMPLETED: (PairState.COMPLETED,),
    PairCondition.TERMINATED: (PairState.TERMINATED,),
}


@dataclass(frozen=True)
class Rule:
    """Whom to invite: everybody of the audience in the programme, narrowed by what is given; «» narrows nothing."""

    audience: str
    programme: Programme
    project: int | None = None
    category: str = ""
    group: str = ""
    pair: str = ""


def rule_of(campaign: Campaign) -> Rule:
    """The rule that a campaign was made with."""
    return Rule(
        campaign.audience,
        campaign.programme,
        campaign.project_id,
        campaign.category,
        campaign.group,
        campaign.pair,
    )


def people_of_rule(campaign: Campaign) -> QuerySet[Person]:
    """People whom the rule names today, without those who have finished or left; nobody when invited by hand."""
    return people_named(rule_of(campaign))


def people_named(rule: Rule) -> QuerySet[Person]:
    """People of the rule; an audience that goes by hand names nobody."""
    steps = list(_steps(rule))
    return _in(rule.audience, steps[-1][1]) if steps else Person.objects.none()


def with_reasons(rule: Rule, *, campaign: Campaign | None = None) -> QuerySet[Person]:
    """Everybody of the audience's role with `reason`: «» for those who are asked, else a value of `LeftOut`.

    With a campaign, who was taken out by hand is told, and who was invited by hand besides the rule is there too.
    """
    steps = list(_steps(rule))
    if not steps:
        return Person.objects.none()
    inside = _has(rule.audience, steps[0][1])
    whens = [When(~_has(rule.audience, found), then=Value(str(reason))) for reason, found in steps[1:]]
    if campaign is not None:
        asked = Invitation.objects.filter(campaign=campaign)
        inside |= Q(pk__in=asked.values("person_id"))
        taken = asked.filter(revoked_on__isnull=False).values("person_id")
        kept = asked.filter(revoked_on__isnull=True).values("person_id")
        by_hand = [When(pk__in=taken, then=Value(LeftOut.HAND.value)), When(pk__in=kept, then=Value(""))]
        whens = [*by_hand, *whens]
    reason = Case(*whens, default=Value(""), output_field=CharField()) if whens else Value("")
    return Person.objects.filter(inside).annotate(reason=reason)


def audience_of(campaign: Campaign) -> QuerySet[Person]:
    """Everybody whom the campaign could ask: `reason` as above, `invited`, `answered`.

    A campaign by hand names nobody by a rule: all of the questionnaire's side stand there to be marked.
    """
    rule = rule_of(campaign)
    if rule.audience == Audience.HAND:
        rule = side_of(campaign)
    mine = Invitation.objects.filter(campaign=campaign, person=OuterRef("pk"))
    return (
        with_reasons(rule, campaign=campaign)
        .annotate(
            invited=Exists(mine.filter(revoked_on__isnull=True)),
            answered=Exists(mine.filter(done_on__isnull=False)),
        )
        .order_by("last_name", "first_name", "middle_name", "pk")
    )


def side_of(campaign: Campaign) -> Rule:
    """Everybody of the questionnaire's side, in the campaign's form of mentoring."""
    role = Role(campaign.version.questionnaire.role)
    return Rule(AUDIENCE_OF_ROLE[role], campaign.programme, campaign.project_id)


@dataclass(frozen=True)
class Reach:
    """How many fall in, how many of them the portal can write to, and how many are left out by reason."""

    inside: int
    with_email: int
    left_out: list[tuple[str, int]]
    without_card: int = 0

    @property
    def outside(self) -> int:
        return sum(count for _, count in self.left_out)


def reach_of(rule: Rule, *, campaign: Campaign | None = None) -> Reach:
    """Count the audience: one query, and one more where accounts without a card may be meant."""
    people: Any = with_reasons(rule, campaign=campaign)
    rows = list(
        people.order_by()
        .values("reason")
        .annotate(people=Count("pk"), mailable=Count("pk", filter=~Q(email="")))
    )
    counts = {row["reason"]: row["people"] for row in rows}
    left = [(reason.label, counts[reason]) for reason in LeftOut if counts.get(reason)]
    mailable = next((row["mailable"] for row in rows if not row["reason"]), 0)
    return Reach(counts.get("", 0), mailable, left, _accounts_without_card(rule))


def groups_of_programme(programme: Programme | None) -> list[str]:
    """Groups and classes that people of the programme's bases are in, in order."""
    if programme is None:
        return []
    inside = Q(mentee_entries__programme=programme) | Q(mentor_entries__programme=programme)
    found = Person.objects.filter(inside).exclude(group="").order_by()
    return sorted(set(found.values_list("group", flat=True)))


def uninvited_count(campaign: Campaign) -> int:
    """Return how many people the rule names who are not invited yet."""
    return people_of_rule(campaign).exclude(pk__in=campaign.invitations.values("person_id")).count()


def people_to_pick(campaign: Campaign) -> QuerySet[Person]:
    """People who may be invited by hand: on the questionnaire's side, in its form, not yet invited."""
    return people_named(side_of(campaign)).exclude(pk__in=campaign.invitations.values("person_id"))


def _steps(rule: Rule) -> Iterator[tuple[LeftOut | None, QuerySet]]:
    """Ever narrower sets of rows that make a person one of the audience; each with why the others fall out."""
    if rule.audience == Audience.PARTNERS:
        members = PartnerMember.objects.filter(organization_id=rule.programme.organization_id)
        yield None, members
        yield LeftOut.ARCHIVED, members.filter(partner__state=PartnerState.ACTIVE)
        return
    if rule.audience == Audience.TEAM:
        staff = Membership.objects.filter(
            organization_id=rule.programme.organization_id, is_active=True, role__in=TEAM
        )
        yield None, staff
        if rule.project:
            through: Any = Project.curators.through
            curators = through.objects.filter(project_id=rule.project)
            yield LeftOut.PROJECT, staff.filter(user__in=curators.values("user_id"))
        return
    if rule.audience not in (Audience.MENTEES, Audience.MENTORS, Audience.PARENTS):
        return
    yield from _entry_steps(rule)


def _entry_steps(rule: Rule) -> Iterator[tuple[LeftOut | None, QuerySet]]:
    mentors = rule.audience == Audience.MENTORS
    model: Any = MentorEntry if mentors else MenteeEntry
    rows: QuerySet = model.objects.filter(programme=rule.programme)
    yield None, rows
    # Who has ended is asked only when the ended pairs themselves are.
    if rule.pair not in (PairCondition.COMPLETED, PairCondition.TERMINATED):
        rows = rows.exclude(state__in=OVER)
        yield LeftOut.OVER, rows
    if rule.audience == Audience.PARENTS:
        born = of_age_born(today(rule.programme.organization))
        child = Q(person__birth_date__isnull=True) | Q(person__birth_date__gt=born)
        rows = rows.filter(child, person__is_emancipated=False)
        yield LeftOut.ADULT, rows
    if rule.category:
        rows = rows.filter(person__category=rule.category)
        yield LeftOut.CATEGORY, rows
    if rule.project:
        rows = rows.filter(projects=rule.project) if mentors else rows.filter(project=rule.project)
        yield LeftOut.PROJECT, rows
    if rule.group:
        rows = rows.filter(person__group=rule.group)
        yield LeftOut.GROUP, rows
    if rule.pair:
        rows = _in_pair(rows, rule, mentors=mentors)
        yield LeftOut.PAIR, rows


def _in_pair(rows: QuerySet, rule: Rule, *, mentors: bool) -> QuerySet:
    mine = {"mentor": OuterRef("pk")} if mentors else {"places__mentee": OuterRef("pk")}
    pairs = Pair.objects.filter(programme=rule.programme, **mine)
    if rule.project:
        pairs = pairs.filter(project=rule.project)
    if rule.pair == PairCondition.NONE:
        live = pairs.exclude(state__in=(*ENDED_PAIR_STATES, PairState.REJECTED))
        return rows.exclude(Exists(live if mentors else live.filter(places__is_live=True)))
    return rows.filter(Exists(pairs.filter(state__in=PAIR_STATES[rule.pair])))


def _in(audience: str, rows: QuerySet) -> QuerySet[Person]:
    """People behind the rows."""
    return Person.objects.filter(_has(audience, rows))


def _has(audience: str, rows: QuerySet) -> Q:
    """Whether a person has one of the rows. By ids: a large base is read once, not once for each person."""
    if audience == Audience.PARENTS:
        links = Guardianship.objects.filter(ward__in=rows.values("person_id"))
        return Q(pk__in=links.values("guardian_id"))
    if audience == Audience.TEAM:
        return Q(user__in=rows.values("user_id"))
    if audience == Audience.PARTNERS:
        return Q(pk__in=rows.filter(person__isnull=False).values("person_id"))
    return Q(pk__in=rows.values("person_id"))


def _accounts_without_card(rule: Rule) -> int:
    """Accounts of the audience that no card is linked to: an invitation needs a card."""
    steps = list(_steps(rule))
    if rule.audience == Audience.PARTNERS:
        return int(steps[-1][1].filter(person__isnull=True).values("user_id").distinct().count())
    if rule.audience != Audience.TEAM:
        return 0
    cards = Person.objects.filter(organization_id=rule.programme.organization_id, user__isnull=False).values(
        "user_id"
    )
    return int(steps[-1][1].exclude(user__in=cards).values("user_id").distinct().count())


def of_age_born(day: dt.date) -> dt.date:
    """Who was born on this day or before it is of full age on `day`."""
    try:
        return day.replace(year=day.year - FULL_AGE)
    except ValueError:  # 29 February: in other years the birthday is on 1 March
        return dt.date(day.year - FULL_AGE, 2, 28)
