"""What the shell is told about campaigns."""

from datetime import timedelta

import pytest

from core.registries import Viewer
from surveys import providers
from surveys.models import Answer, Campaign, DraftAnswer, Response
from tests import factories
from tests.surveys import makers

pytestmark = pytest.mark.usefixtures("unscoped")


def viewer(membership, programme):
    return Viewer(user=membership.user, membership=membership, today=makers.today(), programme=programme)


@pytest.fixture
def old_campaign(programme):
    campaign = makers.campaign(programme)
    Campaign.objects.filter(pk=campaign.pk).update(opens_on=makers.today() - timedelta(days=5))
    return campaign


def test_campaign_with_few_answers_asks_for_a_reminder(curator, programme, old_campaign):
    for number in range(3):
        makers.invitation(old_campaign, makers.mentee_person(programme, email=f"p{number}@example.test"))
    makers.invitation(old_campaign, makers.mentee_person(programme, consented=False))
    makers.answer(old_campaign.invitations.order_by("pk").first())

    (item,) = providers.attention(viewer(curator, programme))

    assert item.action == "Напомнить 2"
    assert item.url.endswith("/remind/")
    assert "ответили 1\u00a0из\u00a04" in item.what
    assert item.detail == "не ответили 3, без согласия 1"
    assert item.why == "осталось 10\u00a0дней"


def test_nothing_is_asked_when_most_have_answered_or_it_has_just_begun(
    curator, programme, old_campaign, campaign
):
    makers.answer(makers.invitation(old_campaign, makers.mentee_person(programme)))
    makers.invitation(campaign, makers.mentee_person(programme))

    assert providers.attention(viewer(curator, programme)) == []


def test_director_is_not_asked_but_sees_the_figure(director, programme, old_campaign):
    makers.answer(makers.invitation(old_campaign, makers.mentee_person(programme)))
    makers.invitation(old_campaign, makers.mentee_person(programme))

    assert providers.attention(viewer(director, programme)) == []
    (figure,) = providers.figures(viewer(director, programme))
    assert figure.fraction == "1\u00a0из\u00a02"


def test_providers_cost_the_same_for_any_number_of_campaigns(curator, programme, queries_of):
    def more(count):
        for _ in range(count):
            makers.invitation(makers.campaign(programme), makers.mentee_person(programme))

    who = viewer(curator, programme)

    def ask():
        providers.navigation(who)
        providers.attention(who)
        providers.figures(who)
        providers.search(who, "опрос", 5)

    more(1)
    first = queries_of(ask)
    more(2)
    assert queries_of(ask) == first


def test_search_finds_campaigns(curator, programme, campaign):
    (hit,) = providers.search(viewer(curator, programme), "осенний", 5) or providers.search(
        viewer(curator, programme), "Осенний", 5
    )

    assert hit.label == "Осенний опрос"


def test_answers_are_exported_and_made_impersonal(programme, campaign):
    invitation = makers.invitation(campaign, makers.mentee_person(programme))
    makers.answer(invitation)
    other = makers.invitation(campaign, makers.mentee_person(programme))
    makers.answer(other)

    rows = providers.personal_data.export(invitation.person)
    gone = providers.personal_data.erase(invitation.person)

    assert {row["ответ"] for row in rows} == {"8", "Нет", "Тайное слово", "Тревожно"}
    assert gone == 3  # words, what only the psychologist sees, the link; marks stay for the statistics
    mine = Answer.objects.filter(response__person=invitation.person)
    assert {(answer.text, answer.day) for answer in mine} == {("", None)}
    assert not mine.filter(number__isnull=True, code="").exists()
    assert Response.objects.count() == 2
    assert Answer.objects.filter(response__person=other.person).count() == 4
    invitation.refresh_from_db()
    assert (invitation.key, invitation.revoked_on is not None) == ("", True)
    assert not DraftAnswer.objects.exists()


def test_participants_see_their_own_questionnaires_alone(org, programme):
    from core.enums import Role

    member = factories.membership(org, Role.MENTEE)

    assert [item.label for item in providers.navigation(viewer(member, programme))] == ["Мои анкеты"]
