"""Whom a rule names, and the reasons of those who are left out."""

from datetime import date, timedelta

import pytest

from core.enums import Role
from core.errors import DomainError
from mentorship.enums import EntryState, GuardianshipKind, PairState
from mentorship.models import Guardianship, MenteeEntry, PartnerMember, Person
from surveys.domain.campaigns import open_campaign
from surveys.domain.invitations import bring_in, leave_out
from surveys.enums import Audience, LeftOut, PairCondition
from surveys.selectors.audience import Rule, audience_of, of_age_born, people_named, reach_of, rule_of
from tests import factories
from tests.surveys import makers

pytestmark = pytest.mark.usefixtures("unscoped")


def reasons(rule: Rule) -> dict[str, int]:
    return dict(reach_of(rule).left_out)


def in_pair(programme, *, state: str = PairState.PROPOSED, **given) -> tuple[Person, Person]:
    """A mentee and their mentor in a pair of the state."""
    mentee, mentor = makers.mentee_person(programme, **given), makers.mentor_person(programme)
    ordered = {"order_date": date(2026, 9, 1), "order_number": "1"}
    pair = factories.pair(
        factories.project(programme),
        mentor=mentor.mentor_entries.get(),
        mentees=[mentee.mentee_entries.get()],
        state=state,
        **({} if state == PairState.PROPOSED else ordered),
    )
    assert pair.state == state
    return mentee, mentor


def test_each_narrowing_leaves_out_with_its_own_reason(programme):
    project = factories.project(programme)
    inside = makers.mentee_person(programme, group="ТМ-21", email="")
    makers.mentee_person(programme, group="ИС-11")
    makers.mentee_person(programme, group="ТМ-21", category="employee")
    left = makers.mentee_person(programme, group="ТМ-21")
    MenteeEntry.objects.filter(person=left).update(state=EntryState.LEFT)
    elsewhere = makers.mentee_person(programme, group="ТМ-21", email="b@example.test")
    MenteeEntry.objects.filter(person=inside).update(project=project)
    rule = Rule(Audience.MENTEES, programme, category="student", group="ТМ-21")

    assert set(people_named(rule)) == {inside, elsewhere}
    found = reach_of(rule)
    assert (found.inside, found.with_email) == (2, 1)
    assert dict(found.left_out) == {LeftOut.OVER.label: 1, LeftOut.CATEGORY.label: 1, LeftOut.GROUP.label: 1}
    narrower = Rule(Audience.MENTEES, programme, project=project.pk, category="student", group="ТМ-21")
    assert set(people_named(narrower)) == {inside}
    assert reasons(narrower)[LeftOut.PROJECT.label] == 1 + 1, "the first reason that holds is told"


def test_the_state_of_the_pair_bounds_both_sides(programme):
    mentee, mentor = in_pair(programme)
    alone, free = makers.mentee_person(programme), makers.mentor_person(programme)

    for audience, paired, single in ((Audience.MENTEES, mentee, alone), (Audience.MENTORS, mentor, free)):
        proposed = Rule(audience, programme, pair=PairCondition.PROPOSED)
        assert set(people_named(proposed)) == {paired}
        assert reasons(proposed) == {LeftOut.PAIR.label: 1}
        assert set(people_named(Rule(audience, programme, pair=PairCondition.NONE))) == {single}
        assert not people_named(Rule(audience, programme, pair=PairCondition.ACTIVE)).exists()


def test_who_has_finished_is_asked_when_their_finished_pair_is_meant(programme):
    mentee, _ = in_pair(programme, state=PairState.COMPLETED)
    MenteeEntry.objects.filter(person=mentee).update(state=EntryState.FINISHED)

    assert set(people_named(Rule(Audience.MENTEES, programme, pair=PairCondition.COMPLETED))) == {mentee}
    assert not people_named(Rule(Audience.MENTEES, programme)).exists()


def test_parents_go_by_their_children_and_until_these_are_of_age(programme, org):
    child = makers.mentee_person(programme, group="ТМ-21", birth_date=date(2012, 5, 5))
    grown = makers.mentee_person(programme, birth_date=date(2000, 5, 5))
    parents = [factories.person(org, birth_date=date(1980, 1, 1), group="") for _ in range(2)]
    for parent, ward in zip(parents, (child, grown), strict=True):
        Guardianship.objects.create(
            organization=org, guardian=parent, ward=ward, kind=GuardianshipKind.MOTHER
        )

    assert set(people_named(Rule(Audience.PARENTS, programme))) == {parents[0]}
    assert reasons(Rule(Audience.PARENTS, programme)) == {LeftOut.ADULT.label: 1}
    assert set(people_named(Rule(Audience.PARENTS, programme, group="ТМ-21"))) == {parents[0]}
    assert not people_named(Rule(Audience.PARENTS, programme, group="ИС-11")).exists()


def test_partners_people_and_the_team_and_accounts_without_a_card(programme, org):
    partner, gone = factories.partner(org), factories.partner(org, state="archived")
    contact, former = factories.person(org), factories.person(org)
    PartnerMember.objects.create(organization=org, partner=partner, person=contact)
    PartnerMember.objects.create(organization=org, partner=gone, person=former)
    PartnerMember.objects.create(organization=org, partner=partner, user=factories.user())
    rule = Rule(Audience.PARTNERS, programme)
    assert set(people_named(rule)) == {contact}
    assert (reasons(rule), reach_of(rule).without_card) == ({LeftOut.ARCHIVED.label: 1}, 1)

    curator, psychologist = (factories.membership(org, role) for role in (Role.CURATOR, Role.PSYCHOLOGIST))
    factories.membership(org, Role.MENTOR)
    card = factories.person(org, user=curator.user)
    team = Rule(Audience.TEAM, programme)
    assert set(people_named(team)) == {card}
    assert reach_of(team).without_card >= 1
    factories.person(org, user=psychologist.user)
    assert people_named(team).count() == 2


def test_people_are_taken_out_before_the_opening_and_put_in_while_it_goes(programme, curator):
    kept, taken = makers.mentee_person(programme), makers.mentee_person(programme)
    outsider = makers.mentee_person(programme, group="ИС-99")
    campaign = makers.campaign(programme, audience=Audience.MENTEES, group="ТМ-21", opened=False)
    for person in (kept, taken):
        Person.objects.filter(pk=person.pk).update(group="ТМ-21")

    assert leave_out(campaign, [taken], actor=curator.user) == 1
    assert dict(reach_of(rule_of(campaign), campaign=campaign).left_out) == {
        LeftOut.HAND.label: 1,
        LeftOut.GROUP.label: 1,
    }
    open_campaign(campaign, actor=curator.user)
    live = campaign.invitations.filter(revoked_on__isnull=True)
    assert {row.person for row in live} == {kept}

    assert bring_in(campaign, [taken, outsider], actor=curator.user) == 2
    assert {row.person for row in live.all()} == {kept, taken, outsider}
    assert bring_in(campaign, [taken, outsider], actor=curator.user) == 0
    told = {person.pk: (person.reason, person.invited) for person in audience_of(campaign)}
    assert told[outsider.pk] == ("", True)
    makers.answer(campaign.invitations.get(person=kept))
    assert leave_out(campaign, [kept], actor=curator.user) == 0


def test_the_pair_bounds_only_those_who_are_in_pairs(programme):
    with pytest.raises(DomainError, match="По состоянию пары"):
        makers.campaign(programme, audience=Audience.TEAM, pair=PairCondition.ACTIVE, opened=False)


@pytest.mark.parametrize(
    ("day", "born"),
    [(date(2026, 11, 21), date(2008, 11, 21)), (date(2028, 2, 29), date(2010, 2, 28))],
)
def test_full_age_is_reached_on_the_birthday(day, born):
    assert of_age_born(day) == born
    assert of_age_born(day + timedelta(days=1)) == born + timedelta(days=1)


def test_a_programme_of_another_institution_names_nobody_of_mine(programme):
    makers.mentee_person(programme)
    other = factories.programme(factories.organization())

    assert not people_named(Rule(Audience.MENTEES, other)).exists()
