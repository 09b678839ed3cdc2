"""«Мои анкеты»: one's own and nobody else's, for every role of a participant."""

import pytest
from django.urls import reverse

from core.enums import Role
from mentorship.enums import GuardianshipKind
from mentorship.models import Guardianship
from surveys.enums import Anonymity, Gate
from surveys.selectors.gate import gate_of
from tests import factories
from tests.surveys import makers

pytestmark = pytest.mark.usefixtures("unscoped")
OWN = "/my/surveys/"


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("role", [Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER, Role.PSYCHOLOGIST])
def test_each_role_finds_its_own_questionnaires(org, programme, signed_in, role):
    member = factories.membership(org, role)
    me = factories.person(org, user=member.user)
    makers.consent(me, programme)
    campaign = makers.campaign(programme, title="Моя осенняя анкета")
    mine = makers.invitation(campaign, me)
    makers.invitation(makers.campaign(programme, title="Чужая анкета"), makers.mentee_person(programme))
    client = signed_in(member)

    page = text(client.get(OWN))
    assert "Моя осенняя анкета" in page
    assert "Чужая анкета" not in page
    assert f"/s/{makers.token(mine)}/" in page
    assert "Мои анкеты" in text(client.get(reverse("core:home"), follow=True))
    makers.answer(mine)
    page = text(client.get(OWN))
    assert makers.token(mine) not in page
    assert "Ответ получен" in page


def test_a_child_s_questionnaire_is_not_the_parent_s(org, programme, signed_in):
    member = factories.membership(org, Role.PARENT)
    parent = factories.person(org, user=member.user)
    child = makers.mentee_person(programme)
    Guardianship.objects.create(organization=org, guardian=parent, ward=child, kind=GuardianshipKind.MOTHER)
    makers.invitation(makers.campaign(programme, title="Анкета ребёнка"), child)

    assert "Анкета ребёнка" not in text(signed_in(member).get(OWN))


def test_without_a_card_or_an_invitation_the_page_says_so(org, programme, signed_in):
    assert "Анкет для вас нет" in text(signed_in(factories.membership(org, Role.MENTOR)).get(OWN))


def test_a_parent_answers_by_the_consent_signed_for_the_child(org, programme):
    child = makers.mentee_person(programme, consented=False)
    parent, other = factories.person(org), factories.person(org)
    makers.consent(child, programme, signer="representative", representative=parent)
    parents = makers.campaign(programme, instrument="parents", anonymity=Anonymity.NAMED)

    assert gate_of(makers.invitation(parents, parent)) == Gate.OPEN
    assert gate_of(makers.invitation(parents, other)) == Gate.NO_CONSENT
    mentors = makers.campaign(programme)
    assert gate_of(makers.invitation(mentors, parent)) == Gate.NO_CONSENT, (
        "other questionnaires: by one's own"
    )


def test_queries_do_not_grow_with_questionnaires(org, programme, signed_in, queries_of):
    member = factories.membership(org, Role.MENTEE)
    me = factories.person(org, user=member.user)
    client = signed_in(member)
    makers.invitation(makers.campaign(programme), me)
    client.get(OWN)
    first = queries_of(lambda: client.get(OWN))
    for _ in range(2):
        makers.invitation(makers.campaign(programme), me)

    assert queries_of(lambda: client.get(OWN)) == first
