"""Home pages of participants and the figures of staff."""

from datetime import date

import pytest
from django_scopes import scope

from core.enums import Role
from core.models import Membership
from core.registries import HomeBlock, Viewer
from mentorship import home
from mentorship.domain.partners import add_member, link_employees
from mentorship.enums import ConsentKind, ConsentSigner, ConsentState, PairState
from mentorship.models import Consent, Guardianship, Programme
from tests import factories

ORDERED = {"state": PairState.ACTIVE, "order_number": "7-ОД", "order_date": date(2026, 10, 12)}


@pytest.fixture
def programme(org) -> Programme:
    return factories.programme(org)


def viewer(membership: Membership, programme: Programme) -> Viewer:
    return Viewer(user=membership.user, membership=membership, today=date(2026, 11, 1), programme=programme)


def blocks(membership: Membership, programme: Programme) -> dict[str, HomeBlock]:
    with scope(organization=programme.organization):
        found = home.home_blocks(viewer(membership, programme))
    return {block.template.rsplit("/", 1)[1]: block for block in found}


def test_an_account_without_a_card_is_told_what_to_do(org, programme: Programme) -> None:
    assert list(blocks(factories.membership(org, Role.MENTEE), programme)) == ["not_linked.html"]


def test_a_mentor_sees_their_mentees_with_the_order(org, programme: Programme) -> None:
    someone = factories.membership(org, Role.MENTOR)
    mentor = factories.mentor(programme, person=factories.person(org, user=someone.user))
    mentee = factories.mentee(programme)
    factories.pair(factories.project(programme), mentor=mentor, mentees=[mentee], **ORDERED)
    [line] = blocks(someone, programme)["pairs.html"].context["pairs"]
    assert line.with_whom == str(mentee.person)
    assert line.order == "приказ от 12.10.2026 № 7-ОД"


def test_a_proposed_pair_is_not_shown_to_its_people(org, programme: Programme) -> None:
    someone = factories.membership(org, Role.MENTEE)
    mentee = factories.mentee(programme, person=factories.person(org, user=someone.user))
    factories.pair(factories.project(programme), mentees=[mentee])
    assert blocks(someone, programme)["pairs.html"].context["pairs"] == []


def test_a_parent_sees_their_own_child_of_a_group_and_nobody_else(org, programme: Programme) -> None:
    someone = factories.membership(org, Role.PARENT)
    parent = factories.person(org, user=someone.user, birth_date=date(1980, 1, 1))
    own, other = factories.mentee(programme), factories.mentee(programme)
    Guardianship.objects.create(organization=org, guardian=parent, ward=own.person, kind="mother")
    factories.pair(
        factories.project(programme),
        mentor=factories.mentor(programme, capacity=2),
        mentees=[own, other],
        **ORDERED,
    )
    [line] = blocks(someone, programme)["pairs.html"].context["pairs"]
    assert line.with_whom == str(own.person)


def test_a_consent_says_what_to_do(org, programme: Programme) -> None:
    someone = factories.membership(org, Role.MENTEE)
    person = factories.person(org, user=someone.user)
    Consent.objects.create(
        organization=org,
        programme=programme,
        person=person,
        kind=ConsentKind.PROCESSING,
        signer=ConsentSigner.SELF,
        state=ConsentState.ISSUED,
    )
    [line] = blocks(someone, programme)["consents.html"].context["consents"]
    assert (line.state, line.tone) == ("Выдано на подпись", "wait")
    assert "подпишите" in line.advice


@pytest.mark.usefixtures("scoped")
def test_a_partner_sees_mentors_of_their_own_employer(org, programme: Programme) -> None:
    someone = factories.membership(org, Role.PARTNER)
    own, other = factories.partner(org), factories.partner(org)
    add_member(own, user=someone.user, role="contact", actor=None)
    theirs = factories.mentor(programme, person=factories.person(org, employer="ООО «Пример»"))
    left = factories.mentor(programme, person=factories.person(org, employer="ООО «Пример»"), state="left")
    foreign = factories.mentor(programme, person=factories.person(org, employer="ООО «Пример»"))
    link_employees(own, [theirs.person, left.person], actor=None)
    link_employees(other, [foreign.person], actor=None)
    [block] = blocks(someone, programme).values()
    assert [entry.pk for entry, _ in block.context["room"].mentors] == [theirs.pk]


def test_who_came_as_a_partner_and_is_nobodys_is_told_so(org, programme: Programme) -> None:
    someone = factories.membership(org, Role.PARTNER)
    factories.person(org, user=someone.user, employer="ООО «Пример»")
    assert list(blocks(someone, programme)) == ["partner_unknown.html"]


def test_figures_carry_their_fraction(curator: Membership, programme: Programme) -> None:
    factories.pair(factories.project(programme), **ORDERED)
    factories.mentee(programme)
    with scope(organization=programme.organization):
        in_pairs, mentors, consents = home.figures(viewer(curator, programme))
    assert (in_pairs.value, in_pairs.fraction) == ("50,0\xa0%", "1 из 2")
    assert mentors.fraction == "1 из 1"
    assert (consents.value, consents.note) == (None, "согласия ещё не готовились")


@pytest.mark.parametrize("rows", [1, 3])
def test_blocks_cost_the_same_for_any_number_of_pairs(
    rows: int, org, programme: Programme, django_assert_num_queries
) -> None:
    someone = factories.membership(org, Role.MENTOR)
    mentor = factories.mentor(programme, capacity=5, person=factories.person(org, user=someone.user))
    project = factories.project(programme)
    for _ in range(rows):
        factories.pair(project, mentor=mentor, mentees=[factories.mentee(programme)], **ORDERED)
    with django_assert_num_queries(12):
        blocks(someone, programme)
